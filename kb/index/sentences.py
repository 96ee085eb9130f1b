"""The sentences that answers are made of, with what comparing them with a question takes: their vectors and their terms."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.analysis.analyzer import Analyzer
from kb.analysis.sentences import Sentence, sentences_of
from kb.index import term_sets
from kb.index.term_sets import Held, TermSets
from kb.index.vectors import Encoder, Vectors
from kb.library import Library

_VECTORS = "vectors.npy"
_STARTS = "starts.npy"
_TERMS = "termen"
# Places whose sentences a process keeps: all of the corpus of today, some hundred kilobytes.
MOST_REMEMBERED = 1_000


def write(library: Library, encoder: Encoder, analyzer: Analyzer, folder: Path) -> None:
    """Write vectors and terms of the sentences of every place of the library into a new folder."""
    folder.mkdir()
    texts = [[place.text[found.begin : found.end] for found in sentences_of(place)] for place in library.places]
    np.save(folder / _VECTORS, encoder.encode_passages([text for place in texts for text in place]))
    np.save(folder / _STARTS, np.cumsum([0, *(len(place) for place in texts)], dtype=np.int64))
    term_sets.write([[analyzer.terms(text).parts for text in place] for place in texts], folder / _TERMS)


class SentenceIndex:
    """The opened sentences of a library; may be shared between threads and processes."""

    def __init__(self, folder: Path, library: Library) -> None:
        self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._starts: npt.NDArray[np.int64] = np.load(folder / _STARTS)
        self._terms = TermSets(folder / _TERMS)
        self._number = {place: number for number, place in enumerate(library.place_ids)}
        self._sentences = lru_cache(MOST_REMEMBERED)(lambda place_id: sentences_of(library.place(place_id)))

    def sentences(self, place_id: str) -> tuple[Sentence, ...]:
        """Return the sentences of a place, in order."""
        return self._sentences(place_id)

    def forget(self) -> None:
        """Let go of the sentences that are remembered."""
        self._sentences.cache_clear()

    def likeness(self, place_id: str, question: Vectors) -> npt.NDArray[np.float32]:
        """Return how like each sentence of a place is to a question's vector of length one."""
        return np.asarray(self.vectors(place_id) @ question, np.float32)

    def vectors(self, place_id: str) -> Vectors:
        """Return the vectors of the sentences of a place."""
        number = self._number[place_id]
        return self._vectors[self._starts[number] : self._starts[number + 1]]

    def packed(self, place_id: str) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
        """Return the terms of the sentences of a place, as TermSets does."""
        return self._terms.packed(self._number[place_id])

    def held(self, place_id: str, terms: Collection[str]) -> Held:
        """Return which of the terms each sentence of a place holds."""
        return self._terms.held(terms, self._number[place_id])
