"""Retrieval from an index folder: arrays in memory, compared whole, of which only the best leave this module."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.index.asked import Nearest
from kb.index.generation import Generation, Stores
from kb.index.recogniser import Likely
from kb.index.term_sets import Held, Shares
from kb.model import Passage, WeightedTerm
from kb.retrieval import facets
from kb.retrieval.facets import Filters
from kb.retrieval.retriever import Candidates, EntryRecord, Meaning, Numbers, PlaceSentences

# Records of entries that a process keeps: more than any question has candidates, all of the corpus of today.
MOST_REMEMBERED = 2_000


class FolderRetriever:
    """Answers from an opened generation; may be shared between threads."""

    def __init__(self, generation: Generation, stores: Stores) -> None:
        self.size = len(stores.entries)
        self._generation = generation
        self._stores = stores
        self._record = lru_cache(MOST_REMEMBERED)(lambda number: EntryRecord.of(generation.library, stores.entries[number]))
        # Places by number, in the order in which they are first met; what this installation leaves out is a place that nothing passes.
        numbers: dict[str | None, int] = {}
        place_numbers: list[int] = []
        unasked: list[int] = []
        with_value: dict[tuple[str, Any], list[int]] = {}
        for number, entry in enumerate(stores.entries):
            record = EntryRecord.of(generation.library, entry)
            place_numbers.append(numbers.setdefault(record.place, len(numbers)))
            if record.is_unasked:
                unasked.append(number)
            for facet in facets.FACETS:
                for value in getattr(record.labels, facet):
                    with_value.setdefault((facet, value), []).append(number)
        self._place_numbers = np.asarray(place_numbers, np.intp)
        self._unasked: Numbers = np.asarray(unasked, np.intp)
        self._entries_with: Mapping[tuple[str, Any], npt.NDArray[np.int32]] = {
            value: np.asarray(entries, np.int32) for value, entries in with_value.items()
        }

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many entries each of the terms occurs."""
        return {term: self._stores.keyword_index.document_frequency("part", term) for term in terms}

    def candidates(
        self,
        terms: Sequence[WeightedTerm],
        vector: Shares | None,
        filters: Filters,
        most: int,
        deadline: float | None = None,
        unasked: float = 1.0,
    ) -> Candidates:
        """Return the entries that match best, at least the `most` best by words and by meaning each."""
        words = self._stores.keyword_index.search(terms, deadline) if terms else None
        if words is not None and len(self._unasked):
            words[self._unasked] *= unasked
        likeness = self._stores.embedding_index.search(vector) if vector is not None else None
        entries = self._passing(filters)
        if len(entries) > most:
            nearness = None if likeness is None else np.maximum(likeness.texts, likeness.questions)
            chosen = np.zeros(self.size, np.bool_)
            for scores in (words, nearness):
                if scores is not None:
                    chosen[entries[np.argpartition(-scores[entries], most - 1)[:most]]] = True
            entries = np.flatnonzero(chosen)
        return Candidates(
            entries,
            None if words is None else words[entries],
            0.0 if words is None else float(words.max(initial=0.0)),
            None if likeness is None else Meaning(likeness.texts[entries], likeness.questions[entries], likeness.best_question[entries]),
        )

    def records(self, entries: Sequence[int]) -> Sequence[EntryRecord]:
        """Return what is known of entries."""
        return [self._record(number) for number in entries]

    def entry_terms(self, entries: Sequence[int], terms: Collection[str]) -> Sequence[Held]:
        """Return of each entry which of the terms its own words hold, and each of its questions, in that order."""
        return [self._stores.entry_terms.held(terms, number) for number in entries]

    def places(self, places: Collection[str]) -> Mapping[str, Passage]:
        """Return the passages where these passages and quotes stand, by the ids asked for."""
        return {identity: self._generation.library.place(identity) for identity in places}

    def sentences(self, places: Collection[str], terms: Collection[str], vector: Shares) -> Mapping[str, PlaceSentences]:
        """Return the sentences of places, by the ids of the places, compared with a question's terms and vector."""
        return {identity: self._sentences(self._generation.library.place(identity), terms, vector) for identity in places}

    def _sentences(self, place: Passage, terms: Collection[str], vector: Shares) -> PlaceSentences:
        index = self._stores.sentence_index
        return PlaceSentences(place, index.sentences(place.id), index.held(place.id, terms), index.likeness(place.id, vector))

    def best_sentence(self, places: Collection[str], vector: Shares) -> Mapping[str, float]:
        """Return how like a question the sentence is that is most like it, of each of these places that has sentences."""
        index = self._stores.sentence_index
        likeness = {identity: index.likeness(self._generation.library.place(identity).id, vector) for identity in places}
        return {identity: float(of_each.max()) for identity, of_each in likeness.items() if len(of_each)}

    def nearest_refusal(self, terms: Collection[str], vector: Shares) -> Nearest | None:
        """Return the recorded gap whose questions are most like a question with these terms and this vector."""
        return next(iter(self._generation.unanswered_index.nearest(terms, vector, 1)), None)

    def likely_answer(self, weights: Mapping[str, float], vector: Shares) -> Likely | None:
        """Return the edited answer that a question with these weighted terms and this vector probably asks for, None when there is none."""
        return self._generation.recogniser.likely(list(weights.items()), vector)

    def forget(self) -> None:
        """Let go of the sentences and the records that are remembered."""
        self._stores.sentence_index.forget()
        self._record.cache_clear()

    def _passing(self, filters: Filters) -> Numbers:
        """Return the entries whose place passes: of each facet one of its entries has a chosen value."""
        passing = np.ones(self.size, np.bool_)
        for facet in facets.FACETS:
            chosen = getattr(filters, facet)
            if chosen:
                places = np.zeros(self.size, np.bool_)
                for value in chosen:
                    places[self._place_numbers[self._entries_with.get((facet, value), [])]] = True
                passing &= places[self._place_numbers]
        return np.flatnonzero(passing)
