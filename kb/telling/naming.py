"""Where the sources name something that has a name of its own, such as an organisation: in their text, and below a quote."""

import re
from collections.abc import Iterator, Sequence

from kb.library import Library
from kb.model import Quote, Span

# A name of no more letters may be a common word, or part of another name: it is looked for with its capitals as they are.
LONGEST_EXACT = 5


def named_at(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """Return where a text first has one of the names as whole words, None when it has none.

    >>> named_at("Vraag het de ESS via ess@minszw.nl.", ["ESS"]), named_at("ADAMAS is een netwerk.", ["ADAM"])
    ((13, 16), None)
    >>> named_at("de stichting Vreedzaam", ["Stichting Vreedzaam"]), named_at("Zijn mond viel open.", ["OM"])
    ((3, 22), None)
    """
    found = [match.span() for name in names if (match := re.search(_pattern(name), text))]
    return min(found, key=lambda span: (span[0], -span[1]), default=None)


def places_naming(library: Library, names: Sequence[str]) -> Iterator[Span]:
    """Yield where passages and quotes that stand alone first have one of the names, in the order of the sources."""
    for place in library.places:
        found = named_at(place.text, names)
        if found:
            yield Span(place.id, *found)


def quotes_signed(library: Library, names: Sequence[str]) -> Iterator[Quote]:
    """Yield the quotes whose role or organisation has one of the names."""
    for quote in library.quotes:
        if named_at(f"{quote.role or ''}\n{quote.organisation or ''}", names):
            yield quote


def _pattern(name: str) -> str:
    return rf"{'' if len(name) <= LONGEST_EXACT else '(?i)'}(?<![\w@.]){re.escape(name)}(?!\w)"
