"""The commands that make a source of a file, as somebody types them; one real file goes the whole way."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from meaning import TOY_NUMBERS, train

from indexer import build, importing_commands
from indexer.cli import main
from indexer.drafting import publishing
from indexer.drafting.publishing import Answerable
from indexer.importing.shield import sandbox

TEXT = """# Samen in de Linde

Wij spraken mevrouw De Vries over de buurt.

## Wat helpt

Een praatje op straat helpt het meest.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    return folder


@pytest.fixture
def kb(own: Path, small_corpus: Path, small_index: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command on the small corpus with this own folder."""
    # What shields the reading has tests of its own, and not every machine has it.
    monkeypatch.setattr(sandbox, "require_shield", lambda: None)
    settings = {
        "KB_CORPUS": str(small_corpus),
        "KB_EIGEN": str(own),
        "KB_INDEX": str(small_index),
        "KB_MODELLEN": str(own.parent / "modellen"),
    }

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env=settings)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "verslag.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_is_added_decided_upon_and_published(kb, own: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    added = kb("add", str(file))
    assert added.exit_code == 0, added.output
    assert added.stdout.split("\n")[0].startswith("eigen-linde-verslag: verslag.md (")
    assert "  - vondst 1, naam 'De Vries': mag of lak?" in added.stdout
    told = kb(
        "decide", "verslag", "titel=Samen in de Linde", "uitgever=onbekend", "datum=2026", "soort=handreiking", "openbaar=ja", "mag=1"
    )
    assert told.stdout.endswith(
        "  Alles is beslist. Probeer het met: kb try eigen-linde-verslag; of publiceer: kb publish eigen-linde-verslag\n"
    )
    built: list[publishing.Folders] = []
    monkeypatch.setattr(publishing, "index", lambda folders, model, progress, **options: built.append(folders) or Path(os.devnull))
    monkeypatch.setattr(importing_commands, "_tell_published", lambda generation, identity: None)
    published = kb("publish", "verslag")
    assert published.exit_code == 0, published.output
    assert "'eigen-linde-verslag' staat in de eigen map." in published.stdout
    assert [folders.own for folders in built] == [own]
    assert (own / "bronnen" / "eigen-linde-verslag.md").is_file()
    assert kb("drafts").stdout == "Er staat geen enkel concept. Maak er een met: kb add BESTAND\n"


def test_one_bad_file_of_a_folder_keeps_no_other_out(kb, own: Path, file: Path) -> None:  # type: ignore[no-untyped-def]
    (file.parent / "map").mkdir()
    (file.parent / "map" / "a.md").write_text(TEXT, encoding="utf-8")
    (file.parent / "map" / "b.pdf").write_bytes(b"")
    result = kb("add", str(file.parent / "map"))
    assert result.exit_code == 1
    assert result.stderr.rstrip().endswith("Fout: Van 1 van de 2 bestanden is geen concept gemaakt; zie hierboven waarom.")
    assert [path.name for path in (own / "wacht").iterdir()] == ["eigen-linde-a"]


def test_without_an_own_folder_it_says_what_to_make(kb, own: Path, file: Path) -> None:  # type: ignore[no-untyped-def]
    (own / "eigen.yaml").unlink()
    assert kb("add", str(file)).stderr == (
        f"Fout: In '{own}' staat geen eigen.yaml. Maak dat, met twee regels: 'voorvoegsel: eigen-lindedam' en 'naam: Gemeente Lindedam'.\n"
    )


def test_a_decision_without_a_value_is_told(kb, own: Path, file: Path) -> None:  # type: ignore[no-untyped-def]
    kb("add", str(file))
    assert kb("decide", "verslag", "titel").stderr.startswith("Fout: 'titel' is geen beslissing; schrijf een veld, '=' en een waarde")


def test_refusals_that_a_new_source_may_answer_are_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Answerable("kosten-vadergroep", "wat kost een vadergroep?", "eigen-linde-x.kosten")]
    monkeypatch.setattr(publishing, "now_answerable", lambda base, document, step: found)
    importing_commands._tell_answerable(None, "eigen-linde-x")  # type: ignore[arg-type]
    assert capsys.readouterr().out.split("\n")[1] == "  kosten-vadergroep: “wat kost een vadergroep?” vindt eigen-linde-x.kosten"


def test_a_draft_is_tried_with_a_question_and_a_new_version_tells_what_differs(
    kb, own: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """The small index was made with vectors of words that texts share, which the trial makes anew."""
    kb("add", str(file))
    kb("decide", "verslag", "soort=handreiking")
    monkeypatch.setattr(publishing, "try_out", _trial(monkeypatch))
    tried = kb("try", "verslag", "--vraag", "wat helpt op straat?")
    assert tried.exit_code == 0, tried.output
    assert "  1. Wat helpt (eigen-linde-verslag.wat-helpt)  <- dit concept\n" in tried.stdout
    kb("decide", "verslag", "titel=Samen in de Linde", "uitgever=onbekend", "datum=2026", "soort=handreiking", "openbaar=ja", "mag=1")
    monkeypatch.setattr(publishing, "index", lambda folders, model, progress, **options: Path(os.devnull))
    monkeypatch.setattr(importing_commands, "_tell_published", lambda generation, identity: None)
    assert kb("publish", "verslag").exit_code == 0
    newer = file.with_name("nieuw.md")
    newer.write_text(TEXT.replace("het meest", "echt het meest"), encoding="utf-8")
    replaced = kb("replace", "verslag", str(newer))
    assert replaced.stdout.split("\n")[0] == "anders: … praatje op straat helpt [ → echt] het meest. …"
    assert "  komt in de plaats van de bron 'eigen-linde-verslag'" in replaced.stdout


def _trial(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    whole = publishing.try_out

    def with_toy_vectors(folders, draft, root, progress):  # type: ignore[no-untyped-def]
        built = build.build
        monkeypatch.setattr(
            build, "build", lambda read, index, model, step, **named: built(read, index, model, step, train, TOY_NUMBERS, **named)
        )
        return whole(folders, draft, root, progress)

    return with_toy_vectors
