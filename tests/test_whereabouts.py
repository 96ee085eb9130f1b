"""Whose words and figures are: the headings above them go wherever they go, and a citation says what the source says itself."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring

from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.telling.whereabouts import has_steps, headings
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

COSTS = "plannen.botoc-arnhem-kosten-en-resultaat"
_PAGES_WITH_COSTS = {
    "/taken/raadsvoorstel-onderbouwen": "Subsidie BOTOC › Arnhem",
    "/cijfers": "Subsidie BOTOC › Arnhem",
    f"/selectie?id={COSTS}": "Subsidie BOTOC, Arnhem, par. 4",
    f"/selectie/markdown?id={COSTS}": "Subsidie BOTOC, Arnhem, par. 4",
    "/zoeken?q=hoeveel+kost+het+project+begroting": "Subsidie BOTOC › Arnhem",
}


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


@pytest.fixture(scope="module")
def library(real_base: KnowledgeBase) -> Library:
    return real_base.library


def test_the_headings_run_from_the_source_down_and_tell_none_twice(library: Library) -> None:
    assert headings(library, library.section[COSTS]) == (
        "Plannen van aanpak ondermijning en jongeren",
        "Subsidie BOTOC",
        "Arnhem",
        "4. Hoeveel kost het project en wat levert het op (of wat wil je ermee bereiken)?",
    )
    assert headings(library, library.section["plannen.plannen-van-aanpak"]) == ("Plannen van aanpak ondermijning en jongeren",)


@pytest.mark.parametrize("address", _PAGES_WITH_COSTS)
def test_wherever_the_budget_stands_it_says_of_which_municipality(client: FlaskClient, address: str) -> None:
    text = client.get(address).get_data(as_text=True)
    assert "2.420.000" in text
    assert _PAGES_WITH_COSTS[address] in text


def test_the_crumbs_of_a_marked_passage_go_down_to_its_heading(client: FlaskClient) -> None:
    page = fromstring(client.get(f"/passages/{COSTS}", follow_redirects=True).get_data(as_text=True))
    crumbs = [crumb.text_content() for crumb in page.xpath("//nav[@aria-label='Kruimelpad']//li")]
    assert crumbs[:2] == ["Start", "Bronnen"]
    assert tuple(crumbs[2:]) == (
        "Plannen van aanpak ondermijning en jongeren",
        "Subsidie BOTOC",
        "Arnhem",
        "4. Hoeveel kost het project en wat levert het op (of wat wil je ermee bereiken)?",
    )


def test_a_step_that_only_the_editor_gave_is_cited_nowhere(client: FlaskClient, library: Library) -> None:
    given = [
        passage for passage in library.passages if (section := library.section[passage.section_id]).step and not has_steps(library, section)
    ]
    assert len(given) > 20
    assert {passage.document_id for passage in given} >= {"plannen", "sessieverslagen"}
    for passage in given:
        copied = client.get(f"/selectie/kopie?id={passage.id}").get_json()["tekst"]
        assert "stap " not in copied.split("\n")[-2], passage.id


def test_the_api_gives_the_headings_of_whatever_it_gives(client: FlaskClient) -> None:
    arnhem = ["Subsidie BOTOC", "Arnhem", "4. Hoeveel kost het project en wat levert het op (of wat wil je ermee bereiken)?"]
    passage = client.get(f"/api/v1/passages/{COSTS}").get_json()
    assert (passage["koppad"], passage["stap"], passage["stapVanBron"]) == (arnhem, 5, False)
    tasks = client.get("/api/v1/taken").get_json()["taken"]
    parts = [part for task in tasks for part in task["onderdelen"] if part["id"] == COSTS]
    assert parts
    assert all(part["koppad"] == arnhem for part in parts)
    for address, name in (("/citaten", "citaten"), ("/praktijkvoorbeelden", "praktijkvoorbeelden"), ("/begrippen", "begrippen")):
        assert all(one["koppad"] for one in client.get(f"/api/v1{address}").get_json()[name])
