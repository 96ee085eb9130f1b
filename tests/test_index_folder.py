"""A generation is whole or not there, whatever happens while it is written."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.site import bound_by_rights
from kb.errors import IndexDamaged, IndexMissing, KnowledgeBaseError
from kb.index import folder as index_folder


@contextlib.contextmanager
def sealed(root: Path, text: str = "inhoud") -> Iterator[Path]:
    with index_folder.begin(root) as folder:
        (folder / "deel").mkdir()
        (folder / "deel" / "a.txt").write_text(text)
        index_folder.seal(folder, "corpus", "analyse", "eigen", {"passages": 1})
        yield folder


def published(root: Path, text: str = "inhoud") -> Path:
    with sealed(root, text) as folder:
        return index_folder.publish(root, folder)


def generations(root: Path) -> set[Path]:
    return {path for path in root.iterdir() if path.is_dir()}


def open_in(folder: Path) -> list[str]:
    """Return what this process has open in a folder."""
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the one that lists them
            found.append(str(descriptor.readlink()))
    return [path for path in found if path.startswith(str(folder))]


def test_what_was_published_is_current_and_whole(tmp_path: Path) -> None:
    generation = published(tmp_path)
    assert index_folder.current(tmp_path) == generation
    manifest = index_folder.verify(generation)
    assert (manifest.corpus, manifest.analysis, manifest.model, dict(manifest.counts), list(manifest.files)) == (
        "corpus",
        "analyse",
        "eigen",
        {"passages": 1},
        ["deel/a.txt"],
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([generation.name, index_folder.POINTER])


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o027, 0o077])
def test_an_index_can_be_read_by_every_account_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    root = tmp_path / "gegevens" / "index"
    before = os.umask(umask)
    try:
        generation = published(root)
    finally:
        os.umask(before)
    paths = [root.parent, root, *root.rglob("*")]
    assert {str(path.relative_to(tmp_path)): oct(path.stat().st_mode & 0o777) for path in paths} == {
        "gegevens": "0o755",
        "gegevens/index": "0o755",
        "gegevens/index/huidig": "0o644",
        f"gegevens/index/{generation.name}": "0o755",
        f"gegevens/index/{generation.name}/deel": "0o755",
        f"gegevens/index/{generation.name}/deel/a.txt": "0o444",
        f"gegevens/index/{generation.name}/manifest.json": "0o444",
    }


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    root = tmp_path / "index"
    root.mkdir(mode=0o750)
    published(root)
    assert root.stat().st_mode & 0o777 == 0o750


OPEN = """
import pathlib, sys
from kb.index import folder as index_folder
from kb.errors import KnowledgeBaseError
try:
    index_folder.verify(index_folder.current(pathlib.Path(sys.argv[1])))
except KnowledgeBaseError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(
    ("closed", "kind", "named"),
    [
        (".", "IndexMissing", "huidig"),
        ("huidig", "IndexMissing", "huidig"),
        ("{generation}", "IndexMissing", "{generation}/manifest.json"),
        ("{generation}/manifest.json", "IndexDamaged", "{generation}/manifest.json"),
        ("{generation}/deel", "IndexDamaged", "{generation}/deel"),
        ("{generation}/deel/a.txt", "IndexDamaged", "{generation}/deel/a.txt"),
    ],
)
def test_what_may_not_be_read_is_not_called_gone(tmp_path: Path, closed: str, kind: str, named: str) -> None:
    root = tmp_path / "index"
    generation = published(root).name
    path = root / closed.format(generation=generation)
    mode = path.stat().st_mode
    path.chmod(0o000)
    try:
        run = [*bound_by_rights(), sys.executable, "-c", OPEN, str(root)]
        told = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    finally:
        path.chmod(mode)
    name = root / named.format(generation=generation)
    assert told == f"{kind} Dit account mag '{name}' niet lezen. Geef het leesrecht op alles in '{root}'.\n"


