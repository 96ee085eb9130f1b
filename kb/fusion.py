"""Fusion: one score for each entry from how its words and its meaning match the question."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.index.embedding import NO_QUESTIONS, Similarity
from kb.index.keyword import Scores

# Weights: chosen on tests/evaluation by `kb evaluate`, see docs/evaluatie.md. Few and round on purpose: finer ones fitted on the open
# set lost on unseen questions.
KEYWORD_WEIGHT = 1.0
MEANING_WEIGHT = 2.0
# How much the likeness of an entry's best question counts beside that of its text; an entry without questions has its text alone.
QUESTION_SHARE = 0.6
# A likeness below this is found between any two Dutch texts of this field; it does not make an entry a result by itself.
LEAST_SIMILARITY = 0.35
# What scores less than this part of the best is not about the question any more. Of what belongs in the first ten .96 or more stays,
# on each set of questions, and half of the questions have 13 to 21 results; see docs/evaluatie.md.
LEAST_OF_BEST = 0.4
_Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry, by position, with its score and what the score is made of (each between 0 and 1).

    `question` is how like its most alike authored question is, NO_QUESTIONS (-1) without any; `best_question` is the number of that
    question when it matched better than the text, or -1.
    """

    position: int
    score: float
    keyword: float
    similarity: float
    question: float
    best_question: int


def fuse(keyword: Scores | None, meaning: Similarity | None) -> list[Scored]:
    """Return the entries that are about the question, best first; entries with equal scores keep the order of the corpus.

    Those are the entries of which a word or the meaning matches and that score LEAST_OF_BEST of the best one or more. `keyword`: a score
    per entry, 0 where no word matched; either argument is None when that way of finding takes no part.
    """
    size = len(meaning.texts) if meaning else (len(keyword) if keyword is not None else 0)
    words = keyword / (keyword.max() or 1) if keyword is not None and size else np.zeros(size, np.float32)
    likeness = _likeness(meaning) if meaning else np.zeros(size, np.float32)
    total = KEYWORD_WEIGHT * words + MEANING_WEIGHT * likeness
    found = np.flatnonzero(((words > 0) | (likeness >= LEAST_SIMILARITY)) & (total >= LEAST_OF_BEST * total.max(initial=0.0)))
    order = found[np.argsort(-total[found], kind="stable")]
    scores = total[order] / (KEYWORD_WEIGHT + MEANING_WEIGHT)
    questions, numbers = _questions(meaning, order)
    columns = (order, scores, words[order], likeness[order], questions, numbers)
    return [Scored(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _likeness(meaning: Similarity) -> npt.NDArray[np.float32]:
    both = QUESTION_SHARE * meaning.questions + (1 - QUESTION_SHARE) * meaning.texts
    return np.asarray(np.where(meaning.questions > NO_QUESTIONS, both, meaning.texts).clip(0), np.float32)


def _questions(meaning: Similarity | None, order: _Positions) -> tuple[Scores, _Positions]:
    """Return of each entry how like its best question is, and the number of that question, or -1 where the text matched better."""
    if meaning is None:
        return np.full(len(order), NO_QUESTIONS, np.float32), np.full(len(order), -1)
    better = meaning.questions[order] > meaning.texts[order]
    return meaning.questions[order], np.where(better, meaning.best_question[order], -1)
