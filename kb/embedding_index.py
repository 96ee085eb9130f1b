"""The embedding index: a vector for each passage and each of its questions, compared with that of the reader's question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.encoder import Encoder, Vectors
from kb.model import Entry

_VECTORS = "vectors.npy"
_OWNERS = "owners.npy"


def write(entries: Sequence[Entry], encoder: Encoder, folder: Path) -> None:
    """Write the vectors of entries (title and text, then each question) into folder."""
    texts = [f"{entry.title}\n{entry.text}" for entry in entries]
    questions = [question for entry in entries for question in entry.questions]
    owners = [*range(len(entries)), *(position for position, entry in enumerate(entries) for _ in entry.questions)]
    vectors = encoder.encode_passages(texts)
    if questions:
        vectors = np.vstack([vectors, encoder.encode_queries(questions)])
    order = np.argsort(owners, kind="stable")
    np.save(folder / _VECTORS, vectors[order])
    np.save(folder / _OWNERS, np.asarray(owners, np.int32)[order])


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like each entry is to a question, by position: of its text, and of the most alike of its questions.

    `best_question[i]` is the number of that question, -1 without questions; `questions[i]` is then -1 as well.
    """

    texts: npt.NDArray[np.float32]
    questions: npt.NDArray[np.float32]
    best_question: npt.NDArray[np.int32]


class EmbeddingIndex:
    """An opened embedding index; its arrays are memory-mapped and may be shared between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        owners = np.load(folder / _OWNERS)
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._counts = np.diff(np.append(self._starts, len(owners))) - 1
        self.size = len(self._starts)

    def search(self, question: Vectors) -> Similarity:
        """Compare all entries with one question vector of length one, shape (dimensions,)."""
        similarity = np.asarray(self._vectors @ question, np.float32)
        texts = similarity[self._starts]
        masked = similarity.copy()
        masked[self._starts] = -1
        questions = np.maximum.reduceat(masked, self._starts) if self.size else masked
        best = np.full(self.size, -1, np.int32)
        for position in np.flatnonzero(self._counts):
            start = self._starts[position] + 1
            best[position] = int(np.argmax(similarity[start : start + self._counts[position]]))
        return Similarity(texts, questions, best)
