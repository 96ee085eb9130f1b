"""How sure an answer is that the best place gives: from what was found and what the question's words say, to a status."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
import numpy.typing as npt

from kb.analysis.kinds import holds
from kb.calibration import Judging, Signals
from kb.index.term_sets import Shares, covered
from kb.model import Status
from kb.retrieval.inquiry import Hit, Inquiry
from kb.retrieval.retriever import Retriever

CONSIDERED = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable it is that the sources answer a question, what that was told from, and the id of the known gap that the question
    is about.

    `is_doubtful`: it leans on a word put in the place of another one, where the reader may have meant a third.
    """

    chance: float
    status: Status
    gap: str | None
    signals: Signals
    is_doubtful: bool = False


def judge(inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, numbers: Judging = Judging()) -> Judgement:
    """Return how sure an answer from these hits is."""
    seen, gap = signals(inquiry, hits, retriever, numbers)
    if seen.unanswered_words == 1 and seen.margin_words < 0:
        # The very words of a question that the editors have said is not answered, and of none that is.
        return Judgement(0.0, Status.NOT_FOUND, gap, seen)
    chance = probability(seen, numbers)
    is_gap = seen.unanswered_meaning + seen.unanswered_words >= numbers.same_subject and seen.margin_meaning + seen.margin_words < 0
    return Judgement(chance, status_of(chance, numbers), gap if is_gap else None, seen, _leans_on_doubt(inquiry, hits, retriever, numbers))


def signals(inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, numbers: Judging = Judging()) -> tuple[Signals, str | None]:
    """Return the signals of a question and what was found for it, and the id of the known gap most like it."""
    best = hits[:CONSIDERED]
    held = retriever.entry_terms([hit.number for hit in best], inquiry.weights)
    by_entry = np.array([texts.terms.any(axis=0) for texts in held], np.bool_).reshape(len(best), len(inquiry.weights))
    unknown = len(inquiry.unknown) + (1 - numbers.trust_in_guess) * inquiry.guessed_words
    nearest = retriever.nearest_refusal(inquiry.weights, inquiry.vector)
    # The first of an entry's texts is its own; the others are its questions.
    same_words = max((float(texts.likeness()[1:].max(initial=0.0)) for texts in held), default=0.0)
    same_meaning = max(0.0, *(hit.question_likeness for hit in hits)) if hits else 0.0
    seen = Signals(
        coverage=float(_trusted(inquiry, np.asarray(by_entry.any(axis=0)), numbers)),
        best_coverage=float(_trusted(inquiry, by_entry, numbers).max(initial=0.0)),
        unknown=unknown / (len(inquiry.words) or 1),
        fact_missing=1.0 if _lacks_fact(inquiry, best, retriever) else 0.0,
        unanswered_meaning=nearest.meaning if nearest else 0.0,
        unanswered_words=nearest.words if nearest else 0.0,
        margin_meaning=same_meaning - (nearest.meaning if nearest else 0.0),
        margin_words=same_words - (nearest.words if nearest else 0.0),
        likeness=hits[0].similarity if hits else 0.0,
        # Below nought when the best has gone by and stands second.
        lead=max(0.0, hits[0].score - (hits[1].score if len(hits) > 1 else 0.0)) if hits else 0.0,
    )
    return seen, nearest.owner if nearest else None


def _leans_on_doubt(inquiry: Inquiry, hits: Sequence[Hit], retriever: Retriever, numbers: Judging) -> bool:
    """Return whether there would be no sure answer if no place held the doubtful words."""
    if not inquiry.doubtful:
        return False
    seen, _ = signals(replace(inquiry, guessed=inquiry.doubtful), hits, retriever, replace(numbers, trust_in_guess=0.0))
    return status_of(probability(seen, numbers), numbers) is not Status.ANSWERED


def _lacks_fact(inquiry: Inquiry, best: Sequence[Hit], retriever: Retriever) -> bool:
    if inquiry.fact is None:
        return False
    places = retriever.places([hit.place for hit in best])
    return not any(holds(inquiry.fact, place.text) for place in places.values())


def _trusted(inquiry: Inquiry, held: npt.NDArray[np.bool_], numbers: Judging) -> Shares:
    """Return the share of the words that are held, as `covered` does; what is held of a guessed word counts in part."""
    is_guess = np.array([term in inquiry.guessed for term in inquiry.weights], np.bool_)
    weights = inquiry.weights.values()
    return covered(held, weights) - (1 - numbers.trust_in_guess) * covered(held & is_guess, weights)


def probability(seen: Signals, numbers: Judging = Judging()) -> float:
    """Return how probable it is that the sources answer the question."""
    total = numbers.intercept + sum(weight * value for weight, value in zip(astuple(numbers.weights), astuple(seen), strict=True))
    return 1 / (1 + math.exp(-total))


def status_of(chance: float, numbers: Judging = Judging()) -> Status:
    """Return the status that goes with a probability."""
    if chance >= numbers.answered_from:
        return Status.ANSWERED
    return Status.UNSURE if chance >= numbers.unsure_from else Status.NOT_FOUND
