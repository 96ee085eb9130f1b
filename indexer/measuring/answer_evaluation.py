"""Measure answers: do they hold what a good short answer quotes, and is the knowledge base silent where the sources are?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indexer.measuring.evaluation import ANSWERING, OUTSIDE, TestQuestion, plain, shown
from kb.answer.answering import Answer
from kb.knowledge_base import KnowledgeBase
from kb.model import Form, Status
from kb.retrieval.search import Stages

# A sentence that lies within a nugget counts when it is at least this part of it.
PART_OF_NUGGET = 0.6
# The thresholds at which trust is told beside reach.
STEPS = tuple(step / 10 for step in range(1, 10))


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """What one answer is worth. `nuggets` is the share of nuggets held (recall), None for a question without nuggets; `precision` the share
    of its sentences that hold one or lie in one, None without sentences or nuggets.

    `before`: how many words stand before the first sentence of which a text that answers holds a part; None when there is no such sentence.
    `leads`: the first cited place holds a text that answers by itself; `off`: no cited place does; `found`: the best place that was found
    does, whatever the answer made of it.
    """

    question: TestQuestion
    answer: Answer
    nuggets: float | None
    precision: float | None
    before: int | None
    right: bool
    leads: bool
    off: bool
    found: bool
    words: int


def score(base: KnowledgeBase, question: TestQuestion, *, with_edited: bool = True) -> AnswerScores:
    """Answer a question and measure the answer; `with_edited` False leaves out what the editors answered."""
    inquiry = base.search(question.text, stages=Stages(edited=with_edited))
    answer = base.answer(inquiry, with_edited=with_edited)
    sentences = [plain(citation.text) for citation in answer.citations]
    sentences = [sentence for sentence in sentences if sentence]
    whole = plain("\n".join(citation.text for citation in answer.citations))
    golds = [item.text for item in question.gold if item.grade == ANSWERING]
    right = any(map(_is_part, sentences, [golds] * len(sentences))) or any(gold in whole for gold in golds)
    held = [nugget for nugget in question.nuggets if holds(sentences, nugget)]
    places = [plain(f"{base.library.section_of(place).title}\n{base.library.text(place)}") for place in answer.sources]
    answers = [any(gold in place for gold in golds) for place in places]
    return AnswerScores(
        question,
        answer,
        nuggets=len(held) / len(question.nuggets) if question.nuggets else None,
        precision=_precision(sentences, question.nuggets),
        before=_words_before(sentences, golds),
        right=right,
        leads=answers[:1] == [True],
        off=not any(answers),
        found=bool(inquiry.hits) and any(gold in plain(shown(inquiry.hits[0])) for gold in golds),
        words=len(whole.split()),
    )


def f1(scores: AnswerScores) -> float | None:
    """Return the harmonic mean of the recall and precision of nuggets, None for a question without nuggets."""
    if scores.nuggets is None:
        return None
    precision = scores.precision or 0.0
    total = scores.nuggets + precision
    return 2 * scores.nuggets * precision / total if total else 0.0


def _is_part(sentence: str, golds: Sequence[str]) -> bool:
    return any(gold in sentence or sentence in gold for gold in golds)


def _precision(sentences: Sequence[str], nuggets: Sequence[str]) -> float | None:
    if not sentences or not nuggets:
        return None
    return sum(any(nugget in sentence or sentence in nugget for nugget in nuggets) for sentence in sentences) / len(sentences)


def _words_before(sentences: Sequence[str], golds: Sequence[str]) -> int | None:
    """Return how many words one reads before the first sentence that answers, None when none does."""
    first = next((number for number, sentence in enumerate(sentences) if _is_part(sentence, golds)), None)
    return None if first is None else sum(len(sentence.split()) for sentence in sentences[:first])


def holds(sentences: Sequence[str], nugget: str) -> bool:
    """Return whether a sentence holds the nugget, or lies in it and is most of it."""
    return any(nugget in sentence or (sentence in nugget and len(sentence) >= PART_OF_NUGGET * len(nugget)) for sentence in sentences)


def summary(scores: Sequence[AnswerScores]) -> dict[str, Any]:
    """Return the figures over answerable questions and, apart, how many outside questions were answered all the same."""
    inside = [item for item in scores if item.question.kind != OUTSIDE and item.question.gold]
    outside = [item for item in scores if item.question.kind == OUTSIDE]
    answered = [item for item in inside if item.answer.status is Status.ANSWERED]
    given = [item for item in (*inside, *outside) if item.answer.status is Status.ANSWERED]
    in_sentences = [item for item in given if item.answer.form in (Form.SENTENCES, Form.QUOTE)]
    return {
        "vragen": len(inside),
        "nuggets": _mean([item.nuggets for item in inside if item.nuggets is not None]),
        "nuggets F1": _mean([told for item in answered if (told := f1(item)) is not None]),
        # A whole unit of one place has words around what answers; of two places each has to be worth its room.
        "precisie bij meer plaatsen": _mean(
            [item.precision for item in answered if item.precision is not None and len(item.answer.sources) > 1]
        ),
        "juiste zin": _mean([item.right for item in inside]),
        "bereik": _mean([item.answer.status is Status.ANSWERED for item in inside]),
        "vertrouwen": _mean([item.leads for item in given]),
        "voorop": _mean([item.leads for item in answered]),
        "ernaast": _mean([item.off for item in answered]),
        "niet geweigerd": _mean([item.answer.status is not Status.NOT_FOUND for item in inside]),
        "woorden ervoor": _mean([item.before for item in answered if item.before is not None]),
        "zinnen": _mean([len(item.answer.citations) for item in given]),
        "woorden": _mean([item.words for item in in_sentences]),
        "redactie": sum(bool(item.answer.all_edited) for item in given),
        "redactie buiten": sum(bool(item.answer.all_edited) for item in outside),
        "buiten": len(outside),
        "buiten niet beantwoord": _mean([item.answer.status is not Status.ANSWERED for item in outside]),
    }


def curve(scores: Sequence[AnswerScores]) -> list[tuple[float, float, float]]:
    """Return trust against reach for each threshold of STEPS at which something is answered: threshold, reach, trust.

    Trust is here that of the best place found, so that it can be told for questions that are not answered now.
    """
    points = []
    inside = [item for item in scores if item.question.kind != OUTSIDE and item.question.gold]
    for step in STEPS:
        given = [item for item in scores if item.answer.chance >= step]
        if given and inside:
            reach = sum(item.answer.chance >= step for item in inside) / len(inside)
            points.append((step, round(reach, 3), round(sum(item.found for item in given) / len(given), 3)))
    return points


def gone_wrong(scores: Sequence[AnswerScores]) -> list[dict[str, Any]]:
    """Return of each question that was answered wrongly, or not, or should not have been, what each step of its answer came to."""
    return [
        {"id": item.question.id, "q": item.question.text, "status": item.answer.status, "stappen": list(map(asdict, item.answer.steps))}
        for item in scores
        if (item.answer.status is Status.ANSWERED if item.question.kind == OUTSIDE else item.question.gold and not item.right)
    ]


def _mean(values: Sequence[float | bool]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
