"""What is not exactly what was built is not opened."""

from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from bench.site import copy_of
from kb.errors import IndexDamaged
from kb.index import folder as index_folder
from kb.index.generation import KEYWORDS
from kb.index.keyword import KeywordIndex, _schema
from kb.knowledge_base import KnowledgeBase


@pytest.fixture
def generation(small_index: Path, tmp_path: Path) -> Path:
    return index_folder.current(copy_of(small_index, tmp_path / "index"))


class Planted:
    """What writes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return _write, (str(self.file), "gedraaid")


def _write(file: str, text: str) -> list[object]:
    Path(file).write_text(text)
    return []


def plant_table(folder: Path, proof: Path) -> None:
    """Put a table of contents with a higher number beside the one that was built, and code in its pickle."""
    TOC(_schema(), [Planted(proof)], 2).write(FileStorage(str(folder)), "MAIN")


def test_a_table_that_was_put_beside_the_index_is_refused_and_not_read(generation: Path, tmp_path: Path) -> None:
    proof = tmp_path / "bewijs"
    plant_table(generation / KEYWORDS, proof)
    with pytest.raises(IndexDamaged) as caught:
        KnowledgeBase.open_generation(generation)
    assert str(caught.value) == (
        f"Bestand 'trefwoorden/_MAIN_2.toc' hoort niet bij de index in '{generation}'. Maak de index opnieuw met: kb index"
    )
    assert not proof.exists()
    # Nor is it read by the keyword index itself, and the planted code is one that would have run.
    KeywordIndex(generation / KEYWORDS)
    assert not proof.exists()
    TOC.read(FileStorage(str(generation / KEYWORDS)), "MAIN", schema=_schema())
    assert proof.read_text() == "gedraaid"


def test_an_index_of_another_analysis_is_refused(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KnowledgeBase.open_generation(generation).search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    monkeypatch.setattr("kb.index.generation.analysis_digest", lambda: "anders")
    with pytest.raises(IndexDamaged) as caught:
        KnowledgeBase.open_generation(generation)
    assert str(caught.value) == (
        f"De index in '{generation}' is gemaakt met een andere woordanalyse dan die van dit programma. Maak hem opnieuw met: kb index"
    )
