"""Routes and kits, what the sources do not say, where they contradict each other, and when a step is done: as pages show them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from kb.library import Library
from kb.model import Excerpt
from web.app import create_app
from web.pages import gaps
from web.pages.steps import tasks_of_step
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.excerpts import shown


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


def main(client: FlaskClient, address: str) -> HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return fromstring(response.get_data(as_text=True)).xpath("//main")[0]


def marked(client: FlaskClient, link: str) -> str:
    page = fromstring(client.get(link, follow_redirects=True).get_data(as_text=True))
    return " ".join(mark.text_content() for mark in page.xpath("//mark"))


def test_a_route_has_its_texts_in_order_each_with_why(client: FlaskClient) -> None:
    page = main(client, "/routes/nieuweling")
    assert page.xpath(".//h1")[0].text_content() == "Voor wie net begint"
    assert [reason.text_content() for reason in page.xpath(".//li[@class='task-part']/p[@class='redactie']")] == [
        "Waar de gids u bij helpt.",
        "Wie u nodig hebt.",
        "Hoe u begint.",
        "Hoe u kiest.",
        "Wat volhouden doet.",
    ]
    (taking,) = page.xpath(".//a[@data-take]/@href")
    assert taking == ("/selectie?id=gids.inleiding&id=gids.spilpersoon&id=gids.stap-1&id=gids.stap-2&id=verslag.citaat-moeder-elke-week")


def test_a_kit_has_its_parts_with_their_time_and_words_that_stand_in_their_source(client: FlaskClient) -> None:
    page = main(client, "/pakketten/gesprek")
    text = " ".join(page.text_content().split())
    assert "Samen 10 minuten. Meenemen: pen en papier." in text
    assert "Volgorde, tijden en materiaal: voorstel van de redactie." in text
    assert text.count("Niet in de bronnen") == 1
    heading, question = page.xpath(".//a[contains(@class, 'chip-place')]")
    assert heading.get("href") == "/bronnen/gids/stap-1"
    assert marked(client, question.get("href")) == "Wat gaat hier goed?"


def test_a_contradiction_shows_its_sides_and_what_the_editor_says(client: FlaskClient) -> None:
    page = main(client, "/tegenspraken")
    (section,) = page.xpath(".//section")
    assert section.xpath("./h2")[0].text_content() == "Waar een gesprek begint"
    assert len(section.xpath(".//a[contains(@class, 'chip-place')]")) == 3
    assert section.xpath("./p[@class='redactie']")[0].text_content() == "De gids begint met luisteren, het nieuws met een bedrag."


def test_an_excerpt_is_its_words_a_heading_or_a_signature(small_library: Library) -> None:
    sides = [shown(small_library, side) for side in small_library.contradictions[0].sides]
    assert [[line.text for line in side.lines] for side in sides] == [
        ["Begin met luisteren"],
        ["Wat kost de tuin?"],
        ["Anna de Wit, wijkregisseur, gemeente Beekstad"],
    ]
    assert [side.address.partition("?")[0] for side in sides] == [
        "/bronnen/gids/stap-1",
        "/bronnen/nieuws/buurttuin#kosten",
        "/bronnen/gids/stap-1#citaat-de-wit-eerst-koffie",
    ]
    list_item = shown(small_library, Excerpt("x", small_library.kits[0].parts[0].units[1].spans))
    assert [(line.text, line.is_item) for line in list_item.lines] == [("Wat gaat hier goed?", True)]


def test_what_the_sources_lack_stands_by_subject_with_what_is_related(client: FlaskClient, small_library: Library) -> None:
    assert gaps.subjects(small_library) == {"nauwelijks-in-de-bronnen": "nauwelijks in de bronnen"}
    listed = main(client, "/niet-in-de-bronnen")
    assert [(link.text_content(), link.get("href")) for link in listed.xpath(".//ul[@class='plain-list']//a")] == [
        ("Nauwelijks in de bronnen", "/niet-in-de-bronnen/nauwelijks-in-de-bronnen")
    ]
    page = main(client, "/niet-in-de-bronnen/nauwelijks-in-de-bronnen")
    assert "De bronnen vertellen over de vadergroep, maar niet wat die kost." in page.text_content()
    (related,) = page.xpath(".//ul[@class='gap-list']//a/@href")
    assert client.get(related).status_code == 200


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/routes/niemand", "Deze leesroute staat niet in de kennisbank."),
        ("/pakketten/niets", "Dit pakket staat niet in de kennisbank."),
        ("/niet-in-de-bronnen/niets", "Over dit onderwerp is niet bijgehouden wat er ontbreekt."),
    ],
)
def test_what_is_not_there_says_so(client: FlaskClient, address: str, told: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert told in response.get_data(as_text=True)


def test_a_step_says_when_it_is_done_where_a_source_says_so(client: FlaskClient) -> None:
    (done,) = main(client, "/stappen/1").xpath(".//section[h2='Klaar als']")
    assert done.xpath(".//p")[0].text_content().startswith("Begin met luisteren.")
    assert main(client, "/stappen/2").xpath(".//section[h2='Klaar als']") == []


def test_the_steps_each_have_a_literal_sentence(client: FlaskClient, small_library: Library) -> None:
    page = main(client, "/stappen")
    said = [sentence.text_content() for sentence in page.xpath(".//span[@class='sentence']")]
    assert said[0] == "Begin met luisteren."


def test_the_tasks_of_a_step_have_two_texts_there(real_library: Library) -> None:
    assert [task.id for task in tasks_of_step(real_library, 7)][0] == "gesprek-met-bewoners-voorbereiden"
    assert all(len(tasks_of_step(real_library, step.number)) <= 3 for step in real_library.steps)
