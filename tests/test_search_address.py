"""The addresses around a search: what each keeps of the question, the filters, the page and the spelling."""

import re
from html import unescape
from pathlib import Path

import pytest

from kb.library import Library
from kb.retrieval.facets import FacetCount
from web.app import create_app
from web.asking.browsing import Facet, FacetValue
from web.asking.parameters import SearchParameters, known_values
from web.asking.search_address import Chip, SearchAddress
from web.serving.settings import Settings


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


def test_each_chip_leads_to_the_search_without_it(small_library: Library, filtered: SearchAddress) -> None:
    assert filtered.chips(small_library) == [
        Chip(facet, label, "?q=koffie+%26+thee&" + "&".join(part for part in FILTERS.split("&") if part != f"{facet}={value}"))
        for facet, value, label in [
            ("soort", "citaat", "Citaat"),
            ("thema", "geld", "Geld"),
            ("thema", "ontmoeten", "Elkaar ontmoeten"),
            ("stap", "2", "Stap 2: Kies samen een plan"),
            ("gemeente", "beekstad", "Beekstad"),
        ]
    ]


def test_the_values_of_a_facet_have_their_names_and_the_chosen_ones_are_ticked(small_library: Library, filtered: SearchAddress) -> None:
    counts = [FacetCount("1", "Stap 1", 4), FacetCount("2", "Stap 2", 3)]
    assert filtered.values(small_library, "stap", counts) == [
        FacetValue("1", f"Stap 1: {small_library.step[1].title}", 4),
        FacetValue("2", "Stap 2: Kies samen een plan", 3, is_chosen=True),
    ]


def test_spelling_as_typed_stays_so(small_library: Library) -> None:
    literal = _address(small_library, letterlijk="1", stap=[2])
    assert literal.without_filters() == "?q=koffie+%26+thee&letterlijk=1"
    assert literal.at_page(2) == "?q=koffie+%26+thee&stap=2&pagina=2&letterlijk=1"


def test_another_question_keeps_the_filters_and_is_read_anew(small_library: Library, filtered: SearchAddress) -> None:
    assert filtered.instead("thee?") == f"?q=thee%3F&{FILTERS}"
    assert _address(small_library, letterlijk="1").instead("thee") == "?q=thee"


