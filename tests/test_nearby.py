"""Who asks about a municipality that no source names is told which are nearest and which examples are most like the question."""

from dataclasses import replace
from pathlib import Path

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Municipality, PlaceName, PracticeExample
from kb.retrieval.nearby import elsewhere, nearest
from web.app import create_app
from web.serving.settings import Settings


def place(name: str, latitude: float | None, longitude: float | None) -> PlaceName:
    return PlaceName(name, "Utrecht", latitude, longitude, (), ())


def test_the_nearest_are_those_with_examples_as_the_crow_flies(small_library: Library) -> None:
    """One degree of latitude is 111.2 km; one of longitude at 52 degrees north is 68.5 km."""
    towns = tuple(
        Municipality(identity, identity.capitalize(), north, east, (), ())
        for identity, north, east in (
            ("noord", 53.0, 5.0),
            ("oost", 52.0, 6.0),
            ("zuid", 51.5, 5.0),
            ("verweg", 50.0, 3.0),
            ("zonder", 52.0, 5.1),
        )
    )
    example = small_library.examples[0]
    told = tuple(_with_town(example, town.id) for town in towns if town.id != "zonder")
    library = Library(municipalities=towns, examples=told)
    found = nearest(library, place("Hier", 52.0, 5.0))
    assert [(one.municipality.id, one.kilometres) for one in found] == [("zuid", 56), ("oost", 68), ("noord", 111)]
    assert nearest(library, place("Ergens", None, None)) == ()


def _with_town(example: PracticeExample, town: str) -> PracticeExample:
    return replace(example, id=town, municipalities=(town,))


@pytest.mark.parametrize(
    ("question", "name", "first"),
    [
        ("jongerenwerk in Ede", "Ede", "Arnhem"),
        # A source names it, as the town of a university.
        ("voorbeelden in Tilburg", "Tilburg", "Breda"),
        ("vergelijkbaar met tilburg", "Tilburg", "Breda"),
        ("wat is best goed voor jongeren", None, None),
        ("overlast jongeren gemeente Zwolle", "Zwolle", None),
        ("hoe betrek ik ouders in Arnhem", None, None),
    ],
)
def test_of_the_real_corpus(real_base: KnowledgeBase, question: str, name: str | None, first: str | None) -> None:
    found = elsewhere(real_base.library, real_base.language.spelling.names, real_base.search(question))
    assert (found.name if found else None) == name
    if found:
        assert len(found.nearest) == 3
        assert len(found.examples) <= 3
        assert [one.kilometres for one in found.nearest] == sorted(one.kilometres for one in found.nearest)
        assert first in (None, found.nearest[0].municipality.name)


def test_a_province_is_no_municipality(real_base: KnowledgeBase) -> None:
    assert (
        elsewhere(real_base.library, real_base.language.spelling.names, real_base.search("wat gebeurt er in Drenthe met jongeren")) is None
    )


def test_the_page_and_the_api_tell_it(real_index: Path) -> None:
    client = create_app(Settings(index=real_index)).test_client()
    told = client.get("/api/v1/antwoorden?q=jongerenwerk+in+Ede").get_json()
    assert (told["status"], told["elders"]["gemeente"], told["elders"]["dichtstbij"][0]["id"]) == ("onzeker", "Ede", "arnhem")
    page = client.get("/zoeken?q=jongerenwerk+in+Ede").text
    for one in (*told["elders"]["dichtstbij"], *told["elders"]["voorbeelden"]):
        assert f'href="{one["url"]}"' in page
        assert client.get(one["url"]).status_code == 200
    assert "Het dichtst bij Ede, met voorbeelden:" in page
    assert client.get("/api/v1/antwoorden?q=hoe+betrek+ik+ouders").get_json()["elders"] is None


@pytest.mark.parametrize(
    "question",
    [
        "gaat het morgen regenen in Zwolle",
        "Wordt het morgen droog in Zwolle?",
        "paspoort aanvragen Zwolle",
        "openingstijden zwembad Zwolle",
    ],
)
def test_who_asks_about_something_else_in_a_town_gets_no_towns_nearby(real_base: KnowledgeBase, question: str) -> None:
    found = real_base.search(question)
    assert found.elsewhere == ("Zwolle",)
    assert elsewhere(real_base.library, real_base.language.spelling.names, found) is None
