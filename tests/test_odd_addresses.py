"""Odd numbers and names in every address of the site: a reader gets the page or a sentence, never an error of ours."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

ZEROS = "0" * 4_400
# Python takes the first three for digits, and reads no number of more than 4,300 of them; the others break paths and addresses.
ODD = ("²", "①", "٣", "1" * 4_400, "000000001" + ZEROS, "x" * 300, "a\0b", "http://[", "\ud800", "~-")
PARAMETERS = ("id", "van", "tot", "woorden", "passage", "vraag", "q", "pagina", "paginaGrootte", "stap", "thema")


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index, rate_limit="uit"), LiveKnowledgeBase.opened(small_index)).test_client()


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _addresses(app: Flask, odd: str) -> Iterator[str]:
    """The address of every page with something odd for each part of it, and then for each parameter."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            path = rule.rule
            for argument in rule.arguments:
                path = path.replace(f"<{argument}>", _quoted(odd)).replace(f"<int:{argument}>", _quoted(odd))
            yield path
            yield from (f"{path}?{name}={_quoted(odd)}" for name in PARAMETERS)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:12])
def test_no_odd_number_or_name_is_an_error_of_ours(client: FlaskClient, odd: str) -> None:
    addresses = list(_addresses(client.application, odd))
    assert len(addresses) > 400
    # A place that is there, with an odd stretch of it.
    addresses += [
        f"{path}{_quoted(odd)}{rest}"
        for path in (
            "/passages/gids.inleiding?van=",
            "/bronnen/gids/inleiding?passage=inleiding&van=",
            "/passages/gids.inleiding?woorden=0-",
        )
        for rest in ("&tot=5", "&tot=")
    ]
    addresses += [f"/passages/gids.inleiding?van=0&tot={_quoted(odd)}"]
    addresses += [
        f"/selectie{kind}?{urlencode({'id': item}, errors='surrogatepass')}"
        for kind in ("", "/word", "/markdown")
        for item in (
            f"gids.inleiding~{odd}-5",
            f"gids.inleiding~0-{odd}",
            f"gids.inleiding~0-{odd}-aumfqmru",
            f"gids.inleiding~0-9-{odd}",
            f"gids.inleiding~{odd}",
            f"https://x.nl/passages/{odd}?van={odd}&tot={odd}",
            f"/bronnen/gids/{odd}#{odd}",
        )
    ]
    assert [address[:100] for address in addresses if client.get(address).status_code >= 500] == []


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/citaten?pagina=²", 200, "'pagina' moet een getal van 1 tot en met 1000 zijn."),
        ("/citaten?pagina=000000001" + ZEROS, 200, "'pagina' moet een getal van 1 tot en met 1000 zijn."),
        ("/citaten?pagina=0999", 400, "Pagina '999' is er niet."),
        ("/zoeken?q=koffie&pagina=1" + ZEROS, 200, "'pagina' moet een getal van 1 tot en met 1000 zijn."),
        ("/stappen/1" + ZEROS, 404, "Deze pagina bestaat niet"),
        ("/passages/" + "x" * 300, 404, "staat niet in deze kennisbank."),
        ("/bestanden/x/" + "x" * 300, 404, "Deze pagina bestaat niet"),
    ],
)
def test_what_it_is_refused_for_is_said_in_dutch(client: FlaskClient, address: str, status: int, told: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert told in unescape(response.get_data(as_text=True))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/bronnen/", "/bronnen"),
        ("/stappen/1/", "/stappen/1"),
        ("/citaten).", "/citaten"),
        ("/passages/gids.inleiding.", "/passages/gids.inleiding"),
        ("/passages/gids.inleiding,", "/passages/gids.inleiding"),
        ("/passages/gids.inleiding)", "/passages/gids.inleiding"),
        ("/passages/gids.inleiding%22", "/passages/gids.inleiding"),
        ("/passages/gids.inleiding%E2%80%9D.", "/passages/gids.inleiding"),
        ("/bronnen/gids/inleiding?passage=inleiding.", "/bronnen/gids/inleiding?passage=inleiding"),
        ("/praktijkvoorbeelden/buurttuin]", "/praktijkvoorbeelden/buurttuin"),
        ("/).", "/"),
    ],
)
def test_a_mark_that_a_mail_program_left_behind_an_address_is_taken_off(client: FlaskClient, address: str, meant: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (301, meant)
    assert client.get(meant, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/weg.", 404),
        ("/api/v1/themas/", 404),
        ("/api/v1/passages/gids.inleiding.", 404),
        ("/zoeken?q=koffie.", 200),
    ],
)
def test_of_what_is_no_page_nothing_is_taken_off(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("path", ["//elders.nl/", "//elders.nl.", "/\\elders.nl/", "/http://elders.nl/"])
def test_no_mark_makes_an_address_lead_to_another_site(client: FlaskClient, path: str) -> None:
    led = client.get("/", environ_overrides={"PATH_INFO": path}).headers.get("Location", "http://localhost/")
    assert led.startswith("http://localhost/")


def test_a_link_with_a_mark_behind_it_can_be_pasted_into_a_selection(client: FlaskClient) -> None:
    assert "staat niet in deze kennisbank" not in client.get("/selectie?id=gids.inleiding).").text


def test_a_page_that_cannot_be_sent_to_names_what_can_be_done(client: FlaskClient) -> None:
    response = client.post("/over")
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})
