"""Measure answers: do they hold what a good short answer quotes, and is the knowledge base silent where the sources are?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indexer.measuring.evaluation import ANSWERING, OUTSIDE, TestQuestion, plain
from kb.answer.answering import Answer
from kb.knowledge_base import KnowledgeBase
from kb.model import Status

# A sentence that lies within a nugget counts when it is at least this part of it.
PART_OF_NUGGET = 0.6


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """What one answer is worth. `nuggets` is the share of nuggets held, None for a question without nuggets."""

    question: TestQuestion
    answer: Answer
    nuggets: float | None
    right: bool
    words: int


def score(base: KnowledgeBase, question: TestQuestion) -> AnswerScores:
    """Answer a question and measure the answer."""
    answer = base.answer(base.search(question.text))
    sentences = [plain(citation.text) for citation in answer.citations]
    whole = plain("\n".join(citation.text for citation in answer.citations))
    golds = [item.text for item in question.gold if item.grade == ANSWERING]
    right = any(gold in sentence or sentence in gold for gold in golds for sentence in sentences) or any(gold in whole for gold in golds)
    held = [nugget for nugget in question.nuggets if holds(sentences, nugget)]
    return AnswerScores(question, answer, len(held) / len(question.nuggets) if question.nuggets else None, right, len(whole.split()))


def holds(sentences: Sequence[str], nugget: str) -> bool:
    """Return whether a sentence holds the nugget, or lies in it and is most of it."""
    return any(nugget in sentence or (sentence in nugget and len(sentence) >= PART_OF_NUGGET * len(nugget)) for sentence in sentences)


def summary(scores: Sequence[AnswerScores]) -> dict[str, Any]:
    """Return the figures over answerable questions and, apart, how many outside questions were answered all the same."""
    inside = [item for item in scores if item.question.kind != OUTSIDE and item.question.gold]
    outside = [item for item in scores if item.question.kind == OUTSIDE]
    with_nuggets = [item.nuggets for item in inside if item.nuggets is not None]
    return {
        "vragen": len(inside),
        "nuggets": _mean(with_nuggets),
        "juiste zin": _mean([item.right for item in inside]),
        "beantwoord": _mean([item.answer.status is Status.ANSWERED for item in inside]),
        "niet geweigerd": _mean([item.answer.status is not Status.NOT_FOUND for item in inside]),
        "woorden": _mean([item.words for item in inside]),
        "buiten": len(outside),
        "buiten niet beantwoord": _mean([item.answer.status is not Status.ANSWERED for item in outside]),
    }


def gone_wrong(scores: Sequence[AnswerScores]) -> list[dict[str, Any]]:
    """Return of each question that was answered wrongly, or not, or should not have been, what each step of its answer came to."""
    return [
        {"id": item.question.id, "q": item.question.text, "status": item.answer.status, "stappen": list(map(asdict, item.answer.steps))}
        for item in scores
        if (item.answer.status is Status.ANSWERED if item.question.kind == OUTSIDE else item.question.gold and not item.right)
    ]


def _mean(values: Sequence[float | bool]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
