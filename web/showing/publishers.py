"""Who published the sources, as far as they say so."""

from dataclasses import dataclass

from kb.library import Library


@dataclass(frozen=True, slots=True)
class Publishers:
    """The publishers that the sources name, each once, and how many sources name none."""

    named: tuple[str, ...]
    unnamed: int


def publishers(library: Library) -> Publishers:
    """Return who published the sources of a library."""
    named = [document.publisher for document in library.documents if document.publisher not in ("", "onbekend")]
    return Publishers(tuple(dict.fromkeys(named)), len(library.documents) - len(named))
