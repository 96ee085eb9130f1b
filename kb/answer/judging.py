"""How sure an answer is: from what was found and what the question's words say, to a status."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.answer.choosing import coverage, place_of, word_weights
from kb.answer.kinds import fact_asked, holds
from kb.library import Library
from kb.model import Status
from kb.search import Finder, Hit, Question

CONSIDERED = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer; each between 0 and 1."""

    similarity: float
    question_similarity: float
    keyword: float
    coverage: float
    best_coverage: float
    rarest_missing: float
    unknown: float
    fact_missing: float

    def values(self) -> tuple[float, ...]:
        """Return the signals in the order of WEIGHTS."""
        return (
            self.similarity,
            self.question_similarity,
            self.keyword,
            self.coverage,
            self.best_coverage,
            self.rarest_missing,
            self.unknown,
            self.fact_missing,
        )


# Logistic regression on the open questions and the calibration half of the outside questions, see docs/evaluatie.md.
WEIGHTS: tuple[float, ...] = (2.0, 3.0, 0.5, 1.5, 1.5, -1.5, -2.0, -2.0)
INTERCEPT = -2.0
ANSWERED_FROM = 0.55
UNSURE_FROM = 0.3


def signals(finder: Finder, library: Library, question: Question, hits: Sequence[Hit]) -> Signals:
    """Return the signals of a question and what was found for it."""
    best = hits[:CONSIDERED]
    texts = [f"{hit.entry.title} {hit.entry.context} {place_of(library, hit).text} {' '.join(hit.entry.questions)}" for hit in best]
    weights = word_weights(finder, question)
    joined = "\n".join(texts)
    held = set(finder.analyzer.terms(joined).parts)
    rarest = max(weights.values(), default=0.0)
    missing = max((weight for term, weight in weights.items() if term not in held), default=0.0)
    unknown = [word for word in question.words if not finder.spelling.knows(word)]
    fact = fact_asked(question.text)
    return Signals(
        similarity=max((hit.similarity for hit in best), default=0.0),
        question_similarity=max((hit.similarity for hit in best if hit.matched_question), default=0.0),
        keyword=max((hit.keyword for hit in best), default=0.0),
        coverage=coverage(finder, weights, joined),
        best_coverage=max((coverage(finder, weights, text) for text in texts), default=0.0),
        rarest_missing=missing / rarest if rarest else 1.0,
        unknown=len(unknown) / (len(question.words) or 1),
        fact_missing=1.0 if fact and not any(holds(fact, place_of(library, hit).text) for hit in best) else 0.0,
    )


def probability(given: Signals, weights: Sequence[float] = WEIGHTS, intercept: float = INTERCEPT) -> float:
    """Return how probable it is that the sources answer the question."""
    total = intercept + sum(weight * value for weight, value in zip(weights, given.values(), strict=True))
    return 1 / (1 + math.exp(-total))


def status_of(chance: float, thresholds: Mapping[Status, float] | None = None) -> Status:
    """Return the status that goes with a probability."""
    limits = thresholds or {Status.ANSWERED: ANSWERED_FROM, Status.UNSURE: UNSURE_FROM}
    if chance >= limits[Status.ANSWERED]:
        return Status.ANSWERED
    return Status.UNSURE if chance >= limits[Status.UNSURE] else Status.NOT_FOUND
