"""A question that asks more than one thing, answered in parts: each by its own place, or with the word that nothing was found for it."""

from collections.abc import Sequence
from dataclasses import replace

from kb.analysis.clauses import Part, parts_of
from kb.analysis.kinds import Kind, facts_asked, holds
from kb.analysis.lemmas import lemma
from kb.analysis.words import words
from kb.answer.answering import NO_ANSWER, Answer, AnswerPart
from kb.answer.edited import asks
from kb.model import Citation, Form, Status

# A part that follows another says little itself: an edited answer to it must be surer than one to a whole question.
SURE_OF_PART = 0.6


def part_of(part: Part, answer: Answer) -> AnswerPart:
    """Return a part with its answer; an answer that is about nothing but what a leaning part points at is none."""
    if not part.follows or answer.status is not Status.ANSWERED or _is_of(part, answer):
        return AnswerPart(part.sentence, answer)
    silent = Answer(answer.question, answer.kind, Status.NOT_FOUND, 0.0, reason=NO_ANSWER, steps=answer.steps)
    return AnswerPart(part.sentence, replace(silent, is_complete=answer.is_complete))


def _is_of(part: Part, answer: Answer) -> bool:
    """Return whether an answer holds one of the words that a leaning part adds itself, where it adds any."""
    return not part.own or not {*map(lemma, part.own)}.isdisjoint(map(lemma, words(_told(answer))))


def is_whole(whole: Answer) -> bool:
    """Return whether the answer to a question as it stands answers all that it asks: an editor's to a question that asks as much, or the
    sentence of one place with all the facts."""
    if whole.edited:
        return bool(parts_of(whole.edited.question)) or asks(whole.edited, whole.question)
    facts = facts_asked(whole.question) if whole.kind is Kind.FACT and whole.status is Status.ANSWERED else ()
    told = "\n".join(citation.text for citation in whole.citations)
    return len(facts) > 1 and all(holds(fact, told) for fact in facts)


def in_parts(whole: Answer, parts: Sequence[AnswerPart]) -> Answer:
    """Return the answer to a question of these parts, `whole` being what there is for the question as it stands.

    That one stays where no part has an answer, where an editor's is the answer to each, and where the parts would say the same.
    """
    answered = [part.answer for part in parts if part.answer.status is Status.ANSWERED]
    if not answered or _is_of_each(whole, answered) or (len(answered) == len(parts) and len({one.citations for one in answered}) == 1):
        return whole if whole.status is Status.ANSWERED or not answered else answered[0]
    sources = tuple(dict.fromkeys(place for one in answered for place in one.sources))
    numbered = [replace(part, answer=_numbered(_with_reason(part.answer, whole), sources)) for part in parts]
    citations: list[Citation] = []
    for part in numbered:
        first = 1 + max((one.unit for one in citations), default=-1)
        citations += [replace(one, unit=first + one.unit) for one in part.answer.citations]
    return Answer(
        question=whole.question,
        kind=whole.kind,
        status=Status.ANSWERED,
        chance=max(one.chance for one in answered),
        form=Form.PARTS,
        citations=tuple(citations),
        sources=sources,
        related=whole.related,
        steps=whole.steps,
        is_complete=whole.is_complete and all(part.answer.is_complete for part in parts),
        parts=tuple(numbered),
    )


def _is_of_each(whole: Answer, answered: Sequence[Answer]) -> bool:
    edited = whole.edited
    return edited is not None and all(one.edited is not None and one.edited.id == edited.id for one in answered)


def _with_reason(answer: Answer, whole: Answer) -> Answer:
    """Return an answer to a part, with what an editor recorded of the question as it stands for why there is none."""
    if answer.status is Status.ANSWERED or answer.gap or not whole.gap:
        return answer
    return replace(answer, reason=whole.gap.reason, gap=whole.gap)


def _told(answer: Answer) -> str:
    asked = (*answer.edited.asked, answer.edited.line) if answer.edited else ()
    return "\n".join([*asked, *(citation.text for citation in answer.citations)])


def _numbered(answer: Answer, sources: Sequence[str]) -> Answer:
    """Return an answer with the sources numbered as in the answer that it is a part of."""
    return replace(
        answer, citations=tuple(replace(one, source=sources.index(one.place_id) + 1) for one in answer.citations), sources=tuple(sources)
    )
