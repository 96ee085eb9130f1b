"""What the sources hold on a municipality: its examples, quotes, figures, contacts and questions, and who does alike elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.analysis.words import words
from kb.library import Library
from kb.model import ContactDetails, Document, EditedAnswer, Fact, Municipality, PlaceName, PracticeExample, Quote, Span
from kb.retrieval.nearby import DEPTHS, kilometres_between
from web.showing.brief import ChosenWords, chosen_words
from web.showing.examples import likeness, no_way_in
from web.showing.quote_cards import QuoteCard, cards
from web.showing.wording import joined

# With so many examples a municipality has a page; with fewer a card says it all.
LEAST_OF_A_PAGE = 3
MOST_QUOTES = 4
MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a source names, and the examples at which it does."""

    details: ContactDetails
    examples: tuple[PracticeExample, ...]


@dataclass(frozen=True, slots=True)
class AlikeElsewhere:
    """An example of another municipality that is like one of here, and why it is."""

    example: PracticeExample
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the sources hold on a municipality; of the quotes there may be more than a page shows."""

    municipality: Municipality
    province: str
    examples: tuple[PracticeExample, ...]
    quotes: tuple[QuoteCard, ...]
    facts: tuple[tuple[Fact, ChosenWords], ...]
    questions: tuple[EditedAnswer, ...]

    @property
    def is_page(self) -> bool:
        """Return whether there is enough for a page; what has less gets a card."""
        return len(self.examples) >= LEAST_OF_A_PAGE

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Return whom the sources name, each once."""
        named: dict[ContactDetails, list[PracticeExample]] = {}
        for example in self.examples:
            if example.contact:
                named.setdefault(example.contact, []).append(example)
        return tuple(Contact(details, tuple(examples)) for details, examples in named.items())

    @property
    def via_ess(self) -> bool:
        """Return whether the ESS brings one into contact with an example of here."""
        return any(example.via_ess for example in self.examples)

    def documents(self, library: Library) -> tuple[Document, ...]:
        """Return the sources that tell of it, in the order in which they are met."""
        told_at = [*(example.passages[0] for example in self.examples), *(card.quote.id for card in self.quotes)]
        told_at += [fact.sentence.passage_id for fact, _ in self.facts]
        return tuple(library.document[source] for source in dict.fromkeys(library.place(place).document_id for place in told_at))

    @property
    def missing(self) -> str:
        """Return what the sources do not have of it, as the end of a sentence; nothing when they have it all."""
        parts = [("praktijkvoorbeelden", self.examples), ("citaten", self.quotes), ("cijfers", self.facts)]
        return joined([*(name for name, found in parts if not found), *no_way_in(self.via_ess, *(one.details for one in self.contacts))])


def told(library: Library, town: Municipality) -> Told:
    """Return what the sources hold on a municipality."""
    return Told(
        town,
        library.province.get(town.id, ""),
        _best_first(example for example in library.examples if town.id in example.municipalities),
        tuple(cards(library, (quote for quote in library.quotes if quote.municipality == town.id))),
        tuple((fact, chosen_words(library, fact.sentence)) for fact in library.facts if _is_of(library, town, fact.sentence)),
        tuple(
            answer for answer in library.edited_answers if any(_is_of(library, town, span) for unit in answer.units for span in unit.spans)
        ),
    )


def all_told(library: Library) -> list[Told]:
    """Return the municipalities of which the sources have an example or a quote, by name."""
    every = (told(library, town) for town in sorted(library.municipalities, key=lambda town: town.name.casefold()))
    return [one for one in every if one.examples or one.quotes]


def by_province(every: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """Return the municipalities per province, those whose province is not known last."""
    per_province: dict[str, list[Told]] = {}
    for one in every:
        per_province.setdefault(one.province, []).append(one)
    return sorted(per_province.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def alike_elsewhere(library: Library, here: Told) -> list[AlikeElsewhere]:
    """Return the examples of elsewhere that are most like those of a municipality: by theme and for whom, then the best described."""
    found = []
    for other in library.examples:
        if here.municipality.id in other.municipalities:
            continue
        best = max(here.examples, key=lambda example: likeness(example, other), default=None)
        shared = [theme for theme in best.themes if theme in other.themes] if best else []
        if best and shared:
            found.append((likeness(best, other), DEPTHS.index(other.depth), AlikeElsewhere(other, _why(library, here, other, shared))))
    return [one for _, _, one in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:MOST_ALIKE]]


def find(library: Library, name: str) -> tuple[list[Municipality], list[PlaceName]]:
    """Return the municipalities of the sources and those of the country that go by a name, be it another one or one of before."""
    asked = _key(name)
    if not asked:
        return [], []
    known = [town for town in library.municipalities if asked in map(_key, (town.name, *town.also, *town.neighbourhoods))]
    places = [place for place in library.place_names if place.province and asked in map(_key, (place.name, *place.also, *place.former))]
    # Its own name goes before one that another had, and a place on the map before one that is not.
    return known, sorted(places, key=lambda place: (_key(place.name) != asked, place.latitude is None))


def _best_first(examples: Iterable[PracticeExample]) -> tuple[PracticeExample, ...]:
    return tuple(sorted(examples, key=lambda example: DEPTHS.index(example.depth)))


def _is_of(library: Library, town: Municipality, span: Span) -> bool:
    """Return whether words are about a municipality: said there, or of a section about it alone, or naming it in a section about more."""
    said: Quote | None = library.quote.get(span.passage_id)
    if said:
        return said.municipality == town.id
    section = library.section_of(span.passage_id)
    names = (town.name, *town.also)
    text = library.text(span.passage_id)[span.begin : span.end]
    return town.id in section.municipalities and (len(section.municipalities) == 1 or any(name in text for name in names))


def _why(library: Library, here: Told, other: PracticeExample, shared: list[str]) -> str:
    away = [kilometres_between(here.municipality, library.municipality[town]) for town in other.municipalities]
    nearest = min((one for one in away if one is not None), default=None)
    about = f"zelfde onderwerp: {joined([library.theme[theme].label for theme in shared])}"
    return about if nearest is None else f"{about}; {nearest} km"


def _key(name: str) -> tuple[str, ...]:
    return tuple(words(name))
