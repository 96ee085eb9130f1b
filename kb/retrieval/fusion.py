"""Fusion: one score for each entry from how its words and its meaning match the question."""

from dataclasses import dataclass

import numpy as np

from kb.calibration import Finding
from kb.index.term_sets import Shares
from kb.retrieval.retriever import Candidates, Meaning, Numbers

NO_QUESTIONS = -1.0


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry, by number, with its score and what the score is made of (each between 0 and 1).

    `question` is how like its most alike authored question is, NO_QUESTIONS (-1) without any; `best_question` is the number of that
    question when it matched better than the text, or -1.
    """

    entry: int
    score: float
    keyword: float
    similarity: float
    question: float
    best_question: int


def fuse(candidates: Candidates, numbers: Finding = Finding(), best: float | None = None) -> list[Scored]:
    """Return the candidates that are about the question, best first; those with equal scores keep the order of the corpus.

    Those are the entries of which a word or the meaning matches and that score `least_of_best` of `best` or more: the highest score of
    all entries, which is that of these candidates unless they were filtered.
    """
    size = len(candidates.entries)
    words = candidates.words / (candidates.best_words or 1) if candidates.words is not None else np.zeros(size, np.float32)
    likeness = _likeness(candidates.meaning, numbers) if candidates.meaning else np.zeros(size, np.float32)
    scores = (numbers.keyword * words + numbers.meaning * likeness) / (numbers.keyword + numbers.meaning)
    least = numbers.least_of_best * (scores.max(initial=0.0) if best is None else best)
    found = np.flatnonzero(((words > 0) | (likeness >= numbers.least_similarity)) & (scores >= least))
    order = found[np.argsort(-scores[found], kind="stable")]
    questions, best_questions = _questions(candidates.meaning, order)
    columns = (candidates.entries[order], scores[order], words[order], likeness[order], questions, best_questions)
    return [Scored(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _likeness(meaning: Meaning, numbers: Finding) -> Shares:
    both = numbers.question_share * meaning.questions + (1 - numbers.question_share) * meaning.texts
    return np.asarray(np.where(meaning.questions > NO_QUESTIONS, both, meaning.texts).clip(0), np.float32)


def _questions(meaning: Meaning | None, order: Numbers) -> tuple[Shares, Numbers]:
    """Return of each candidate how like its best question is, and the number of that question, or -1 where the text matched better."""
    if meaning is None:
        return np.full(len(order), NO_QUESTIONS, np.float32), np.full(len(order), -1)
    better = meaning.questions[order] > meaning.texts[order]
    return meaning.questions[order], np.where(better, meaning.best_question[order], -1)
