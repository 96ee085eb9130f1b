"""What keeps the site safe on a public address; docs/beveiliging.md names these tests."""

import json
import logging
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sectxt import Parser
from werkzeug.test import create_environ, run_wsgi_app

from kb.errors import KnowledgeBaseError
from web.app import create_app
from web.serving.headers import API_POLICY, SITE_POLICY
from web.serving.limits import DEFAULT, reader_of
from web.serving.live import LiveKnowledgeBase
from web.serving.logbook import JsonLines
from web.serving.settings import Settings

PAGES = ("/", "/zoeken?q=koffie", "/citaten", "/bronnen", "/stappen/1", "/over", "/onbekend", "/zoeken?stap=x")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def live(small_index: Path) -> LiveKnowledgeBase:
    return LiveKnowledgeBase.opened(small_index)


@pytest.fixture(scope="module")
def client(live: LiveKnowledgeBase) -> FlaskClient:
    return served(live)


def served(live: LiveKnowledgeBase, **settings: Any) -> FlaskClient:
    return create_app(Settings(**settings), live).test_client()


def test_headers_pass_the_rules_of_internet_nl(client: FlaskClient) -> None:
    for path in PAGES:
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == SITE_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in headers
        assert "Content-Encoding" not in headers
        assert not {"Server", "X-Powered-By"} & set(headers.keys())


@pytest.mark.parametrize("policy", [SITE_POLICY, API_POLICY])
def test_the_content_policy_passes_the_rules_of_internet_nl(policy: str) -> None:
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    assert {"default-src", "base-uri", "form-action", "frame-ancestors"} <= directives.keys()
    assert directives["default-src"] in (["'self'"], ["'none'"])
    assert {source for sources in directives.values() for source in sources} <= {"'self'", "'none'"}


def test_pages_hold_no_inline_script_or_style(client: FlaskClient) -> None:
    for path in PAGES:
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE), path
        assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//(?!localhost)", re.sub(r"<a [^>]*>", "", text)), path


