"""The line that tells what words are taken from: title, publisher, date and place, each as its source has it."""

from kb.library import Library
from kb.model import Document, Section
from kb.telling import dates
from kb.telling.whereabouts import BETWEEN, headings, stated_page

NO_DATE = "zonder datum"


def source_line(library: Library, section: Section) -> str:
    """Return title, publisher, date and place of a section, each as its source has it: never a step that only the editor gave."""
    title, *below = headings(library, section)
    if below and library.section[section.part_id].part_kind == "stap":
        page = stated_page(library, section)
        below[0] = f"stap {below[0]}" + (f" (vanaf pagina {page})" if page else "")
    return ", ".join(filter(None, [title, publisher(library.document[section.document_id]), dated(section), BETWEEN.join(below)]))


def document_line(document: Document) -> str:
    """Return title, publisher and date of a source as a whole."""
    return ", ".join([document.title, publisher(document), dated(document)])


def dated(place: Document | Section) -> str:
    """Return the date of a source or section, saying so when it was derived and not stated."""
    words = dates.date_in_words(place.date) if place.date else NO_DATE
    return f"{words} (afgeleid)" if place.date and place.date_origin == "afgeleid" else words


def publisher(document: Document) -> str:
    """Return who published a source, or that the delivered text does not say."""
    return "uitgever niet vermeld" if document.publisher in ("", "onbekend") else document.publisher
