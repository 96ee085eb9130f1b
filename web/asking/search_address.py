"""Addresses around a search: the same question with a filter more or less, another page, or its spelling as typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.library import Library
from kb.retrieval.facets import FacetCount, Filters
from kb.telling.addresses import query
from web.asking.browsing import FacetValue
from web.asking.parameters import SearchParameters


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it says and the address without it."""

    facet: str
    label: str
    address: str


def chosen_values(filters: Filters) -> list[tuple[str, str]]:
    """Return the filters as (parameter, value)."""
    return [
        *(("soort", kind) for kind in filters.kinds),
        *(("thema", theme) for theme in filters.themes),
        *(("stap", str(step)) for step in filters.steps),
        *(("gemeente", place) for place in filters.municipalities),
    ]


def value_label(library: Library, facet: str, value: str) -> str:
    """Return the name of a facet value."""
    if facet == "soort":
        return library.kind_label(value)
    if facet == "thema":
        return library.theme[value].label
    if facet == "stap":
        return f"Stap {value}: {library.step[int(value)].title}"
    return library.municipality[value].name


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """The address of a search, from which those around it are made: short, as its own page may say them."""

    wanted: SearchParameters
    path: str = "/zoeken"

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Return the filters that are on."""
        return chosen_values(self.wanted.filters)

    def values(self, library: Library, facet: str, counts: Sequence[FacetCount]) -> list[FacetValue]:
        """Return the values of a facet, by their names, to choose several of."""
        return [
            FacetValue(
                choice.value, value_label(library, facet, choice.value), choice.count, is_chosen=(facet, choice.value) in self.chosen
            )
            for choice in counts
        ]

    def without_value(self, facet: str, value: str) -> str:
        """Return the address with one filter less, from page one."""
        return self._address([other for other in self.chosen if other != (facet, value)])

    def at_page(self, page: int) -> str:
        """Return the address of another page of the same results."""
        return self._address(self.chosen, page)

    def without_filters(self) -> str:
        """Return the address of the same question with no filters."""
        return self._address([])

    def as_typed(self) -> str:
        """Return the address that takes the spelling as typed."""
        return self._address(self.chosen, literal=True)

    def instead(self, question: str) -> str:
        """Return the address of another question under the same filters."""
        return f"?{query([('q', question), *self.chosen])}"

    def chips(self, library: Library) -> list[Chip]:
        """Return the filters that are on, each with the address without it."""
        return [Chip(facet, value_label(library, facet, value), self.without_value(facet, value)) for facet, value in self.chosen]

    def _address(self, chosen: list[tuple[str, str]], page: int = 1, literal: bool = False) -> str:
        pairs = ([("q", self.wanted.question)] if self.wanted.question else []) + chosen
        if page > 1:
            pairs.append(("pagina", str(page)))
        if literal or self.wanted.literal:
            pairs.append(("letterlijk", "1"))
        return f"?{query(pairs)}" if pairs else self.path
