"""Personal stories (`gevoelig`) are told in their report only: the one place that sets them apart.

What is set apart here is in no list of a library that pages, searching, answering, exports or other programs read, so none of them
can show it; only the page of the report and the address of the passage itself ask for it by name (see kb.library).
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from kb.library import Library
from kb.model import (
    Comparison,
    ContentItem,
    Contradiction,
    Document,
    EditedAnswer,
    Kit,
    Passage,
    Quote,
    Readiness,
    Route,
    Section,
    Span,
    WorkingList,
)

_Material = TypeVar("_Material", Comparison, Route, Kit, Readiness, Contradiction)


def protected_ids(
    sections: Iterable[Section], passages: Iterable[Passage], quotes: Iterable[Quote], lists: Iterable[WorkingList]
) -> frozenset[str]:
    """Return the ids of the passages, quotes and working lists that belong to a personal story."""
    stories = {section.id for section in sections if section.sensitive}
    told = {passage.id for passage in passages if passage.section_id in stories}
    said = {quote.id for quote in quotes if quote.sensitive or quote.section_id in stories or quote.passage_id in told}
    listed = {found.id for found in lists if any(span.passage_id in told for span in found.spans)}
    return frozenset(told | said | listed)


def protect(library: Library) -> Library:
    """Return the library with the passages and quotes of personal stories set apart, and without their lists and questions and
    without what an editor made of them."""
    apart = protected_ids(library.sections, library.passages, library.quotes, library.lists)
    five_minutes = library.five_minutes
    return replace(
        library,
        passages=tuple(passage for passage in library.passages if passage.id not in apart),
        quotes=tuple(quote for quote in library.quotes if quote.id not in apart),
        lists=tuple(found for found in library.lists if found.id not in apart),
        title_lines={identity: line for identity, line in library.title_lines.items() if identity not in apart},
        questions={identity: asked for identity, asked in library.questions.items() if identity not in apart},
        proposed={identity: asked for identity, asked in library.proposed.items() if identity not in apart},
        edited_answers=tuple(answer for answer in library.edited_answers if apart.isdisjoint(_named_in(answer))),
        comparisons=_open(library.comparisons, apart),
        routes=_open(library.routes, apart),
        kits=_open(library.kits, apart),
        readiness=_open(library.readiness, apart),
        contradictions=_open(library.contradictions, apart),
        summaries=tuple(summary for summary in library.summaries if apart.isdisjoint(_passages_of(summary.sentences))),
        five_minutes=five_minutes if five_minutes and apart.isdisjoint(_passages_of(five_minutes.spans)) else None,
        protected_passages=tuple(passage for passage in library.passages if passage.id in apart),
        protected_quotes=tuple(quote for quote in library.quotes if quote.id in apart),
    )


def _named_in(answer: EditedAnswer) -> Iterator[str]:
    yield from answer.further
    for unit in answer.units:
        yield unit.place
        yield from (span.passage_id for span in unit.spans)


def _open(materials: tuple[_Material, ...], apart: frozenset[str]) -> tuple[_Material, ...]:
    """Return what names no place that is set apart."""
    return tuple(material for material in materials if apart.isdisjoint(_strings(material)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _passages_of(spans: Iterable[Span]) -> Iterator[str]:
    return (span.passage_id for span in spans)


def without_stories(library: Library) -> Library:
    """Return the library of an installation that leaves personal stories out altogether (KB_GEVOELIG=verbergen)."""
    gone = {section.id for section in library.sections if section.sensitive}
    gone |= {passage.id for passage in library.protected_passages} | {quote.id for quote in library.protected_quotes}
    # A note of the editors belongs to what stands above it.
    return replace(
        library,
        documents=tuple(replace(document, order=_order_without(document, gone)) for document in library.documents),
        sections=tuple(section for section in library.sections if section.id not in gone),
        protected_passages=(),
        protected_quotes=(),
    )


def _order_without(document: Document, gone: set[str]) -> tuple[ContentItem, ...]:
    kept: list[ContentItem] = []
    is_gone = False
    for item in document.order:
        is_gone = is_gone if item.kind in ("note", "footnote") else item.id in gone
        if not is_gone:
            kept.append(item)
    return tuple(kept)


def report_of(library: Library, identity: str) -> str | None:
    """Return the id of the opening passage of the report in which a story stands, or None when all of it is a personal story."""
    part = library.section_of(identity).part_id
    return next((passage.id for passage in library.passages_of_part(part)), None)
