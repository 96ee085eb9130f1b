"""The embedding index: a vector for each passage and each of its questions, compared with that of the reader's question."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.index.vectors import Encoder, Vectors
from kb.model import Entry

_VECTORS = "vectors.npy"
_OWNERS = "owners.npy"
_HEADED = "headed.npy"
_HEADED_OWNERS = "headed_owners.npy"
NO_QUESTIONS = -1.0


def write(entries: Sequence[Entry], encoder: Encoder, folder: Path) -> None:
    """Write the vectors of entries (title and text, then each question) into folder.

    An entry without questions has another one, of its text below the headings above it: nobody has said for it what it is about. A
    question that is only proposed is one more of those: as like as it is, so like is the text.
    """
    texts = [f"{entry.title}\n{entry.text}" for entry in entries]
    questions = [question for entry in entries for question in entry.questions]
    owners = [*range(len(entries)), *(position for position, entry in enumerate(entries) for _ in entry.questions)]
    vectors = encoder.encode_passages(texts)
    if questions:
        vectors = np.vstack([vectors, encoder.encode_queries(questions)])
    order = np.argsort(owners, kind="stable")
    np.save(folder / _VECTORS, vectors[order])
    np.save(folder / _OWNERS, np.asarray(owners, np.int32)[order])
    headed = [number for number, entry in enumerate(entries) if entry.context and not entry.questions]
    below = [f"{entries[number].context} / {entries[number].title}\n{entries[number].text}" for number in headed]
    proposed = [(number, question) for number, entry in enumerate(entries) for question in entry.proposed]
    more = [np.empty((0, vectors.shape[1]), np.float32)]
    more += [encoder.encode_passages(below)] if below else []
    more += [encoder.encode_queries([question for _, question in proposed])] if proposed else []
    np.save(folder / _HEADED, np.vstack(more))
    np.save(folder / _HEADED_OWNERS, np.asarray([*headed, *(number for number, _ in proposed)], np.int32))


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like each entry is to a question, by position: its text (of one without questions also below its headings, or a question that
    is proposed for it, whichever is more like), and the most alike of its questions (NO_QUESTIONS without them).

    `best_question` is the number of that question, -1 without them.
    """

    texts: Vectors
    questions: Vectors
    best_question: npt.NDArray[np.intp]


class EmbeddingIndex:
    """An opened embedding index; its arrays are memory-mapped and may be shared between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._owners: npt.NDArray[np.int32] = np.load(folder / _OWNERS, mmap_mode="r")
        is_text = np.diff(self._owners, prepend=-1) > 0
        self._starts: npt.NDArray[np.intp] = np.flatnonzero(is_text)
        # Only entries with questions are looked at for the most alike of them.
        self._questions: npt.NDArray[np.intp] = np.flatnonzero(~is_text)
        self._asked_owners, self._first, self._counts = np.unique(self._owners[self._questions], return_index=True, return_counts=True)
        self._headed: Vectors = np.load(folder / _HEADED, mmap_mode="r")
        self._headed_owners: npt.NDArray[np.int32] = np.load(folder / _HEADED_OWNERS)
        self.size = len(self._starts)

    def vectors(self) -> Iterator[tuple[int, int, Vectors]]:
        """Yield each vector with the number of its entry and what it is of: -1 its text, less its text below its headings or a proposed
        question, or else the number of the question in the entry."""
        for position, owner in enumerate(self._owners.tolist()):
            yield owner, position - int(self._starts[owner]) - 1, self._vectors[position]
        others = Counter[int]()
        for position, owner in enumerate(self._headed_owners.tolist()):
            others[owner] += 1
            yield owner, -1 - others[owner], self._headed[position]

    def search(self, question: Vectors) -> Similarity:
        """Compare all entries with one question vector of length one, shape (dimensions,)."""
        similarity = np.asarray(self._vectors @ question, np.float32)
        texts = similarity[self._starts]
        if len(self._headed):
            np.maximum.at(texts, self._headed_owners, np.asarray(self._headed @ question, np.float32))
        questions = np.full(self.size, NO_QUESTIONS, np.float32)
        numbers = np.full(self.size, -1, np.intp)
        if len(self._questions):
            asked = similarity[self._questions]
            most = questions[self._asked_owners] = np.maximum.reduceat(asked, self._first)
            # Backwards, so that of questions that are alike to the last digit the first one stays.
            best = self._questions[np.flatnonzero(asked == np.repeat(most, self._counts))[::-1]]
            numbers[self._owners[best]] = best - self._starts[self._owners[best]] - 1
        return Similarity(texts, questions, numbers)
