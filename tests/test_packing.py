"""Content packed in one file and unpacked again: the same, or nothing."""

import contextlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import exchanging
from indexer.cli import main
from indexer.freshness import corpus_digest
from indexer.keeping import packing
from indexer.keeping.packing import Folders
from kb.errors import KnowledgeBaseError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folders(corpus_copy: Path, tmp_path: Path) -> Folders:
    return Folders(corpus_copy, Path(shutil.copytree(ROOT / "tests" / "eigen", tmp_path / "lindedam")))


@pytest.fixture
def package(folders: Folders, tmp_path: Path) -> Path:
    packing.pack(folders, "eigen", tmp_path / "eigen.zip")
    return tmp_path / "eigen.zip"


def own_of(folders: Folders) -> Path:
    assert folders.own
    return folders.own


def told(file: Path, folders: Folders) -> str:
    """Return why a package is refused, after looking that nothing of it was left."""
    before = corpus_digest(*_both(folders))
    with pytest.raises(KnowledgeBaseError) as caught:
        packing.unpack(file, folders)
    assert corpus_digest(*_both(folders)) == before
    assert sorted(path.name for path in own_of(folders).parent.iterdir() if path.is_dir()) == ["corpus", "lindedam"]
    return str(caught.value)


def _both(folders: Folders) -> tuple[Path, Path]:
    return folders.corpus, own_of(folders)


