"""Literal words that an editor took from the sources, as a page shows them: each with the address where it is marked in its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.library import Library
from kb.model import Excerpt, Section
from kb.telling.addresses import place_path, span_path
from web.showing.lines import Line, stretch_lines
from web.showing.wording import signature


@dataclass(frozen=True, slots=True)
class ShownExcerpt:
    """The lines of an excerpt, the section where it stands, and the address of its place; `said_by` of words of a quote."""

    lines: tuple[Line, ...]
    section: Section
    address: str
    said_by: str = ""


def shown(library: Library, excerpt: Excerpt) -> ShownExcerpt:
    """Return an excerpt as a page shows it: its words, or the heading or the signature that it is."""
    if excerpt.part == "kop":
        section = library.section_of(excerpt.place)
        return ShownExcerpt((Line(section.title),), section, place_path(library, excerpt.place))
    if excerpt.part == "ondertekening":
        section = library.section_of(excerpt.place)
        return ShownExcerpt((Line(signature(library, library.quote[excerpt.place])),), section, place_path(library, excerpt.place))
    first = excerpt.spans[0]
    lines: list[Line] = []
    for span in excerpt.spans:
        passage = library.passage.get(span.passage_id)
        whole = [Line(library.text(span.passage_id)[span.begin : span.end])]
        lines += stretch_lines(passage, span.begin, span.end) if passage else whole
    quote = library.quote.get(first.passage_id)
    said_by = signature(library, quote) if quote else ""
    return ShownExcerpt(tuple(lines), library.section_of(first.passage_id), span_path(library, first), said_by)


def shown_all(library: Library, excerpts: Iterable[Excerpt]) -> tuple[ShownExcerpt, ...]:
    """Return excerpts as a page shows them."""
    return tuple(shown(library, excerpt) for excerpt in excerpts)
