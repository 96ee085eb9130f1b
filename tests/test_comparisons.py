"""Vergelijken: practice examples side by side, each cell literal and one click from its place."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from kb.library import Library
from kb.model import Excerpt
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.comparisons import shown, with_example


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


@pytest.fixture(scope="module")
def real_client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


def main_of(client: FlaskClient, address: str) -> HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    (main,) = fromstring(response.get_data(as_text=True)).xpath("//main")
    return main


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_table_has_its_words_and_where_they_come_from(small_library: Library) -> None:
    table = shown(small_library, small_library.comparisons[0])
    assert [
        (row.example.id, row.suits_by_us, [one.text for one in row.suits], [[one.text for one in cell] for cell in row.cells])
        for row in table.rows
    ] == [
        ("buurttuin", "buren die graag buiten zijn", [], [["een moestuin"], ["Elke zaterdag", "per jaar"]]),
        ("vadergroep", "", ["Vaders praten er over opvoeden, school en werk."], [["een vadergroep"], ["elke maand"]]),
    ]
    assert [one.text for one in table.below] == ["Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."]
    assert [document.id for document in table.documents] == ["verslag", "nieuws", "gids"]
    assert not table.has_empty_cells
    assert [item.partition("~")[0] for item in table.items] == [
        "praktijkvoorbeeld.buurttuin",
        "praktijkvoorbeeld.vadergroep",
        "gids.spilpersoon",
    ]


def test_an_example_knows_in_which_it_stands(small_library: Library) -> None:
    assert [one.id for one in with_example(small_library, "buurttuin")] == ["voorbeelden"]
    assert with_example(small_library, "bellen-aan-huis") == []


def test_the_list_leads_to_each(client: FlaskClient) -> None:
    main = main_of(client, "/vergelijken")
    assert [(one.text_content(), one.get("href")) for one in main.xpath(".//h2/a")] == [
        ("Twee manieren om elkaar te ontmoeten", "/vergelijken/voorbeelden")
    ]
    assert "Wat en hoe vaak" in text_of(main)


def test_the_table_has_headers_and_tells_the_editors_words_apart(client: FlaskClient) -> None:
    main = main_of(client, "/vergelijken/voorbeelden")
    (table,) = main.xpath(".//table")
    assert [one.text_content() for one in table.xpath("thead//th[@scope='col']")] == ["Voorbeeld", "Past bij", "Wat", "Hoe vaak"]
    assert [text_of(one) for one in table.xpath("tbody//th[@scope='row']")] == [
        "De buurttuin aan de LindelaanBeekstad (Lindekwartier)",
        "De vadergroepDuinhaven",
    ]
    assert [one.text_content() for one in table.xpath(".//*[@class='redactie']")] == ["buren die graag buiten zijn"]
    assert [one.text_content() for one in table.xpath(".//*[@class='literal']")] == [
        "een moestuin",
        "Elke zaterdag",
        "per jaar",
        "Vaders praten er over opvoeden, school en werk.",
        "een vadergroep",
        "elke maand",
    ]
    assert text_of(main).count("Niet in de bron") == 1


def every_literal_word_is_marked_where_its_chip_leads(client: FlaskClient, address: str) -> int:
    chips = main_of(client, address).xpath(".//a[contains(@class, 'chip-place')]")
    for chip in chips:
        words = chip.getprevious()
        assert words.get("class") == "literal"
        assert chip.get("aria-label").startswith("Bron: ")
        there = fromstring(client.get(chip.get("href")).get_data(as_text=True))
        marked = "".join(mark.text_content() for mark in there.xpath("//mark"))
        assert "".join(marked.split()) == "".join(words.text_content().split()), words.text_content()
    assert len({chip.get("aria-label") for chip in chips}) > len(chips) / 2
    return len(chips)


def test_each_cell_is_one_click_from_its_place(client: FlaskClient) -> None:
    assert every_literal_word_is_marked_where_its_chip_leads(client, "/vergelijken/voorbeelden") == 6 + 1


def test_each_cell_of_the_real_tables_is_too(real_client: FlaskClient, real_library: Library) -> None:
    assert [one.id for one in real_library.comparisons] == ["deelprojecten-arnhem", "ouders-bereiken", "werken-met-jongeren"]
    for comparison in real_library.comparisons:
        address = f"/vergelijken/{comparison.id}"
        assert every_literal_word_is_marked_where_its_chip_leads(real_client, address) > 10
        assert text_of(main_of(real_client, address)).count("Niet in de bron") == 1


def test_what_it_compares_is_taken_along(client: FlaskClient) -> None:
    (address,) = main_of(client, "/vergelijken/voorbeelden").xpath(".//a[@data-take]/@href")
    chosen = main_of(client, address)
    assert chosen.xpath(".//*[@class='correction']") == []
    assert "In Duinhaven komt elke maand een vadergroep bij elkaar." in text_of(chosen)
    assert "Een spilpersoon is iemand die veel buren kent" in text_of(chosen)


def test_examples_lead_to_the_tables_in_which_they_stand(client: FlaskClient) -> None:
    assert main_of(client, "/praktijkvoorbeelden").xpath(".//a[@href='/vergelijken/voorbeelden']")
    assert main_of(client, "/praktijkvoorbeelden/buurttuin").xpath(".//a[@href='/vergelijken/voorbeelden']")
    assert not main_of(client, "/praktijkvoorbeelden/bellen-aan-huis").xpath(".//a[starts-with(@href, '/vergelijken')]")


def test_one_that_is_not_there_is_said(client: FlaskClient) -> None:
    response = client.get("/vergelijken/onbekend")
    assert (response.status_code, "Deze vergelijking staat niet in de kennisbank." in response.get_data(as_text=True)) == (404, True)


def test_a_heading_is_shown_in_a_cell_as_words_are(small_library: Library) -> None:
    comparison = small_library.comparisons[0]
    row = replace(comparison.rows[0], cells=((Excerpt("gids.stap-1", (), "kop"),), ()))
    (cell, empty) = shown(small_library, replace(comparison, rows=(row,))).rows[0].cells
    assert [(one.text, one.address) for one in cell] == [(small_library.section["gids.stap-1"].title, "/bronnen/gids/stap-1")]
    assert empty == ()
