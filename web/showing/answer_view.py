"""An answer as the page shows it: its literal sentences grouped per source, or one whole list."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.analysis.kinds import Kind
from kb.answer.answering import Answer
from kb.library import Library
from kb.model import Citation, Document, PracticeExample, Quote, Remark, Section, Status, WorkingList
from kb.telling.addresses import item_of, passage_path
from kb.telling.remarks import beside
from kb.telling.stretches import pointing
from web.showing.citing import CitedWords, cited


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A literal sentence of an answer, the address where it is marked in its source, and the editor's remarks beside its words."""

    text: str
    address: str
    is_item: bool
    is_lead_in: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences of an answer that stand in one passage or quote, and the examples it tells of when examples were asked for."""

    number: int
    place_id: str
    section: Section
    document: Document
    quote: Quote | None
    sentences: tuple[ShownSentence, ...]
    cited: CitedWords
    item: str
    examples: tuple[PracticeExample, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the answer panel shows."""

    answer: Answer
    groups: tuple[Group, ...]
    working_list: WorkingList | None

    @property
    def is_found(self) -> bool:
        """Return whether there is an answer at all."""
        return self.answer.status is not Status.NOT_FOUND

    @property
    def is_sure(self) -> bool:
        """Return whether the answer is given without reserve."""
        return self.answer.status is Status.ANSWERED

    @property
    def is_fact(self) -> bool:
        """Return whether one sentence holds the fact that was asked for."""
        return self.answer.kind is Kind.FACT and self.working_list is None


def view(library: Library, answer: Answer) -> AnswerView:
    """Return the answer as the page shows it."""
    groups = []
    for number, place_id in enumerate(answer.sources, start=1):
        citations = [citation for citation in answer.citations if citation.source == number]
        section = library.section_of(place_id)
        text = library.text(place_id)
        begin, end = min(citation.begin for citation in citations), max(citation.end for citation in citations)
        groups.append(
            Group(
                number,
                place_id,
                section,
                library.document[section.document_id],
                library.quote.get(place_id),
                tuple(_sentence(library, citation, answer.question) for citation in citations),
                cited(library, place_id, begin, end),
                item_of(place_id, [pointing(text, low, high) for low, high in _together(text, citations)]),
                tuple(example for example in library.examples if example.passages[0] == place_id) if answer.kind is Kind.EXAMPLES else (),
            )
        )
    return AnswerView(answer, tuple(groups), answer.working_list)


def _together(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the stretches that are cited, in order; those that only white space parts are one."""
    stretches: list[tuple[int, int]] = []
    for citation in citations:
        begin = citation.begin
        if stretches and stretches[-1][1] <= begin and not text[stretches[-1][1] : begin].strip():
            begin, _ = stretches.pop()
        stretches.append((begin, citation.end))
    return stretches


def _sentence(library: Library, citation: Citation, question: str) -> ShownSentence:
    passage = library.passage.get(citation.place_id)
    blocks = passage.blocks if passage else ()
    is_item = any(block.begin <= citation.begin < block.end and block.is_item for block in blocks)
    address = passage_path(library, citation.place_id, citation.begin, citation.end, question)
    remarks = beside(library.remarks(citation.place_id), citation.begin, citation.end)
    return ShownSentence(citation.text, address, is_item, citation.is_lead_in, remarks)
