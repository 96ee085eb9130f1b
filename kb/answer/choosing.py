"""Choose what an answer quotes: the place that answers, and of that place the whole unit in which its best sentence stands."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.analysis.kinds import FactKind, Kind, facts_asked, holds
from kb.analysis.sentences import Sentence
from kb.answer.units import is_furniture, list_of, unit_around
from kb.calibration import Choosing
from kb.index.term_sets import covered
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, EntryKind, Passage
from kb.retrieval.inquiry import Hit, Inquiry, Rejected
from kb.retrieval.retriever import Retriever

MOST_WORDS = 150
MOST_EXAMPLES = 5
SHORTEST_SENTENCE = 3
LONGEST_SENTENCE = 60
PLACES = 6
# Two units that share this part of the words of the shorter one say the same.
SAME = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may lead an answer: with the hit that brought it and the place of that hit among all, its place and all sentences
    of that, how probably it answers, and whether it holds the fact that was asked for."""

    sentence: Sentence
    text: str
    hit: Hit
    rank: int
    place: Passage
    neighbours: tuple[Sentence, ...]
    probability: float
    has_fact: bool

    @property
    def place_id(self) -> str:
        """The id of the passage or standing quote where it stands."""
        return self.sentence.passage_id


@dataclass(frozen=True, slots=True)
class Unit:
    """A whole unit of one place, in the order to read it; `lead` is the sentence that says most of all."""

    sentences: tuple[Sentence, ...]
    lead: Sentence
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The units of an answer, best first, and the probable ones that were left out, with the reason."""

    units: tuple[Unit, ...]
    rejected: tuple[Rejected, ...] = ()


def candidates(
    inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, library: Library, numbers: Choosing = Choosing()
) -> list[Candidate]:
    """Return the sentences of the best places that can be cited, most probable first."""
    fact = inquiry.fact if inquiry.kind is Kind.FACT else None
    citable = fitting(hits, inquiry.kind, numbers)[:PLACES]
    by_place = retriever.sentences({hit.place for hit in citable}, inquiry.weights, inquiry.vector)
    found: list[Candidate] = []
    seen: set[str] = set()
    for rank, hit in enumerate(citable):
        here = by_place[hit.place]
        if here.place.id in seen or library.section[here.place.section_id].time_bound:
            continue
        seen.add(here.place.id)
        shares = covered(here.held.terms, inquiry.weights.values()).tolist()
        for sentence, share, like in zip(here.sentences, shares, here.likeness.tolist(), strict=True):
            text = here.place.text[sentence.begin : sentence.end]
            if may_lead(sentence, text, inquiry.kind) and not _opens_nothing(sentence, text, here.sentences):
                chance = _probability(sentence, text, hit, rank, share, like, hits[0].score, inquiry.kind, fact, numbers)
                has_fact = fact is not None and holds(fact, text) and not text.endswith(":")
                found.append(Candidate(sentence, text, hit, rank, here.place, here.sentences, chance, has_fact))
    return sorted(found, key=lambda candidate: -candidate.probability)


def choose(ranked: Sequence[Candidate], inquiry: Inquiry, numbers: Choosing = Choosing()) -> Choice:
    """Return what an answer quotes of these: one unit, of the place of the best sentence.

    A question for a fact gets the one sentence that holds it; one for examples a unit of each, a sentence long. A second place is added
    only when it is as probable and says something else.
    """
    if not ranked:
        return Choice(())
    if inquiry.kind is Kind.EXAMPLES:
        return Choice(tuple(Unit(_with_needed(one), one.sentence) for one in _best_of_each_place(ranked)[:MOST_EXAMPLES]))
    best = ranked[0]
    if inquiry.kind is Kind.FACT and best.has_fact:
        told = [one for fact in facts_asked(inquiry.text) if (one := _with_fact(ranked, fact, best.place_id))] or [best]
        together = {sentence.number: sentence for one in told for sentence in _with_needed(one)}
        return Choice((Unit(tuple(together[number] for number in sorted(together)), told[0].sentence),))
    first = _unit(best, inquiry.kind)
    rejected: list[Rejected] = []
    for other in _best_of_each_place(ranked)[1:]:
        if other.probability < numbers.other_place * best.probability:
            break
        second = _unit(other, inquiry.kind)
        why = _why_not(_words(best, first), _words(other, second))
        if not why:
            return Choice((first, second), tuple(rejected))
        rejected.append(Rejected(f"{other.place_id}: {other.text}", why))
    return Choice((first,), tuple(rejected))


def _with_fact(ranked: Sequence[Candidate], fact: FactKind, place_id: str) -> Candidate | None:
    """Return the most probable sentence of a place that holds a fact."""
    return next(
        (
            candidate
            for candidate in ranked
            if candidate.place_id == place_id and holds(fact, candidate.text) and not candidate.text.endswith(":")
        ),
        None,
    )


def _unit(best: Candidate, kind: Kind) -> Unit:
    whole = unit_around(best.place, best.neighbours, best.sentence, questions_wanted=kind is Kind.LIST)
    if sum(sentence.words for sentence in whole) > MOST_WORDS and not list_of(best.place, best.neighbours, best.sentence):
        whole = _with_needed(best)
    is_list = any(sentence.kind in ("item", "cel") for sentence in whole)
    return Unit(whole, best.sentence if best.sentence in whole else whole[0], is_list)


def _why_not(first: Sequence[str], second: Sequence[str]) -> str:
    """Return, in Dutch, why a second unit does not fit beside the first; empty when it does."""
    if len(first) + len(second) > MOST_WORDS:
        return f"het antwoord heeft dan meer dan {MOST_WORDS} woorden"
    shared = len(set(first) & set(second)) / (min(len(set(first)), len(set(second))) or 1)
    return "zegt hetzelfde als het antwoord" if shared > SAME else ""


def _words(candidate: Candidate, unit: Unit) -> list[str]:
    return [word for sentence in unit.sentences for word in candidate.place.text[sentence.begin : sentence.end].casefold().split()]


def _best_of_each_place(ranked: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.place_id, candidate)
    return list(best.values())


def fitting(hits: Sequence[Hit], kind: Kind, numbers: Choosing) -> Sequence[Hit]:
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


def may_lead(sentence: Sentence, text: str, kind: Kind) -> bool:
    """Return whether a sentence says something by itself: no heading, no announcement, no question unless questions are asked for."""
    if sentence.kind == "label" or is_furniture(text) or (text.endswith("?") and kind is not Kind.LIST):
        return False
    return SHORTEST_SENTENCE <= sentence.words <= LONGEST_SENTENCE


def _opens_nothing(sentence: Sentence, text: str, sentences: Sequence[Sentence]) -> bool:
    """Return whether a sentence introduces what stands in another place."""
    after = sentences[sentence.number + 1 :]
    return text.endswith(":") and not (after and after[0].kind in ("item", "cel"))


def _probability(
    sentence: Sentence,
    text: str,
    hit: Hit,
    rank: int,
    share: float,
    likeness: float,
    best_score: float,
    kind: Kind,
    fact: FactKind | None,
    numbers: Choosing,
) -> float:
    total = (
        numbers.intercept
        + numbers.relative * hit.score / (best_score or 1)
        + numbers.score * hit.score
        + numbers.rank / (1 + rank)
        + numbers.coverage * share
        + numbers.meaning * likeness
        + numbers.item * (sentence.kind == "item")
        + numbers.dangling * (sentence.needs is not None)
        + numbers.lead_in * text.endswith(":")
        + numbers.fact * (fact is not None and holds(fact, text))
    )
    return 1 / (1 + math.exp(-total))


def _with_needed(candidate: Candidate) -> tuple[Sentence, ...]:
    """Return a sentence after those that it can't be understood without, in order."""
    needed: dict[int, Sentence] = {candidate.sentence.number: candidate.sentence}
    pending = [candidate.sentence]
    while pending:
        current = pending.pop()
        for number in (current.needs, current.lead_in):
            if number is not None and number not in needed:
                needed[number] = candidate.neighbours[number]
                pending.append(candidate.neighbours[number])
    return tuple(needed[number] for number in sorted(needed))