def test_the_page_asks_whether_another_word_was_meant(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()
    page = client.get("/zoeken?q=wat+is+Moestiun&stap=1").text
    assert 'Bedoelde u <a href="?q=wat+is+moestuin&amp;stap=1">wat is moestuin</a>?' in page
    assert "Wij zochten op" not in page
    assert "Bedoelde u" not in client.get("/zoeken?q=wat+is+Moestiun&letterlijk=1").text


def test_the_way_back_from_a_source_keeps_the_question_as_it_was_typed(small_index: Path) -> None:
    """So that it says again what was searched for, and still offers what was typed."""
    client = create_app(Settings(index=small_index)).test_client()
    page = unescape(client.get("/zoeken?q=wat+is+een+spilpersoom").text)
    assert "Wij zochten op <strong>wat is een spilpersoon</strong>" in page
    sources = set(re.findall(r'href="(/bronnen/[^"]*vraag=[^"]*)"', page))
    assert sources
    for source in sources:
        assert 'href="/zoeken?q=wat+is+een+spilpersoom"' in unescape(client.get(source).text), source


def test_the_page_says_that_the_sources_do_not_name_a_place(small_index: Path) -> None:
    page = create_app(Settings(index=small_index)).test_client().get("/zoeken?q=wat+is+een+spilpersoon+in+Goudhoek").text
    assert '<h2 id="antwoord">Dit staat er het dichtst bij</h2>' in page
    assert "Over ‘Goudhoek’ zeggen de bronnen niets. Wat wij vonden, gaat over andere plaatsen of in het algemeen." in page


def test_every_result_is_shown_once_under_what_it_is(real_index: Path) -> None:
    client = create_app(Settings(index=real_index)).test_client()
    asked = "/zoeken?q=wat+kost+de+vreedzame+wijk"
    total = int(re.findall(r"(\d+) resultaten voor", client.get(asked).text)[0])
    pages = [client.get(f"{asked}&pagina={page}").text for page in range(1, -(-total // 10) + 1)]
    # One stands above as related; results of one section stand together, the further ones as links.
    assert "Wel verwant" in pages[0]
    links = sum(len(re.findall("<a ", also)) for page in pages for also in re.findall(r'(?s)<p class="result-also">.*?</p>', page))
    assert sum(page.count('<article class="result">') for page in pages) + links == total
    kinds = [re.findall(r'<section class="results-of-kind"><h3>(.*?)</h3>', page) for page in pages]
    assert all(kinds) and all(len(set(one)) == len(one) and {*one} <= {"Teksten", "Praktijkvoorbeelden", "Citaten"} for one in kinds)


def test_the_last_page_says_that_it_is_the_last(small_index: Path) -> None:
    page = create_app(Settings(index=small_index)).test_client().get("/zoeken?q=koffie").text
    assert '<p class="quiet results-end">Dit is alles wat bij uw vraag past.</p>' in page


def test_nothing_stands_as_related_to_what_nothing_is_known_of(real_index: Path) -> None:
    page = create_app(Settings(index=real_index)).test_client().get("/zoeken?q=waar+is+het+zwembad+in+de+wijk").text
    assert "Wel verwant" not in page
    assert '<ul class="results"' in page


def test_without_a_filter_twenty_results_are_shown_and_a_filter_shows_all(real_index: Path) -> None:
    client = create_app(Settings(index=real_index)).test_client()

    def told(address: str) -> int:
        return int(re.findall(r"(\d+) resultaten voor", client.get(address).text)[0])

    every = client.get("/api/v1/zoekresultaten?q=bewoners").get_json()
    of_guide = next(value["aantal"] for value in every["facetten"]["soort"] if value["waarde"] == "handreiking")
    assert every["totaal"] > of_guide > 20
    assert (told("/zoeken?q=bewoners"), told("/zoeken?q=bewoners&soort=handreiking")) == (20, of_guide)
    assert "Dit zijn de 20 die het best passen." in client.get("/zoeken?q=bewoners&pagina=2").text
    assert "die het best passen" not in client.get("/zoeken?q=bewoners").text


def test_the_page_offers_to_wipe_the_filters(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()
    page = client.get("/zoeken?q=koffie&thema=ontmoeten&stap=1").text
    assert [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)">Wis filters</a>', page)] == ["?q=koffie"]
    assert "Wis filters" not in client.get("/zoeken?q=koffie").text


def test_the_page_shows_a_chosen_value_ticked_among_the_others(small_index: Path) -> None:
    """Also when it is not among those that are shown at once, or nothing has it."""
    client = create_app(Settings(index=small_index)).test_client()
    page = client.get("/zoeken?q=koffie&soort=citaat").text
    boxes = re.findall(r'<input type="checkbox" name="(\w+)" value="([\w-]+)"( checked)?>', page)
    assert [(name, value) for name, value, ticked in boxes if ticked] == [("soort", "citaat")]
    assert len([name for name, _, _ in boxes if name == "soort"]) > 1
    nothing = client.get("/zoeken?q=qzxqzx&stap=1").text
    assert '<input type="checkbox" name="stap" value="1" checked>' in nothing


def test_several_ticked_values_of_a_facet_are_searched_together(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()

    def told(address: str) -> int:
        return int(re.findall(r"(\d+) resulta", client.get(address).text)[0])

    one, other = told("/zoeken?q=koffie&soort=citaat"), told("/zoeken?q=koffie&soort=handreiking")
    assert one and other
    assert told("/zoeken?q=koffie&soort=citaat&soort=handreiking") == one + other


def test_a_chosen_value_never_folds_away() -> None:
    first, second, third = (FacetValue(str(step), f"Stap {step}", 2, f"?stap={step}") for step in (1, 2, 3))
    chosen = FacetValue("4", "Stap 4", 0, "?", is_chosen=True)
    assert Facet.folded("stap", "Stap", [first, second, third, chosen], 1) == Facet("stap", "Stap", [first, chosen], [second, third])
    assert Facet.folded("stap", "Stap", [first, second], 2) == Facet("stap", "Stap", [first, second], [])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("koffie -tuin", "Het woord met een min ervoor telt niet mee: ‘tuin’. Woorden uitsluiten kan hier niet."),
        ("koffie -tuin -buurt", "Het woord met een min ervoor telt niet mee: ‘tuin’, ‘buurt’. Woorden uitsluiten kan hier niet."),
        ('"koffie drinken"', "Aanhalingstekens veranderen niets aan het zoeken"),
        ("„koffie drinken”", "Aanhalingstekens veranderen niets aan het zoeken"),
    ],
)
def test_the_page_says_that_signs_of_other_search_engines_do_nothing(small_index: Path, asked: str, told: str) -> None:
    client = create_app(Settings(index=small_index)).test_client()
    assert told in client.get("/zoeken", query_string={"q": asked}).text


@pytest.mark.parametrize("asked", ["koffie", "jeugdbeleid en -zorg", "koffie - tuin", "co-creatie", 'het "huis"', '6" en 7" lang'])
def test_the_page_says_nothing_of_signs_that_are_not_there(small_index: Path, asked: str) -> None:
    page = create_app(Settings(index=small_index)).test_client().get("/zoeken", query_string={"q": asked}).text
    assert "zoektekens" not in page


def test_an_unwanted_word_is_not_looked_for(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()

    def found(question: str) -> list[str]:
        answer = client.get("/api/v1/zoekresultaten", query_string={"q": question}).get_json()
        assert answer["vraag"] == "koffie"
        return [one["url"] for one in answer["resultaten"]]

    assert found("koffie -tuin -vader") == found("koffie")