def test_the_api_has_headers_of_its_own(client: FlaskClient) -> None:
    kept = {"/api/v1/themas": "private, no-cache", "/api/v1/antwoorden?q=koffie": "no-store", "/api/v1/onbekend": "no-store"}
    for path, cache in kept.items():
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == API_POLICY
        assert headers["Cache-Control"] == cache
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_hsts_by_setting(live: LiveKnowledgeBase, client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert served(live, hsts=True).get("/").headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert served(live, hsts=True).get("/api/v1/onbekend").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_no_debugging_and_no_listing(client: FlaskClient) -> None:
    assert not client.application.debug
    files = ("", "x/", "x/..%2fsettings.py", "x/" + "a" * 300, "x/a%00", "x/huisstijl.css")
    for path in ("/console", "/.git/config", "/metrics", "/../etc/passwd", *(f"/bestanden/{file}" for file in files)):
        assert client.get(path).status_code == 404, path


def security_txt(folder: Path, text: str) -> str:
    file = folder / "security.txt"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_security_txt_by_setting(live: LiveKnowledgeBase, client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    expires = (datetime.now(UTC) + timedelta(days=200)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"Contact: mailto:cert@beekstad.invalid\nExpires: {expires}\nPreferred-Languages: nl, en\n"
    response = served(live, security_txt=security_txt(tmp_path, text)).get("/.well-known/security.txt")
    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    # The program that internet.nl reads it with.
    assert Parser(response.data).errors == []


def test_security_txt_may_be_elsewhere(live: LiveKnowledgeBase) -> None:
    response = served(live, security_txt="https://beekstad.invalid/.well-known/security.txt").get("/.well-known/security.txt")
    assert (response.status_code, response.headers["Location"]) == (302, "https://beekstad.invalid/.well-known/security.txt")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Contact: mailto:cert@beekstad.invalid\n", "Expires"),
        ("Contact: mailto:cert@beekstad.invalid\nExpires: morgen\n", "Expires"),
        ("Expires: 2099-01-01T00:00:00Z\n", "Contact"),
    ],
)
def test_a_security_txt_that_is_not_right_stops_the_start(live: LiveKnowledgeBase, tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=told):
        served(live, security_txt=security_txt(tmp_path, text))
    with pytest.raises(KnowledgeBaseError, match="niet te lezen"):
        served(live, security_txt=str(tmp_path / "weg.txt"))
    with pytest.raises(KnowledgeBaseError, match="gebruik een adres dat met https:// begint, of een bestand"):
        served(live, security_txt="http://beekstad.invalid/security.txt")


def test_an_expired_security_txt_is_told_at_start(live: LiveKnowledgeBase, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = security_txt(tmp_path, "Contact: mailto:cert@beekstad.invalid\nExpires: 2020-01-01T00:00:00Z\n")
    assert served(live, security_txt=file).get("/.well-known/security.txt").status_code == 200
    assert "security.txt is verlopen op 2020-01-01" in caplog.text


def statuses(client: FlaskClient, times: int, path: str = "/over", **environ: str) -> list[int]:
    return [client.get(path, environ_overrides=environ).status_code for _ in range(times)]


def test_too_many_requests_are_refused_with_when_to_come_back(live: LiveKnowledgeBase) -> None:
    client = served(live, rate_limit="3 per minute")
    assert statuses(client, 4) == [200, 200, 200, 429]
    page = client.get("/over")
    assert (page.content_type, "in korte tijd" in page.text) == ("text/html; charset=utf-8", True)
    problem = client.get("/api/v1/themas")
    assert (problem.status_code, problem.content_type) == (429, "application/problem+json")
    assert problem.headers["API-Version"]
    for refused in (page, problem):
        assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert statuses(client, 3, "/gezondheid/levend") == [200] * 3


def test_each_address_has_a_limit_of_its_own(live: LiveKnowledgeBase) -> None:
    client = served(live, rate_limit="2 per minute")
    assert statuses(client, 3, REMOTE_ADDR="203.0.113.1") == [200, 200, 429]
    assert statuses(client, 3, REMOTE_ADDR="203.0.113.2") == [200, 200, 429]


@pytest.mark.parametrize(
    ("first", "same"),
    [
        ("203.0.113.1", "203.0.113.1:52011"),
        ("203.0.113.1", "::ffff:203.0.113.1"),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9"),
        ("2001:db8:0:1::1", "[2001:db8:0:1::2]:443"),
        ("onzin", "nog meer onzin"),
    ],
)
def test_one_reader_under_several_addresses_is_one(live: LiveKnowledgeBase, first: str, same: str) -> None:
    client = served(live, rate_limit="2 per minute")
    assert statuses(client, 2, REMOTE_ADDR=first) == [200, 200]
    assert statuses(client, 1, REMOTE_ADDR=same) == [429]
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:0:2::1") == [200]


def test_what_does_not_exist_counts_too(live: LiveKnowledgeBase) -> None:
    client = served(live, rate_limit="2 per minute")
    assert statuses(client, 3, "/bestaat-niet", REMOTE_ADDR="203.0.113.1") == [404, 404, 429]
    answers = [client.put("/over", environ_overrides={"REMOTE_ADDR": "203.0.113.2"}).status_code for _ in range(3)]
    assert answers == [405, 405, 429]
    assert statuses(client, 3, "/api/v1/nee", REMOTE_ADDR="203.0.113.3") == [404, 404, 429]


def test_an_answer_within_the_limit_says_nothing_of_coming_back(live: LiveKnowledgeBase) -> None:
    headers = served(live, rate_limit="9 per minute").get("/over").headers
    assert [name for name, _ in headers if name == "Retry-After" or name.startswith("X-RateLimit")] == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.0.0.1:5000"])
def test_this_machine_is_not_counted_by_default_under_any_of_its_addresses(live: LiveKnowledgeBase, address: str) -> None:
    assert reader_of(address) == reader_of("127.0.0.1")
    assert 429 not in statuses(served(live), int(DEFAULT.split()[0]) + 1, "/api/v1/stappen", REMOTE_ADDR=address)


def test_the_limit_is_generous_by_default_and_not_for_this_machine(live: LiveKnowledgeBase) -> None:
    client = served(live)
    allowed = int(DEFAULT.split()[0])
    assert set(statuses(client, allowed, "/gezondheid", REMOTE_ADDR="203.0.113.1")) == {200}
    assert statuses(client, allowed + 1, "/api/v1/stappen", REMOTE_ADDR="203.0.113.1")[-1] == 429
    assert 429 not in statuses(client, allowed + 1, "/api/v1/stappen", REMOTE_ADDR="127.0.0.1")


def test_the_limit_can_be_put_off(live: LiveKnowledgeBase) -> None:
    client = served(live, rate_limit="uit")
    assert 429 not in statuses(client, int(DEFAULT.split()[0]) + 1, "/api/v1/stappen", REMOTE_ADDR="203.0.113.1")


def test_a_limit_that_cannot_be_read_stops_the_start(live: LiveKnowledgeBase) -> None:
    with pytest.raises(KnowledgeBaseError, match="KB_RATE_LIMIT is 'veel', en dat kan niet"):
        served(live, rate_limit="veel")


def test_only_a_trusted_proxy_says_whose_request_it_is(live: LiveKnowledgeBase) -> None:
    def asked(client: FlaskClient, reader: str) -> int:
        return client.get("/over", headers={"X-Forwarded-For": reader}).status_code

    without = served(live, rate_limit="1 per minute")
    assert [asked(without, reader) for reader in ("203.0.113.1", "203.0.113.2")] == [200, 429]
    behind = served(live, rate_limit="1 per minute", proxies=1)
    assert [asked(behind, reader) for reader in ("203.0.113.1", "203.0.113.2", "6.6.6.6, 203.0.113.2")] == [200, 200, 429]


@pytest.mark.parametrize("path", ["/zoeken", "/api/v1/zoekresultaten", "/api/v1/antwoorden", "/suggesties"])
@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 8_000,
        "q=" + quote("(" * 3_000),
        "&".join(f"p{number}=x" for number in range(200)),
        "q=a&q=b",
        "q=%ff%fe",
        "q=%00",
        "q=%ed%a0%80",
        "q=[a TO z]&soort=*",
        "q=" + quote("a AND (b OR *) ~10 ^5 title:x"),
        "q=" + quote("‮ネコ😀\u0000\u200b") * 20,
        "q=x&pagina=99999999999999999999",
        "q=x&pagina=-1",
        "q=x&thema=../../etc/passwd",
        "q=x&stap=1e9",
        "",
    ],
)
def test_strange_addresses_are_answered_or_refused_at_once(client: FlaskClient, path: str, query: str) -> None:
    began = time.process_time()
    response = client.get(f"{path}?{query}")
    assert response.status_code in (200, 400)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "path", ["/zoeken?q={}", "/zoeken?thema={}", "/{}", "/citaten?thema={}", "/bronnen/{}", "/api/v1/zoekresultaten?q={}", "/api/v1/{}"]
)
def test_what_is_typed_never_becomes_markup(client: FlaskClient, path: str) -> None:
    for payload in (SCRIPT, '"><img src=x onerror=alert(1)>', "</title><svg/onload=alert(1)>", "'><b id=geplant>"):
        response = client.get(path.format(quote(payload, safe="")))
        if response.mimetype == "text/html":
            assert not re.search(r"<script>alert|<img src=x|<svg/onload|<b id=geplant", response.text)
        else:
            assert response.mimetype in ("application/json", "application/problem+json")
            assert response.get_json()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/zoeken", "/api/v1/themas"])
