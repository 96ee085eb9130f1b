"""What the site draws: the route of twelve steps, and the country with a dot for each municipality with examples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sqrt
from pathlib import Path
from textwrap import wrap

from kb.library import Library
from kb.model import Municipality, Step

_OUTLINE_FILE = Path(__file__).parent.parent / "templates" / "nederland.txt"
_WEST, _NORTH = 3.25, 53.58
_PER_DEGREE = 150.0
_NARROWING = cos(radians(52.1))
# Dots are also things to press: two of them stay a thumb's width (24 CSS pixels and a little) apart.
_LEAST_DISTANCE = 26.0

ROUTE_WIDTH = 1120
_ROWS = (94.0, 322.0)
_BAND_ABOVE, _BAND_HEIGHT = 88.0, 204.0
# Left and right of the bands the line has room to swing round.
_MARGIN = 30.0
_WAVE = 12.0
_LABEL_WIDTH = 17


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the route: a step, or the decision moment (step None), with its place and the lines of its label."""

    x: float
    y: float
    step: Step | None
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Band:
    """A phase of the route: the band behind its stops."""

    title: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The drawn route: the line, the phases, the stops."""

    line: str
    bands: Sequence[Band]
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality on the map, where it stands and how many examples it has."""

    municipality: Municipality
    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class Country:
    """The map: outlines of land and water, and the dots from north to south."""

    land: Sequence[str]
    water: Sequence[str]
    dots: Sequence[Dot]

    @property
    def by_name(self) -> list[Dot]:
        """Return the dots by name of municipality."""
        return sorted(self.dots, key=lambda dot: dot.municipality.name.casefold())


def route(library: Library) -> Route:
    """Return the route of steps as two rows, phases one and two above, the others below."""
    stops: list[Stop] = []
    bands: list[Band] = []
    upper, lower = library.phases[: len(library.phases) // 2], library.phases[len(library.phases) // 2 :]
    for row, phases in enumerate((upper, lower)):
        numbers = [number for phase in phases for number in phase.steps]
        decision = library.decision.after_step if library.decision else 0
        slots = len(numbers) + (decision in numbers)
        width = (ROUTE_WIDTH - 2 * _MARGIN) / max(1, slots)
        slot = 0
        for phase in phases:
            first = slot
            for number in phase.steps:
                stops.append(_stop(library, slot, row, width, number))
                slot += 1
                if number == decision:
                    stops.append(_stop(library, slot, row, width, None))
                    slot += 1
            number_of_phase = library.phases.index(phase) + 1
            left, wide = round(_MARGIN + first * width + 4, 1), round((slot - first) * width - 8, 1)
            bands.append(Band(phase.title, number_of_phase, left, _ROWS[row] - _BAND_ABOVE, wide, _BAND_HEIGHT))
    return Route(_line(stops), bands, stops)


def _stop(library: Library, slot: int, row: int, width: float, number: int | None) -> Stop:
    title = "Beslismoment: doorgaan of niet?" if number is None else library.step[number].title
    y = _ROWS[row] + (_WAVE if slot % 2 else -_WAVE)
    step = None if number is None else library.step[number]
    return Stop(round(_MARGIN + (slot + 0.5) * width, 1), y, step, wrap(title, _LABEL_WIDTH, break_long_words=False))


def _line(stops: Sequence[Stop]) -> str:
    """Return the path through the stops; between the rows it swings round."""
    parts = [f"M{stops[0].x} {stops[0].y}"] if stops else []
    for before, stop in zip(stops, stops[1:], strict=False):
        if stop.x > before.x:
            half = round((before.x + stop.x) / 2, 1)
            parts.append(f"C{half} {before.y} {half} {stop.y} {stop.x} {stop.y}")
        else:
            turn = _ROWS[0] - _BAND_ABOVE + _BAND_HEIGHT + 12
            right, left = ROUTE_WIDTH - 4, 4
            parts += [
                f"C{right} {before.y} {right} {before.y} {right} {before.y + 50}",
                f"L{right} {turn - 30}Q{right} {turn} {right - 30} {turn}L{left + 30} {turn}",
                f"Q{left} {turn} {left} {turn + 30}L{left} {stop.y - 50}C{left} {stop.y} {left} {stop.y} {stop.x} {stop.y}",
            ]
    return "".join(parts)


def country(library: Library) -> Country:
    """Return the map with a dot for each municipality that has a practice example."""
    counts = Counter(place for example in library.examples for place in example.municipalities)
    shown = sorted((library.municipality[place] for place in counts), key=lambda place: -place.latitude)
    points = _apart([_project(place.longitude, place.latitude) for place in shown])
    dots = [
        Dot(place, round(x, 1), round(y, 1), round(3.5 + 2 * sqrt(counts[place.id]), 1), counts[place.id])
        for place, (x, y) in zip(shown, points, strict=True)
    ]
    land, water = _outlines()
    return Country(land, water, dots)


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    return (longitude - _WEST) * _NARROWING * _PER_DEGREE, (_NORTH - latitude) * _PER_DEGREE


@cache
def _outlines() -> tuple[tuple[str, ...], tuple[str, ...]]:
    shapes: dict[str, list[str]] = {"land": [], "water": []}
    for line in _OUTLINE_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *pairs = line.split()
            points = (_project(*map(float, pair.split(","))) for pair in pairs)
            shapes[kind].append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z")
    return tuple(shapes["land"]), tuple(shapes["water"])


def _apart(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points pushed apart until each pair keeps the least distance."""
    placed = [list(point) for point in points]
    for _ in range(400):
        is_moved = False
        for one in range(len(placed)):
            for other in range(one):
                across, down = placed[one][0] - placed[other][0], placed[one][1] - placed[other][1]
                distance = hypot(across, down) or 0.1
                if distance < _LEAST_DISTANCE - 0.1:
                    push = (_LEAST_DISTANCE - distance) / 2 / distance
                    placed[one][0] += across * push
                    placed[one][1] += down * push
                    placed[other][0] -= across * push
                    placed[other][1] -= down * push
                    is_moved = True
        if not is_moved:
            break
    return [(x, y) for x, y in placed]
