"""An own folder beside the small corpus, and an editor of both."""

from pathlib import Path

import pytest
from list_forms import Editor, editor_of

from web.serving.settings import Settings
from workbench.place import Place


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen\nnaam: Gemeente Delft\n", encoding="utf-8")
    return folder


@pytest.fixture
def place(corpus_copy: Path, own: Path, tmp_path: Path) -> Place:
    return Place.of(corpus_copy, own, tmp_path / "index", tmp_path / "modellen")


@pytest.fixture
def editor(place: Place) -> Editor:
    return editor_of(place, Settings())