def test_the_generation_that_served_stays_until_the_next_but_one(tmp_path: Path) -> None:
    first, second = published(tmp_path, "1"), published(tmp_path, "2")
    assert (index_folder.current(tmp_path), index_folder.earlier(tmp_path)) == (second, [first])
    third = published(tmp_path, "3")
    assert (index_folder.current(tmp_path), index_folder.earlier(tmp_path)) == (third, [second])
    assert generations(tmp_path) == {second, third}


def test_earlier_generations_come_newest_first(tmp_path: Path) -> None:
    serving = published(tmp_path)
    for name, made in (("aaaaaaaaaaaa", 1_000), ("bbbbbbbbbbbb", 3_000), ("cccccccccccc", 2_000)):
        shutil.copytree(serving, tmp_path / name)
        os.utime(tmp_path / name / index_folder.MANIFEST, (made, made))
    assert [folder.name for folder in index_folder.earlier(tmp_path)] == ["bbbbbbbbbbbb", "cccccccccccc", "aaaaaaaaaaaa"]


def test_sweeping_leaves_only_the_generation_that_serves(tmp_path: Path) -> None:
    first, second = published(tmp_path, "1"), published(tmp_path, "2")
    # Set back by hand: what serves is what the pointer names, not what is newest.
    (tmp_path / index_folder.POINTER).write_text(first.name)
    index_folder.sweep(tmp_path)
    assert (generations(tmp_path), second.exists()) == ({first}, False)
    index_folder.verify(index_folder.current(tmp_path))


def test_a_generation_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    published(tmp_path)
    (tmp_path / "aaaaaaaaaaaa").symlink_to(elsewhere)
    with pytest.raises(KnowledgeBaseError) as caught:
        index_folder.sweep(tmp_path)
    assert str(caught.value) == f"De map '{tmp_path / 'aaaaaaaaaaaa'}' van een eerdere index is niet te verwijderen. Verwijder haar zelf."


def test_sweeping_touches_nothing_of_others(tmp_path: Path) -> None:
    generation = published(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "brief.txt").write_text("x")
    with index_folder.begin(tmp_path) as being_built:
        index_folder.sweep(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {
            generation.name,
            index_folder.POINTER,
            "corpus",
            ".git",
            "brief.txt",
            being_built.name,
        }


def test_two_builds_at_once_leave_the_generation_that_serves(tmp_path: Path) -> None:
    """One publishes while the other is still to publish, in either order: what the pointer names is there."""
    oldest = published(tmp_path, "0")
    with sealed(tmp_path, "1") as one, sealed(tmp_path, "2") as other:
        second = index_folder.publish(tmp_path, other)
        first = index_folder.publish(tmp_path, one)
        assert index_folder.current(tmp_path) == first
        index_folder.verify(first)
    assert (generations(tmp_path), oldest.exists()) == ({first, second}, False)


PUBLISH = """
import pathlib, sys
from kb.index import folder as index_folder
from kb.errors import KnowledgeBaseError
root = pathlib.Path(sys.argv[1])
for number in range(40):
    with index_folder.begin(root) as folder:
        (folder / "a.txt").write_text(str(number))
        index_folder.seal(folder, "corpus", "analyse", "eigen", {})
        index_folder.publish(root, folder)
    named = (root / index_folder.POINTER).read_text()
    try:
        index_folder.verify(index_folder.current(root))
    except KnowledgeBaseError:
        # The others may have published twice meanwhile; what the pointer names still must be whole.
        assert (root / index_folder.POINTER).read_text() != named
"""


def test_builds_that_race_never_remove_what_serves(tmp_path: Path) -> None:
    published(tmp_path)
    builds = [subprocess.Popen([sys.executable, "-c", PUBLISH, str(tmp_path)], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [("", 0)] * 3
    index_folder.verify(index_folder.current(tmp_path))
    assert len(generations(tmp_path)) == 2


def test_building_leaves_no_file_open(tmp_path: Path) -> None:
    with sealed(tmp_path) as folder:
        assert open_in(tmp_path) == [str(folder)]
        index_folder.publish(tmp_path, folder)
    assert open_in(tmp_path) == []


def test_a_build_that_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="schijf vol"), sealed(tmp_path):
        raise OSError("schijf vol")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    program = "import os, pathlib, sys; from kb.index import folder as index_folder\nwith index_folder.begin(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    (left_over,) = tmp_path.iterdir()
    assert left_over.name.startswith(".bouw-")
    generation = published(tmp_path)
    assert generations(tmp_path) == {generation}


@pytest.mark.parametrize("broken_call", ["rename", "replace", "write_text"])
def test_breaking_off_while_publishing_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_call: str) -> None:
    old = published(tmp_path)
    with sealed(tmp_path, "nieuw") as new, monkeypatch.context() as broken:
        broken.setattr(Path, broken_call, lambda *_, **__: (_ for _ in ()).throw(OSError("schijf vol")))
        with pytest.raises(OSError, match="schijf vol"):
            index_folder.publish(tmp_path, new)
    assert index_folder.current(tmp_path) == old
    index_folder.verify(old)
    # Nor does what it left hinder the next.
    new = published(tmp_path)
    assert (index_folder.current(tmp_path), index_folder.earlier(tmp_path)[-1:]) == (new, [old])


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
    generation = published(tmp_path)
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
    [
        ("{", "niet te lezen"),
        ("[" * 100_000, "niet te lezen"),
        ("[]", "niet te lezen"),
        ('{"format": 1}', "niet te lezen"),
        (None, "niet te lezen"),
        ("99", "vorm 99"),
    ],
)
def test_a_manifest_of_another_form(tmp_path: Path, manifest: str | None, told: str) -> None:
    generation = published(tmp_path)
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
    generation = published(tmp_path)
    (generation / "deel" / "a.txt").unlink()
    with pytest.raises(IndexDamaged, match=r"Bestand 'deel/a\.txt'"):
        index_folder.verify(generation)


