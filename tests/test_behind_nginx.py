"""The site behind a real nginx, under a path of the host: no link, file, form, redirect or export leads out of that path."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from nginx import LEFT_ON, PUBLIC, TAKEN_OFF, Front, behind_nginx, links, needs_nginx, walk

from bench.site import site

pytestmark = needs_nginx


@pytest.fixture(scope="module")
def front(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site at an address that KB_BASE_URL says, the path left on by the proxy."""
    folder = tmp_path_factory.mktemp("nginx")
    settings = {"workers": "1", "proxies": "1", "base_url": PUBLIC, "rate_limit": "uit", "feedback": str(folder / "oordelen")}
    with site(small_index, folder, **settings) as running, behind_nginx(folder, LEFT_ON, running.port) as started:
        yield started


def test_a_walk_through_the_site_stays_under_its_path_and_meets_no_broken_link(front: Front) -> None:
    walked = walk(front)
    assert walked.outside == set()
    # A form that is sent, not followed; and what pages name of the real corpus: tests/long walks through that.
    assert walked.broken == {"405 /kennisbank/oordeel", "404 /kennisbank/bronnen/sessieverslagen"}
    assert len(walked.met) > 100
    assert {"/kennisbank/api/v1/openapi.json", "/kennisbank/toegankelijkheid"} <= walked.met
    assert {link.rpartition("/")[2] for link in walked.met if "/bestanden/" in link} >= {"stijl.css", "klembord.js", "keuzelijst.js"}


def test_what_is_taken_along_and_what_programs_read_have_the_public_address(front: Front) -> None:
    _, described = front.get("/kennisbank/api/v1/openapi.json")
    assert json.loads(described)["servers"] == [{"url": f"{PUBLIC}/api/v1"}]
    page = front.get("/kennisbank/citaten")[1].decode()
    item = re.findall(r'href="(/kennisbank/selectie\?id=[^"]+)"', page)[0]
    markdown = front.get(item.replace("selectie?", "selectie/markdown?"))[1].decode()
    permanent = re.findall(rf"<({PUBLIC}/passages/[^>]+)>", markdown)
    assert len(permanent) == 1
    with zipfile.ZipFile(io.BytesIO(front.get(item.replace("selectie?", "selectie/word?"))[1])) as document:
        assert permanent[0] in document.read("word/document.xml").decode()
    led, _ = front.get(urlsplit(permanent[0]).path)
    assert led.headers["Location"].startswith("/kennisbank/bronnen/")
    suggested = json.loads(front.get("/kennisbank/suggesties?q=buurttuin")[1])["suggesties"]
    assert {one["adres"][:12] for one in suggested} == {"/kennisbank/"}
    assert [front.get(one["adres"])[0].status for one in suggested] == [200] * len(suggested)


def test_no_header_of_a_reader_takes_the_site_elsewhere(front: Front) -> None:
    plain = front.get("/kennisbank/stappen/1")[1]
    for name in ("SCRIPT_NAME", "Script-Name", "X-Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Path"):
        assert front.get("/kennisbank/stappen/1", {name: "/elders"})[1] == plain, name


def test_without_a_setting_the_proxy_says_where_the_site_is(small_index: Path, tmp_path: Path) -> None:
    with site(small_index, tmp_path, workers="1", proxies="1") as running, behind_nginx(tmp_path, TAKEN_OFF, running.port) as front:
        page = front.get("/kennisbank/stappen/1", {"X-Forwarded-Prefix": "/van-de-lezer"})[1].decode()
        led, _ = front.get("/kennisbank/passages/gids.inleiding")
        described = json.loads(front.get("/kennisbank/api/v1/openapi.json")[1])
    found = links("/kennisbank/stappen/1", page)
    assert len(found) > 20
    assert {link[:12] for link in found} == {"/kennisbank/"}
    assert led.headers["Location"].startswith("/kennisbank/bronnen/gids/")
    assert described["servers"] == [{"url": f"http://127.0.0.1:{front.port}/kennisbank/api/v1"}]
