"""Mijn selectie: what is chosen, and the documents made of it."""

import io
from pathlib import Path

import docx
import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.live import LiveKnowledgeBase
from web.settings import Settings

CHOSEN = "id=handreiking.stap-4~0-40&id=handreiking.citaat-rozema-bekende-gezichten&id=handreiking.lijst-participatieladder&id=praktijkvoorbeeld.adamas"


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    settings = Settings(index=real_index, base_url="https://kennisbank.voorbeeld.nl")
    return create_app(settings, LiveKnowledgeBase.opened(real_index)).test_client()


def test_the_word_document_has_real_headings_the_words_and_a_source_list(client: FlaskClient) -> None:
    response = client.get(f"/selectie/word?{CHOSEN}")
    assert response.headers["Content-Disposition"] == 'attachment; filename="selectie-kennisbank.docx"'
    document = docx.Document(io.BytesIO(response.data))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert headings == [
        "4. Randvoorwaarden op orde",
        "Bekende gezichten voor bewoners",
        "De zes treden van de participatieladder",
        "ADAMAS",
        "Bronnen",
    ]
    bullets = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "List Bullet"]
    assert len(bullets) == 6 and bullets[0].startswith("Informeren: ")
    sources = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("[")]
    assert len(sources) == 4
    assert "https://kennisbank.voorbeeld.nl/passages/handreiking.stap-4?van=0&tot=40" in sources[0]


def test_the_markdown_holds_the_same(client: FlaskClient) -> None:
    text = client.get(f"/selectie/markdown?{CHOSEN}").get_data(as_text=True)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 4. Randvoorwaarden op orde",
        "## Bekende gezichten voor bewoners",
        "## De zes treden van de participatieladder",
        "## ADAMAS",
        "## Bronnen",
    ]
    assert "Lieuwe Rozema, beleidsadviseur jeugd" in text


def test_an_unknown_id_is_named_and_a_whole_address_counts(client: FlaskClient) -> None:
    html = client.get("/selectie?id=bestaat.niet&id=https://elders.nl/passages/handreiking.stap-4").get_data(as_text=True)
    assert "‘bestaat.niet’ staat niet in deze kennisbank." in html
    assert "1 tekst gekozen" in html


@pytest.mark.parametrize("span", ["~5-2", "~0-99999999", "~x-y", "~"])
def test_a_span_that_is_none_gives_the_whole(client: FlaskClient, span: str) -> None:
    html = client.get(f"/selectie?id=handreiking.stap-4{span}").get_data(as_text=True)
    assert "Voor een wederkerige samenwerking" in html and "te gaan investeren." in html
