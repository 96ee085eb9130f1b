"""Who has an answer already is told so, until it would be another; what must not be kept gets no ETag."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.site import copy_of, publish_variant
from kb.day import today
from web.app import create_app
from web.serving import etags
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

TAGGED = (
    "/",
    "/zoeken?q=koffie",
    "/zoeken?q=",
    "/bronnen",
    "/bronnen/gids/stap-1",
    "/citaten",
    "/praktijkvoorbeelden",
    "/stappen/1",
    "/over",
    "/api/v1/themas",
    "/api/v1/citaten",
    "/api/v1/passages/gids.stap-1",
    "/api/v1/openapi.json",
)


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


@pytest.fixture
def live(root: Path) -> LiveKnowledgeBase:
    return LiveKnowledgeBase.opened(root)


@pytest.fixture
def client(live: LiveKnowledgeBase) -> FlaskClient:
    return create_app(Settings(), live).test_client()


def etag_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.headers["ETag"]


def asked_again(client: FlaskClient, address: str, etag: str) -> int:
    return client.get(address, headers={"If-None-Match": etag}).status_code


@pytest.mark.parametrize("address", TAGGED)
def test_who_has_it_already_is_told_so_and_nothing_is_made(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    first = client.get(address)
    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    client.application.extensions["kennisbank"].current().forget()
    monkeypatch.setattr("flask.templating._render", None)
    monkeypatch.setattr("web.api.operations._json", None)
    monkeypatch.setattr("web.api.openapi.document", None)
    for method in ("GET", "HEAD"):
        again = client.open(address, method=method, headers={"If-None-Match": f'"ander", {first.headers["ETag"]}'})
        assert (again.status_code, again.data) == (304, b"")
        # All that the first answer said of itself holds for this one, but what is said of its content.
        about_content = ("Content-Length", "Content-Type")
        assert dict(again.headers) == {name: value for name, value in first.headers if name not in about_content}


def test_head_has_the_etag_of_get(client: FlaskClient) -> None:
    assert client.head("/bronnen").headers["ETag"] == etag_of(client, "/bronnen")


def test_every_address_has_another(client: FlaskClient) -> None:
    assert len({etag_of(client, address) for address in TAGGED}) == len(TAGGED)
    elsewhere = client.get("/bronnen", base_url="http://elders").headers["ETag"]
    assert elsewhere != etag_of(client, "/bronnen")


def test_another_generation_is_told_whole(root: Path, live: LiveKnowledgeBase, client: FlaskClient) -> None:
    had = {address: etag_of(client, address) for address in TAGGED}
    publish_variant(root, "Tweede druk")
    live.refresh()
    assert {address: asked_again(client, address, etag) for address, etag in had.items()} == dict.fromkeys(TAGGED, 200)


def test_other_settings_are_told_whole(live: LiveKnowledgeBase, client: FlaskClient) -> None:
    other = create_app(Settings(contact="redactie@voorbeeld.nl"), live).test_client()
    assert {address: asked_again(other, address, etag_of(client, address)) for address in TAGGED} == dict.fromkeys(TAGGED, 200)


def test_the_same_generation_and_settings_are_the_same_in_each_process(root: Path, client: FlaskClient) -> None:
    other = create_app(Settings(), LiveKnowledgeBase.opened(root)).test_client()
    assert {address: asked_again(other, address, etag_of(client, address)) for address in TAGGED} == dict.fromkeys(TAGGED, 304)


def test_another_program_is_told_whole(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    had = etag_of(client, "/bronnen")
    monkeypatch.setattr(etags, "_PROGRAM", "andere versie")
    assert asked_again(client, "/bronnen", had) == 200


def test_changed_tokens_are_told_whole(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "tokens.css"
    file.write_text(":root { --kleur: red; }", encoding="utf-8")
    client = create_app(Settings(theme_css=str(file)), live).test_client()
    had = etag_of(client, "/bronnen")
    assert asked_again(client, "/bronnen", had) == 304
    before = client.get("/bronnen").text
    file.write_text(":root { --kleur: blue; }", encoding="utf-8")
    os.utime(file, (0, 0))
    assert asked_again(client, "/bronnen", had) == 200
    assert client.get("/bronnen").text != before


def test_the_home_page_is_another_each_day(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = today() + timedelta(days=1)
    had = {address: etag_of(client, address) for address in ("/", "/bronnen")}
    monkeypatch.setattr("web.pages.home.today", lambda: tomorrow)
    assert {address: asked_again(client, address, etag) for address, etag in had.items()} == {"/": 200, "/bronnen": 304}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/weg", 404),
        ("/themas/geluk", 404),
        ("/citaten?pagina=99", 400),
        ("/zoeken?q=" + "a" * 1_001, 400),
        ("/passages/gids.stap-1", 302),
        ("/bronnen/verslag/afspraken", 301),
        ("/selectie", 200),
        ("/selectie/markdown?id=gids.stap-1", 200),
        ("/suggesties?q=tu", 200),
        ("/gezondheid", 200),
        ("/api/v1/onbekend", 404),
        ("/api/v1/themas?x=1", 400),
        # A question is kept nowhere by programs in between.
        ("/api/v1/zoekresultaten?q=koffie", 200),
        ("/api/v1/antwoorden?q=koffie", 200),
    ],
)
def test_what_must_not_be_kept_has_none(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address, headers={"If-None-Match": "*"})
    assert (response.status_code, "ETag" in response.headers) == (status, False)


def test_without_an_index_there_is_none(client: FlaskClient) -> None:
    had = etag_of(client, "/bronnen")
    client.application.extensions["kennisbank"]._current = None
    assert asked_again(client, "/bronnen", had) == 503
