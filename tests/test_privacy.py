"""What readers and the people in the sources are promised; docs/privacy.md names these tests."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from limits.storage import MemoryStorage
from lxml.html import fromstring

from kb.library import Library
from web.app import create_app
from web.serving import limits
from web.serving.live import LiveKnowledgeBase
from web.serving.page_memory import page_key
from web.serving.settings import Settings

PAGES = (
    "/", "/zoeken", "/zoeken?q=koffie", "/zoeken?q=xyzzyplugh", "/bronnen", "/bronnen/verslag", "/citaten", "/praktijkvoorbeelden",
    "/praktijkvoorbeelden/buurttuin", "/stappen", "/stappen/1", "/vijf-minuten", "/themas", "/themas/geld", "/taken", "/werklijsten", "/begrippen",
    "/cijfers", "/verwijzingen", "/selectie?id=nieuws.kosten", "/over", "/hulp", "/privacy", "/toegankelijkheid", "/api", "/weg",
)  # fmt: skip
OTHERS = (
    "/selectie/markdown?id=nieuws.kosten", "/selectie/word?id=nieuws.kosten", "/suggesties?q=tu", "/passages/nieuws.kosten",
    "/api/v1/zoekresultaten?q=koffie", "/api/v1/antwoorden?q=koffie", "/api/v1/citaten", "/api/v1/openapi.json", "/gezondheid", "/api/v1/weg",
)  # fmt: skip


@pytest.fixture(scope="module")
def live(small_index: Path) -> LiveKnowledgeBase:
    return LiveKnowledgeBase.opened(small_index)


def served(live: LiveKnowledgeBase, **settings: Any) -> FlaskClient:
    return create_app(Settings(**settings), live).test_client()


def test_no_answer_of_any_kind_sets_a_cookie(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    client = served(live, feedback=str(tmp_path))
    for address in (*PAGES, *OTHERS):
        assert client.get(address, headers={"Cookie": "kb=1"}).headers.getlist("Set-Cookie") == [], address
    judged = client.post("/oordeel", data={"oordeel": "ja", "soort": "antwoord"})
    assert (judged.status_code, judged.headers.getlist("Set-Cookie")) == (200, [])


def test_no_page_fetches_or_sends_anything_elsewhere(live: LiveKnowledgeBase) -> None:
    """What a browser loads by itself, and where a form goes, is of this site; only a link that a reader follows may lead away."""
    client = served(live)
    files = set()
    for address in PAGES:
        page = fromstring(client.get(address).get_data(as_text=True))
        used = page.xpath(
            "//link[not(@rel='canonical')]/@href | //@src | //@srcset | //@action | //@formaction | //@data | //object | //iframe"
        )
        assert [one for one in used if not str(one).startswith("/") or str(one).startswith("//")] == [], address
        files |= {str(one) for one in used if str(one).startswith("/bestanden/")}
    assert len(files) >= 2
    for file in sorted(files):
        text = client.get(file).get_data(as_text=True)
        assert re.findall(r"(?:url\(|@import|import\(|fetch\(|from)\s*[`'\"]?(?:https?:)?//", text) == [], file


WATCHING = """
import logging.config, os, sys
from pathlib import Path
from web.app import create_app
from web.serving.logbook import settings_for
from web.serving.settings import Settings

logging.config.dictConfig(settings_for("debug"))
client = create_app(Settings(index=Path(sys.argv[1]))).test_client()
seen = []
writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND

def watch(event, given):
    if event == "open" and isinstance(given[2], int) and given[2] & writes:
        seen.append(f"{event} {given[0]}")
    elif event in ("os.mkdir", "os.rename", "os.link", "socket.connect", "socket.sendto", "socket.getaddrinfo", "subprocess.Popen"):
        seen.append(event)

sys.addaudithook(watch)
for address in sys.argv[2:]:
    client.get(address)
