"""`kb index` broken off at random moments, on a full disk, or without rights: the site keeps a whole index."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.site import bound_by_rights, copy_of, site
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase

KILLS = 30
SEED = 9


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


@pytest.fixture
def changed_corpus(small_corpus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_corpus, tmp_path / "corpus"))


def command(corpus: Path, root: Path) -> list[str]:
    return [sys.executable, "-m", "indexer.cli", "index", "--corpus", str(corpus), "--index", str(root)]


def is_whole(root: Path) -> Path:
    """Return the generation that serves after asking it something."""
    base = KnowledgeBase.open(root)
    assert base.search("koffie").hits
    return base.folder


def test_killed_at_thirty_moments(root: Path, changed_corpus: Path, tmp_path: Path) -> None:
    chooser = random.Random(SEED)
    began = time.monotonic()
    subprocess.run(command(changed_corpus, root), check=True, capture_output=True)
    whole_build = time.monotonic() - began
    with site(root, tmp_path, workers="1") as running:
        for number in range(KILLS):
            process = subprocess.Popen(command(changed_corpus, root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # The last part of a build, where files are put in place, gets as many moments as the rest.
            time.sleep(whole_build * (chooser.uniform(0, 1.05) if number % 2 else chooser.uniform(0.8, 1.05)))
            process.send_signal(signal.SIGKILL)
            process.wait()
            is_whole(root)
            assert running.get("/zoeken?q=koffie")[0] == 200
            assert json.loads(running.get("/gezondheid")[1])["status"] == "goed"
        subprocess.run(command(changed_corpus, root), check=True, capture_output=True)
    # The last, whole build swept what the others left.
    assert len([path for path in root.iterdir() if path.is_dir()]) == 2


@pytest.mark.parametrize("largest", [1_000, 20_000, 100_000, 500_000])
def test_a_full_disk(root: Path, changed_corpus: Path, largest: int) -> None:
    before = is_whole(root)
    done = subprocess.run(
        command(changed_corpus, root),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )
    assert done.returncode != 0
    assert is_whole(root) == before
    assert "Traceback" not in done.stderr


def test_without_the_right_to_write(root: Path, changed_corpus: Path) -> None:
    before = is_whole(root)
    root.chmod(0o555)
    try:
        done = subprocess.run([*bound_by_rights(), *command(changed_corpus, root)], capture_output=True, text=True, check=False)
    finally:
        root.chmod(0o755)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert is_whole(root) == before
    assert not [path for path in root.iterdir() if path.name.startswith(".bouw")]


def test_two_builds_at_once_do_not_harm_each_other(root: Path, changed_corpus: Path) -> None:
    builds = [subprocess.Popen(command(changed_corpus, root), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [build.wait() for build in builds] == [0, 0]
    assert is_whole(root) == index_folder.current(root)
    assert os.access(root, os.R_OK)
