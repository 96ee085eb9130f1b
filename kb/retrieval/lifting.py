"""What an editor quoted in answer to a question like this one goes before what only looks like it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kb.calibration import Finding, Recognising
from kb.index.recogniser import Likely
from kb.library import Library
from kb.retrieval.inquiry import Hit

T = TypeVar("T")


def probability(likely: Likely, numbers: Recognising = Recognising()) -> float:
    """Return how probable it is that a question asks for the edited answer that it is most like."""
    total = (
        numbers.intercept
        + numbers.chance * likely.chance
        + numbers.lead * likely.lead
        + numbers.other * likely.other
        + numbers.likeness * likely.likeness
        + numbers.unlike * likely.unlike
        + numbers.uncovered * likely.uncovered
    )
    return 1 / (1 + math.exp(-total))


def lifts(library: Library, likely: Likely, chance: float, numbers: Finding = Finding()) -> Mapping[str, float]:
    """Return the places that the probable answer quotes, by id, each with how far it is lifted: the part (0 to 1) of what its score lacks.

    `chance` is how probable that answer is. All are lifted alike, so that the place that is nearest to the question stays first of them.
    """
    spans = (span for unit in library.edited_answer[likely.owner].units for span in unit.spans)
    return {library.standing(span).passage_id: numbers.edited * chance for span in spans} if numbers.edited else {}


def current_first(found: Sequence[T], gone_by: Sequence[bool]) -> tuple[T, ...]:
    """Return what was found in the same order, but what has gone by never leads: the first that has not goes before it."""
    first = next((number for number, is_past in enumerate(gone_by) if not is_past), 0)
    return (found[first], *found[:first], *found[first + 1 :]) if first else tuple(found)


def unlifted(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return hits with the score of their own words and meaning alone, in the order of that."""
    own = [replace(hit, score=1 - (1 - hit.score) / (1 - hit.lift), lift=0.0) if hit.lift else hit for hit in hits]
    own.sort(key=lambda hit: -hit.score)
    return current_first(own, [hit.time_bound for hit in own])


def lifted(score: float, lift: float) -> float:
    """Return a score (0 to 1) with a part of what it lacks added.

    >>> lifted(0.6, 0.5), lifted(0.6, 0.0)
    (0.8, 0.6)
    """
    return score + (1 - score) * lift