client.post("/api/v1/antwoorden", json={"q": "koffie van mevrouw Jansen"})
print(seen)
"""


def test_answering_writes_no_file_and_calls_nobody(small_index: Path) -> None:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    asked = [one for one in (*PAGES, *OTHERS) if not one.endswith("word?id=nieuws.kosten")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHING, str(small_index), *asked, "/zoeken?q=koffie+van+mevrouw+Jansen"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout == "[]\n"
    # All that is said at the most talkative level, of a question with a name in it.
    assert '"route": "/zoeken"' in done.stderr
    assert [line for line in done.stderr.splitlines() if "Jansen" in line or "koffie" in line] == []


def test_what_is_remembered_does_not_tell_who_asked(live: LiveKnowledgeBase) -> None:
    app = create_app(Settings(), live)
    kept = []
    for reader, browser in (("203.0.113.7", "Een"), ("203.0.113.8", "Ander")):
        headers = {"User-Agent": browser, "Cookie": f"naam={browser}", "Referer": f"http://localhost/{browser}"}
        with app.test_request_context("/zoeken?q=koffie", headers=headers, environ_base={"REMOTE_ADDR": reader}):
            kept.append(page_key())
    assert kept[0] == kept[1]
    assert kept[0][:2] == ("http://localhost/", "/zoeken?q=koffie")


def test_what_is_typed_for_suggestions_is_not_remembered(live: LiveKnowledgeBase) -> None:
    client = served(live)
    client.get("/suggesties?q=tu")
    before = live.current().pages.weight
    assert client.get("/suggesties?q=mevrouw+Jansen").json == {"suggesties": []}
    assert client.get("/suggesties?q=buurttuin").json["suggesties"]
    assert live.current().pages.weight == before


def test_the_page_for_readers_tells_what_holds_here(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    without, judging = (served(live, feedback=folder).get("/privacy").text for folder in ("", str(tmp_path)))
    kept = "Wij bewaren dan uw oordeel, de datum en om welke teksten het ging."
    for page in (without, judging):
        assert "Zet daarom geen namen van inwoners in uw vraag." in page
        assert "telt zij de verzoeken per internetadres" in page
    assert ("bewaart er geen" in without, kept in without, "tenzij u dat zelf aanvinkt" in without) == (True, False, False)
    assert ("bewaart er geen" in judging, kept in judging, "tenzij u dat zelf aanvinkt" in judging) == (False, True, True)
    assert "Na 30 dagen verwijdert de site het oordeel." in served(live, feedback=str(tmp_path), feedback_dagen=30).get("/privacy").text
    assert "internetadres wordt niet bewaard" in served(live, rate_limit="uit").get("/privacy").text


def test_an_address_leaves_the_memory_when_its_time_is_over_and_somebody_asks(
    live: LiveKnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by itself: a process that nobody asks anything keeps the counter of the last minute."""
    counters = MemoryStorage()
    monkeypatch.setattr(limits, "MemoryStorage", lambda: counters)
    client = served(live, rate_limit="5 per second")
    client.get("/hulp", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert [key for key in counters.storage if "203.0.113.7" in key]
    until = time.monotonic() + 5
    while any("203.0.113.7" in key for key in counters.storage) and time.monotonic() < until:
        time.sleep(0.3)
        client.get("/hulp", environ_base={"REMOTE_ADDR": "203.0.113.8"})
    assert [key for key in counters.storage if "203.0.113.7" in key] == []


def test_a_judgement_is_these_fields_and_nothing_of_who_gave_it(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    """One line, of which the day is the most exact time; everything that a browser sends beside it is passed over."""
    client = served(live, feedback=str(tmp_path))
    judged = {"oordeel": "nee", "soort": "antwoord", "vraag": "Bel 06 12 34 56 78, mail jan.jansen@delft.nl, wijk 12", "naam": "Jansen"}
    sent = {"User-Agent": "Bladeraar", "Cookie": "naam=Jansen", "X-Forwarded-For": "203.0.113.7", "Referer": "http://localhost/Jansen"}
    for more in ({"plaats": "nieuws.kosten"}, {"vraag-bewaren": "ja"}):
        assert client.post("/oordeel", data=judged | more, headers=sent).status_code == 200
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"oordelen-\d{4}-\d{2}-\d{2}\.jsonl", file.name)
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", first.pop("dag"))
    assert second.pop("dag")
    assert first == {"soort": "antwoord", "oordeel": "nee", "plaatsen": ["nieuws.kosten"]}
    assert second == {"soort": "antwoord", "oordeel": "nee", "plaatsen": [], "vraag": "Bel [nummer], mail [mailadres], wijk [nummer]"}


def test_nothing_is_kept_unless_the_reader_ticks_it(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    page = fromstring(served(live, feedback=str(tmp_path)).get("/zoeken?q=wat+kost+de+tuin").text)
    (box, *others) = page.xpath("//input[@name='vraag-bewaren']")
    assert [one.get("checked") for one in (box, *others)] == [None] * (1 + len(others))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_made_for_judgements_keeps_its_rights(live: LiveKnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "oordelen"
    folder.mkdir()
    folder.chmod(0o750)
    assert served(live, feedback=str(folder)).post("/oordeel", data={"oordeel": "ja", "soort": "antwoord"}).status_code == 200
    assert oct(folder.stat().st_mode)[-3:] == "750"


def test_search_engines_are_asked_to_leave_everything_out_unless_set(live: LiveKnowledgeBase) -> None:
    """Programs' answers and downloads too, which have no head to say it in."""
    told = {address: served(live).get(address).headers.get("X-Robots-Tag") for address in (*PAGES, *OTHERS)}
    assert {address for address, words in told.items() if words != "noindex, nofollow"} == set()
    allowed = served(live, indexable=True)
    assert {allowed.get(address).headers.get("X-Robots-Tag") for address in (*PAGES, *OTHERS)} == {None}


def test_programs_that_go_through_sites_are_asked_to_fetch_nothing_unless_set(live: LiveKnowledgeBase) -> None:
    asked = served(live).get("/robots.txt")
    assert (asked.text, asked.mimetype, asked.headers["X-Robots-Tag"]) == (
        "User-agent: *\nDisallow: /\n",
        "text/plain",
        "noindex, nofollow",
    )
    endless = "User-agent: *\nDisallow: /zoeken\nDisallow: /suggesties\nDisallow: /selectie\nDisallow: /api/\n"
    assert served(live, indexable=True).get("/robots.txt").text == endless
    under_path = served(live, base_url="https://www.beekstad.nl/kennisbank")
    assert under_path.get("/kennisbank/robots.txt").text == "User-agent: *\nDisallow: /kennisbank/\n"


def test_professionals_are_shown_by_name_and_role_and_private_persons_by_description(live: LiveKnowledgeBase) -> None:
    client = served(live)
    page = client.get("/citaten").text
    assert ("Anna de Wit" in page, "wijkregisseur" in page, "?spreker=anna-de-wit" in page) == (True, True, True)
    assert ("een moeder uit duinhaven" in page.lower(), "spreker=moeder-duinhaven" in page) == (True, False)
    for address in (*PAGES, *OTHERS):
        assert b"Mirjam" not in client.get(address).data, address


def test_a_private_person_is_found_by_no_name(live: LiveKnowledgeBase) -> None:
    """What was typed is shown again; nothing else answers to it: no suggestion, no speaker, no correction towards it."""
    client = served(live)
    assert client.get("/suggesties?q=Mirjam").json == {"suggesties": []}
    for typed in ("Mirjan", "Mirjm"):
        assert "Mirjam" not in client.get(f"/zoeken?q={typed}").text
        assert "Mirjam" not in client.get(f"/api/v1/zoekresultaten?q={typed}&paginaGrootte=100").text
    assert "Mirjam" not in json.dumps(client.get("/api/v1/zoekresultaten?q=koffie").json["facetten"])


def test_no_id_holds_the_name_of_a_private_person(real_library: Library) -> None:
    """Of whatever has an address; the id of a private person itself has none."""
    library = real_library
    private = [person for person in library.persons if not person.recognisable]
    things = (*library.sections, *library.places, *library.quotes, *library.lists, *library.examples, *library.tasks)
    ids = {part for one in (*things, *library.protected_passages, *library.protected_quotes) for part in re.split(r"[.\-]", one.id)}
    assert private
    assert ids.isdisjoint(person.name.lower() for person in private)


def test_a_contact_says_that_the_source_names_it_and_is_given_by_no_other_page(live: LiveKnowledgeBase) -> None:
    client = served(live)
    holding = {address for address in PAGES if "tuin@beekstad.invalid" in client.get(address).text}
    assert holding == {"/praktijkvoorbeelden/buurttuin"}
    page = client.get("/praktijkvoorbeelden/buurttuin").text
    assert "Zoals genoemd in" in page.partition("tuin@beekstad.invalid")[2]
