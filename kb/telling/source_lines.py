"""The line that tells what words are taken from, as a Dutch memo has it: part, paragraph, source, publisher, date and page."""

import re
from itertools import pairwise

from kb.library import Library
from kb.model import Document, Section, Span
from kb.telling import dates
from kb.telling.whereabouts import stated_page

NO_DATE = "zonder datum"
# How a citation says so.
_CITED_NO_DATE = "z.d."
_UNKNOWN = ("", "onbekend")
_NUMBERED = re.compile(r"(\d+(?:\.\d+)+|\d+(?=[.)]))[.)]?\s+")


def source_line(library: Library, section: Section, words: Span | None = None) -> str:
    """Return how a section is cited, all of it as its source has it: 'Avond over geld, par. 7, in: Verslagen, z.d.'.

    Of words in it, where the source has pages, with the page they stand on: 'Inwoners, in: Begroting, Gemeente Beekstad, 2026, blz. 12'.
    Never a step or a heading that only the editor gave, but for one that says of which municipality the words are. A paragraph is named by
    its number, or else by its heading. A part with a number of its own, or called as its source, is not a work in that source but a place.
    """
    document = library.document[section.document_id]
    part, *below = library.path(section.id)
    paragraph = next((heading for heading in reversed(below) if not heading.title_is_ours), None)
    owners = [
        heading.outside_title
        for above, heading in pairwise((part, *below))
        if heading is not paragraph and len(heading.municipalities) == 1 and heading.municipalities != above.municipalities
    ]
    places = [_found_by(paragraph)] if paragraph else []
    title, where = _title(part), [f"in: {document.title}"]
    if _NUMBERED.match(title):
        title, where, places = document.title, [], [_found_by(part), *places]
    elif title == document.title:
        where = []
    named = [title, *owners, *([f"par. {', '.join(places)}"] if places else []), *where]
    return ", ".join([*named, *_published(document), _cited_date(section), *_paged(library, section, words)])


def document_line(document: Document) -> str:
    """Return how a source as a whole is cited."""
    return ", ".join([document.title, *_published(document), _cited_date(document)])


def dated(place: Document | Section) -> str:
    """Return the date of a source or section, saying so when the source itself does not state it but it follows from its text."""
    words = dates.date_in_words(place.date) if place.date else NO_DATE
    return f"{words}, datum volgt uit de tekst" if place.date and place.date_origin == "afgeleid" else words


def publisher(document: Document) -> str:
    """Return who published a source, or that the delivered text does not say."""
    return "uitgever niet vermeld" if document.publisher in _UNKNOWN else document.publisher


def _title(part: Section) -> str:
    """Return the title of a part as it reads outside its source; of a step and of what deepens it, as such."""
    title = part.outside_title
    if part.part_kind == "stap":
        return _NUMBERED.sub(r"Stap \1: ", title, count=1)
    return f"Verdieping bij {title[:1].lower()}{title[1:]}" if part.part_kind == "verdieping" else title


def _found_by(heading: Section) -> str:
    """Return what one looks for in the source: the number of a paragraph, or else its heading."""
    numbered = _NUMBERED.match(heading.outside_title)
    return numbered[1] if numbered else f"‘{heading.outside_title.rstrip(':')}’"


def _published(document: Document) -> list[str]:
    return [] if document.publisher in _UNKNOWN else [document.publisher]


def _paged(library: Library, section: Section, words: Span | None) -> list[str]:
    pages = library.pages(words.passage_id, words.begin, words.end) if words else None
    if pages:
        first, last = pages
        return [f"blz. {first}" if first == last else f"blz. {first}-{last}"]
    page = stated_page(library, section)
    return [f"p. {page} e.v."] if page else []


def _cited_date(place: Document | Section) -> str:
    return dated(place) if place.date else _CITED_NO_DATE
