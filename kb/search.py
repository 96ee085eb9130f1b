"""Search: from a question and filters to hits, by words and by meaning together."""

import logging
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.analysis.analyzer import Analyzer
from kb.analysis.spelling import Correction, Spelling
from kb.analysis.thesaurus import Expansion, Thesaurus
from kb.analysis.words import stop_words, words
from kb.facets import FacetCount, Filters, Labels, joined
from kb.fusion import Scored, fuse
from kb.index.embedding import EmbeddingIndex
from kb.index.encoder import Encoder, Vectors
from kb.index.keyword import KeywordIndex, WeightedTerm
from kb.index.sentences import SentenceIndex
from kb.index.term_sets import TermSets
from kb.index.unanswered import UnansweredIndex
from kb.model import Entry

_log = logging.getLogger(__name__)
# How much a match counts per field. Chosen by `kb evaluate`, see docs/evaluatie.md.
FIELD_WEIGHTS: Mapping[str, float] = {
    "stem": 0.5,
    "part": 0.5,
    "title": 0.15,
    "context": 0.4,
    "question": 0.8,
    "question_part": 0.8,
}
_STEM_FIELDS = ("stem",)
_LEMMA_FIELDS = ("question",)
_PART_FIELDS = ("part", "title", "context", "question_part")
SYNONYM_WEIGHT = 0.4
RELATED_WEIGHT = 0.15
# A question keeps its rarest words: beyond these, more words cost time and hardly change the order.
MOST_WORDS = 10
MOST_EXPANSIONS = 8
LONGEST_QUESTION = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for: its text, its content words, the other names of what it names, and its vector of length one.

    Text and words are as probably meant; `correction` tells what was typed.
    """

    text: str
    words: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    vector: Vectors = field(compare=False, repr=False)
    correction: Correction | None = None

    @property
    def guessed(self) -> tuple[str, ...]:
        """The words among `words` that stand in the place of a typed word that nobody knows."""
        return tuple(word for word in self.words if self.correction and word in self.correction.guessed)


@dataclass(frozen=True, slots=True)
class Hit:
    """Resultaat: an entry that was found, with its score (0 to 1), what the score is made of, and why.

    `position` is that of the entry in both indexes; `question_likeness` tells how like the reader's question is to the entry's most
    alike authored question (-1 without any), and `matched_question` is that one, when it is why the entry was found;
    `also` holds the ids of other entries of the same place that this hit stands for. `labels` are those of the entry itself.
    """

    entry: Entry
    position: int
    labels: Labels
    score: float
    keyword: float
    similarity: float
    question_likeness: float
    matched_question: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All hits of a question, best first, and the counts of their facet values; not complete when the time was up."""

    question: Question
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """All that was found at one place of the sources, best first: a passage, and the quotes and examples that are told in it.

    It is one result: `labels` are the facet values of all of them together.
    """

    hits: tuple[Hit, ...]
    labels: Labels

    def shown(self, filters: Filters) -> Hit | None:
        """Return the hit to show under these filters, naming the others: the best that passes by itself, else the best; None if the
        place does not pass."""
        if not filters.let_pass(self.labels):
            return None
        best = next((hit for hit in self.hits if filters.let_pass(hit.labels)), self.hits[0])
        also = dict.fromkeys(hit.entry.id for hit in self.hits if hit.entry.id != best.entry.id)
        return replace(best, also=tuple(also))


@dataclass(frozen=True, slots=True)
class Stages:
    """Which ways of finding take part; `kb evaluate` measures them apart."""

    keyword: bool = True
    questions: bool = True
    meaning: bool = True


ALL_STAGES = Stages()


@dataclass(frozen=True)
class Finder:
    """What searching needs, opened once per index.

    `places` has the place where each entry stands, None for one that this installation leaves out; `entry_terms` a group per entry: its
    words, then each of its questions.
    """

    entries: Sequence[Entry]
    labels: Sequence[Labels]
    places: Sequence[str | None]
    analyzer: Analyzer
    thesaurus: Thesaurus
    spelling: Spelling
    keyword_index: KeywordIndex
    embedding_index: EmbeddingIndex
    entry_terms: TermSets
    sentence_index: SentenceIndex
    unanswered_index: UnansweredIndex
    encoder: Encoder


