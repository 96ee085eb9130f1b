"""What an entry can be filtered by: kind (soort), theme (thema), step (stap) and municipality (gemeente)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.library import Library
from kb.model import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Labels:
    """The facet values of one entry."""

    kind: str
    themes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen facet values: an entry passes when it has one of the values of each facet that is not empty."""

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()

    def let_pass(self, labels: Labels) -> bool:
        """Return whether an entry with these labels passes."""
        return (
            (not self.kinds or labels.kind in self.kinds)
            and (not self.themes or not set(self.themes).isdisjoint(labels.themes))
            and (not self.steps or not set(self.steps).isdisjoint(labels.steps))
            and (not self.municipalities or not set(self.municipalities).isdisjoint(labels.municipalities))
        )


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the found entries have a value."""

    value: str
    label: str
    count: int


def labels_of(library: Library, entry: Entry) -> Labels:
    """Return the labels of an entry of this library."""
    if entry.kind is EntryKind.QUOTE:
        quote = library.quote[entry.id]
        return Labels(entry.kind, quote.themes, _one(quote.step), _one(quote.municipality))
    if entry.kind is EntryKind.EXAMPLE:
        example = library.example[entry.id.partition(".")[2]]
        return Labels(entry.kind, example.themes, example.steps, example.municipalities)
    if entry.id not in library.passage:
        return Labels(entry.kind)
    passage = library.passage[entry.id]
    section = library.section[passage.section_id]
    return Labels(library.document[passage.document_id].kind, section.themes, _one(section.step), section.municipalities)


def count(library: Library, found: Iterable[Labels]) -> dict[str, tuple[FacetCount, ...]]:
    """Return for each facet, by its Dutch name, the values among the found entries: steps in order, others by count."""
    kinds: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    steps: Counter[int] = Counter()
    places: Counter[str] = Counter()
    for labels in found:
        kinds[labels.kind] += 1
        themes.update(labels.themes)
        steps.update(labels.steps)
        places.update(labels.municipalities)
    return {
        "soort": tuple(FacetCount(kind, KIND_LABELS.get(kind, kind), number) for kind, number in kinds.most_common()),
        "thema": tuple(FacetCount(theme, library.theme[theme].label, number) for theme, number in themes.most_common()),
        "stap": tuple(FacetCount(str(step), f"Stap {step}", steps[step]) for step in sorted(steps)),
        "gemeente": tuple(FacetCount(place, library.municipality[place].name, number) for place, number in places.most_common()),
    }


KIND_LABELS = {
    "handreiking": "Handreiking",
    "projectupdate": "Projectupdate",
    "presentatie": "Presentatie",
    "plan-van-aanpak": "Plan van aanpak",
    "sessieverslag": "Sessieverslag",
    "citaat": "Citaat",
    "praktijkvoorbeeld": "Praktijkvoorbeeld",
}


def _one(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)
