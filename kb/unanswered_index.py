"""The questions that the sources do not answer, by meaning and by words: what tells 'named but not explained' from 'answered'."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.analysis.analyzer import Analyzer, content_words
from kb.encoder import Encoder, Vectors
from kb.model import Unanswered

_VECTORS = "zonder-antwoord.npy"


def write(unanswered: Sequence[Unanswered], encoder: Encoder, folder: Path) -> None:
    """Write the vectors of all their questions, in order, into folder."""
    np.save(folder / _VECTORS, encoder.encode_queries([question for record in unanswered for question in record.questions]))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The record with the question most like the reader's, and how like it is (0 to 1) in meaning and in words."""

    record: Unanswered | None
    meaning: float
    words: float


class UnansweredIndex:
    """An opened index of questions without an answer."""

    def __init__(self, folder: Path, unanswered: Sequence[Unanswered], analyzer: Analyzer) -> None:
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._analyzer = analyzer
        self._owners = [record for record in unanswered for _ in record.questions]
        self._terms = [self._terms_of(question) for record in unanswered for question in record.questions]

    def nearest(self, question: str, vector: Vectors) -> Nearest:
        """Return the record whose questions are most like this one; `vector` is the question's, of length one."""
        if not self._owners:
            return Nearest(None, 0.0, 0.0)
        likeness = np.asarray(self._vectors @ vector, np.float32)
        asked = self._terms_of(question)
        shared = np.asarray([len(asked & terms) / (len(asked | terms) or 1) for terms in self._terms], np.float32)
        best = int(np.argmax(likeness + shared))
        return Nearest(self._owners[best], max(0.0, float(likeness[best])), float(shared[best]))

    def _terms_of(self, question: str) -> frozenset[str]:
        return frozenset(self._analyzer.terms_of_words(content_words(question)).parts)
