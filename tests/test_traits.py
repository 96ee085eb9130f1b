"""What the sources say of a practice example (`kenmerken`): literal, of its own passages, and one click from where it stands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring

from indexer.corpus.corpus import load
from kb.analysis.words import words
from kb.errors import CorpusError
from kb.library import Library
from kb.model import PracticeExample, Quote, Span, Trait
from web.app import create_app
from web.serving.settings import Settings

Edit = Callable[[str, str, str], None]
FILE = "praktijkvoorbeelden.yaml"
SENTENCE = 'tekst: "Vaders praten er over opvoeden, school en werk."'


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index)).test_client()


def test_a_word_that_stands_more_often_is_the_one_within_the_words_around_it(corpus_copy: Path, edit: Edit) -> None:
    edit(FILE, SENTENCE, "tekst: en, binnen: mannen en telt")
    library = load(corpus_copy).library
    assert library.text("verslag.avond").find("en telt") == 158
    assert library.example["vadergroep"].traits == (Trait("wat_ze_doen", Span("verslag.avond", 158, 160)),)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "tekst: buren}",
            "tekst: Buren}",
            f"{FILE}:16: deze tekst staat niet zo, in hele woorden, in 'nieuws.buurttuin'; neem haar letterlijk over.",
        ),
        (
            "tekst: buren}",
            "tekst: buurt}",
            f"{FILE}:16: deze tekst staat niet zo, in hele woorden, in 'nieuws.buurttuin'; neem haar letterlijk over.",
        ),
        (
            "tekst: buren}",
            "tekst: ieder}",
            f"{FILE}:16: deze tekst staat niet zo, in hele woorden, in 'nieuws.buurttuin'; neem haar letterlijk over.",
        ),
        (
            "voor_wie: {passage: nieuws.buurttuin",
            "voor_wie: {passage: verslag.avond",
            f"{FILE}:16: 'verslag.avond' hoort niet bij dit voorbeeld; zet het bij passages of citaten, of kies een plaats die er staat.",
        ),
        (
            "voor_wie: {passage: nieuws.buurttuin",
            "voor_wie: {passage: nieuws.tuin",
            f"{FILE}:16: passage 'nieuws.tuin' bestaat niet; verbeter het id.",
        ),
        (
            "voor_wie: {passage: nieuws.buurttuin",
            "voor_wie: {passage: verslag.verhaal",
            f"{FILE}:16: 'verslag.verhaal' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag; laat het hier weg.",
        ),
        ("    kosten:", "    prijs:", f"{FILE}:17: het veld '0.kenmerken.prijs' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
        (
            SENTENCE,
            "tekst: en",
            f"{FILE}:34: deze tekst staat 2 keer in 'verslag.avond'; zeg met 'binnen' in welke woorden de bedoelde staat.",
        ),
        (
            SENTENCE,
            "tekst: en, binnen: mannen en vrouwen",
            f"{FILE}:34: deze tekst staat niet zo, in hele woorden, in 'verslag.avond'; neem haar letterlijk over.",
        ),
    ],
)
def test_what_the_source_does_not_say_there_is_a_fault(corpus_copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(FILE, old, new)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert fault in str(caught.value).splitlines()


def test_the_page_shows_what_is_filled_in_and_names_the_rest(client: FlaskClient) -> None:
    page = fromstring(client.get("/praktijkvoorbeelden/buurttuin").text)
    (rows,) = page.find_class("facts-list")
    assert [" ".join(" ".join(row.itertext()).split()) for row in rows] == [
        "Waar Beekstad (Lindekwartier)",
        "Voor wie buren Voor wie: Projectupdate: De buurttuin aan de Lindelaan, 14 mei 2024",
        "Kosten De tuin kost 2.000 euro per jaar. Kosten: Projectupdate: De buurttuin aan de Lindelaan › Wat kost de tuin?, 14 mei 2024",
        "Resultaat Hier ken ik nu iedereen bij naam. Resultaat: buurvrouw. Projectupdate: De buurttuin aan de Lindelaan, 14 mei 2024",
        "Hoe goed beschreven Uitgewerkt",
    ]
    text = page.text_content()
    assert "Niet in de bronnen: probleem, wat ze doen en sinds wanneer." in text
    assert "Opmerking van de redactie: De bron zegt niet wie de tuin begon." in text


def test_without_a_contact_the_page_says_that_too(client: FlaskClient) -> None:
    told = "Niet in de bronnen: gemeente, probleem, voor wie, wat ze doen, sinds wanneer, kosten, resultaat en contact."
    assert told in client.get("/praktijkvoorbeelden/bellen-aan-huis").text


@pytest.mark.parametrize("identity", ["buurttuin", "vadergroep"])
def test_what_is_shown_stands_marked_one_click_away(client: FlaskClient, identity: str) -> None:
    page = fromstring(client.get(f"/praktijkvoorbeelden/{identity}").text)
    shown = [(row.find_class("literal"), row.find_class("trait-source")) for row in page.find_class("facts-list")[0]]
    told = [(words[0].text_content(), links[0].get("href")) for words, links in shown if words]
    assert told
    for text, address in told:
        marks = fromstring(client.get(address).text).iter("mark")
        assert "".join(mark.text_content() for mark in marks) == text


def test_the_api_tells_them_with_their_place(client: FlaskClient, small_library: Library) -> None:
    garden, fathers, calls = client.get("/api/v1/praktijkvoorbeelden").get_json()["praktijkvoorbeelden"]
    costs = garden["kenmerken"][1]
    assert (
        costs.pop("bron")["regel"]
        == "De buurttuin aan de Lindelaan, par. ‘Wat kost de tuin?’, in: Nieuws over de buurttuin, 14 mei 2024, Gemeente Beekstad, 14 mei 2024"
    )
    assert costs | {"url": "", "vastAdres": ""} == {
        "kenmerk": "kosten",
        "tekst": "De tuin kost 2.000 euro per jaar.",
        "passageId": "nieuws.kosten",
        "begin": 0,
        "eind": 33,
        "url": "",
        "vastAdres": "",
    }
    assert (garden["noot"], fathers["noot"]) == ("De bron zegt niet wie de tuin begon.", None)
    assert [one["kenmerk"] for one in fathers["kenmerken"]] == ["wat_ze_doen"]
    assert calls["kenmerken"] == []


def test_examples_of_the_real_corpus_tell_what_they_do(real_library: Library) -> None:
    silent = [found.id for found in real_library.examples if "wat_ze_doen" not in {trait.kind for trait in found.traits}]
    assert silent == ["strategisch-netwerk-radicalisering-en-polarisatie"]  # three quotes, and none of them says it


def test_a_contact_of_the_real_corpus_has_words_of_the_source_only(real_library: Library) -> None:
    for example in real_library.examples:
        if example.contact:
            told = {word for text in _signed(real_library, example) for word in words(text)}
            asked = filter(None, (example.contact.name, example.contact.role, example.contact.address))
            assert {word for text in asked for word in words(text)} - told - {"en"} == set(), example.id


def _signed(library: Library, example: PracticeExample) -> Iterator[str]:
    """Yield the words at the place of a contact, and those that sign what its example's quotes say."""
    assert example.contact
    place = example.contact.passage_id
    section = library.section_of(place)
    yield from (library.text(place), section.title, section.speakers or "")
    yield from (passage.text for passage in library.passages if passage.section_id == section.id)
    quotes: list[Quote] = [library.quote[one] for one in (*example.passages, *example.quotes) if one in library.quote]
    for quote in quotes:
        yield from (*library.speaker_names(quote), quote.role or "", quote.organisation or "")