def changed(package: Path, name: str, data: bytes | None, listed: bool = False) -> None:
    """Put other content, or none, in the place of a file of a package; `listed`: with its digest in the manifest."""
    with zipfile.ZipFile(package) as packed:
        files = {info.filename: packed.read(info) for info in packed.infolist()}
    if data is None:
        files.pop(name)
    else:
        files[name] = data
        if listed:
            manifest = json.loads(files[packing.MANIFEST])
            manifest["bestanden"][name] = packing._digest(data)
            files[packing.MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(package, "w") as packed:
        for one, content in files.items():
            packed.writestr(one, content)


def test_backup_wipe_and_restore_give_the_same_content(folders: Folders, package: Path) -> None:
    own = own_of(folders)
    before = corpus_digest(folders.corpus, own)
    shutil.rmtree(own)
    manifest = packing.unpack(package, folders)
    assert (manifest.soort, manifest.naam, manifest.versie, len(manifest.bestanden)) == ("eigen", "Gemeente Lindedam", "1", 22)
    assert corpus_digest(folders.corpus, own) == before


def test_the_same_content_gives_the_same_package_and_no_drafts_go_along(folders: Folders, package: Path, tmp_path: Path) -> None:
    (own_of(folders) / "wacht").mkdir()
    (own_of(folders) / "wacht" / "concept.md").write_text("Nog niet.", encoding="utf-8")
    packing.pack(folders, "eigen", tmp_path / "weer.zip")
    assert (tmp_path / "weer.zip").read_bytes() == package.read_bytes()


def test_delivered_content_is_replaced_and_drafts_of_the_own_folder_stay(folders: Folders, package: Path, tmp_path: Path) -> None:
    manifest = packing.pack(folders, "geleverd", tmp_path / "geleverd.zip")
    assert (manifest.naam, manifest.versie) == ("Geleverde inhoud", "2.1")
    (own_of(folders) / "wacht").mkdir()
    (own_of(folders) / "wacht" / "concept.md").write_text("Nog niet.", encoding="utf-8")
    (own_of(folders) / "logboek.jsonl").write_text("{}\n", encoding="utf-8")
    (own_of(folders) / ".taken").mkdir()
    (folders.corpus / "feiten.yaml").unlink()
    packing.unpack(tmp_path / "geleverd.zip", folders)
    # What is told of this very command goes on in the file that was opened before.
    with (own_of(folders) / ".taken" / "1.txt").open("w", encoding="utf-8") as told:
        packing.unpack(package, folders)
        told.write("Uitgepakt.")
    assert (own_of(folders) / ".taken" / "1.txt").read_text(encoding="utf-8") == "Uitgepakt."
    assert (own_of(folders) / "logboek.jsonl").read_text(encoding="utf-8") == "{}\n"
    assert (folders.corpus / "feiten.yaml").exists()
    assert (own_of(folders) / "wacht" / "concept.md").read_text(encoding="utf-8") == "Nog niet."


def test_what_is_faulty_is_not_packed(folders: Folders, package: Path) -> None:
    before = package.read_bytes()
    (own_of(folders) / "taken.yaml").write_text("- {id: x}", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=r"^eigen/taken.yaml:1: "):
        packing.pack(folders, "eigen", package)
    assert package.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "data", "listed", "message"),
    [
        ("../buiten.md", b"x", True, "'eigen.zip' is geen pakket met inhoud: '../buiten.md' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("/etc/kb.yaml", b"x", True, "'eigen.zip' is geen pakket met inhoud: '/etc/kb.yaml' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("wacht/concept.md", b"x", True, "'eigen.zip' is geen pakket met inhoud: 'wacht/concept.md' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("bronnen/a/b.md", b"x", True, "'eigen.zip' is geen pakket met inhoud: 'bronnen/a/b.md' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("bronnen/extra.md", b"x", False, "'eigen.zip' is geen pakket met inhoud: 'bronnen/extra.md' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("taken.yaml", None, False, "'eigen.zip' is geen pakket met inhoud: 'taken.yaml' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket."),
        ("taken.yaml", b"", False, "Bestand 'taken.yaml' in 'eigen.zip' is een ander dan er is ingepakt. Vraag om een nieuw pakket."),
        ("taken.yaml", b"- {id: x}", True, "eigen/taken.yaml:1: het veld '0.onderdelen' ontbreekt; vul het in.\neigen/taken.yaml:1: het veld '0.titel' ontbreekt; vul het in."),
        ("eigen.yaml", b"voorvoegsel: eigen-berg\nnaam: Gemeente Berg", True, "Dit pakket is van 'Gemeente Lindedam', met voorvoegsel 'eigen-berg'; in '{own}' is het 'eigen-linde'. Kies een andere map."),
        (packing.MANIFEST, b"{}", False, "'eigen.zip' is geen pakket met inhoud, of het is beschadigd. Een pakket maakt u met: kb pack"),
    ],
)  # fmt: skip
def test_a_package_that_is_not_as_it_was_packed_changes_nothing(
    folders: Folders, package: Path, name: str, data: bytes | None, listed: bool, message: str
) -> None:
    changed(package, name, data, listed)
    assert told(package, folders) == message.format(own=folders.own)


def test_what_is_no_package_or_not_there_is_told(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "nota.zip").write_bytes(b"PK\x03\x04 en verder niets")
    assert told(tmp_path / "nota.zip", folders) == (
        "'nota.zip' is geen pakket met inhoud, of het is beschadigd. Een pakket maakt u met: kb pack"
    )
    assert told(tmp_path / "weg.zip", folders) == f"Het bestand '{tmp_path / 'weg.zip'}' bestaat niet. Kijk of de naam klopt."


def test_more_than_content_ever_is_is_not_opened(folders: Folders, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_FILE", 1_000)
    assert told(package, folders) == "'eigen.zip' is geen pakket met inhoud: wat erin zit, is te groot. Vraag om een nieuw pakket."
    monkeypatch.setattr(packing, "MOST_FILES", 3)
    assert told(package, folders).startswith("'eigen.zip' is geen pakket met inhoud: er staan te veel bestanden in")


@pytest.mark.parametrize("can_swap", [True, False])
@pytest.mark.parametrize("step", range(4))
def test_an_exchange_that_is_broken_off_anywhere_is_mended_by_any_command(
    folders: Folders, package: Path, step: int, can_swap: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_of(folders)
    before = corpus_digest(folders.corpus, own)
    (own / "wacht").mkdir()
    (own / "wacht" / "concept.md").write_text("Nog niet.", encoding="utf-8")
    (own / "feiten.yaml").write_text("[]", encoding="utf-8")
    if not can_swap:
        monkeypatch.setattr(exchanging, "_swapped", lambda one, other: False)
    steps, rename = iter(range(4)), Path.rename

    def broken(path: Path, target: Path) -> Path:
        if next(steps, step) == step:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", broken)
    # With a swap there are fewer steps to break off.
    with contextlib.suppress(KeyboardInterrupt):
        packing.unpack(package, folders)
    monkeypatch.undo()
    assert own.exists() or not can_swap
    told = CliRunner().invoke(main, ["check", "--corpus", str(folders.corpus), "--eigen", str(own)])
    assert (told.exit_code, "In orde" in told.output) == (0, True)
    assert (own / "wacht" / "concept.md").read_text(encoding="utf-8") == "Nog niet."
    assert sorted(path.name for path in own.parent.iterdir() if path.is_dir()) == ["corpus", "lindedam"]
    packing.unpack(package, folders)
    assert corpus_digest(folders.corpus, own) == before


def test_a_folder_is_never_away_while_another_comes_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("eigen", "eigen.nieuw"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "eigen.yaml").write_text(name, encoding="utf-8")
    seen, rename = [], Path.rename

    def watched(path: Path, target: Path) -> Path:
        moved = rename(path, target)
        seen.append((tmp_path / "eigen").exists())
        return moved

    monkeypatch.setattr(Path, "rename", watched)
    exchanging.exchange(tmp_path / "eigen", tmp_path / "eigen.nieuw")
    assert seen == [True]
    assert (tmp_path / "eigen" / "eigen.yaml").read_text(encoding="utf-8") == "eigen.nieuw"
    assert [path.name for path in tmp_path.iterdir()] == ["eigen"]


def test_without_an_own_folder_its_package_has_no_place(folders: Folders, package: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="Geef haar met --eigen of KB_EIGEN"):
        packing.unpack(package, Folders(folders.corpus, None))
