"""Gemeenten: all of which the sources tell, a page or a card for each, and what comes nearest for one that is not among them."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from kb.library import Library
from kb.model import Municipality, PlaceName, PracticeExample
from kb.retrieval.nearby import MOST_ALIKE, most_alike
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.municipalities import AlikeElsewhere, alike_elsewhere, all_told, by_province, find, told


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


def headings(main: HtmlElement) -> list[str]:
    return [" ".join(one.text_content().split()) for one in main.xpath(".//h1 | .//h2 | .//h3")]


def text_of(main: HtmlElement) -> str:
    return " ".join(main.text_content().split())


def test_what_the_sources_hold_on_a_municipality(small_library: Library) -> None:
    beekstad = told(small_library, small_library.municipality["beekstad"])
    assert (beekstad.province, beekstad.is_page, beekstad.via_ess, beekstad.missing) == ("Kustland", False, False, "")
    assert [example.id for example in beekstad.examples] == ["buurttuin"]
    assert [card.quote.id for card in beekstad.quotes] == ["gids.citaat-de-wit-eerst-koffie", "nieuws.citaat-buurvrouw-bij-naam"]
    assert [(fact.title, words.text) for fact, words in beekstad.facts] == [
        ("Wat de buurttuin kost", "De tuin kost 2.000 euro per jaar."),
    ]
    assert [one.id for one in beekstad.questions] == ["gesprek-op-straat"]
    assert [(one.details.address, [example.id for example in one.examples]) for one in beekstad.contacts] == [
        ("tuin@beekstad.invalid", ["buurttuin"])
    ]
    assert [document.id for document in beekstad.documents(small_library)] == ["nieuws", "gids"]
    duinhaven = told(small_library, small_library.municipality["duinhaven"])
    # Its quote is a headline, which stands on the card of the fuller one.
    assert (duinhaven.province, duinhaven.via_ess, duinhaven.missing) == ("", True, "citaten en cijfers")


def test_with_three_examples_it_has_a_page_with_the_best_described_first(small_library: Library) -> None:
    examples = tuple(
        replace(example, id=depth, municipalities=("beekstad",), depth=depth)
        for example, depth in zip(small_library.examples, ("genoemd", "beschreven", "kort"), strict=True)
    )
    for number, is_page, best_first in ((2, False, ["beschreven", "genoemd"]), (3, True, ["beschreven", "kort", "genoemd"])):
        here = told(replace(small_library, examples=examples[:number]), small_library.municipality["beekstad"])
        assert (here.is_page, [one.id for one in here.examples]) == (is_page, best_first)


def test_words_of_a_section_about_two_municipalities_are_of_the_one_that_they_name(small_library: Library) -> None:
    span = small_library.facts[0].sentence
    sections = tuple(
        replace(section, municipalities=("beekstad", "duinhaven"))
        if section.id == small_library.section_of(span.passage_id).id
        else section
        for section in small_library.sections
    )
    library = replace(small_library, sections=sections)
    assert told(library, library.municipality["beekstad"]).facts == ()
    named = replace(library, municipalities=(replace(library.municipality["beekstad"], also=("De tuin",)),))
    assert len(told(named, named.municipalities[0]).facts) == 1


def test_they_stand_by_province_and_without_one_at_the_end(small_library: Library) -> None:
    found = [(province, [one.municipality.id for one in here]) for province, here in by_province(all_told(small_library))]
    assert found == [("Kustland", ["beekstad"]), ("", ["duinhaven"])]


def test_one_of_which_nothing_is_told_is_not_listed(small_library: Library) -> None:
    library = replace(small_library, examples=small_library.examples[:1], quotes=())
    assert [one.municipality.id for one in all_told(library)] == ["beekstad"]


def test_who_does_alike_shares_a_theme_and_says_how_far_it_is(small_library: Library) -> None:
    """0.8 degrees of latitude are 89 km, 1.1 of longitude between them 74 km: 116 km as the crow flies."""
    garden, fathers, calls = small_library.examples
    fathers, calls = replace(fathers, themes=("geld", "ouderschap")), replace(calls, themes=("ontmoeten", "geld"), audience=("bewoners",))
    library = replace(small_library, examples=(garden, fathers, calls))
    assert alike_elsewhere(library, told(library, library.municipality["beekstad"])) == [
        AlikeElsewhere(calls, "zelfde onderwerp: Elkaar ontmoeten en Geld"),
        AlikeElsewhere(fathers, "zelfde onderwerp: Geld; 116 km"),
    ]
    assert alike_elsewhere(small_library, told(small_library, small_library.municipality["beekstad"])) == []


@pytest.mark.parametrize(
    ("name", "towns", "places"),
    [
        ("Beekstad", ["beekstad"], ["Beekstad"]),
        (" beekSTAD ", ["beekstad"], ["Beekstad"]),
        ("Beekstadse", ["beekstad"], []),
        ("Lindekwartier", ["beekstad"], []),
        ("Oudebeek", [], ["Beekstad"]),
        ("duinhaven", ["duinhaven"], []),
        ("Goudhoek", [], ["Goudhoek"]),
        ("Goudhok", [], []),
        # A province is no municipality.
        ("Kustland", [], []),
        ("", [], []),
        ("…", [], []),
    ],
)
def test_a_municipality_is_found_by_any_of_its_names(small_library: Library, name: str, towns: list[str], places: list[str]) -> None:
    found, in_country = find(small_library, name)
    assert ([town.id for town in found], [place.name for place in in_country]) == (towns, places)


def test_of_two_with_one_name_the_one_on_the_map_goes_first() -> None:
    unknown, known = PlaceName("Bergen", "Limburg", None, None, (), ()), PlaceName("Bergen", "Noord-Holland", 52.7, 4.7, (), ())
    assert find(Library(place_names=(unknown, known)), "bergen") == ([], [known, unknown])


def test_most_alike_are_of_the_theme_the_best_described_first_and_then_the_nearest(small_library: Library) -> None:
    towns = tuple(Municipality(name, name, north, 5.0, (), ()) for name, north in (("ver", 53.0), ("dichtbij", 52.2)))
    example = replace(small_library.examples[0], themes=("geld",))

    def one(identity: str, depth: str, *places: str, theme: str = "geld") -> PracticeExample:
        return replace(example, id=identity, depth=depth, municipalities=places, themes=(theme,))

    examples = (
        one("genoemd", "genoemd", "dichtbij"),
        one("nergens", "beschreven"),
        one("ver", "beschreven", "ver"),
        one("beide", "beschreven", "ver", "dichtbij"),
        one("anders", "beschreven", "dichtbij", theme="ontmoeten"),
        one("kort", "kort", "ver"),
    )
    library = Library(municipalities=towns, examples=examples)
    here, nowhere = PlaceName("Hier", "Utrecht", 52.0, 5.0, (), ()), PlaceName("Ergens", "Utrecht", None, None, (), ())
    assert [(one.example.id, one.kilometres) for one in most_alike(library, here, "geld")] == [
        ("beide", 22),
        ("ver", 111),
        ("nergens", None),
        ("kort", 111),
        ("genoemd", 22),
    ]
    assert [(one.example.id, one.kilometres) for one in most_alike(library, nowhere, "ontmoeten")] == [("anders", None)]
    many = replace(library, examples=tuple(one(str(number), "kort") for number in range(MOST_ALIKE + 2)))
    assert len(most_alike(many, here, "geld")) == MOST_ALIKE


def test_the_list_tells_what_there_is_of_each(client: FlaskClient) -> None:
    main = main_of(client, "/gemeenten")
    assert headings(main) == ["Gemeenten", "Kustland", "Andere gemeenten"]
    assert [" ".join(one.text_content().split()) for one in main.xpath(".//ul[@class='plain-list']/li")] == [
        "Beekstad1 voorbeeld, 2 citaten, 1 cijfer",
        "Duinhaven1 voorbeeld",
    ]


def test_a_card_has_only_what_there_is_and_one_line_for_what_is_not(client: FlaskClient) -> None:
    duinhaven = main_of(client, "/gemeenten/duinhaven")
    assert headings(duinhaven) == [
        "Duinhaven",
        "Wat er gebeurt in Duinhaven",
        "De vadergroep",
        "Contact",
        "Rachid Bouali",
        "Via de ESS",
        "Antwoorden waarin Duinhaven voorkomt",
    ]
    assert "Vaders praten er over opvoeden, school en werk." in text_of(duinhaven)
    assert "Zoals genoemd in Verslag: vaders doen mee, zonder datum, bij De vadergroep." in text_of(duinhaven)
    assert text_of(duinhaven).count("Niet in de bron") == 1
    assert "Niet in de bronnen over Duinhaven: citaten en cijfers." in text_of(duinhaven)
    beekstad = main_of(client, "/gemeenten/beekstad")
    assert headings(beekstad) == [
        "Beekstad",
        "Wat er gebeurt in Beekstad",
        "De buurttuin aan de Lindelaan",
        "Wat mensen in Beekstad zeggen",
        "Cijfers",
        "Wat de buurttuin kost",
        "Contact",
        "tuin@beekstad.invalid",
        "Antwoorden waarin Beekstad voorkomt",
    ]
    assert "Niet in de bron" not in text_of(beekstad)


def test_each_sentence_is_one_click_from_its_place(client: FlaskClient) -> None:
    sentences = main_of(client, "/gemeenten/beekstad").xpath(".//span[@class='sentence']")
    assert [one.text_content() for one in sentences] == ["De tuin kost 2.000 euro per jaar."]
    for sentence in (*sentences, *main_of(client, "/gemeenten/duinhaven").xpath(".//span[@class='sentence']")):
        there = fromstring(client.get(sentence.getnext().get("href")).get_data(as_text=True))
        assert "".join(mark.text_content() for mark in there.xpath("//mark")) == sentence.text_content()


@pytest.mark.parametrize("name", ["Beekstad", "oudebeek", "Lindekwartier"])
def test_a_name_that_the_sources_know_leads_to_its_page(client: FlaskClient, name: str) -> None:
    response = client.get("/gemeenten", query_string={"naam": name})
    assert (response.status_code, response.headers["Location"]) == (302, "/gemeenten/beekstad")


def test_one_that_no_source_has_and_that_is_on_no_map_gets_its_province(client: FlaskClient) -> None:
    main = main_of(client, "/gemeenten?naam=goudhoek")
    assert headings(main) == ["Goudhoek", "In dezelfde provincie: Kustland", "Het meest vergelijkbaar"]
    assert "De bronnen geven geen voorbeeld uit de gemeente Goudhoek." in text_of(main)
    assert "De plek van Goudhoek op de kaart kennen wij niet." in text_of(main)
    assert main.xpath(".//select[@name='thema']/option/@value") == ["ontmoeten", "ouderschap", "geld"]
    chosen = main_of(client, "/gemeenten?naam=goudhoek&thema=geld")
    assert headings(chosen)[-1] == "De buurttuin aan de Lindelaan"
    assert "1 voorbeeld over Geld" in text_of(chosen)
    assert "Zelfde onderwerp" in text_of(chosen)
    assert chosen.xpath(".//option[@selected]/@value") == ["geld"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Goudhok", "‘Goudhok’ kennen wij niet als gemeente in Nederland. Bedoelde u Goudhoek?"),
        ("qzxq", "‘qzxq’ kennen wij niet als gemeente in Nederland. Let op de spelling, of kies hieronder."),
        ("de kust", "De kust is een provincie. Kies hieronder een gemeente."),
        ("<b>x</b>", "‘<b>x</b>’ kennen wij niet"),
        ("a" * 500, f"‘{'a' * 60}’ kennen wij niet"),
    ],
)
def test_a_name_that_nobody_knows_gets_a_sentence(client: FlaskClient, name: str, said: str) -> None:
    main = main_of(client, f"/gemeenten?naam={quote(name)}")
    assert said in text_of(main)
    assert headings(main) == ["Gemeenten", "Kustland", "Andere gemeenten"]


@pytest.mark.parametrize("identity", ["goudhoek", "tilburg", "…"])
def test_there_is_no_page_for_what_the_sources_do_not_tell_of(client: FlaskClient, identity: str) -> None:
    response = client.get(f"/gemeenten/{identity}")
    assert response.status_code == 404
    assert "Over deze gemeente vertellen de bronnen niets." in response.get_data(as_text=True)


def test_a_theme_that_is_not_there_is_left_out_and_said(client: FlaskClient) -> None:
    assert "Het meest vergelijkbaar" in text_of(main_of(client, "/gemeenten?naam=Goudhoek&thema=geluk"))


def test_tilburg_has_neighbours_and_what_is_most_like_it(real_client: FlaskClient) -> None:
    main = main_of(real_client, "/gemeenten?naam=Tilburg&thema=ouders")
    assert headings(main)[:3] == ["Tilburg", "Het dichtst bij Tilburg", "Het meest vergelijkbaar"]
    near = main.xpath(".//section[h2[@id='dichtbij']]//a/@href")
    assert near == ["/gemeenten/breda", "/gemeenten/eindhoven", "/gemeenten/dordrecht"]
    assert len(main.xpath(".//article")) == MOST_ALIKE


def test_every_municipality_of_the_country_has_an_answer(real_client: FlaskClient, real_library: Library) -> None:
    names = {place.name for place in real_library.place_names if place.province}
    assert len(names) == 341  # there are two of the name Bergen
    for name in names:
        response = real_client.get("/gemeenten", query_string={"naam": name}, follow_redirects=True)
        (title,) = fromstring(response.get_data(as_text=True)).xpath("//main//h1")
        assert (response.status_code, title.text_content()) == (200, name)


def test_no_real_page_has_an_empty_section_or_says_twice_what_is_missing(real_client: FlaskClient, real_library: Library) -> None:
    every = all_told(real_library)
    assert [one.municipality.id for one in every if one.is_page] == [
        "amsterdam",
        "arnhem",
        "delft",
        "leeuwarden",
        "roosendaal",
        "rotterdam",
    ]
    assert len(every) == len(real_library.municipalities)
    for one in every:
        main = main_of(real_client, f"/gemeenten/{one.municipality.id}")
        assert text_of(main).count("Niet in de bron") <= 1
        for section in main.xpath(".//section[h2]"):
            assert section.xpath(".//a"), section.xpath("h2")[0].text_content()