def read_question(finder: Finder, text: str, literal: bool = False, deadline: float | None = None) -> Question:
    """Return the question to search for; `literal` leaves its spelling as typed, as does what is past `deadline` (time.monotonic())."""
    # A letter with its accent may come as two, from a PDF or a Mac; the sources have them as one.
    text = unicodedata.normalize("NFC", text[:LONGEST_QUESTION])
    correction = None if literal else finder.spelling.correct(text, deadline)
    meant = correction.meant if correction else text
    all_words = words(meant)
    content = [word for word in all_words if word not in stop_words()] or all_words
    expansions = finder.thesaurus.expansions(meant)[:MOST_EXPANSIONS]
    vector = finder.encoder.encode_queries([meant])[0]
    return Question(meant, tuple(dict.fromkeys(content)), expansions, vector, correction)


def search(finder: Finder, question: Question, stages: Stages = ALL_STAGES, deadline: float | None = None) -> tuple[Place, ...]:
    """Return all places that are about a question, best first; past `deadline` (time.monotonic()) what was found so far.

    Filters come after: what is about a question is measured by the best of all that there is.
    """
    started = time.perf_counter()
    terms = weighted_terms(finder, question, stages) if stages.keyword else []
    keyword = finder.keyword_index.search(terms, deadline) if terms else None
    between = time.perf_counter()
    ask_meaning = stages.meaning and question.words and not is_past(deadline)
    meaning = finder.embedding_index.search(question.vector) if ask_meaning else None
    places = _by_place(finder, fuse(keyword, meaning))
    _log.debug("trefwoorden %.1f ms, betekenis en samenvoegen %.1f ms", (between - started) * 1e3, (time.perf_counter() - between) * 1e3)
    return places


def is_past(deadline: float | None) -> bool:
    """Return whether a deadline (time.monotonic()) has gone by."""
    return deadline is not None and time.monotonic() > deadline


def weighted_terms(finder: Finder, question: Question, stages: Stages = ALL_STAGES) -> list[WeightedTerm]:
    """Return the terms of a question per field, with the names of the concepts it names at a lower weight."""
    weights: dict[tuple[str, str], float] = {}
    for word in _rarest(finder, question.words):
        _add(weights, finder.analyzer, (word,), 1.0, stages)
    for expansion in question.expansions:
        weight = RELATED_WEIGHT if expansion.related else SYNONYM_WEIGHT
        name_words = tuple(word for word in words(expansion.name) if word not in stop_words())
        _add(weights, finder.analyzer, name_words, weight / max(1, len(name_words)) ** 0.5, stages)
    return [WeightedTerm(name, text, weight) for (name, text), weight in weights.items()]


def _add(weights: dict[tuple[str, str], float], analyzer: Analyzer, text_words: Sequence[str], weight: float, stages: Stages) -> None:
    terms = analyzer.terms_of_words(text_words)
    for fields, texts in ((_STEM_FIELDS, terms.stems), (_LEMMA_FIELDS, terms.lemmas), (_PART_FIELDS, terms.parts)):
        for name in fields:
            if name.startswith("question") and not stages.questions:
                continue
            for text in texts:
                weights[name, text] = max(weights.get((name, text), 0.0), weight * FIELD_WEIGHTS[name])


def _rarest(finder: Finder, content: Sequence[str]) -> Iterable[str]:
    if len(content) <= MOST_WORDS:
        return content
    frequency = {
        word: finder.keyword_index.document_frequency("part", finder.analyzer.with_parts(word)[0]) or len(finder.entries)
        for word in content
    }
    return sorted(content, key=lambda word: (frequency[word], content.index(word)))[:MOST_WORDS]


def _by_place(finder: Finder, scored: Iterable[Scored]) -> tuple[Place, ...]:
    """Return what was found by the place where it stands, in the order of the best of each."""
    found: dict[str, list[Hit]] = {}
    for one in scored:
        place = finder.places[one.position]
        if place is not None:
            found.setdefault(place, []).append(_hit(finder, one))
    return tuple(Place(tuple(hits), joined([hit.labels for hit in hits])) for hits in found.values())


def _hit(finder: Finder, found: Scored) -> Hit:
    entry = finder.entries[found.position]
    matched = entry.questions[found.best_question] if found.best_question >= 0 else None
    return Hit(entry, found.position, finder.labels[found.position], found.score, found.keyword, found.similarity, found.question, matched)
