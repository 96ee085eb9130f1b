"""Questions that a source asks and answers by itself, each under a heading of its own: 'Vraag 3' and 'Antwoord 3' of members of a council
or of parliament. The question is what its answer is found by, and no result beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.library import Library
from kb.model import Section

_NUMBERS = r"(?P<numbers>\d+(?:\s*(?:,|en|t/m|tot en met|-|–)\s*\d+)*)"
_QUESTION = re.compile(rf"vra(?:ag|gen)\s+{_NUMBERS}\W*", re.IGNORECASE)
_ANSWER = re.compile(rf"antwoord(?:en)?(?:\s+op\s+(?:de\s+)?vra(?:ag|gen))?(?:\s+{_NUMBERS})?\W*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*(?:t/m|tot en met|-|–)\s*(\d+)", re.IGNORECASE)
# More are no questions of one list, but a figure of something else.
_MOST = 200


@dataclass(frozen=True, slots=True)
class AskedInside:
    """By the id of each passage of an answer the questions it answers; `asked` are the passages that hold these questions."""

    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, library: Library) -> "AskedInside":
        """Return what the sources of a library ask and answer."""
        passages: dict[str, list[str]] = {}
        for passage in library.passages:
            passages.setdefault(passage.section_id, []).append(passage.id)
        questions: dict[str, tuple[str, ...]] = {}
        asked: set[str] = set()
        for answer, sections in _answered(library):
            told = [identity for section in sections for identity in passages.get(section.id, ())]
            here = passages.get(answer.id, ()) if told else ()
            questions |= {identity: tuple(library.passage[one].text for one in told) for identity in here}
            asked |= set(told if here else ())
        return cls(questions, frozenset(asked))


def _answered(library: Library) -> Iterator[tuple[Section, list[Section]]]:
    """Yield the section of each answer with those of the questions it answers: of its numbers, or, without one, those just before it."""
    document = ""
    by_number: dict[int, Section] = {}
    waiting: list[Section] = []
    for section in library.sections:
        if section.document_id != document:
            document, by_number, waiting = section.document_id, {}, []
        if question := _QUESTION.fullmatch(section.title.strip()):
            by_number |= dict.fromkeys(_numbers(question["numbers"]), section)
            waiting.append(section)
        elif answer := _ANSWER.fullmatch(section.title.strip()):
            numbers = _numbers(answer["numbers"] or "")
            named = [by_number[number] for number in numbers if number in by_number] if numbers else waiting
            yield section, list({one.id: one for one in named}.values())
            waiting = []


def _numbers(text: str) -> list[int]:
    """Return the numbers that a heading names, those between the ends of a range too.

    >>> _numbers("2, 3 en 5"), _numbers("2 t/m 4"), _numbers("")
    ([2, 3, 5], [2, 3, 4], [])
    """
    listed = _RANGE.sub(lambda found: " ".join(map(str, range(int(found[1]), min(int(found[2]), int(found[1]) + _MOST) + 1))), text)
    return [int(number) for number in re.findall(r"\d+", listed)]
