"""Parameters of a search, from the address, checked: the site and the API read them the same way."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from kb.errors import InvalidRequest
from kb.facets import KIND_LABELS, Filters
from kb.library import Library
from kb.search import LONGEST_QUESTION

PAGE_SIZE = 10
LARGEST_PAGE = 100
LAST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """What a reader asks: the question, the filters, the page (from 1) and its size, and whether to take the spelling literally."""

    question: str
    filters: Filters
    page: int = 1
    page_size: int = PAGE_SIZE
    literal: bool = False


def read_parameters(arguments: Any, library: Library) -> SearchParameters:
    """Return the search that the arguments (a MultiDict) ask for. Raises InvalidRequest with all faults."""
    faults: list[str] = []
    question = clean(arguments.get("q", ""))
    if len(question) > LONGEST_QUESTION:
        faults.append(f"Uw vraag is {len(question)} tekens lang. Maak hem korter dan {LONGEST_QUESTION} tekens.")
    kinds = _chosen(arguments, "soort", set(KIND_LABELS), faults)
    themes = _chosen(arguments, "thema", set(library.theme), faults)
    steps = _chosen(arguments, "stap", {str(number) for number in library.step}, faults)
    places = _chosen(arguments, "gemeente", set(library.municipality), faults)
    page = _number(arguments, "pagina", 1, LAST_PAGE, faults)
    size = _number(arguments, "paginaGrootte", PAGE_SIZE, LARGEST_PAGE, faults)
    if faults:
        raise InvalidRequest(*faults)
    filters = Filters(kinds, themes, tuple(map(int, steps)), places)
    return SearchParameters(question, filters, page, size, arguments.get("letterlijk", "") == "1")


def clean(text: str) -> str:
    """Return text without control characters and lone surrogates, white space folded.

    >>> clean("hoe \\x00 betrek\\nik")
    'hoe betrek ik'
    """
    readable = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return " ".join(readable.split())


def _chosen(arguments: Any, name: str, known: set[str], faults: list[str]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in arguments.getlist(name) if value))
    faults += [f"'{clean(value)[:60]}' is geen waarde van '{name}'." for value in values if value not in known]
    return values


def _number(arguments: Any, name: str, default: int, largest: int, faults: list[str]) -> int:
    given = arguments.get(name, "")
    if not given:
        return default
    if given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= largest:
        return int(given)
    faults.append(f"'{name}' moet een getal van 1 tot en met {largest} zijn.")
    return default
