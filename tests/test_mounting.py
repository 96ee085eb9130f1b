"""The site under a path of its host, as KB_BASE_URL or a proxy says it, and not as a reader does."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.errors import KnowledgeBaseError
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

PAGE = "/zoeken?q=koffie"
PUBLIC = "https://www.beekstad.nl/kennisbank"
_ADDRESS = re.compile(r'\s(?:href|src|action|formaction|data-clipboard|data-suggesting)="(/[^"]*)"')


@pytest.fixture(scope="module")
def live(small_index: Path) -> LiveKnowledgeBase:
    return LiveKnowledgeBase.opened(small_index)


def served(live: LiveKnowledgeBase, **settings: Any) -> FlaskClient:
    return create_app(Settings(rate_limit="uit", **settings), live).test_client()


def addresses(client: FlaskClient, page: str = PAGE, **headers: str) -> set[str]:
    """Return every address in the tags of a page that is not relative to it and not of another site."""
    html = client.get(page, headers={name.replace("_", "-"): value for name, value in headers.items()}).text
    found = {unescape(address) for address in _ADDRESS.findall(html)}
    assert len(found) > 20
    return found


def under(path: str, of_root: set[str]) -> set[str]:
    return {path + address for address in of_root}


@pytest.mark.parametrize("asked", ["/kennisbank", ""], ids=["left on", "taken off"])
def test_every_address_of_a_page_is_under_the_path_of_the_site(live: LiveKnowledgeBase, asked: str) -> None:
    client, at_root = served(live, base_url=PUBLIC), served(live, base_url="https://kennisbank.beekstad.nl")
    for page in ("/", PAGE, "/citaten", "/bronnen/gids/inleiding", "/stappen/1", "/selectie?id=gids.inleiding", "/api", "/weg"):
        assert addresses(client, asked + page) == under("/kennisbank", addresses(at_root, page)), page


def test_the_path_alone_is_the_home_page(live: LiveKnowledgeBase) -> None:
    client = served(live, base_url=PUBLIC)
    home = client.get("/kennisbank/").data
    assert b"Citaat van vandaag" in home
    assert client.get("/kennisbank").data == home
    assert client.get("/kennisbanken").status_code == 404


def test_what_is_no_page_has_the_path_too(live: LiveKnowledgeBase) -> None:
    client = served(live, base_url=PUBLIC)
    assert client.get("/kennisbank/passages/gids.inleiding").headers["Location"].startswith("/kennisbank/bronnen/gids/inleiding?")
    suggested = client.get("/kennisbank/suggesties?q=buurttuin").get_json()["suggesties"]
    assert {one["adres"].partition("?")[0] for one in suggested} == {
        "/kennisbank/zoeken",
        "/kennisbank/praktijkvoorbeelden/buurttuin",
    }
    assert f"({PUBLIC}/passages/gids.inleiding)" in client.get("/kennisbank/selectie/markdown?id=gids.inleiding").text
    described = client.get("/kennisbank/api/v1/openapi.json").get_json()
    assert described["servers"] == [{"url": f"{PUBLIC}/api/v1"}]
    assert described["info"]["contact"]["url"] == f"{PUBLIC}/over"
    # An address in an answer begins at the root of the site: docs/api.md says so.
    assert client.get("/kennisbank/api/v1/stappen").get_json()["stappen"][0]["url"] == "/stappen/1"


def test_words_that_look_like_an_address_stay_as_they_were_typed(live: LiveKnowledgeBase) -> None:
    page = served(live, base_url=PUBLIC).get("/kennisbank/zoeken", query_string={"q": ' href="/stappen"> src="/x"'}).text
    assert page.count("href=&#34;/stappen&#34;&gt; src=&#34;/x&#34;") > 2
    assert "/kennisbank/x" not in page


def test_a_trusted_proxy_says_the_path_where_no_setting_does(live: LiveKnowledgeBase) -> None:
    client, two = served(live, proxies=1), served(live, proxies=2)
    at_root = addresses(client)
    assert {address[:1] + address[1:].partition("/")[0] for address in at_root} >= {"/stappen", "/bestanden"}
    for said in ("/kennisbank", "/kennisbank/", "/van-de-lezer, /kennisbank"):
        assert addresses(client, X_Forwarded_Prefix=said) == under("/kennisbank", at_root), said
    assert addresses(two, X_Forwarded_Prefix="/van-de-lezer, /a/b, /c") == under("/a/b", at_root)
    assert addresses(two, X_Forwarded_Prefix="/kennisbank") == at_root
    moved = client.get("/passages/gids.inleiding", headers={"X-Forwarded-Prefix": "/kennisbank"})
    assert moved.headers["Location"].startswith("/kennisbank/bronnen/")


@pytest.mark.parametrize(
    "said", ["//elders.nl", "/a//b", "/..", "/a/../b", 'x" y="', "/<b>", "kennisbank", "https://elders.nl/x", "/é", "/a b"]
)
def test_what_is_no_path_is_not_taken_for_one(live: LiveKnowledgeBase, said: str) -> None:
    client = served(live, proxies=1)
    assert addresses(client, X_Forwarded_Prefix=said) == addresses(client)


@pytest.mark.parametrize(
    "name", ["SCRIPT_NAME", "Script-Name", "X-Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Path", "X-Original-Prefix"]
)
def test_a_reader_does_not_say_the_path(live: LiveKnowledgeBase, name: str) -> None:
    for settings in ({}, {"base_url": "https://kennisbank.beekstad.nl", "proxies": 1}):
        client = served(live, **settings)
        plain = client.get(PAGE)
        assert client.get(PAGE, headers={name: "/elders"}).data == plain.data
    assert client.get(PAGE, environ_overrides={"SCRIPT_NAME": "/elders"}).data == plain.data


@pytest.mark.parametrize(
    ("base_url", "told"),
    [
        ("https://x.nl/bronnen", "KB_BASE_URL eindigt op '/bronnen', en zo begint ook een adres van de site zelf. Kies een ander pad."),
        ("https://x.nl/api/kb/", "KB_BASE_URL eindigt op '/api/kb', en zo begint ook een adres van de site zelf. Kies een ander pad."),
        (
            "https://x.nl/onze kennis",
            "KB_BASE_URL is 'https://x.nl/onze kennis', en dat kan niet: gebruik in het pad alleen letters, cijfers en de tekens . _ ~ en -.",
        ),
    ],
)
def test_a_path_that_cannot_be_stops_the_start(live: LiveKnowledgeBase, base_url: str, told: str) -> None:
    with pytest.raises(KnowledgeBaseError) as error:
        served(live, base_url=base_url)
    assert str(error.value) == told
