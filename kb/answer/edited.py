"""Whether an editor has answered a question, and what of that is quoted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.analysis.kinds import facts_asked
from kb.analysis.words import stop_words, words
from kb.answer.agreement import municipalities_in
from kb.answer.citing import citations_of
from kb.answer.objections import objection
from kb.calibration import Recognising
from kb.index.recogniser import Likely
from kb.library import Library
from kb.model import AnswerUnit, Citation, EditedAnswer, Span
from kb.retrieval.inquiry import Inquiry
from kb.retrieval.lifting import probability

FEW_WORDS = 2
MOST_ALIKE = 2
# Words that tell nothing of what is asked.
_LIGHT = frozenset({"zoiets", "hiervoor", "daarvoor", "hierover", "daarover", "opnemen", "krijgen"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """An edited answer that a question may ask for, what tells so, how probable that is, and what is against it, in Dutch ('' when nothing
    is).

    `leads`: it is the answer; `is_like`: it is to a question that is like this one. `alike` are the answers to questions that are like
    this one where none is the answer, at most MOST_ALIKE.
    """

    answer: EditedAnswer
    likely: Likely
    chance: float
    objection: str
    leads: bool
    is_like: bool
    alike: tuple[EditedAnswer, ...] = ()


def recognise(inquiry: Inquiry, library: Library, numbers: Recognising = Recognising()) -> Recognised | None:
    """Return the edited answer that a question most probably asks for, None when there is none at all."""
    likely = inquiry.likely
    if likely is None or not inquiry.weights:
        return None
    answer = library.edited_answer[likely.owner]
    chance = probability(likely, numbers)
    against = objection(inquiry, answer, library)
    is_like = chance >= numbers.like_from
    if asks(answer, inquiry.text):
        # The editor's own words leave nothing to guess.
        return Recognised(answer, likely, chance, "", True, True)
    if not against and _is_strange(inquiry, likely, numbers):
        # Then it is not even like it.
        against = "de vraag heeft andere woorden en een andere strekking"
        return Recognised(answer, likely, chance, against, False, False)
    if not against and chance >= numbers.leads_from:
        return Recognised(answer, likely, chance, "", True, is_like)
    may_be_meant = not against and likely.chance >= numbers.beside_from and likely.likeness >= numbers.beside_like
    alike = (*((answer,) if is_like or may_be_meant else ()), *_beside(inquiry, likely, library, numbers))
    return Recognised(answer, likely, chance, against, False, is_like, alike[:MOST_ALIKE])


def _beside(inquiry: Inquiry, likely: Likely, library: Library, numbers: Recognising) -> Iterator[EditedAnswer]:
    """Yield the answers after the likeliest that may be meant: with many of them the chance is divided among those that are near."""
    for owner, chance, likeness in likely.beside:
        answer = library.edited_answer[owner]
        if chance >= numbers.beside_from and likeness >= numbers.beside_like and not objection(inquiry, answer, library):
            yield answer


def _is_strange(inquiry: Inquiry, likely: Likely, numbers: Recognising) -> bool:
    """Return whether the words of a question tell nothing of the answer: it lacks them and means another thing, or by one or two of them
    there is nothing to recognise, since a word may stand in an answer by chance."""
    if likely.uncovered >= numbers.strange_from and (len(inquiry.words) <= FEW_WORDS or likely.likeness < numbers.near_from):
        return True
    return len(inquiry.words) == 1 and likely.chance < numbers.short_from


def led_by_the_nearest(library: Library, answer: EditedAnswer, question: str, places: Sequence[str]) -> EditedAnswer:
    """Return an edited answer with the unit first that holds the best of these places, the others after it in the order of the editor.

    `places` are ids of what was found for the question, best first: an answer is broader than most questions that ask for it. Who asks
    it in the editor's own words gets the editor's order, and so does who finds no unit of it among the places, or says so little that no
    unit can be nearer to it than another ("wat kost het", "wie kan ik bellen"). A unit that follows another is never the first, and to a
    question for a fact what is told of one municipality goes before what is not only for who asks about that one: what it cost there is
    not what it costs.
    """
    telling = {word for word in words(question) if word not in stop_words()} - _LIGHT
    if len(telling) < FEW_WORDS or asks(answer, question):
        return answer
    standing = [frozenset() if unit.follows else {library.standing(span).passage_id for span in unit.spans} for unit in answer.units]
    first = next((number for place in places for number, held in enumerate(standing) if place in held), 0)
    towns = _town_of(library, answer.units[first])
    if not first or (facts_asked(question) and towns - municipalities_in(library, question) and not _town_of(library, answer.units[0])):
        return answer
    return replace(answer, units=(answer.units[first], *answer.units[:first], *answer.units[first + 1 :]))


def asks(answer: EditedAnswer, question: str) -> bool:
    """Return whether a question is one of those that the editor answered, word for word."""
    asked = words(question)
    return any(words(other) == asked for other in answer.asked)


def _town_of(library: Library, unit: AnswerUnit) -> frozenset[str]:
    """Return the municipality that a unit tells of, by its id; nothing of one that tells of none or of several."""
    told = frozenset(town for span in unit.spans for town in library.section_of(span.passage_id).municipalities)
    return told if len(told) == 1 else frozenset()


def edited_citations(library: Library, answer: EditedAnswer) -> tuple[Citation, ...]:
    """Return the words of an edited answer in the order of the editor, a citation for each paragraph or item; of an in-line quote where it
    stands."""
    units = [[part for span in unit.spans for part in _by_block(library, library.standing(span))] for unit in answer.units]
    return citations_of(library, units)


def _by_block(library: Library, span: Span) -> Iterator[Span]:
    """Yield the parts of a stretch of words, one for each paragraph or item that it is in."""
    for block in library.place(span.passage_id).text_blocks():
        begin, end = max(span.begin, block.begin), min(span.end, block.end)
        text = library.text(span.passage_id)[begin:end] if begin < end else ""
        if text.strip():
            begin += len(text) - len(text.lstrip())
            yield Span(span.passage_id, begin, begin + len(text.strip()))
