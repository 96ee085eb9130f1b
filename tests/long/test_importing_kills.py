"""`kb add`, `kb publish` and `kb replace` killed at random moments: no half state, the index serves, and the next command finishes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.site import copy_of
from indexer.corpus import corpus
from indexer.drafting import drafts
from indexer.fidelity import comparison
from kb.knowledge_base import KnowledgeBase

KILLS = 20
SEED = 20
TEXT = "# Samen in de Linde\n\nWij spraken de buurt.\n\n## Wat helpt\n\nEen praatje op straat helpt het meest.\n"
DECIDED = ("titel=Samen", "uitgever=onbekend", "datum=2026", "soort=handreiking", "openbaar=ja")


@pytest.fixture
def place(small_corpus: Path, small_index: Path, tmp_path: Path) -> dict[str, str]:
    own = tmp_path / "eigen"
    own.mkdir()
    (own / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    (tmp_path / "verslag.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "nieuw.md").write_text(TEXT.replace("het meest", "echt het meest"), encoding="utf-8")
    folders = {
        "KB_CORPUS": small_corpus,
        "KB_EIGEN": own,
        "KB_INDEX": copy_of(small_index, tmp_path / "index"),
        "KB_MODELLEN": tmp_path / "modellen",
    }
    return {name: str(folder) for name, folder in folders.items()}


def kb(place: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    # Its tests are about files that move, not about what may read them.
    return subprocess.Popen(
        [sys.executable, "-m", "indexer.cli", *arguments], env={**os.environ, **place}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def done(place: dict[str, str], *arguments: str) -> str:
    output, _ = kb(place, *arguments).communicate()
    return output.decode()


def is_whole(place: dict[str, str]) -> None:
    """See that what serves answers, that the content has no fault, and that each draft can be read."""
    assert KnowledgeBase.open(Path(place["KB_INDEX"])).search("koffie").hits
    comparison.check(corpus.load(Path(place["KB_CORPUS"]), Path(place["KB_EIGEN"])))
    for draft in drafts.all_of(Path(place["KB_EIGEN"])):
        assert draft.report.pages


@pytest.mark.parametrize("command", ["add", "publish", "replace"])
def test_killed_at_twenty_moments(place: dict[str, str], tmp_path: Path, command: str) -> None:
    chooser = random.Random(f"{SEED} {command}")
    own, saved = Path(place["KB_EIGEN"]), tmp_path / "ervoor"
    if command != "add":
        done(place, "add", str(tmp_path / "verslag.md"), "--zonder-afscherming")
        done(place, "decide", "verslag", *DECIDED)
    if command == "replace":
        assert "Gepubliceerd" in done(place, "publish", "verslag", "--zonder-afscherming")
    arguments = {
        "add": ("add", str(tmp_path / "verslag.md"), "--zonder-afscherming"),
        "publish": ("publish", "verslag", "--zonder-afscherming"),
        "replace": ("replace", "verslag", str(tmp_path / "nieuw.md"), "--zonder-afscherming"),
    }[command]
    shutil.copytree(own, saved)
    began = time.monotonic()
    done(place, *arguments)
    whole = time.monotonic() - began
    for _ in range(KILLS):
        shutil.rmtree(own)
        shutil.copytree(saved, own)
        process = kb(place, *arguments)
        time.sleep(chooser.uniform(0, whole * 1.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        # Any next command mends what was half done.
        done(place, "drafts")
        is_whole(place)
    output = done(place, *arguments)
    assert "Fout: Er ging iets mis" not in output
    is_whole(place)
