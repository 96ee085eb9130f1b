"""Drills of what goes wrong around an index on a machine: rights, a full disk, cut files, builds that race. The site serves on, and says why."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.site import Site, copy_of, publish_variant, site
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 20
# A new index serves within two seconds; a busy machine gets one more.
SWAP_SECONDS = 3.0
# What failed is tried again after 1, 2, 4 … seconds, or at once when the manifest or pointer was touched.
RETRY_SECONDS = 10.0
NOBODY = 65534
# As `kb index`, with vectors that need no training: a drill is about files.
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from meaning import TOY_NUMBERS, train
from indexer import build
from indexer.corpus import corpus
from kb.index.encoder import TRAINED_HERE
build.build(corpus.load(Path(sys.argv[1])), Path(sys.argv[2]), TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
"""


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account can come by; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="kb-oefening-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def health(running: Site) -> dict[str, str]:
    told: dict[str, str] = json.loads(running.get("/gezondheid")[1])
    return told


def wait_until(holds: Callable[[], bool], seconds: float, told: Callable[[], object] = lambda: "") -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.05)


def builder(corpus_folder: Path, root: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(corpus_folder), str(root)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
@pytest.mark.parametrize("umask", [0o027, 0o077])
def test_another_account_reads_what_was_built_under_a_strict_umask(small_corpus: Path, open_folder: Path, umask: int) -> None:
    root = open_folder / "nieuw" / "index"
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(small_corpus), str(root)], cwd=ROOT, umask=umask, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", sys.executable, "-m", "indexer.cli"]
    asked = subprocess.run([*as_nobody, "search", "koffie", "--index", str(root)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout.startswith("1. ")


@pytest.mark.parametrize("closed", ["huidig", "generatie", "manifest.json", "library.json", "trefwoorden"])
def test_what_may_not_be_read_is_told_as_such_and_serves_once_it_may(root: Path, tmp_path: Path, closed: str) -> None:
    with site(root, tmp_path) as running:
        before = health(running)["generatie"]
        if closed == "huidig":
            generation = put_beside(root, lambda folder: None, pointer_rights=0)
            path = root / closed
        else:
            generation = put_beside(root, lambda folder: (folder if closed == "generatie" else folder / closed).chmod(0))
            path = generation if closed == "generatie" else generation / closed
        wait_until(lambda: {health(running)["status"] for _ in range(10)} == {"verstoord"}, SWAP_SECONDS, lambda: health(running))
        told = health(running)
        assert told["generatie"] == before
        assert told["reden"].startswith(f"Dit account mag '{path}")
        assert told["reden"].endswith(f"niet lezen. Geef het leesrecht op alles in '{root}'.")
        assert running.get("/zoeken?q=koffie")[0] == 200
        path.chmod(0o755 if path.is_dir() else 0o644)
        serving = {generation.name}
        wait_until(lambda: {health(running)["generatie"] for _ in range(10)} == serving, RETRY_SECONDS, lambda: health(running))
        assert {health(running)["status"] for _ in range(10)} == {"goed"}


def put_beside(root: Path, spoil: Callable[[Path], None], pointer_rights: int = 0o644) -> Path:
    """Put a next generation into use that was made elsewhere, and spoilt before the site could see it."""
    elsewhere = copy_of(root, root.parent / "elders")
    made = publish_variant(elsewhere, "Volgende druk")
    generation = made.rename(root / made.name)
    shutil.rmtree(elsewhere)
    spoil(generation)
    pointer = root / "huidig.nieuw"
    pointer.write_text(generation.name)
    pointer.chmod(pointer_rights)
    pointer.replace(root / "huidig")
    return generation


@pytest.mark.parametrize("left", [0.0, 0.5])
def test_every_file_that_was_cut_short_is_noticed_and_the_last_good_index_serves(root: Path, left: float) -> None:
    first = index_folder.current(root)
    second = publish_variant(root, "Tweede druk")
    files = [file for file in second.rglob("*") if file.is_file() and file.stat().st_size]
    assert len(files) > 15
    for file in files:
        whole = file.read_bytes()
        file.chmod(0o644)
        os.truncate(file, int(len(whole) * left))
        with pytest.raises(KnowledgeBaseError, match="Maak de index opnieuw met: kb index"):
            KnowledgeBase.open(root)
        file.write_bytes(whole)
    assert KnowledgeBase.open(root).folder == second != first


def test_a_site_serves_on_beside_a_cut_file_and_takes_it_when_it_is_whole(root: Path, tmp_path: Path) -> None:
    whole: list[bytes] = []

    def cut(generation: Path) -> None:
        library = generation / "library.json"
        whole.append(library.read_bytes())
        library.chmod(0o644)
        os.truncate(library, 100)

    with site(root, tmp_path) as running:
        before = health(running)["generatie"]
        generation = put_beside(root, cut)
        wait_until(lambda: {health(running)["status"] for _ in range(10)} == {"verstoord"}, SWAP_SECONDS, lambda: health(running))
        assert health(running)["generatie"] == before
        assert "Bestand 'library.json'" in health(running)["reden"]
        (generation / "library.json").write_bytes(whole[0])
        wait_until(lambda: {health(running)["generatie"] for _ in range(10)} == {generation.name}, RETRY_SECONDS, lambda: health(running))
        assert {health(running)["status"] for _ in range(10)} == {"goed"}


def test_two_builds_at_once_twenty_times_under_a_site(root: Path, small_corpus: Path, tmp_path: Path) -> None:
    failed: list[tuple[int, str]] = []
    stop = threading.Event()
    with site(root, tmp_path) as running:

        def ask() -> None:
            while not stop.is_set():
                status, text = running.get("/api/v1/zoekresultaten?q=koffie")
                if status != 200:
                    failed.append((status, text))

        reader = threading.Thread(target=ask)
        reader.start()
        try:
            for number in range(ROUNDS):
                builds = [builder(small_corpus, root) for _ in range(2)]
                said = [build.communicate()[0] for build in builds]
                assert [build.returncode for build in builds] == [0, 0], (number, said)
                # Verified whole, and asked.
                base = KnowledgeBase.open(root)
                assert base.search("koffie").hits
                serving = {base.folder.name}
                wait_until(lambda serving=serving: {health(running)["generatie"] for _ in range(8)} == serving, SWAP_SECONDS)
                assert len([path for path in root.iterdir() if path.is_dir()]) == 2
        finally:
            stop.set()
            reader.join()
        assert failed == []
        assert {health(running)["status"] for _ in range(8)} == {"goed"}


def test_all_processes_serve_the_same_index_within_two_seconds(root: Path, tmp_path: Path) -> None:
    with site(root, tmp_path, workers="4") as running:
        for number in range(5):
            serving = {publish_variant(root, f"Druk {number}").name}
            began = time.monotonic()
            wait_until(lambda serving=serving: {health(running)["generatie"] for _ in range(30)} == serving, SWAP_SECONDS)
            assert time.monotonic() - began < SWAP_SECONDS


@pytest.mark.parametrize("room", [16, 100, 300])
def test_a_disk_that_is_full_is_told_and_leaves_the_index(small_corpus: Path, small_index: Path, tmp_path: Path, room: int) -> None:
    """On a disk of its own with so many kilobytes beside the index that serves; where none may be made, test_kills has one of pretence."""
    disk = tmp_path / "schijf"
    disk.mkdir()
    size = room + sum(file.stat().st_size + 4096 for file in small_index.rglob("*")) // 1024
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this account may mount nothing")
    try:
        root = copy_of(small_index, disk / "index")
        before = index_folder.current(root)
        command = [sys.executable, "-m", "indexer.cli", "index", "--corpus", str(small_corpus), "--index", str(root)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        (sentence,) = [line for line in done.stderr.splitlines() if line.startswith("Fout: ")]
        assert (done.returncode, sentence.endswith("lukte niet: de schijf is vol.")) == (1, True), done.stderr
        assert KnowledgeBase.open(root).folder == before
        assert [path for path in root.iterdir() if path.is_dir()] == [before]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
