"""Larger indexes to measure with, made of an opened one without reading or encoding a text.

Each further entry is made of three of the entries that there are: of each it has a third of the terms with their scores, and its vector is
the sum of theirs. So words occur in the same share of entries as before, and vectors lie as close together; only the vocabulary does not
grow. It has no questions of its own, and is told of as the first of the three.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kb.index.embedding import NO_QUESTIONS, EmbeddingIndex, Similarity
from kb.index.generation import Stores
from kb.index.keyword import KeywordIndex, Scores
from kb.index.term_sets import Held, TermSets
from kb.index.vectors import Vectors, unit_rows
from kb.model import Entry, WeightedTerm

SEED = 22
THIRDS = 3
_Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Origins:
    """Which entries the entries of a recombined index are made of, shape (entries, THIRDS); the first ones are themselves three times."""

    of: _Positions
    before: int

    @classmethod
    def chosen(cls, before: int, size: int) -> "_Origins":
        others = np.random.default_rng(SEED).integers(0, before, (size - before, THIRDS))
        return cls(np.concatenate([np.repeat(np.arange(before)[:, None], THIRDS, axis=1), others]), before)

    @cached_property
    def _by_third(self) -> list[tuple[_Positions, _Positions]]:
        """Of each third the further entries in the order of what they are made of, and where those of each begin."""
        found = []
        for third in range(THIRDS):
            made_of = self.of[self.before :, third]
            order = np.argsort(made_of, kind="stable")
            found.append((order + self.before, np.searchsorted(made_of[order], np.arange(self.before + 1))))
        return found

    def spread(self, text: str, positions: npt.NDArray[Any], scores: Scores) -> tuple[_Positions, Scores]:
        """Return the postings of a term in all entries, from those in the first ones."""
        order, begins = self._by_third[crc32(text.encode()) % THIRDS]
        positions = np.asarray(positions, np.int64)
        counts = begins[positions + 1] - begins[positions]
        places = np.repeat(begins[positions] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        entries = np.concatenate([positions, order[places]])
        sorting = np.argsort(entries, kind="stable")
        return entries[sorting], np.concatenate([scores, np.repeat(scores, counts)])[sorting]


class _Keywords(KeywordIndex):
    def __init__(self, index: KeywordIndex, origins: _Origins) -> None:
        self.size = len(origins.of)
        self._known = {(field, text): postings for field, text, postings in index.postings()}
        self._origins = origins

    def postings(self) -> Iterator[tuple[str, str, Any]]:
        for field, text in self._known:
            yield field, text, self._spread(field, text)

    def document_frequency(self, field: str, text: str) -> int:
        return len(self._spread(field, text)[0])

    def search(self, terms: Iterable[WeightedTerm], deadline: float | None = None) -> Scores:
        total = np.zeros(self.size, np.float32)
        for term in terms:
            entries, scores = self._spread(term.field, term.text)
            total[entries] += np.float32(term.weight) * scores
        return total

    def _spread(self, field: str, text: str) -> tuple[_Positions, Scores]:
        positions, scores = self._known.get((field, text), (np.empty(0, np.int64), np.empty(0, np.float32)))
        if field.startswith("question"):
            return np.asarray(positions, np.int64), scores
        return self._origins.spread(text, positions, scores)


class _Meanings(EmbeddingIndex):
    def __init__(self, index: EmbeddingIndex, origins: _Origins) -> None:
        self.size = len(origins.of)
        self._index = index
        texts = np.stack([vector for _, number, vector in index.vectors() if number == -1])
        further = origins.of[origins.before :]
        self._further: Vectors = unit_rows(np.asarray(sum(texts[further[:, third]] for third in range(THIRDS)), np.float32))

    def vectors(self) -> Iterator[tuple[int, int, Vectors]]:
        yield from self._index.vectors()
        for number, vector in enumerate(self._further, start=self._index.size):
            yield number, -1, vector

    def search(self, question: Vectors) -> Similarity:
        found = self._index.search(question)
        more = len(self._further)
        return Similarity(
            np.concatenate([found.texts, self._further @ question]),
            np.concatenate([found.questions, np.full(more, NO_QUESTIONS, np.float32)]),
            np.concatenate([found.best_question, np.full(more, -1, np.intp)]),
        )


class _Terms(TermSets):
    def __init__(self, terms: TermSets, origins: _Origins) -> None:
        self._first = terms
        self._origins = origins

    def held(self, terms: Collection[str], group: int | None = None) -> Held:
        return self._first.held(terms, None if group is None else int(self._origins.of[group, 0]))

    def packed(self, group: int) -> Any:
        return self._first.packed(int(self._origins.of[group, 0]))


def recombined(stores: Stores, size: int) -> Stores:
    """Return stores of `size` entries, of which the first are those of `stores`."""
    origins = _Origins.chosen(len(stores.entries), size)
    entries: Sequence[Entry] = [stores.entries[number] for number in origins.of[:, 0].tolist()]
    further = [replace(entry, questions=()) for entry in entries[origins.before :]]
    return Stores(
        entries=(*stores.entries, *further),
        keyword_index=_Keywords(stores.keyword_index, origins),
        embedding_index=_Meanings(stores.embedding_index, origins),
        entry_terms=_Terms(stores.entry_terms, origins),
        sentence_index=stores.sentence_index,
    )
