"""Search: from a question that was read, and filters, to the places of the sources that are about it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kb.calibration import Finding
from kb.model import WeightedTerm
from kb.retrieval.facets import Filters, Labels, joined
from kb.retrieval.fusion import Scored, fuse
from kb.retrieval.inquiry import Hit, Inquiry
from kb.retrieval.lifting import current_first, lifted
from kb.retrieval.retriever import Candidates, Retriever
from kb.retrieval.second_look import looked_at_again

# Of the best by words and of the best by meaning as many as can be results; more are not looked at.
MOST_CANDIDATES = 2_000


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
        return replace(best, also=tuple(also)) if also else best


@dataclass(frozen=True, slots=True)
class Stages:
    """Which ways of finding take part; `kb evaluate` measures them apart."""

    keyword: bool = True
    questions: bool = True
    meaning: bool = True
    edited: bool = True


ALL_STAGES = Stages()


@dataclass(frozen=True, slots=True)
class Places:
    """The places that are about a question, best first: all of them, and those of which something may pass the filters."""

    every: tuple[Place, ...]
    passing: tuple[Place, ...]


def find(
    inquiry: Inquiry,
    retriever: Retriever,
    numbers: Finding = Finding(),
    filters: Filters = Filters(),
    stages: Stages = ALL_STAGES,
    deadline: float | None = None,
    lifts: Mapping[str, float] = MappingProxyType({}),
) -> Places:
    """Return the places that are about a question; past `deadline` (time.monotonic()) what was found so far.

    Those of `lifts`, by id, are lifted so far (kb.retrieval.lifting).

    What is about a question is measured by the best of all that there is, whatever the filters.
    """
    terms = _terms(inquiry, stages)
    unasked = numbers.unasked if stages.questions else 1.0

    def candidates(under: Filters) -> Candidates:
        vector = inquiry.vector if stages.meaning and inquiry.words and not is_past(deadline) else None
        return retriever.candidates(terms, vector, under, MOST_CANDIDATES, deadline, unasked)

    def places(found: Candidates, scored: Sequence[Scored]) -> tuple[Place, ...]:
        if found.meaning is not None and not is_past(deadline):
            scored = looked_at_again(scored, terms, inquiry.vector, retriever, numbers)
        return _by_place(retriever, scored, lifts)

    found = candidates(Filters())
    scored = fuse(found, numbers)
    every = places(found, scored)
    if filters == Filters() or not scored:
        return Places(every, every)
    filtered = candidates(filters)
    return Places(every, places(filtered, fuse(filtered, numbers, best=scored[0].score)))


def is_past(deadline: float | None) -> bool:
    """Return whether a deadline (time.monotonic()) has gone by."""
    return deadline is not None and time.monotonic() > deadline


def _terms(inquiry: Inquiry, stages: Stages) -> Sequence[WeightedTerm]:
    if not stages.keyword:
        return ()
    return [term for term in inquiry.terms if stages.questions or not term.field.startswith("question")]


def _by_place(retriever: Retriever, scored: Sequence[Scored], lifts: Mapping[str, float]) -> tuple[Place, ...]:
    """Return what was found by the place where it stands, in the order of the best of each."""
    found: dict[str, list[Hit]] = {}
    for hit in _hits(retriever, scored):
        lift = lifts.get(hit.place, 0.0)
        found.setdefault(hit.place, []).append(replace(hit, score=lifted(hit.score, lift), lift=lift) if lift else hit)
    in_order = sorted(found.values(), key=lambda hits: -hits[0].score)
    places = [Place(tuple(hits), joined([hit.labels for hit in hits])) for hits in in_order]
    return current_first(places, [place.hits[0].time_bound for place in places])


def _hits(retriever: Retriever, scored: Sequence[Scored]) -> Iterable[Hit]:
    for match, record in zip(scored, retriever.records([match.entry for match in scored]), strict=True):
        if record.place is not None:
            yield Hit(
                entry=record.entry,
                number=match.entry,
                place=record.place,
                labels=record.labels,
                score=match.score,
                keyword=match.keyword,
                similarity=match.similarity,
                question_likeness=match.question,
                time_bound=record.time_bound,
                matched_question=record.entry.questions[match.best_question] if match.best_question >= 0 else None,
            )
