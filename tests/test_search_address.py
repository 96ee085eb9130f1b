"""The addresses around a search: what each keeps of the question, the filters, the page and the spelling."""

import re
from html import unescape
from pathlib import Path

import pytest

from kb.library import Library
from web.app import create_app
from web.parameters import SearchParameters, known_values
from web.search_address import Chip, SearchAddress
from web.settings import Settings


def _address(library: Library, **asked: object) -> SearchAddress:
    return SearchAddress(SearchParameters.model_validate({"q": "koffie & thee", **asked}, context=known_values(library)))


@pytest.fixture
def filtered(small_library: Library) -> SearchAddress:
    """Page three of a search with a filter of each kind."""
    return _address(small_library, soort=["citaat"], thema=["geld", "ontmoeten"], stap=[2], gemeente=["beekstad"], pagina=3)


FILTERS = "soort=citaat&thema=geld&thema=ontmoeten&stap=2&gemeente=beekstad"


def test_without_filters_only_the_question_is_left(filtered: SearchAddress) -> None:
    assert filtered.without_filters() == "?q=koffie+%26+thee"


def test_the_other_addresses_keep_the_filters(filtered: SearchAddress) -> None:
    assert filtered.at_page(2) == f"?q=koffie+%26+thee&{FILTERS}&pagina=2"
    assert filtered.at_page(1) == f"?q=koffie+%26+thee&{FILTERS}"
    assert filtered.as_typed() == f"?q=koffie+%26+thee&{FILTERS}&letterlijk=1"
    assert filtered.with_value("stap", "1") == f"?q=koffie+%26+thee&{FILTERS}&stap=1"


def test_each_chip_leads_to_the_search_without_it(small_library: Library, filtered: SearchAddress) -> None:
    assert filtered.chips(small_library) == [
        Chip(facet, label, "?q=koffie+%26+thee&" + "&".join(part for part in FILTERS.split("&") if part != f"{facet}={value}"))
        for facet, value, label in [
            ("soort", "citaat", "Citaat"),
            ("thema", "geld", "Geld"),
            ("thema", "ontmoeten", "Elkaar ontmoeten"),
            ("stap", "2", "Stap 2"),
            ("gemeente", "beekstad", "Beekstad"),
        ]
    ]


def test_spelling_as_typed_stays_so(small_library: Library) -> None:
    literal = _address(small_library, letterlijk="1", stap=[2])
    assert literal.without_filters() == "?q=koffie+%26+thee&letterlijk=1"
    assert literal.at_page(2) == "?q=koffie+%26+thee&stap=2&pagina=2&letterlijk=1"


def test_the_page_offers_to_wipe_the_filters(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()
    page = client.get("/zoeken?q=koffie&thema=ontmoeten&stap=1").text
    assert [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)">Wis filters</a>', page)] == ["?q=koffie"]
    assert "Wis filters" not in client.get("/zoeken?q=koffie").text
