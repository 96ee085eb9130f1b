"""Organisaties and afkortingen: who the sources name and where, what letters stand for, and every fault that can be in the two lists."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from indexer.corpus import hiding
from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Abbreviation, Organisation, Span
from kb.telling.addresses import entrance_path
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.organisations import shown_abbreviation, told

Edit = Callable[[str, str, str], None]
BODIES, LETTERS = "organisaties.yaml", "afkortingen.yaml"


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


@pytest.fixture(scope="module")
def real_client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


def main_of(client: FlaskClient, address: str, status: int = 200) -> HtmlElement:
    response = client.get(address)
    assert response.status_code == status, address
    (main,) = fromstring(response.get_data(as_text=True)).xpath("//main")
    return main


def text_of(part: HtmlElement) -> str:
    return " ".join(part.text_content().split())


def test_the_library_holds_what_the_lists_say(small_library: Library) -> None:
    assert small_library.organisations == (
        Organisation("het-buurthuis", "Het buurthuis", None, (), Span("gids.stap-1", 21, 98), (), None, None, True),
        Organisation(
            "gemeente-beekstad", "Gemeente Beekstad", "GB", (), None, ("buurttuin",), "tuin@beekstad.invalid", "nieuws.buurttuin", True
        ),
        Organisation("tuinbond", "Tuinbond", None, ("Bond van Tuinen",), None, (), None, None, False),
    )
    assert small_library.abbreviations == (Abbreviation("VG", "vadergroep"),)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (BODIES, "id: tuinbond", "id: het-buurthuis", "organisaties.yaml:1: id 'het-buurthuis' staat hier vaker; geef elk een eigen id."),
        (BODIES, "gids.stap-1,", "gids.stap-7,", "organisaties.yaml:3: passage 'gids.stap-7' bestaat niet; verbeter het id."),
        (BODIES, "gids.stap-1,", "verslag.verhaal,", "organisaties.yaml:3: 'verslag.verhaal' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag; laat het hier weg."),
        (BODIES, "drink koffie", "drink thee", "organisaties.yaml:3: deze tekst staat niet zo in 'gids.stap-1'; neem haar letterlijk over."),
        (BODIES, "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt.", "Begin met luisteren.", "organisaties.yaml:3: deze tekst noemt Het buurthuis niet; kies woorden waarin de naam staat."),
        (BODIES, "[buurttuin]", "[moestuin]", "organisaties.yaml:7: praktijkvoorbeeld 'moestuin' bestaat niet; verbeter het id."),
        (BODIES, "adres: tuin@", "adres: tuinen@", "organisaties.yaml:8: dit adres staat niet in 'nieuws.buurttuin'; neem het letterlijk over."),
        (BODIES, "  niet_genoemd: true", "", "organisaties.yaml:10: geen bron noemt 'Tuinbond'; verbeter de naam, zeg bij 'ook' hoe de bron haar noemt, of zet erbij: niet_genoemd: true."),
        (BODIES, "[Bond van Tuinen]", "[moestuin]", "organisaties.yaml:12: een bron noemt 'Tuinbond' wel; haal niet_genoemd weg."),
        (BODIES, "naam: Tuinbond", "naam: Annie de Wit", "organisaties.yaml:10: 'Annie de Wit' is een persoon; hier staan alleen organisaties."),
        (BODIES, "naam: Tuinbond", "naam: Stichting Mirjam", "organisaties.yaml:10: 'Stichting Mirjam' is een persoon; hier staan alleen organisaties."),
        (LETTERS, "VG: vadergroep", "VG: vadergroep\nBT: Bond van Tuinen", "afkortingen.yaml:2: afkorting 'BT' staat niet in thesaurus.yaml; zet haar daar ook."),
        ("thesaurus.yaml", "afkorting: [VG]", "afkorting: [VG, PG]", "afkortingen.yaml:1: afkorting 'PG' staat wel in thesaurus.yaml en niet hier; schrijf haar hier voluit."),
        ("praktijkvoorbeelden.yaml", "methoden: [praten]", "methoden: [zwijgen]", "praktijkvoorbeelden.yaml:32: methode 'zwijgen' bestaat niet; kies er een uit methoden.yaml."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_what_to_do(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit(file, old, new)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert fault in str(caught.value).splitlines()


def test_without_a_list_of_abbreviations_the_thesaurus_needs_none(corpus_copy: Path) -> None:
    (corpus_copy / LETTERS).unlink()
    assert load(corpus_copy).library.abbreviations == ()


def test_what_the_sources_hold_on_an_organisation(small_library: Library) -> None:
    house = told(small_library, small_library.organisation["het-buurthuis"])
    assert house.said and house.said.text == "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt."
    assert [(place.section.id, place.said_by) for place in house.places] == [
        ("gids.stap-1", ""),
        ("nieuws.meedoen", ""),
        ("verslag.afspraken", ""),
    ]
    # The whole sentence in which it is named.
    assert house.places[0].text == house.said.text
    assert (house.quotes, house.examples, house.is_written_out, house.missing) == ((), (), True, ["contact"])
    # Of the municipality only below a quote: it has its own address.
    town = told(small_library, small_library.organisation["gemeente-beekstad"])
    assert [card.quote.id for card in town.quotes] == ["gids.citaat-de-wit-eerst-koffie"]
    assert (town.places, [one.id for one in town.examples], town.is_written_out, town.missing) == (
        (),
        ["buurttuin"],
        True,
        ["wat zij doet"],
    )
    short = told(small_library, replace(town.organisation, name="Beekstad, de gemeente", also=("gemeente Beekstad",)))
    assert (short.is_written_out, len(short.quotes)) == (False, 1)


def test_what_is_hidden_takes_along_the_organisations_that_only_it_names(small_library: Library) -> None:
    def left(*gone: str) -> dict[str, Organisation]:
        return {one.id: one for one in hiding.without(small_library, gone).organisations}

    assert set(left("organisatie.tuinbond")) == {"het-buurthuis", "gemeente-beekstad"}
    # The house is named elsewhere too, and only loses what that place said; the municipality has no other place.
    some = left("gids.stap-1", "gids.citaat-de-wit-eerst-koffie", "praktijkvoorbeeld.buurttuin")
    assert set(some) == {"het-buurthuis", "tuinbond"}
    assert some["het-buurthuis"].said is None
    town = left("praktijkvoorbeeld.buurttuin", "nieuws.buurttuin")["gemeente-beekstad"]
    assert (town.examples, town.address, town.address_at) == ((), None, None)


def test_what_letters_stand_for_is_explained_used_or_only_written_out(small_library: Library) -> None:
    def shown(letters: str, full: str) -> tuple[str | None, str | None, str | None]:
        found = shown_abbreviation(small_library, Abbreviation(letters, full))
        return tuple(words.text if words else None for words in (found.explained, found.used, found.written_out))  # type: ignore[return-value]

    explained = small_library.text("gids.spilpersoon")[:74]
    assert shown("SP", "spilpersoon") == (explained, None, "spilpersoon")
    assert shown("spil van de buurt", "iets anders") == (explained, None, None)
    # As one and as more than one, and never in the middle of a word.
    assert shown("VG", "vadergroep") == (None, None, "vadergroep")
    assert shown("BE", "bewoner") == (None, None, "bewoners")
    assert shown("BT", "Bond van Tuinen") == (None, None, None)
    assert shown("Lindekwartier", "wijk in Beekstad") == (None, "Lindekwartier", None)


def test_the_pages_of_organisations(client: FlaskClient) -> None:
    main = main_of(client, "/organisaties")
    assert [text_of(one) for one in main.xpath(".//dt")] == ["Gemeente Beekstad GB", "Het buurthuis"]
    assert [text_of(one) for one in main.xpath(".//dd")] == [
        "De bronnen noemen alleen de naam.",
        "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt.bron",
    ]
    assert "Mensen vragen wel naar: Tuinbond. Daarover staat hier niets." in text_of(main)
    town = main_of(client, "/organisaties/gemeente-beekstad")
    assert [text_of(one) for one in town.xpath(".//h1 | .//h2")] == [
        "Gemeente Beekstad (GB)",
        "Contact",
        "Voorbeelden uit de praktijk",
        "Citaten",
    ]
    assert "tuin@beekstad.invalid Zoals genoemd in de bron, 14 mei 2024." in text_of(town).replace("invalidZoals", "invalid Zoals")
    assert text_of(town).endswith("Niet in de bronnen: wat zij doet.")
    for unknown in ("tuinbond", "waterbond"):
        assert "Geen bron noemt deze organisatie." in text_of(main_of(client, f"/organisaties/{unknown}", 404))


def test_the_page_of_abbreviations(client: FlaskClient) -> None:
    main = main_of(client, "/afkortingen")
    assert [text_of(heading) for heading in main.xpath(".//h2")] == ["Alleen voluit in de bronnen"]
    assert [(one.get("id"), text_of(one)) for one in main.xpath(".//li")] == [("vg", "VG vadergroep: waar dit staat: VG")]
    assert main.xpath(".//li//strong/a/@href") == ["/zoeken?q=vadergroep"]


def test_an_organisation_of_the_quotes_is_in_the_list(real_library: Library) -> None:
    """But municipalities, which have pages of their own, and what is no organisation: a project, and the programme JIM."""
    names = {name.casefold() for body in real_library.organisations for name in body.names}
    below = {quote.organisation for quote in real_library.quotes if quote.organisation}
    others = {
        one
        for one in below
        if one.casefold().removesuffix(" in leeuwarden").removesuffix(" in arnhem").removeprefix("stichting ") not in names
    }
    assert others == {"gemeente Delft", "project Buurtvaders in Den Haag", "JIM"}


def test_who_is_named_where_in_the_sources(real_library: Library) -> None:
    """Read by hand: all places of some organisations, those with letters that are words or parts of names among them."""

    def places(identity: str) -> list[str]:
        found = told(real_library, real_library.organisation[identity])
        return [place.section.id for place in found.places] + [card.quote.id for card in found.quotes]

    assert places("openbaar-ministerie") == ["plannen.botoc-arnhem-betrokkenen", "plannen.botoc-rotterdam-zuid"]
    assert places("ccv") == ["handreiking.stap-1-bijeenkomsten", "handreiking.stap-1-publicaties"]
    assert places("adamas") == ["handreiking.stap-1-informele-organisaties", "handreiking.verdieping-1-adamas"]
    assert places("vreedzaam") == ["handreiking.citaat-van-vliet-allemaal-mede-opvoeders"]
    assert places("tactus") == ["sessieverslagen.oke-op-school-subtiel-aanwezig", "sessieverslagen.citaat-kinderen-echt-zien"]
    assert places("hogeschool-van-amsterdam") == ["handreiking.verdieping-5-boundary-spanning"]
    assert [body.id for body in real_library.organisations if body.is_named and not told(real_library, body).is_written_out] == [
        "hogeschool-van-amsterdam"
    ]
    assert {body.id for body in real_library.organisations if not body.is_named} == {
        "halt",
        "raad-voor-de-kinderbescherming",
        "riec",
        "vng",
    }


@pytest.mark.parametrize(
    ("asked", "title", "address"),
    [
        ("ESS", "Expertise-unit Sociale Stabiliteit", "/organisaties/ess"),
        ("CCV", "Centrum voor Criminaliteitspreventie en Veiligheid", "/organisaties/ccv"),
        ("wat is Movisie", "Movisie", "/organisaties/movisie"),
        ("Halt", "Halt (niet in de bronnen)", "/organisaties#niet-genoemd"),
        ("PmG", "PmG: Preventie met Gezag", "/afkortingen#pmg"),
        ("afkorting AVG", "AVG: Algemene verordening gegevensbescherming", "/afkortingen#avg"),
        ("organisaties", "Organisaties in de bronnen", "/organisaties"),
        ("afkortingen", "Afkortingen", "/afkortingen"),
    ],
)
def test_who_asks_for_an_organisation_or_letters_is_led_there(real_base: KnowledgeBase, asked: str, title: str, address: str) -> None:
    found = real_base.entrances.for_question(asked)
    assert (title, address) in [(one.title, entrance_path(real_base.library, one)) for one in found]
    # An organisation says itself what its letters stand for.
    assert len([one for one in found if one.kind in ("organisatie", "afkorting")]) <= 1


def test_every_organisation_and_abbreviation_is_two_clicks_from_home(real_base: KnowledgeBase) -> None:
    """One asks its name, which is a click, and follows the entrance; of letters that are a common word one asks what they stand for."""

    def leads(name: str, kind: str, identity: str) -> bool:
        return any((one.kind, one.id) == (kind, identity) for one in real_base.entrances.for_question(name))

    library = real_base.library
    assert [one.id for one in library.organisations if not leads(one.name, "organisatie", one.id)] == []
    of_bodies = {one.abbreviation for one in library.organisations}
    others = [one for one in library.abbreviations if one.letters not in of_bodies]
    assert [one.letters for one in others if not any(leads(name, "afkorting", one.letters) for name in (one.letters, one.full))] == []


def test_every_page_of_an_organisation_has_something_on_it(real_client: FlaskClient, real_library: Library) -> None:
    people = [person.name for person in real_library.persons if not person.recognisable]
    for body in real_library.organisations:
        if body.is_named:
            main = main_of(real_client, f"/organisaties/{body.id}")
            assert main.xpath(".//h2"), body.id
            assert text_of(main).count("Niet in de bronnen") <= 1, body.id
            assert [name for name in people if name in text_of(main)] == [], body.id


def test_every_example_is_sorted_by_how_it_works_and_the_filter_counts_what_it_shows(
    real_client: FlaskClient, real_library: Library
) -> None:
    assert {example.id: len(example.methods) for example in real_library.examples if not 1 <= len(example.methods) <= 2} == {}
    (facet,) = main_of(real_client, "/praktijkvoorbeelden").xpath(".//section[contains(@class, 'facet')][h3='Werkwijze']")
    said = {one.xpath("a/@href")[0]: int(text_of(one).rsplit(" ", 1)[1]) for one in facet.xpath(".//li")}
    assert len(said) == len(real_library.methods) == 11
    shown = {href: len(main_of(real_client, f"/praktijkvoorbeelden{href}").xpath(".//article")) for href in said}
    assert shown == said
