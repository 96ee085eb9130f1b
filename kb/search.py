"""Search: from a question and filters to hits, by words and by meaning together."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.analysis.analyzer import Analyzer
from kb.analysis.spelling import Correction, Spelling
from kb.analysis.thesaurus import Thesaurus
from kb.analysis.words import stop_words, words
from kb.embedding_index import EmbeddingIndex
from kb.encoder import Encoder, Vectors
from kb.facets import FacetCount, Filters, Labels
from kb.fusion import Scored, fuse
from kb.keyword_index import KeywordIndex, WeightedTerm
from kb.model import Entry
from kb.sentence_index import SentenceIndex
from kb.term_sets import TermSets
from kb.unanswered_index import UnansweredIndex

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
# A question keeps its rarest words: beyond these, more words cost time and hardly change the order (design of the house, section 5).
MOST_WORDS = 10
MOST_EXPANSIONS = 8
LONGEST_QUESTION = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for: its text, its content words, the other names of what it names, and its vector of length one."""

    text: str
    words: tuple[str, ...]
    expansions: tuple[tuple[str, float], ...]
    vector: Vectors = field(compare=False, repr=False)
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Resultaat: an entry that was found, with its score (0 to 1), what the score is made of, and why.

    `position` is that of the entry in both indexes; `question_likeness` tells how like the reader's question is to the entry's most
    alike authored question (-1 without any), and `matched_question` is that one, when it is why the entry was found;
    `also` holds the ids of entries of the same place that this hit stands for.
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
class Stages:
    """Which ways of finding take part; `kb evaluate` measures them apart."""

    keyword: bool = True
    questions: bool = True
    meaning: bool = True


ALL_STAGES = Stages()


@dataclass(frozen=True)
class Finder:
    """What searching needs, opened once per index. `entry_terms` has a group per entry: its words, then each of its questions."""

    entries: Sequence[Entry]
    labels: Sequence[Labels]
    places: Sequence[str]
    analyzer: Analyzer
    thesaurus: Thesaurus
    spelling: Spelling
    keyword_index: KeywordIndex
    embedding_index: EmbeddingIndex
    entry_terms: TermSets
    sentence_index: SentenceIndex
    unanswered_index: UnansweredIndex
    encoder: Encoder


def read_question(finder: Finder, text: str, literal: bool = False) -> Question:
    """Return the question to search for; `literal` leaves its spelling as typed."""
    text = text[:LONGEST_QUESTION]
    correction = None if literal else finder.spelling.correct(text)
    meant = correction.meant if correction else text
    all_words = words(meant)
    content = [word for word in all_words if word not in stop_words()] or all_words
    expansions = [
        (expansion.name, RELATED_WEIGHT if expansion.related else SYNONYM_WEIGHT) for expansion in finder.thesaurus.expansions(all_words)
    ]
    vector = finder.encoder.encode_queries([meant])[0]
    return Question(meant, tuple(dict.fromkeys(content)), tuple(expansions[:MOST_EXPANSIONS]), vector, correction)


def search(
    finder: Finder, question: Question, filters: Filters = Filters(), stages: Stages = ALL_STAGES, deadline: float | None = None
) -> tuple[Hit, ...]:
    """Return all hits of a question that pass the filters, best first; past `deadline` (time.monotonic()) what was found so far."""
    started = time.perf_counter()
    terms = weighted_terms(finder, question, stages) if stages.keyword else []
    keyword = finder.keyword_index.search(terms, deadline) if terms else None
    between = time.perf_counter()
    ask_meaning = stages.meaning and question.words and not is_past(deadline)
    meaning = finder.embedding_index.search(question.vector) if ask_meaning else None
    hits = _one_per_place(finder, fuse(keyword, meaning), filters)
    _log.debug("trefwoorden %.1f ms, betekenis en samenvoegen %.1f ms", (between - started) * 1e3, (time.perf_counter() - between) * 1e3)
    return hits


def is_past(deadline: float | None) -> bool:
    """Return whether a deadline (time.monotonic()) has gone by."""
    return deadline is not None and time.monotonic() > deadline


def weighted_terms(finder: Finder, question: Question, stages: Stages = ALL_STAGES) -> list[WeightedTerm]:
    """Return the terms of a question per field, with the names of the concepts it names at a lower weight."""
    weights: dict[tuple[str, str], float] = {}
    for word in _rarest(finder, question.words):
        _add(weights, finder.analyzer, (word,), 1.0, stages)
    for name, weight in question.expansions:
        name_words = tuple(word for word in words(name) if word not in stop_words())
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


def _one_per_place(finder: Finder, scored: Iterable[Scored], filters: Filters) -> tuple[Hit, ...]:
    """Return hits; of entries that stand for the same passage the best one stays and names the others."""
    best: dict[str, Hit] = {}
    for found in scored:
        labels = finder.labels[found.position]
        if not filters.let_pass(labels):
            continue
        entry = finder.entries[found.position]
        place = finder.places[found.position]
        if place in best:
            hit = best[place]
            best[place] = replace(hit, also=(*hit.also, entry.id))
            continue
        matched = entry.questions[found.best_question] if found.best_question >= 0 else None
        best[place] = Hit(entry, found.position, labels, found.score, found.keyword, found.similarity, found.question, matched)
    return tuple(best.values())