def add_file(generation: Path) -> str:
    (generation / "deel" / "b.txt").write_text("")
    return f"Bestand 'deel/b.txt' hoort niet bij de index in '{generation}'. Maak de index opnieuw met: kb index"


def add_file_in_new_folder(generation: Path) -> str:
    (generation / "meer").mkdir()
    (generation / "meer" / ".verborgen").write_text("x")
    return f"Bestand 'meer/.verborgen' hoort niet bij de index in '{generation}'. Maak de index opnieuw met: kb index"


def replace_file_by_link(generation: Path) -> str:
    file = generation / "deel" / "a.txt"
    file.rename(generation.parent / "a.txt")
    file.symlink_to(generation.parent / "a.txt")
    return f"'{file}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index"


def replace_folder_by_link(generation: Path) -> str:
    folder = generation / "deel"
    folder.rename(generation.parent / "deel")
    folder.symlink_to(generation.parent / "deel", target_is_directory=True)
    return f"'{folder}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index"


def add_link_to_nowhere(generation: Path) -> str:
    (generation / "kwijt").symlink_to("nergens")
    return f"'{generation / 'kwijt'}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index"


def replace_file_by_fifo(generation: Path) -> str:
    file = generation / "deel" / "a.txt"
    file.unlink()
    os.mkfifo(file)
    return f"'{file}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index"


def add_socket(generation: Path) -> str:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(generation / "s"))
    return f"'{generation / 's'}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index"


@pytest.mark.parametrize(
    "change",
    [
        add_file,
        add_file_in_new_folder,
        replace_file_by_link,
        replace_folder_by_link,
        add_link_to_nowhere,
        replace_file_by_fifo,
        add_socket,
    ],
)
def test_what_the_manifest_does_not_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], str]) -> None:
    monkeypatch.chdir(tmp_path)
    generation = published(tmp_path)
    index_folder.verify(generation)
    told = change(generation)
    with pytest.raises(IndexDamaged) as caught:
        index_folder.verify(generation)
    assert str(caught.value) == told
