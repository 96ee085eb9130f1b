"""For who asks about a municipality without an example: the nearest ones that have them, and the examples most like the question or
the problem."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from kb.analysis.analyzer import content_words
from kb.analysis.names import Names
from kb.analysis.words import words
from kb.library import Library
from kb.model import EntryKind, Municipality, PlaceName, PracticeExample, example_id
from kb.retrieval.inquiry import Inquiry

# Whose best result has a lower score asks about something else in a town: the weather, a train. With ' in Zwolle' behind them three in
# four of the far questions of tests/evaluation have one (buiten.yaml), and one in ten of those in the field (vreemd.yaml, apart.yaml).
LEAST_SCORE = 0.42
MOST = 3
MOST_ALIKE = 6
# How well an example is described, the best first.
DEPTHS = ("beschreven", "kort", "genoemd")
_RADIUS_OF_EARTH = 6_371.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality of which the sources have examples, and how far its town is as the crow flies, in whole kilometres."""

    municipality: Municipality
    kilometres: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A municipality as the reader typed it, or with its capital; those `nearest` to it, and the `examples` that fit the question best."""

    name: str
    nearest: tuple[Neighbour, ...]
    examples: tuple[PracticeExample, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """An example of the same theme, and the kilometres to the nearest town that does it; None when that is not known."""

    example: PracticeExample
    kilometres: int | None


def elsewhere(library: Library, names: Names, inquiry: Inquiry) -> Elsewhere | None:
    """Return what there is in place of the municipality that a question is about and of which there is no example, None without one,
    or where what was found is hardly about the question.

    A source may name its town all the same, as that of a university. `names` are those that the questions are read with.
    """
    if inquiry.hits and inquiry.hits[0].score < LEAST_SCORE and _asks_more(inquiry):
        return None
    asked = [(name, found.place) for name in inquiry.elsewhere for found in names.places_in(f"gemeente {name}")]
    asked += [(inquiry.text[found.begin : found.end], found.place) for found in names.places_in(inquiry.text) if not found.is_former]
    told = {library.municipality[town].name for example in library.examples for town in example.municipalities}
    name, place = next(((name, place) for name, place in asked if place.province and place.name not in told), ("", None))
    if place is None:
        return None
    name = name if name[:1].isupper() else place.name
    examples = [library.example[example_id(hit.entry.id)] for hit in inquiry.hits if hit.entry.kind is EntryKind.EXAMPLE]
    return Elsewhere(name, nearest(library, place), tuple(examples[:MOST]))


def _asks_more(inquiry: Inquiry) -> bool:
    """Return whether a question says more than a town: 'vergelijkbaar met Tilburg' does not."""
    named = {word for name in inquiry.elsewhere for word in words(name)}
    return len(set(content_words(inquiry.text)) - named) > 1


def nearest(library: Library, place: PlaceName) -> tuple[Neighbour, ...]:
    """Return the municipalities with examples that are nearest to a place, none when it is not known where that is."""
    with_examples = {town for example in library.examples for town in example.municipalities}
    found = [
        Neighbour(town, away)
        for town in library.municipalities
        if town.id in with_examples and (away := kilometres_between(place, town)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.kilometres, one.municipality.name))[:MOST])


def most_alike(library: Library, place: PlaceName, theme: str) -> tuple[Alike, ...]:
    """Return the examples of a theme that are of most use in a place: the best described first, and of those the nearest."""

    def alike(example: PracticeExample) -> Alike:
        away = [kilometres_between(place, library.municipality[town]) for town in example.municipalities]
        return Alike(example, min((one for one in away if one is not None), default=None))

    def order(one: Alike) -> tuple[int, bool, int]:
        return (DEPTHS.index(one.example.depth), one.kilometres is None, one.kilometres or 0)

    return tuple(sorted((alike(example) for example in library.examples if theme in example.themes), key=order)[:MOST_ALIKE])


def kilometres_between(place: PlaceName | Municipality, town: Municipality) -> int | None:
    """Return how far a town is from a place as the crow flies, in whole kilometres, None when it is not known where the place is."""
    if place.latitude is None or place.longitude is None:
        return None
    return round(_kilometres((place.latitude, place.longitude), (town.latitude, town.longitude)))


def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance along the surface of the earth between two places in degrees, by the haversine formula (Sinnott 1984)."""
    (north, east), (other_north, other_east) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _RADIUS_OF_EARTH * asin(sqrt(half))
