"""Choose the sentences of an answer from the passages that were found."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.analysis.kinds import Fact, Kind, fact_asked, holds
from kb.analysis.sentences import Sentence
from kb.index.term_sets import covered
from kb.library import Library
from kb.model import EntryKind, Passage
from kb.search import Finder, Hit, Question

MOST_SENTENCES = 5
MOST_WORDS = 150
SHORTEST_SENTENCE = 3
LONGEST_SENTENCE = 60
PLACES = 6
# Examples that score less than this part of the best one are about something else.
LEAST_OF_BEST_EXAMPLE = 0.7
# A further sentence must be at least this part as probable as the best one.
LEAST_SHARE = 0.05
# A second sentence with a fact is given when it is nearly as probable as the first.
OTHER_FACT = 0.8
# Two sentences that share this part of the words of the shorter one say the same.
SAME = 0.8
# A fact question wants the sentence that holds a fact of its kind; this lifts it above sentences that are merely near.
FACT_BONUS = 3.0


@dataclass(frozen=True, slots=True)
class _Weights:
    """Weights of a logistic regression: is this sentence one that answers? Fitted on the open questions, see docs/evaluatie.md."""

    relative: float = 2.4
    score: float = 1.7
    rank: float = 1.8
    coverage: float = 2.2
    meaning: float = 2.5
    item: float = 0.3
    dangling: float = -0.2
    lead_in: float = -1.5
    interrogative: float = -0.9
    intercept: float = -7.5


_WEIGHTS = _Weights()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be cited, its text, how probably it answers, whether it holds the fact that was asked for, and the sentences
    it can't do without."""

    sentence: Sentence
    text: str
    probability: float
    has_fact: bool
    needed: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence with the hit that brought it, the place of that hit among all, and all sentences of its passage.

    `covered` is the share, by weight, of the question's words that it holds; `likeness` how like the question it is (-1 to 1).
    """

    sentence: Sentence
    text: str
    hit: Hit
    rank: int
    neighbours: Sequence[Sentence]
    covered: float
    likeness: float


def candidates(finder: Finder, library: Library, question: Question, hits: Sequence[Hit], kind: Kind) -> list[Candidate]:
    """Return the sentences of the best places that can be cited, most probable first."""
    found = _sentences(finder, library, question, _fitting(hits, kind))
    if not found:
        return []
    fact = fact_asked(question.text) if kind is Kind.FACT else None
    ranked = [
        Candidate(
            item.sentence,
            item.text,
            _probability(item, hits[0].score, kind, fact),
            fact is not None and holds(fact, item.text),
            _needed(item.sentence, item.neighbours),
        )
        for item in found
    ]
    return sorted(ranked, key=lambda candidate: -candidate.probability)


def place_of(library: Library, hit: Hit) -> Passage:
    """Return the place whose words a hit shows."""
    identity = hit.entry.id
    if hit.entry.kind is EntryKind.EXAMPLE:
        identity = library.example[identity.partition(".")[2]].passages[0]
    return library.place(identity)


def word_weights(finder: Finder, question: Question) -> dict[str, float]:
    """Return the weight of each word of a question by how rare it is, from 0 to 1, under its lemma and those of its parts."""
    size = len(finder.entries) or 1
    weights: dict[str, float] = {}
    for word in question.words:
        for term in finder.analyzer.with_parts(word):
            frequency = finder.keyword_index.document_frequency("part", term)
            weights[term] = float(np.log1p(size / (1 + frequency)) / np.log1p(size))
    return weights


def choose(ranked: Sequence[Candidate], kind: Kind) -> list[Sentence]:
    """Return the sentences of the answer: by place, in order of its best sentence, and within a place in its own order.

    A question for a fact gets the sentence that holds it, or two; one for examples a sentence of each.
    """
    if kind is Kind.FACT and ranked and ranked[0].has_fact:
        ranked = [candidate for candidate in ranked if candidate.has_fact and candidate.probability >= OTHER_FACT * ranked[0].probability][
            :2
        ]
    chosen: dict[tuple[str, int], Sentence] = {}
    order: list[str] = []
    said: list[frozenset[str]] = []
    words = 0
    for candidate in ranked:
        if candidate.probability < LEAST_SHARE * ranked[0].probability:
            break
        group = [sentence for sentence in (*candidate.needed, candidate.sentence) if (sentence.passage_id, sentence.number) not in chosen]
        length = sum(sentence.words for sentence in group)
        own = frozenset(candidate.text.casefold().split())
        if kind is Kind.EXAMPLES and candidate.sentence.passage_id in order:
            continue
        if len(chosen) + len(group) > MOST_SENTENCES or words + length > MOST_WORDS or any(_overlap(own, other) > SAME for other in said):
            continue
        said.append(own)
        words += length
        chosen |= {(sentence.passage_id, sentence.number): sentence for sentence in group}
        if candidate.sentence.passage_id not in order:
            order.append(candidate.sentence.passage_id)
    return sorted(chosen.values(), key=lambda sentence: (order.index(sentence.passage_id), sentence.number))


def _fitting(hits: Sequence[Hit], kind: Kind) -> Sequence[Hit]:
    """Return the hits that may be cited: what somebody said for a question after sayings, and not for one that asks how or what is;
    practice examples for one that asks for several."""
    if kind is Kind.EXAMPLES:
        least = LEAST_OF_BEST_EXAMPLE * max((hit.score for hit in hits), default=0.0)
        return [hit for hit in hits if hit is hits[0] or (hit.score >= least and _tells_of_example(hit))]
    if kind is Kind.SAYING:
        return [hit for hit in hits if hit.entry.kind is EntryKind.QUOTE] or hits
    if kind in (Kind.HOW, Kind.WHAT_IS, Kind.LIST):
        return [hit for hit in hits if hit.entry.kind is not EntryKind.QUOTE or hit is hits[0]]
    return hits


def _tells_of_example(hit: Hit) -> bool:
    return hit.entry.kind is EntryKind.EXAMPLE or any(other.startswith(f"{EntryKind.EXAMPLE}.") for other in hit.also)


def _sentences(finder: Finder, library: Library, question: Question, hits: Sequence[Hit]) -> list[_Found]:
    weights = word_weights(finder, question)
    found: list[_Found] = []
    seen: set[str] = set()
    for rank, hit in enumerate(hits[:PLACES]):
        place = place_of(library, hit)
        if place.id in seen or library.section_of(place.id).time_bound:
            continue
        seen.add(place.id)
        sentences = finder.sentence_index.sentences(place.id)
        coverage = covered(finder.sentence_index.held(place.id, weights).terms, weights.values()).tolist()
        likeness = finder.sentence_index.likeness(place.id, question.vector).tolist()
        found += [
            _Found(sentence, place.text[sentence.begin : sentence.end], hit, rank, sentences, share, like)
            for sentence, share, like in zip(sentences, coverage, likeness, strict=True)
            if sentence.kind != "label" and SHORTEST_SENTENCE <= sentence.words <= LONGEST_SENTENCE
        ]
    return found


def _probability(item: _Found, best_score: float, kind: Kind, fact: Fact | None) -> float:
    weights = _WEIGHTS
    total = (
        weights.intercept
        + weights.relative * item.hit.score / (best_score or 1)
        + weights.score * item.hit.score
        + weights.rank / (1 + item.rank)
        + weights.coverage * item.covered
        + weights.meaning * item.likeness
        + weights.item * (item.sentence.kind == "item")
        + weights.dangling * (item.sentence.needs is not None)
        + weights.lead_in * item.text.endswith(":")
        + weights.interrogative * (item.text.endswith("?") and kind is not Kind.LIST)
        + FACT_BONUS * (fact is not None and holds(fact, item.text))
    )
    return 1 / (1 + math.exp(-total))


def _needed(sentence: Sentence, neighbours: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences before it that it can't be understood without, in order."""
    needed: dict[int, Sentence] = {}
    pending = [sentence]
    while pending:
        current = pending.pop()
        for number in (current.needs, current.lead_in):
            if number is not None and number not in needed:
                needed[number] = neighbours[number]
                pending.append(neighbours[number])
    return tuple(needed[number] for number in sorted(needed))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)
