"""Quotes as cards: a saying once, with the headlines that are the same saying."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.library import Library
from kb.model import Quote


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quote as a card: with the headlines that are the same saying."""

    quote: Quote
    headlines: tuple[Quote, ...]


def card_of(library: Library, quote: Quote) -> QuoteCard:
    """Return the card of a quote."""
    return QuoteCard(quote, tuple(other for other in library.quotes if other.belongs_to == quote.id))


def cards(library: Library, quotes: Iterable[Quote]) -> list[QuoteCard]:
    """Return the cards of quotes, a saying once: its headline stands on the card of the fuller quote."""
    return [card_of(library, quote) for quote in quotes if not quote.belongs_to]