def test_other_methods_are_refused(client: FlaskClient, method: str, path: str) -> None:
    refused = client.open(path, method=method)
    assert refused.status_code == 405
    assert {"GET", "HEAD"} <= {one.strip() for one in refused.headers["Allow"].split(",")}


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    assert client.post("/api/v1/antwoorden", data=b"x" * 70_000, content_type="application/json").status_code == 413


def test_the_log_cannot_be_forged_and_quotes_no_errors(caplog: pytest.LogCaptureFixture) -> None:
    record = logging.makeLogRecord({"name": "proef", "levelname": "INFO", "msg": 'a\n{"niveau": "ERROR"}'})
    assert "\n" not in JsonLines().format(record)
    try:
        raise ValueError("wat de lezer typte")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    line = json.loads(JsonLines().format(record))
    assert (line["fout"], "wat de lezer" in json.dumps(line)) == ("ValueError", False)
    assert line["plaats"][-1].endswith("test_the_log_cannot_be_forged_and_quotes_no_errors")


def test_nothing_of_a_reader_is_kept(client: FlaskClient) -> None:
    response = client.get("/zoeken?q=koffie", headers={"Cookie": "a=b"})
    assert "Set-Cookie" not in response.headers


def test_expressions_are_quick_on_hostile_text() -> None:
    """No regular expression of the project takes long on 100,000 hostile characters."""
    import importlib
    import pkgutil

    import kb
    import web

    patterns: dict[str, re.Pattern[Any]] = {}
    for package in (kb, web):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name not in ("web.serving.gunicorn_settings", "web.serving.worker"):
                names = vars(importlib.import_module(found.name))
                patterns |= {f"{found.name}.{name}": value for name, value in names.items() if isinstance(value, re.Pattern)}
    assert len(patterns) > 5
    for name, pattern in patterns.items():
        for hostile in (
            "a" * 100_000,
            "." * 100_000,
            "-" * 100_000,
            " " * 100_000,
            "a." * 50_000,
            "a'" * 50_000,
            "<" * 100_000,
            ". A" * 33_000,
        ):
            text = hostile.encode() if isinstance(pattern.pattern, bytes) else hostile
            began = time.process_time()
            sum(1 for _ in pattern.finditer(text))
            assert time.process_time() - began < 0.5, (name, hostile[:4])


