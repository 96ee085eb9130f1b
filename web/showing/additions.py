"""Which sources are new to the knowledge base."""

from datetime import date

from kb.library import Library
from kb.model import Document

NEW_FOR_DAYS = 90


def new_since(library: Library, document: Document) -> str:
    """Return the day since which a source is here, when that is new: some weeks before the date of the content; '' when it is not.

    The sources with which the knowledge base began are not new to anybody who knows it.
    """
    began = min((one.added for one in library.documents if one.added), default="")
    if not document.added or not library.edition or document.added == began:
        return ""
    days = (date.fromisoformat(library.edition.date) - date.fromisoformat(document.added)).days
    return document.added if days <= NEW_FOR_DAYS else ""


def newest_first(library: Library) -> list[tuple[Document, str]]:
    """Return the sources, each with the day since which it is new: those at the top, the newest first, and the others in their order."""
    marked = [(document, new_since(library, document)) for document in library.documents]
    return sorted(marked, key=lambda pair: pair[1], reverse=True)
