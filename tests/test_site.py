"""Every page for everything in the real corpus: it renders, its links lead somewhere, and what must not be said is not."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Status
from web.app import create_app
from web.live import LiveKnowledgeBase
from web.pages_home import example_questions, may_be_shown_off
from web.pages_quotes import cards
from web.settings import Settings
from web.suggestions import suggest

_HREF = re.compile(r'href="(/[^"#]*)')
_INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)=|<script(?![^>]*\ssrc=)|<style")
FULL_FIRST_PAGE = 60_000


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


@pytest.fixture(scope="module")
def library(real_base: KnowledgeBase) -> Library:
    return real_base.library


def _addresses(library: Library) -> list[str]:
    fixed = "/ /bronnen /citaten /praktijkvoorbeelden /stappen /themas /taken /werklijsten /begrippen /cijfers /verwijzingen"
    fixed += " /selectie /over /hulp /privacy /toegankelijkheid /api /zoeken"
    return [
        *fixed.split(),
        *(f"/bronnen/{document.id}" for document in library.documents),
        *(f"/bronnen/{part.id.replace('.', '/', 1)}" for part in library.sections if part.level == 1),
        *(f"/citaten/{quote.id}" for quote in library.quotes),
        *(f"/praktijkvoorbeelden/{example.id}" for example in library.examples),
        *(f"/stappen/{step.number}" for step in library.steps),
        *(f"/themas/{theme.id}" for theme in library.themes),
        *(f"/taken/{task.id}" for task in library.tasks),
        *(f"/werklijsten/{one.id}" for one in library.lists),
    ]


def test_every_page_renders_and_every_link_of_the_site_leads_somewhere(client: FlaskClient, library: Library) -> None:
    leads: set[str] = set()
    for address in _addresses(library):
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.get_data(as_text=True)
        assert not _INLINE.search(html), address
        leads |= {unescape(link) for link in _HREF.findall(html)}
    broken = [link for link in sorted(leads) if not link.startswith("/zoeken?") and client.get(link).status_code >= 400]
    assert broken == []


def test_every_passage_and_quote_has_a_permanent_address_that_ends_at_its_words(client: FlaskClient, library: Library) -> None:
    for identity in (*library.passage, *library.quote):
        response = client.get(f"/passages/{identity}", follow_redirects=True)
        assert response.status_code == 200, identity
        assert 'id="gemarkeerd"' in response.get_data(as_text=True), identity


def test_every_source_is_complete_on_its_pages(client: FlaskClient, library: Library) -> None:
    for document in library.documents:
        parts = [section for section in library.sections if section.document_id == document.id and section.level == 1]
        html = "".join(client.get(f"/bronnen/{part.id.replace('.', '/', 1)}").get_data(as_text=True) for part in parts)
        shown = _words(html)
        for passage in library.passages:
            if passage.document_id == document.id:
                assert all(_words(block) in shown for block in passage.text.split("\n")), passage.id
        for quote in library.quotes:
            if quote.document_id == document.id:
                assert _words(quote.text) in shown, quote.id


def test_every_quote_shown_equals_the_source(client: FlaskClient, library: Library) -> None:
    for quote in library.quotes:
        shown = re.search(
            r'<blockquote class="literal" data-words><p>“(.*?)”</p>', client.get(f"/citaten/{quote.id}").get_data(as_text=True), re.DOTALL
        )
        assert shown and unescape(shown.group(1)) == quote.text


def test_private_people_are_in_no_facet_suggestion_or_address(client: FlaskClient, library: Library, real_base: KnowledgeBase) -> None:
    private = [person for person in library.persons if not person.recognisable]
    assert private
    browse = client.get("/citaten").get_data(as_text=True) + client.get("/").get_data(as_text=True)
    for person in private:
        assert f"spreker={person.id}" not in browse
        assert client.get(f"/citaten?spreker={person.id}").status_code == 400
        assert not any(re.search(rf"\b{person.name}\b", found.label) for found in suggest(real_base, person.name))


def test_sensitive_and_damaged_quotes_are_not_put_forward(library: Library) -> None:
    browsed = {card.quote.id for card in cards(library)}
    for quote in library.quotes:
        if quote.sensitive:
            assert quote.id not in browsed
        if quote.sensitive or quote.damaged:
            assert not may_be_shown_off(library, quote)


def test_the_home_page_asks_only_what_is_answered(real_base: KnowledgeBase) -> None:
    refused = [question for question in example_questions() if real_base.answer(real_base.search(question)).status is Status.NOT_FOUND]
    assert refused == []


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/zoeken?q=", 200, "U hebt nog niets gevraagd"),
        ("/zoeken?q=" + "a" * 1_001, 400, "Maak hem korter"),
        ("/zoeken?q=ouders%00%1b%0a", 200, "resultaten voor “ouders”"),
        ("/zoeken?q=ouders&thema=geluk", 400, "geen waarde van"),
        ("/zoeken?q=ouders&pagina=nul", 400, "getal van 1"),
        ("/citaten?thema=geluk", 400, "geen waarde van"),
        ("/citaten?pagina=99", 400, "is er niet"),
        ("/themas/geluk", 404, "Dit thema staat niet in de kennisbank"),
        ("/stappen/13", 404, "Er is geen stap 13"),
        ("/passages/onbekend", 404, "staat niet in deze kennisbank"),
        ("/bronnen/handreiking/stap-8?passage=stap-8&van=5&tot=2", 400, "wijst een stuk tekst aan"),
        ("/bronnen/handreiking/stap-8?passage=stap-8&van=%C2%B2&tot=9", 400, "wijst een stuk tekst aan"),
        ("/weg", 404, "Deze pagina bestaat niet"),
        ("/themas/", 404, "Deze pagina bestaat niet"),
    ],
)
def test_what_cannot_be_answered_is_said_in_dutch_with_the_right_status(client: FlaskClient, address: str, status: int, words: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert words in unescape(response.get_data(as_text=True))


def test_a_question_is_shown_as_text(client: FlaskClient) -> None:
    html = client.get("/zoeken?q=%3Cscript%3Ealert(1)%3C/script%3E").get_data(as_text=True)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address", ["/", "/zoeken?q=hoe+betrek+ik+ouders", "/citaten", "/praktijkvoorbeelden", "/themas/ouders", "/werklijsten", "/begrippen"]
)
def test_a_full_first_page_is_light(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    html = response.get_data(as_text=True)
    files = set(re.findall(r'(?:src|href)="(/bestanden/[^"]+)"', html))
    assert files
    sizes = {}
    for file in files:
        sent = client.get(file, headers={"Accept-Encoding": "gzip"})
        assert "immutable" in sent.headers["Cache-Control"]
        sizes[file] = len(sent.data)
    assert len(response.data) + sum(sizes.values()) <= FULL_FIRST_PAGE


def _words(html: str) -> str:
    """Return the letters and digits of html, without tags and without what the editor put between."""
    bare = re.sub(r'<span class="redactie">.*?</span>', "", html)
    return re.sub(r"\W", "", unescape(re.sub(r"<[^>]+>", "", bare)))