@pytest.mark.parametrize(
    "host", ['"><script>', "a b", "evil:99999", "\xff", "", "a/b", "a@b", "[::1", "x:0", "x:", "a?b", "a,b", "xn--a.nl", "..", "a" * 64]
)
def test_a_host_that_is_none_is_refused(client: FlaskClient, host: str) -> None:
    for path in ("/", "/over", "/weg", "/api/v1/openapi.json", "/selectie/markdown?id=gids.inleiding", "/gezondheid"):
        # The client of the tests can't take every such host itself.
        _, status, headers = run_wsgi_app(client.application, create_environ(path) | {"HTTP_HOST": host})
        assert status == "400 BAD REQUEST", path
        assert headers["Content-Security-Policy"] == (API_POLICY if path.startswith("/api/") else SITE_POLICY)
        assert headers["Content-Type"].startswith("application/problem+json" if path.startswith("/api/") else "text/html")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "kennisbank.gemeente.nl", "xn--caf-dma.nl"])
def test_a_site_may_be_asked_for_by_any_name(live: LiveKnowledgeBase, host: str) -> None:
    described = served(live).get("/api/v1/openapi.json", headers={"Host": host})
    assert described.get_json()["servers"][0]["url"].startswith("http://")


def test_signs_that_turn_the_words_of_a_page_around_are_left_out(client: FlaskClient) -> None:
    turning = "\u202e\u2066\u200f\u061c"
    asked = quote(f"koffie{turning} tuin{turning}")
    for path in ("/zoeken?q={}", "/api/v1/zoekresultaten?q={}", "/zoeken?thema={}", "/bronnen/gids/inleiding?vraag={}", "/suggesties?q={}"):
        told = client.get(path.format(asked)).text
        assert ('value="koffie tuin"' in told) == (path == "/zoeken?q={}")
        assert not set(turning) & set(told), path
