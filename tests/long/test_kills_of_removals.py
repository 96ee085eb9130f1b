"""`kb remove` broken off at random moments: the site keeps answering, and the same command ends the work."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.site import copy_of, site
from indexer import build
from indexer.corpus.corpus import load
from indexer.keeping.removing import Places
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase

KILLS = 20
SEED = 20
OWN = Path(__file__).parent.parent / "eigen"


def command(places: Places) -> list[str]:
    folders = ["--corpus", str(places.corpus), "--eigen", str(places.own), "--index", str(places.index), "--modellen", str(places.models)]
    return [sys.executable, "-m", "indexer.cli", "remove", "eigen-linde-plan", "--ja", *folders]


@pytest.fixture
def whole(corpus_copy: Path, tmp_path: Path) -> Places:
    places = Places(corpus_copy, Path(shutil.copytree(OWN, tmp_path / "eigen")), tmp_path / "index", tmp_path / "modellen")
    build.build(load(places.corpus, places.own), places.index, TRAINED_HERE, models=places.models)
    return places


def test_killed_at_twenty_moments(whole: Places, tmp_path: Path) -> None:
    chooser = random.Random(SEED)
    longest = 0.0
    for number in range(KILLS):
        folder = tmp_path / str(number)
        own = Path(shutil.copytree(whole.own, folder / "eigen"))
        places = Places(whole.corpus, own, copy_of(whole.index, folder / "index"), folder / "modellen")
        with site(places.index, folder, workers="1") as running:
            if number == 0:
                began = time.monotonic()
                subprocess.run(command(places), check=True, capture_output=True)
                longest = time.monotonic() - began
                continue
            process = subprocess.Popen(command(places), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(longest * chooser.uniform(0.2, 1.05))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert running.get("/zoeken?q=koffie")[0] == 200
            assert json.loads(running.get("/gezondheid")[1])["status"] == "goed"
            assert KnowledgeBase.open(places.index).search("koffie").hits
            # Ended already, or ended now.
            ended = subprocess.run(command(places), capture_output=True, text=True)
            assert (ended.returncode, "0 gevonden" in ended.stdout or "al weggehaald" in ended.stderr) in ((0, True), (1, True)), (
                ended.stderr
            )
            assert "eigen-linde-plan" not in KnowledgeBase.open(places.index).library.document
            assert not [file for file in own.rglob("*") if file.is_file() and "middernacht" in file.read_text(encoding="utf-8")]
