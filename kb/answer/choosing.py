"""Choose the sentences of an answer from the passages that were found."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.analysis.kinds import FactKind, Kind, holds
from kb.analysis.sentences import Sentence
from kb.calibration import Choosing
from kb.index.term_sets import covered
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, EntryKind
from kb.retrieval.inquiry import Hit, Inquiry, Rejected
from kb.retrieval.retriever import Retriever

MOST_SENTENCES = 5
MOST_WORDS = 150
SHORTEST_SENTENCE = 3
LONGEST_SENTENCE = 60
PLACES = 6
# Two sentences that share this part of the words of the shorter one say the same.
SAME = 0.8


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
class Choice:
    """The sentences of an answer in the order to read them, and the probable ones that were left out, with the reason."""

    sentences: tuple[Sentence, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
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


def candidates(
    inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, library: Library, numbers: Choosing = Choosing()
) -> list[Candidate]:
    """Return the sentences of the best places that can be cited, most probable first."""
    fact = inquiry.fact if inquiry.kind is Kind.FACT else None
    ranked = [
        Candidate(
            item.sentence,
            item.text,
            _probability(item, hits[0].score, inquiry.kind, fact, numbers),
            fact is not None and holds(fact, item.text),
            _needed(item.sentence, item.neighbours),
        )
        for item in _sentences(inquiry, _fitting(hits, inquiry.kind, numbers), retriever, library)
    ]
    return sorted(ranked, key=lambda candidate: -candidate.probability)


def choose(ranked: Sequence[Candidate], kind: Kind, numbers: Choosing = Choosing()) -> Choice:
    """Return the sentences of the answer: by place, in order of its best sentence, and within a place in its own order.

    A question for a fact gets the sentence that holds it, or two; one for examples a sentence of each.
    """
    if kind is Kind.FACT and ranked and ranked[0].has_fact:
        least = numbers.other_fact * ranked[0].probability
        ranked = [candidate for candidate in ranked if candidate.has_fact and candidate.probability >= least][:2]
    chosen: dict[tuple[str, int], Sentence] = {}
    order: list[str] = []
    said: list[frozenset[str]] = []
    rejected = []
    for candidate in ranked:
        if candidate.probability < numbers.least_share * ranked[0].probability:
            break
        place = candidate.sentence.passage_id
        group = [sentence for sentence in (*candidate.needed, candidate.sentence) if (sentence.passage_id, sentence.number) not in chosen]
        own = frozenset(candidate.text.casefold().split())
        why = "er staat al een zin uit dit voorbeeld" if kind is Kind.EXAMPLES and place in order else ""
        why = why or _why_not(group, own, chosen.values(), said)
        if why:
            rejected.append(Rejected(f"{place}: {candidate.text}", why))
            continue
        said.append(own)
        chosen |= {(sentence.passage_id, sentence.number): sentence for sentence in group}
        if place not in order:
            order.append(place)
    sentences = sorted(chosen.values(), key=lambda sentence: (order.index(sentence.passage_id), sentence.number))
    return Choice(tuple(sentences), tuple(rejected))


def _why_not(group: Sequence[Sentence], own: frozenset[str], chosen: Collection[Sentence], said: Sequence[frozenset[str]]) -> str:
    """Return, in Dutch, why a sentence (with what it needs: `group`) does not fit beside those that were chosen; empty when it does."""
    if len(chosen) + len(group) > MOST_SENTENCES:
        return f"het antwoord heeft dan meer dan {MOST_SENTENCES} zinnen"
    if sum(sentence.words for sentence in (*chosen, *group)) > MOST_WORDS:
        return f"het antwoord heeft dan meer dan {MOST_WORDS} woorden"
    if any(_overlap(own, other) > SAME for other in said):
        return "zegt hetzelfde als een gekozen zin"
    return ""


def _fitting(hits: Sequence[Hit], kind: Kind, numbers: Choosing) -> Sequence[Hit]:
    """Return the hits that may be cited: what somebody said for a question after sayings, and not for one that asks how or what is;
    practice examples for one that asks for several."""
    if kind is Kind.EXAMPLES:
        least = numbers.least_example * max((hit.score for hit in hits), default=0.0)
        return [hit for hit in hits if hit is hits[0] or (hit.score >= least and _tells_of_example(hit))]
    if kind is Kind.SAYING:
        return [hit for hit in hits if hit.entry.kind is EntryKind.QUOTE] or hits
    if kind in (Kind.HOW, Kind.WHAT_IS, Kind.LIST):
        return [hit for hit in hits if hit.entry.kind is not EntryKind.QUOTE or hit is hits[0]]
    return hits


def _tells_of_example(hit: Hit) -> bool:
    return hit.entry.kind is EntryKind.EXAMPLE or any(other.startswith(EXAMPLE_PREFIX) for other in hit.also)


def _sentences(inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, library: Library) -> list[_Read]:
    by_place = retriever.sentences({hit.place for hit in hits[:PLACES]}, inquiry.weights, inquiry.vector)
    found: list[_Read] = []
    seen: set[str] = set()
    for rank, hit in enumerate(hits[:PLACES]):
        here = by_place[hit.place]
        if here.place.id in seen or library.section[here.place.section_id].time_bound:
            continue
        seen.add(here.place.id)
        coverage = covered(here.held.terms, inquiry.weights.values()).tolist()
        found += [
            _Read(sentence, here.place.text[sentence.begin : sentence.end], hit, rank, here.sentences, share, like)
            for sentence, share, like in zip(here.sentences, coverage, here.likeness.tolist(), strict=True)
            if sentence.kind != "label" and SHORTEST_SENTENCE <= sentence.words <= LONGEST_SENTENCE
        ]
    return found


def _probability(item: _Read, best_score: float, kind: Kind, fact: FactKind | None, numbers: Choosing) -> float:
    total = (
        numbers.intercept
        + numbers.relative * item.hit.score / (best_score or 1)
        + numbers.score * item.hit.score
        + numbers.rank / (1 + item.rank)
        + numbers.coverage * item.covered
        + numbers.meaning * item.likeness
        + numbers.item * (item.sentence.kind == "item")
        + numbers.dangling * (item.sentence.needs is not None)
        + numbers.lead_in * item.text.endswith(":")
        + numbers.interrogative * (item.text.endswith("?") and kind is not Kind.LIST)
        + numbers.fact * (fact is not None and holds(fact, item.text))
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
