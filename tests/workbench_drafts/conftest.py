"""The report of `workbench_file` waiting as a draft in an own folder, and an editor of it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from draft_forms import NAME, Editor, Started
from workbench_file import report

from indexer.drafting import taking_in
from workbench.app import create_app
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors


@pytest.fixture(scope="session")
def taken(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    """An own folder in which the report waits as a draft."""
    folder = tmp_path_factory.mktemp("genomen") / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    file = folder.parent / NAME
    file.write_bytes(report())
    taking_in.take_in(file, folder, taking_in.known(small_corpus, folder), date(2026, 11, 30), shielded=False)
    return folder


@pytest.fixture
def own(taken: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken, tmp_path / "eigen"))


@pytest.fixture
def place(small_corpus: Path, own: Path, tmp_path: Path) -> Place:
    return Place.of(small_corpus, own, tmp_path / "index", tmp_path / "modellen")


@pytest.fixture
def editor(place: Place) -> Editor:
    visitors = Visitors()
    client = create_app(place, visitors).test_client()
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


@pytest.fixture
def started(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    return replace(place, jobs=Started(place.own / ".taken", {}))
