"""What is not exactly what was built is not opened."""

from pathlib import Path

import numpy as np
import pytest

from bench.site import copy_of
from kb.errors import IndexDamaged
from kb.index import folder as index_folder
from kb.index.generation import KEYWORDS
from kb.index.keyword import KeywordIndex
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


def _write(file: str, text: str) -> int:
    return Path(file).write_text(text)


@pytest.mark.parametrize("name", ["scores.npy", "erbij.npy"])
def test_what_was_put_in_the_place_of_an_array_or_beside_it_is_refused_and_not_read(generation: Path, tmp_path: Path, name: str) -> None:
    proof = tmp_path / "bewijs"
    file = generation / KEYWORDS / name
    file.parent.chmod(0o755)
    file.unlink(missing_ok=True)
    np.save(file, np.asarray([Planted(proof)], object), allow_pickle=True)
    with pytest.raises(IndexDamaged) as caught:
        KnowledgeBase.open_generation(generation)
    wrong = "hoort niet bij" if name == "erbij.npy" else "van"
    assert f"Bestand 'trefwoorden/{name}' {wrong} de index in '{generation}'" in str(caught.value)
    # Nor would it be read by whoever opens the array without that comparison, and the planted code is one that would have run.
    with pytest.raises(ValueError, match="Python objects|allow_pickle"):
        KeywordIndex(file.parent, 1) if name == "scores.npy" else np.load(file)
    assert not proof.exists()
    np.load(file, allow_pickle=True)
    assert proof.read_text() == "gedraaid"


def test_no_file_of_an_index_is_a_pickle(generation: Path) -> None:
    kinds = {file.suffix for file in generation.rglob("*") if file.is_file()}
    assert kinds == {".json", ".jsonl", ".npy", ".npz", ".safetensors"}


def test_an_index_of_another_analysis_is_refused(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KnowledgeBase.open_generation(generation).search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    monkeypatch.setattr("kb.index.generation.analysis_digest", lambda: "anders")
    with pytest.raises(IndexDamaged) as caught:
        KnowledgeBase.open_generation(generation)
    assert str(caught.value) == (
        f"De index in '{generation}' is gemaakt met een andere woordanalyse dan die van dit programma. Maak hem opnieuw met: kb index"
    )
