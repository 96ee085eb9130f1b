"""What searching and answering ask of an index, whichever engine it stands in: few things at a time, never something of all entries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from kb.analysis.sentences import Sentence
from kb.index.asked import Nearest
from kb.index.recogniser import Likely
from kb.index.term_sets import Held, Shares
from kb.library import Library
from kb.model import Entry, EntryKind, Passage, WeightedTerm, example_id
from kb.retrieval.facets import Filters, Labels, labels_of

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Meaning:
    """How like each candidate is to a question (-1 to 1): its text, and the most alike of its authored questions (-1 without any).

    `best_question` is the number of that question, -1 without any.
    """

    texts: Shares
    questions: Shares
    best_question: Numbers


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entries that may be about a question, by their numbers in rising order, and how each matches.

    `words`: the score of the words, 0 where none matched; `best_words` is the highest of all entries, whatever the filters. `words` or
    `meaning` is None when that way of finding took no part.
    """

    entries: Numbers
    words: Shares | None
    best_words: float
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry, its own facet values, and the id of the place where its words stand: None for one that this installation leaves out."""

    entry: Entry
    labels: Labels
    place: str | None
    time_bound: bool = False

    @property
    def is_unasked(self) -> bool:
        """Whether it has no authored questions. A report is told of, not answered with: it is not to go before what answers."""
        return not self.entry.questions and self.entry.kind is not EntryKind.REPORT

    @classmethod
    def of(cls, library: Library, entry: Entry) -> Self:
        """Return what a library knows of an entry."""
        place = _place(library, entry)
        time_bound = place is not None and library.section_of(place).time_bound
        return cls(entry, labels_of(library, entry), place, time_bound)


@dataclass(frozen=True, slots=True)
class PlaceSentences:
    """A place with its sentences in order: which of the terms asked each holds, and how like the question each is (-1 to 1)."""

    place: Passage
    sentences: tuple[Sentence, ...]
    held: Held
    likeness: Shares


class Retriever(Protocol):
    """An index of one generation. Entries go by number, from 0 up, in the order of the corpus."""

    size: int

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many entries each of the terms (lemmas, and parts of compounds) occurs."""
        ...

    def candidates(
        self,
        terms: Sequence[WeightedTerm],
        vector: Shares | None,
        filters: Filters,
        most: int,
        deadline: float | None = None,
        unasked: float = 1.0,
    ) -> Candidates:
        """Return the entries that match best, at least the `most` best by words and by meaning each.

        The words of what can be answered with, but has no authored questions, count `unasked` times.
        `vector`, of length one, is None when meaning takes no part, `terms` is empty when words do not. Filters leave only entries of
        places of which the entries together pass, before anything is cut. Past `deadline` (time.monotonic()) terms that are left do not
        count.
        """
        ...

    def records(self, entries: Sequence[int]) -> Sequence[EntryRecord]:
        """Return what is known of entries."""
        ...

    def entry_terms(self, entries: Sequence[int], terms: Collection[str]) -> Sequence[Held]:
        """Return of each entry which of the terms its own words hold, and each of its questions, in that order."""
        ...

    def places(self, places: Collection[str]) -> Mapping[str, Passage]:
        """Return the passages where these passages and quotes stand, by the ids asked for."""
        ...

    def sentences(self, places: Collection[str], terms: Collection[str], vector: Shares) -> Mapping[str, PlaceSentences]:
        """Return the sentences of the places of these passages and quotes, by the ids asked for, compared with a question's terms and
        vector."""
        ...

    def best_sentence(self, places: Collection[str], vector: Shares) -> Mapping[str, float]:
        """Return, by the ids of the places asked for, how like a question of this vector the sentence is that is most like it (-1 to 1);
        nothing of a place without sentences."""
        ...

    def nearest_refusal(self, terms: Collection[str], vector: Shares) -> Nearest | None:
        """Return the recorded gap, by its id, whose questions are most like a question with these terms and vector."""
        ...

    def likely_answer(self, weights: Mapping[str, float], vector: Shares) -> Likely | None:
        """Return the edited answer that a question with these weighted terms and this vector probably asks for, None when there is none."""
        ...

    def forget(self) -> None:
        """Let go of what is remembered for speed: another generation is about to take its room."""
        ...


def _place(library: Library, entry: Entry) -> str | None:
    """Return the id of the passage that an entry shows, by which results of one place are told to be the same.

    A report is no result for its personal story in an installation that leaves those out.
    """
    if entry.kind is EntryKind.REPORT and not (library.protected_passages or library.protected_quotes):
        return None
    if entry.kind is EntryKind.QUOTE:
        return library.quote[entry.id].passage_id or entry.id
    if entry.kind is EntryKind.EXAMPLE:
        return library.example[example_id(entry.id)].passages[0]
    return entry.id
