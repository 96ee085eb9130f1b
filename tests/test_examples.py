"""Praktijkvoorbeelden: the cards, and what one may choose them by."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


def main_of(client: FlaskClient, address: str) -> HtmlElement:
    (main,) = fromstring(client.get(address).get_data(as_text=True)).xpath("//main")
    return main


def test_each_card_says_whether_there_is_a_contact_and_how_well_it_is_described(client: FlaskClient) -> None:
    cards = main_of(client, "/praktijkvoorbeelden").xpath(".//article")
    assert [(card.xpath("h2")[0].text_content(), card.xpath("p")[-1].text_content()) for card in cards] == [
        ("De buurttuin aan de Lindelaan", "Met contact · uitgewerkt"),
        ("De vadergroep", "Met contact · kort beschreven"),
        ("Bellen aan huis", "Geen contact genoemd · alleen genoemd"),
    ]


def test_they_are_chosen_by_contact_depth_province_and_the_rest(client: FlaskClient) -> None:
    facets = main_of(client, "/praktijkvoorbeelden").xpath(".//aside//section")
    assert [
        (one.xpath("h3")[0].text_content(), [" ".join(value.text_content().split()) for value in one.xpath(".//li")]) for one in facets
    ] == [
        ("Contact", ["Met contact 2"]),
        ("Hoe goed beschreven", ["Uitgewerkt 1", "Kort beschreven 1", "Alleen genoemd 1"]),
        ("Voor wie", ["Bewoners 1", "Ouders 1"]),
        ("Werkwijze", ["Praten met elkaar 1"]),
        ("Thema", ["Elkaar ontmoeten 1", "Geld 1", "Vaders en moeders 1"]),
        ("Provincie", ["Kustland 1"]),
        ("Gemeente", ["Beekstad 1", "Duinhaven 1"]),
        ("Stap", ["Stap 2: Kies samen een plan 1"]),
    ]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ("contact=ja", ["De buurttuin aan de Lindelaan", "De vadergroep"]),
        ("diepgang=genoemd", ["Bellen aan huis"]),
        ("provincie=Kustland", ["De buurttuin aan de Lindelaan"]),
        ("gemeente=duinhaven", ["De vadergroep"]),
        ("methode=praten", ["De vadergroep"]),
        ("methode=samen-doen", []),
        ("contact=ja&diepgang=kort", ["De vadergroep"]),
        ("contact=ja&diepgang=genoemd", []),
        # What is not there counts as not chosen, and is said.
        ("contact=nee&diepgang=lang&provincie=Utrecht&gemeente=beekstad", ["De buurttuin aan de Lindelaan"]),
    ],
)
def test_a_choice_leaves_those_that_have_it(client: FlaskClient, chosen: str, names: list[str]) -> None:
    main = main_of(client, f"/praktijkvoorbeelden?{chosen}")
    assert [one.text_content() for one in main.xpath(".//article/h2")] == names
    said = [one.text_content() for one in main.xpath(".//p[@class='correction']")]
    assert said == (
        [
            "Een deel van het adres telt niet mee. 'nee' is geen waarde van 'contact'. 'lang' is geen waarde van 'diepgang'."
            " 'Utrecht' is geen waarde van 'provincie'."
        ]
        if "nee" in chosen
        else []
    )


def test_cards_that_say_contact_by_the_ess_have_who_that_is_beside_them_once(real_index: Path) -> None:
    """On every page with such cards: themes, likes of an example, what is alike elsewhere, and the list of all, which says it at the top."""
    client = create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()
    library = LiveKnowledgeBase.opened(real_index).current().library
    addresses = [
        "/praktijkvoorbeelden",
        *(f"/themas/{theme.id}" for theme in library.themes),
        *(f"/praktijkvoorbeelden/{example.id}" for example in library.examples),
        *(f"/gemeenten/{town}" for town in {place for example in library.examples for place in example.municipalities}),
        *(f"/gemeenten?naam=Tilburg&thema={theme.id}" for theme in library.themes),
        *(f"/organisaties/{body.id}" for body in library.organisations if body.is_named),
    ]
    with_cards = 0
    for address in addresses:
        main = main_of(client, address)
        said = [one.text_content() for one in main.xpath(".//article//p") if "Contact via de ESS" in one.text_content()]
        explained = main.xpath(".//*[not(self::article)]/p[contains(., 'Expertise-unit Sociale Stabiliteit')]")
        with_cards += bool(said)
        assert not said or explained, address
        assert len(main.xpath(".//p[starts-with(., '‘Contact via de ESS’')]")) <= 1, address
    assert with_cards > 20
