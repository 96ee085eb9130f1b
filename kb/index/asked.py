"""Questions that belong to something: what the sources do not answer, and what the editors answered. By meaning and by words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.analysis.analyzer import Analyzer
from kb.index import term_sets
from kb.index.term_sets import TermSets
from kb.index.vectors import Encoder, Vectors

_VECTORS = "vectors.npy"
_TERMS = "termen"
_OWNERS = "owners.npy"


def write(groups: Sequence[Sequence[str]], encoder: Encoder, analyzer: Analyzer, folder: Path) -> None:
    """Write vectors and terms of questions, which come in a group for each owner, into a new folder."""
    folder.mkdir()
    questions = [question for group in groups for question in group]
    np.save(folder / _VECTORS, encoder.encode_queries(questions) if questions else np.empty((0, 0), np.float32))
    np.save(folder / _OWNERS, np.repeat(np.arange(len(groups)), [len(group) for group in groups]))
    term_sets.write([[analyzer.terms(question).parts for question in group] for group in groups], folder / _TERMS)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The id of an owner, and how like a question its own most alike question is (0 to 1), in meaning and in words."""

    owner: str
    meaning: float
    words: float


class AskedIndex:
    """An opened index of questions with their owners; may be shared between threads and processes."""

    def __init__(self, folder: Path, owners: Sequence[str]) -> None:
        """Open the index in folder, of owners with these ids, in the order in which their groups were written."""
        self._ids = tuple(owners)
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._owners: npt.NDArray[np.intp] = np.load(folder / _OWNERS)
        self._terms = TermSets(folder / _TERMS)

    @property
    def vectors(self) -> Vectors:
        """The vectors of all questions, in the order in which they were written."""
        return self._vectors

    def likeness(self, owner: int, vector: Vectors, most: int) -> float:
        """Return how like a vector of length one the questions of an owner, by its number, are: the mean of the `most` most alike, -1
        without any."""
        first, last = np.searchsorted(self._owners, [owner, owner + 1])
        if first == last:
            return -1.0
        likeness = np.sort(np.asarray(self._vectors[first:last] @ vector, np.float32))[::-1][:most]
        return float(likeness.mean())

    def nearest(self, terms: Collection[str], vector: Vectors, most: int) -> tuple[Nearest, ...]:
        """Return the owners, at most so many, whose questions are most like a question with these terms and this vector of length one."""
        if not len(self._owners):
            return ()
        meaning = np.asarray(self._vectors @ vector, np.float32)
        words = self._terms.held(terms).likeness()
        order = np.argsort(-(meaning + words), kind="stable")
        owners = self._owners[order]
        first = np.sort(np.unique(owners, return_index=True)[1])[:most]
        return tuple(Nearest(self._ids[owners[at]], max(0.0, float(meaning[order[at]])), float(words[order[at]])) for at in first.tolist())
