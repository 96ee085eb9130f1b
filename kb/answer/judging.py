"""How sure an answer is: from what was found and what the question's words say, to a status."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from kb.analysis.kinds import fact_asked, holds
from kb.answer.choosing import place_of, word_weights
from kb.index.term_sets import Shares, covered
from kb.library import Library
from kb.model import Status, Unanswered
from kb.search import Finder, Hit, Question

CONSIDERED = 3
# A word that stands in the place of one that nobody knows was perhaps meant: it counts for this part as known, and as held.
TRUST_IN_GUESS = 0.5
# A recorded gap is told as the reason when its question is at least this like in meaning. On the calibration half of the outside questions
# all that the sources name without explaining lie above it, and what they never speak of below, but for three of twelve.
SAME_SUBJECT = 0.5


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer; shares from 0 to 1, margins from -1 to 1.

    `coverage`: the share, by weight, of the question's words that the best places hold together; `best_coverage`: that one of them holds.
    `unknown`: the share of its words, as typed, that nobody knows. `fact_missing`: a fact is asked of a kind that no place holds.
    `unanswered_meaning`, `unanswered_words`: how like it is to a question that the sources are known not to answer; `margin_meaning`,
    `margin_words`: how much more like it is to a question that they do answer.
    """

    coverage: float
    best_coverage: float
    unknown: float
    fact_missing: float
    unanswered_meaning: float
    unanswered_words: float
    margin_meaning: float
    margin_words: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable it is that the sources answer a question, and the known gap that it is most like."""

    chance: float
    status: Status
    gap: Unanswered | None


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of judging: a weight for each signal, the intercept, and from which probability on an answer is given, or given with
    reserve. They belong to a model and a corpus: those of a small one are others."""

    weights: Signals
    intercept: float
    answered_from: float
    unsure_from: float


# Logistic regression on the open questions, those that people outside put, and the calibration half of the outside questions, printed
# by `kb calibrate`, and the threshold by the rule that it prints (indexer.measuring.calibration.chosen); see docs/evaluatie.md.
SCALE = Scale(
    weights=Signals(
        coverage=1.2,
        best_coverage=2.4,
        unknown=-0.7,
        fact_missing=-1.2,
        unanswered_meaning=-0.9,
        unanswered_words=-0.2,
        margin_meaning=3.3,
        margin_words=1.0,
    ),
    intercept=-2.1,
    answered_from=0.46,
    unsure_from=0.27,
)


def judge(finder: Finder, library: Library, question: Question, hits: Sequence[Hit], scale: Scale = SCALE) -> Judgement:
    """Return how sure an answer from these hits is."""
    given, gap = signals(finder, library, question, hits)
    if given.unanswered_words == 1 and given.margin_words < 0:
        # The very words of a question that the editors have said is not answered, and of none that is.
        return Judgement(0.0, Status.NOT_FOUND, gap)
    chance = probability(given, scale)
    is_gap = given.unanswered_meaning >= SAME_SUBJECT and given.margin_meaning + given.margin_words < 0
    return Judgement(chance, status_of(chance, scale), gap if is_gap else None)


def signals(finder: Finder, library: Library, question: Question, hits: Sequence[Hit]) -> tuple[Signals, Unanswered | None]:
    """Return the signals of a question and what was found for it, and the known gap most like it."""
    best = hits[:CONSIDERED]
    weights = word_weights(finder, question)
    held = [finder.entry_terms.held(weights, hit.position) for hit in best]
    by_entry = np.array([one.terms.any(axis=0) for one in held], np.bool_).reshape(len(best), len(weights))
    unknown = sum(not finder.spelling.knows(word) for word in question.words) + (1 - TRUST_IN_GUESS) * len(question.guessed)
    fact = fact_asked(question.text)
    nearest = finder.unanswered_index.nearest(weights, question.vector)
    # The first of an entry's texts is its own; the others are its questions.
    same_words = max((float(one.likeness()[1:].max(initial=0.0)) for one in held), default=0.0)
    same_meaning = max(0.0, *(hit.question_likeness for hit in hits)) if hits else 0.0
    given = Signals(
        coverage=float(_trusted(finder, question, np.asarray(by_entry.any(axis=0)), weights)),
        best_coverage=float(_trusted(finder, question, by_entry, weights).max(initial=0.0)),
        unknown=unknown / (len(question.words) or 1),
        fact_missing=1.0 if fact and not any(holds(fact, place_of(library, hit).text) for hit in best) else 0.0,
        unanswered_meaning=nearest.meaning,
        unanswered_words=nearest.words,
        margin_meaning=same_meaning - nearest.meaning,
        margin_words=same_words - nearest.words,
    )
    return given, nearest.record


def _trusted(finder: Finder, question: Question, held: npt.NDArray[np.bool_], weights: Mapping[str, float]) -> Shares:
    """Return the share of the words that are held, as `covered` does; what is held of a guessed word counts in part."""
    guessed = {term for word in question.guessed for term in finder.analyzer.with_parts(word)}
    is_guess = np.array([term in guessed for term in weights], np.bool_)
    return covered(held, weights.values()) - (1 - TRUST_IN_GUESS) * covered(held & is_guess, weights.values())


def probability(given: Signals, scale: Scale = SCALE) -> float:
    """Return how probable it is that the sources answer the question."""
    total = scale.intercept + sum(weight * value for weight, value in zip(astuple(scale.weights), astuple(given), strict=True))
    return 1 / (1 + math.exp(-total))


def status_of(chance: float, scale: Scale = SCALE) -> Status:
    """Return the status that goes with a probability."""
    if chance >= scale.answered_from:
        return Status.ANSWERED
    return Status.UNSURE if chance >= scale.unsure_from else Status.NOT_FOUND
