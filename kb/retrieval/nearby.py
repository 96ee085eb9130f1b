"""For who asks about a municipality without an example: the nearest ones that have them, and the examples most like the question."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from kb.analysis.names import Names
from kb.library import Library
from kb.model import EntryKind, Municipality, PlaceName, PracticeExample, example_id
from kb.retrieval.inquiry import Inquiry

MOST = 3
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


def elsewhere(library: Library, inquiry: Inquiry) -> Elsewhere | None:
    """Return what there is in place of the municipality that a question is about and of which there is no example, None without one.

    A source may name its town all the same, as that of a university.
    """
    names = Names(library.place_names)
    asked = [(name, found.place) for name in inquiry.elsewhere for found in names.places_in(f"gemeente {name}")]
    asked += [(inquiry.text[found.begin : found.end], found.place) for found in names.places_in(inquiry.text) if not found.is_former]
    told = {library.municipality[town].name for example in library.examples for town in example.municipalities}
    name, place = next(((name, place) for name, place in asked if place.province and place.name not in told), ("", None))
    if place is None:
        return None
    name = name if name[:1].isupper() else place.name
    examples = [library.example[example_id(hit.entry.id)] for hit in inquiry.hits if hit.entry.kind is EntryKind.EXAMPLE]
    return Elsewhere(name, nearest(library, place), tuple(examples[:MOST]))


def nearest(library: Library, place: PlaceName) -> tuple[Neighbour, ...]:
    """Return the municipalities with examples that are nearest to a place, none when it is not known where that is."""
    if place.latitude is None or place.longitude is None:
        return ()
    here = (place.latitude, place.longitude)
    with_examples = {town for example in library.examples for town in example.municipalities}
    found = [
        Neighbour(town, round(_kilometres(here, (town.latitude, town.longitude))))
        for town in library.municipalities
        if town.id in with_examples
    ]
    return tuple(sorted(found, key=lambda one: (one.kilometres, one.municipality.name))[:MOST])


def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance along the surface of the earth between two places in degrees, by the haversine formula (Sinnott 1984)."""
    (north, east), (other_north, other_east) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _RADIUS_OF_EARTH * asin(sqrt(half))
