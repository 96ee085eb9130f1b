"""Browsing a list by facets: one value per facet, as links that work without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from kb.errors import InvalidRequest
from kb.library import Library
from kb.retrieval.nearby import DEPTHS
from web.asking.parameters import Parameters
from web.showing.wording import DEPTH, capital


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one can browse by: its name, how many there are, and the address that chooses or drops it."""

    value: str
    label: str
    count: int
    address: str = ""
    is_chosen: bool = False

    @classmethod
    def of(cls, library: Library, facet: str, value: str, count: int) -> "FacetValue":
        """Return the value with its name."""
        names: dict[str, Callable[[], str]] = {
            "thema": lambda: library.theme[value].label,
            "spreker": lambda: library.person[value].name,
            "gemeente": lambda: library.municipality[value].name,
            "stap": lambda: f"Stap {value}: {library.step[int(value)].title}",
            "soort": lambda: library.kind_label(value),
            "doelgroep": lambda: capital(value),
            "methode": lambda: library.method[value].label,
            "contact": lambda: "Met contact",
            "diepgang": lambda: DEPTH[value],
            "provincie": lambda: value,
        }
        return cls(value, names[facet](), count)


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to browse by: its values, and those that fold open."""

    name: str
    label: str
    values: Sequence[FacetValue]
    more: Sequence[FacetValue] = ()

    @classmethod
    def folded(cls, name: str, label: str, values: Sequence[FacetValue], at_once: int) -> "Facet":
        """Return the facet with its first values and the chosen ones shown at once, and the rest folded."""
        more = [value for value in values[at_once:] if not value.is_chosen]
        return cls(name, label, [value for value in values if value not in more], more)

    @property
    def chosen(self) -> FacetValue | None:
        """Return the value that is chosen."""
        return next((value for value in self.values if value.is_chosen), None)


def chosen_of(asked: Parameters) -> dict[str, str]:
    """Return the chosen value per facet, empty for none."""
    return {name: value for name, value in asked.model_dump(by_alias=True).items() if name != "pagina"}


def browse_facets(path: str, chosen: Mapping[str, str], facets: Sequence[Facet]) -> list[Facet]:
    """Return the facets with addresses, sorted by name; steps by number, and how well a thing is described from well to hardly."""
    finished = []
    for facet in facets:
        values = []
        for value in sorted(facet.values, key=lambda value: (_rank(facet.name, value.value), value.label.casefold())):
            is_chosen = chosen[facet.name] == value.value
            pairs = {**chosen, facet.name: "" if is_chosen else value.value}
            query = urlencode({name: other for name, other in pairs.items() if other})
            values.append(replace(value, address=f"?{query}" if query else path, is_chosen=is_chosen))
        if values:
            finished.append(replace(facet, values=values))
    return finished


def _rank(facet: str, value: str) -> int:
    return int(value) if facet == "stap" else DEPTHS.index(value) if facet == "diepgang" else 0


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one is in a list that is shown in pages, and the addresses of the other pages."""

    path: str
    chosen: Mapping[str, str]
    page: int
    last_page: int

    def at_page(self, page: int) -> str:
        """Return the address of a page."""
        pairs = {name: value for name, value in self.chosen.items() if value} | ({"pagina": str(page)} if page > 1 else {})
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def last_page_of(count: int, size: int, page: int) -> int:
    """Return the last page of so many things. Raises InvalidRequest when the page that is asked for is not there."""
    last = max(1, -(-count // size))
    if page > last:
        raise InvalidRequest(f"Pagina '{page}' is er niet. Er zijn {last} pagina’s.")
    return last
