"""What the sources hold on an organisation, and what letters stand for in them."""

from dataclasses import dataclass

from kb.analysis.sentences import sentences_of
from kb.library import Library
from kb.model import Abbreviation, Organisation, Passage, PracticeExample, Quote, Section, Span, Term
from kb.telling.addresses import span_path
from kb.telling.naming import named_at, places_naming, quotes_signed
from web.showing.brief import ChosenWords, chosen_words
from web.showing.examples import no_way_in
from web.showing.quote_cards import QuoteCard, cards
from web.showing.wording import speaker


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Where a source names something: the sentence, its section, of a quote who says it, and the address where the name stands marked."""

    text: str
    section: Section
    said_by: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the sources hold on an organisation: what they say of it, where they name it, and the quotes of who speaks for it."""

    organisation: Organisation
    said: ChosenWords | None
    places: tuple[NamedPlace, ...]
    quotes: tuple[QuoteCard, ...]
    examples: tuple[PracticeExample, ...]
    is_written_out: bool

    @property
    def missing(self) -> list[str]:
        """Return what the sources do not say of it."""
        has_address = self.organisation.address or any(example.via_ess for example in self.examples)
        return [*([] if self.said else ["wat zij doet"]), *no_way_in(bool(has_address), *(example.contact for example in self.examples))]


@dataclass(frozen=True, slots=True)
class ShownAbbreviation:
    """Letters and what they stand for: as a source explains them, else where one uses them, and whether one writes them out."""

    abbreviation: Abbreviation
    explained: ChosenWords | None
    used: ChosenWords | None
    written_out: ChosenWords | None


def told(library: Library, organisation: Organisation) -> Told:
    """Return what the sources hold on an organisation that they name."""
    naming = list(places_naming(library, organisation.names))
    signed = list(quotes_signed(library, organisation.names))
    shown = {quote.id for quote in signed}
    return Told(
        organisation,
        chosen_words(library, organisation.said) if organisation.said else None,
        tuple(_named(library, span) for span in naming if span.passage_id not in shown),
        tuple(cards(library, signed)),
        tuple(library.example[identity] for identity in organisation.examples if identity in library.example),
        any(named_at(text, (organisation.name,)) for text in (*_texts(library, naming), *map(_signature, signed))),
    )


def shown_abbreviation(library: Library, abbreviation: Abbreviation) -> ShownAbbreviation:
    """Return what the sources hold on letters: their explanation when they have one."""
    term = _term(library, abbreviation)
    return ShownAbbreviation(
        abbreviation,
        chosen_words(library, term.definition) if term else None,
        _first(library, abbreviation.letters),
        # As one, and as more than one.
        _first(library, abbreviation.full, f"{abbreviation.full}s", f"{abbreviation.full}en"),
    )


def _named(library: Library, span: Span) -> NamedPlace:
    quote = library.quote.get(span.passage_id)
    said_by = speaker(library, quote) if quote else ""
    return NamedPlace(_around(library.place(span.passage_id), span), library.section_of(span.passage_id), said_by, span_path(library, span))


def _around(place: Passage, span: Span) -> str:
    """Return the sentence in which words stand; of what is no sentence the line."""
    stretches = [(one.begin, one.end) for one in sentences_of(place)] + [(block.begin, block.end) for block in place.blocks]
    return next(place.text[begin:end] for begin, end in stretches if begin <= span.begin and span.end <= end)


def _term(library: Library, abbreviation: Abbreviation) -> Term | None:
    """Return the term that explains letters: called by them, by what they stand for, or as in 'PPCT-model'."""
    letters, full = abbreviation.letters, abbreviation.full.casefold()
    for term in library.terms:
        for name in (term.name, *term.also):
            if name == letters or name.startswith(f"{letters}-") or name.casefold() == full:
                return term
    return None


def _first(library: Library, *names: str) -> ChosenWords | None:
    span = next(places_naming(library, names), None)
    if span:
        return chosen_words(library, span)
    quote = next(quotes_signed(library, names), None)
    return chosen_words(library, Span(quote.id, 0, len(quote.text))) if quote else None


def _texts(library: Library, spans: list[Span]) -> list[str]:
    return [library.text(span.passage_id) for span in spans]


def _signature(quote: Quote) -> str:
    return f"{quote.role or ''}\n{quote.organisation or ''}"
