"""A generation is whole or not there, whatever happens while it is written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb import index_folder
from kb.errors import IndexDamaged, IndexMissing


def sealed(root: Path, text: str = "inhoud") -> Path:
    folder = index_folder.begin(root)
    (folder / "deel").mkdir()
    (folder / "deel" / "a.txt").write_text(text)
    index_folder.seal(folder, "corpus", "eigen", {"passages": 1})
    return folder


def test_what_was_published_is_current_and_whole(tmp_path: Path) -> None:
    generation = index_folder.publish(tmp_path, sealed(tmp_path))
    assert index_folder.current(tmp_path) == generation
    manifest = index_folder.verify(generation)
    assert (manifest.corpus, manifest.model, dict(manifest.counts), list(manifest.files)) == (
        "corpus",
        "eigen",
        {"passages": 1},
        ["deel/a.txt"],
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([generation.name, index_folder.POINTER])


def test_a_generation_can_be_read_by_others_and_changed_by_nobody(tmp_path: Path) -> None:
    folder = index_folder.begin(tmp_path)
    (folder / "geheim.txt").write_text("x")
    (folder / "geheim.txt").chmod(0o600)
    index_folder.seal(folder, "corpus", "eigen", {})
    generation = index_folder.publish(tmp_path, folder)
    assert {file.stat().st_mode & 0o777 for file in generation.iterdir()} == {0o444}


def test_an_earlier_generation_stays_until_it_is_swept(tmp_path: Path) -> None:
    first, second, third = (index_folder.publish(tmp_path, sealed(tmp_path, str(number))) for number in range(3))
    for age, folder in enumerate((third, second, first)):
        os.utime(folder / index_folder.MANIFEST, (1_000 - age, 1_000 - age))
    assert index_folder.earlier(tmp_path) == [second, first]
    index_folder.remove_all_but(tmp_path, {third, second})
    assert index_folder.earlier(tmp_path) == [second]
    assert not first.exists()


def test_sweeping_touches_nothing_of_others(tmp_path: Path) -> None:
    generation = index_folder.publish(tmp_path, sealed(tmp_path))
    (tmp_path / "corpus").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "brief.txt").write_text("x")
    being_built = index_folder.begin(tmp_path)
    index_folder.remove_all_but(tmp_path, {generation})
    assert {path.name for path in tmp_path.iterdir()} == {
        generation.name,
        index_folder.POINTER,
        "corpus",
        ".git",
        "brief.txt",
        being_built.name,
    }


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    program = "import os, pathlib, sys; from kb import index_folder; index_folder.begin(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    (left_over,) = tmp_path.iterdir()
    assert left_over.name.startswith(".bouw-")
    index_folder.remove_all_but(tmp_path, set())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken_call", ["rename", "replace", "write_text"])
def test_breaking_off_while_publishing_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_call: str) -> None:
    old = index_folder.publish(tmp_path, sealed(tmp_path))
    new = sealed(tmp_path, "nieuw")
    with monkeypatch.context() as broken:
        broken.setattr(Path, broken_call, lambda *_, **__: (_ for _ in ()).throw(OSError("schijf vol")))
        with pytest.raises(OSError, match="schijf vol"):
            index_folder.publish(tmp_path, new)
    assert index_folder.current(tmp_path) == old
    index_folder.verify(old)


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="Er is geen index in .* Maak hem met: kb index"):
        index_folder.current(tmp_path / "nergens")


@pytest.mark.parametrize("pointer", ["", "000000000000", "../elders", "a/b", "x" * 500, "\x00"])
def test_a_pointer_that_leads_nowhere(tmp_path: Path, pointer: str) -> None:
    (tmp_path / index_folder.POINTER).write_text(pointer)
    with pytest.raises(IndexMissing, match="wijst naar"):
        index_folder.current(tmp_path)


@pytest.mark.parametrize("name", ["deel/a.txt", index_folder.MANIFEST])
def test_every_changed_byte_is_noticed(tmp_path: Path, name: str) -> None:
    generation = index_folder.publish(tmp_path, sealed(tmp_path))
    file = generation / name
    whole = file.read_bytes()
    file.chmod(0o644)
    for position in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x5A
        file.write_bytes(bytes(spoilt))
        with pytest.raises(IndexDamaged):
            index_folder.verify(generation)
    file.write_bytes(whole)
    index_folder.verify(generation)


@pytest.mark.parametrize(
    ("manifest", "told"),
    [("{", "niet te lezen"), ("[]", "niet te lezen"), ('{"format": 1}', "niet te lezen"), (None, "niet te lezen"), ("99", "vorm 99")],
)
def test_a_manifest_of_another_form(tmp_path: Path, manifest: str | None, told: str) -> None:
    generation = index_folder.publish(tmp_path, sealed(tmp_path))
    file = generation / index_folder.MANIFEST
    other_form = json.loads(file.read_text()) | {"format": 99}
    del other_form["controle"]
    file.unlink()
    if manifest == "99":
        file.write_text(json.dumps({"controle": index_folder._check(other_form), **other_form}))
    elif manifest is not None:
        file.write_text(manifest)
    with pytest.raises(IndexDamaged, match=told):
        index_folder.verify(generation)


def test_a_file_that_is_gone_is_noticed(tmp_path: Path) -> None:
    generation = index_folder.publish(tmp_path, sealed(tmp_path))
    (generation / "deel" / "a.txt").unlink()
    with pytest.raises(IndexDamaged, match=r"Bestand 'deel/a\.txt'"):
        index_folder.verify(generation)
