"""The questions that the sources do not answer, by meaning and by words: what tells 'named but not explained' from 'answered'."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.analysis.analyzer import Analyzer
from kb.index import term_sets
from kb.index.term_sets import TermSets
from kb.index.vectors import Encoder, Vectors
from kb.model import Unanswered

_VECTORS = "vectors.npy"
_TERMS = "termen"


def write(unanswered: Sequence[Unanswered], encoder: Encoder, analyzer: Analyzer, folder: Path) -> None:
    """Write vectors and terms of all their questions, in order, into a new folder."""
    folder.mkdir()
    np.save(folder / _VECTORS, encoder.encode_queries([question for record in unanswered for question in record.questions]))
    term_sets.write([[analyzer.terms(question).parts for question in record.questions] for record in unanswered], folder / _TERMS)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The record with the question most like the reader's, and how like it is (0 to 1) in meaning and in words."""

    record: Unanswered | None
    meaning: float
    words: float


class UnansweredIndex:
    """An opened index of questions without an answer."""

    def __init__(self, folder: Path, unanswered: Sequence[Unanswered]) -> None:
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._terms = TermSets(folder / _TERMS)
        self._owners = [record for record in unanswered for _ in record.questions]

    def nearest(self, terms: Collection[str], vector: Vectors) -> Nearest:
        """Return the record whose questions are most like a question with these terms and this vector of length one."""
        if not self._owners:
            return Nearest(None, 0.0, 0.0)
        likeness = np.asarray(self._vectors @ vector, np.float32)
        shared = self._terms.held(terms).likeness()
        best = int(np.argmax(likeness + shared))
        return Nearest(self._owners[best], max(0.0, float(likeness[best])), float(shared[best]))
