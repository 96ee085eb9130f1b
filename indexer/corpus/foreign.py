"""anderstalig.yaml: words in another language, each of which stands in the sources or in the editor's own words.

Where they stand in the HTML of the sources they are marked here, once; a plain string that a page shows is marked by the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList
from kb.library import Library
from kb.model import ContentItem, ForeignPhrase, Passage, Quote
from kb.passage_html import mark_languages

FILE = "anderstalig.yaml"
_HasHtml = TypeVar("_HasHtml", ContentItem, Passage, Quote)


def phrases(library: Library, folder: Path, faults: FaultList, is_complete: bool = True) -> tuple[ForeignPhrase, ...]:
    """Return the phrases of the list in folder; one that stands nowhere in a library that is complete is a fault."""
    file = folder / FILE
    listed = records.read_file(schemas.Foreign, file, faults)
    if listed is None:
        return ()
    words = "\n".join(_words(library))
    for phrase in listed.content:
        if is_complete and phrase not in words:
            line = listed.line(phrase)
            sentence = f"'{phrase}' staat nergens in de bronnen of in onze eigen woorden; neem het letterlijk over of haal het weg."
            # In an own folder it may have stood in a delivered source, or in one that was taken out.
            (faults.warn if faults.is_own(file) else faults.add)(file, line, sentence)
    return tuple(ForeignPhrase(phrase, language) for phrase, language in listed.content.items())


def marked(library: Library) -> Library:
    """Return the library, before its personal stories are set apart, with foreign phrases marked in the HTML of passages, quotes, notes."""

    def mark(found: _HasHtml) -> _HasHtml:
        return replace(found, html=mark_languages(found.html, library.languages))

    return replace(
        library,
        documents=tuple(replace(document, order=tuple(map(mark, document.order))) for document in library.documents),
        passages=tuple(map(mark, library.passages)),
        quotes=tuple(map(mark, library.quotes)),
    )


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif isinstance(value, Mapping):
        yield from _words(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
