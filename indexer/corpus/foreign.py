"""anderstalig.yaml: words in another language, each of which stands in the sources or in the editor's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList
from kb.library import Library
from kb.model import ForeignPhrase

FILE = "anderstalig.yaml"


def with_foreign(library: Library, folder: Path, faults: FaultList, is_complete: bool = True) -> Library:
    """Return the library with the phrases of the list in folder; one that stands nowhere in a library that is complete is a fault."""
    file = folder / FILE
    listed = records.read_file(schemas.Foreign, file, faults)
    if listed is None:
        return library
    words = "\n".join(_words(library))
    for phrase in listed.content:
        if is_complete and phrase not in words:
            line = listed.line(phrase)
            faults.add(
                file, line, f"'{phrase}' staat nergens in de bronnen of in onze eigen woorden; neem het letterlijk over of haal het weg."
            )
    return replace(library, foreign=tuple(ForeignPhrase(phrase, language) for phrase, language in listed.content.items()))


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
