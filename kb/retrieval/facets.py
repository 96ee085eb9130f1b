"""What results can be filtered by: kind (soort), theme (thema), step (stap) and municipality (gemeente)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from kb.library import Library
from kb.model import Entry, EntryKind, example_id

# The names of the facets, in Labels and Filters alike.
FACETS = ("kinds", "themes", "steps", "municipalities")


@dataclass(frozen=True, slots=True)
class Labels:
    """The facet values of a result: of one entry, or of all entries that it stands for."""

    kinds: tuple[str, ...]
    themes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of one entry."""
        return self.kinds[0]


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen facet values: a result passes when it has one of the values of each facet that is not empty."""

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()

    def let_pass(self, labels: Labels) -> bool:
        """Return whether a result with these labels passes."""
        return (
            (not self.kinds or not set(self.kinds).isdisjoint(labels.kinds))
            and (not self.themes or not set(self.themes).isdisjoint(labels.themes))
            and (not self.steps or not set(self.steps).isdisjoint(labels.steps))
            and (not self.municipalities or not set(self.municipalities).isdisjoint(labels.municipalities))
        )


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results have a value."""

    value: str
    label: str
    count: int


def labels_of(library: Library, entry: Entry) -> Labels:
    """Return the labels of an entry of this library."""
    if entry.kind is EntryKind.QUOTE:
        quote = library.quote[entry.id]
        return Labels((entry.kind,), quote.themes, _one(quote.step), _one(quote.municipality))
    if entry.kind is EntryKind.EXAMPLE:
        example = library.example[example_id(entry.id)]
        return Labels((entry.kind,), example.themes, example.steps, example.municipalities)
    if entry.id not in library.passage:
        return Labels((entry.kind,))
    section = library.section_of(entry.id)
    return Labels((library.document[section.document_id].kind,), section.themes, _one(section.step), section.municipalities)


def joined(labels: Sequence[Labels]) -> Labels:
    """Return all values that any of these labels have, each once, in their order."""
    if len(labels) == 1:
        return labels[0]
    return Labels(
        kinds=_all(one.kinds for one in labels),
        themes=_all(one.themes for one in labels),
        steps=_all(one.steps for one in labels),
        municipalities=_all(one.municipalities for one in labels),
    )


def count(library: Library, found: Sequence[Labels], filters: Filters = Filters()) -> dict[str, tuple[FacetCount, ...]]:
    """Return for each facet, by its Dutch name, its values with the number of results there would be by choosing that value.

    `found` are the labels of all results before filtering; what is chosen in the facet itself does not count, what is chosen in the
    others does. A chosen value is there even when nothing has it. Steps come in order, the other values by their number.
    """
    kinds = _numbers(filters.kinds, (labels.kinds for labels in _passing(found, replace(filters, kinds=()))))
    themes = _numbers(filters.themes, (labels.themes for labels in _passing(found, replace(filters, themes=()))))
    steps = _numbers(filters.steps, (labels.steps for labels in _passing(found, replace(filters, steps=()))))
    places = _numbers(filters.municipalities, (labels.municipalities for labels in _passing(found, replace(filters, municipalities=()))))
    return {
        "soort": tuple(FacetCount(kind, library.kind_label(kind), number) for kind, number in kinds.most_common()),
        "thema": tuple(FacetCount(theme, library.theme[theme].label, number) for theme, number in themes.most_common()),
        "stap": tuple(FacetCount(str(step), f"Stap {step}", steps[step]) for step in sorted(steps)),
        "gemeente": tuple(FacetCount(place, library.municipality[place].name, number) for place, number in places.most_common()),
    }


def _passing(found: Sequence[Labels], filters: Filters) -> Iterable[Labels]:
    return (labels for labels in found if filters.let_pass(labels))


def _numbers(chosen: Iterable[Any], values: Iterable[tuple[Any, ...]]) -> Counter[Any]:
    numbers = Counter(chain.from_iterable(values))
    numbers.update(dict.fromkeys(chosen, 0))
    return numbers


def _all(values: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for group in values for value in group))


def _one(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)
