"""Scripts planted in every field of a corpus and in every parameter: none runs, and the browser has nothing to block."""

import dataclasses
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from indexer.build import write_generation
from indexer.corpus.corpus import load
from indexer.entries import entries_of
from kb.analysis.digest import analysis_digest
from kb.index import folder as index_folder
from kb.index.encoder import TRAINED_HERE
from kb.library import Library
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

PAYLOADS = (
    "<script>window.geplant = 1</script>",
    "<img src=x onerror='window.geplant = 1'>",
    "<svg/onload=window.geplant=1>",
    '"><script>window.geplant=1</script>',
    "'-(window.geplant=1)-'",
    "</title><script>window.geplant=1</script>",
    "<a href='javascript:window.geplant=1'>klik</a>",
    "<iframe srcdoc='<script>parent.geplant=1</script>'></iframe>",
    "<style>@import '//evil.invalid/x'</style>",
    "<math><mi xlink:href='javascript:window.geplant=1'>x</mi></math>",
    "<body onload=window.geplant=1>",
    "{{7*7}}${7*7}",
    "<form action='//evil.invalid'><button>x</button></form>",
    "<object data='data:text/html,<script>parent.geplant=1</script>'></object>",
)
# Fields with words that readers see; the others are ids, numbers, fixed values, and text with offsets (planted in the Markdown instead).
_WORDS = {
    "title",
    "publisher",
    "provenance",
    "headline",
    "role",
    "organisation",
    "name",
    "label",
    "explanation",
    "method",
    "audience_text",
    "address",
    "description",
    "author",
    "term",
    "interview",
}


@pytest.fixture(scope="module")
def planted_site(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Library]]:
    folder = tmp_path_factory.mktemp("geplant")
    corpus = Path(shutil.copytree(small_corpus, folder / "corpus"))
    source = corpus / "bronnen" / "gids.md"
    body = "\n\n".join(PAYLOADS)
    planted_list = "\n".join(f"- lijst {payload}" for payload in PAYLOADS)
    table = "\n".join(["| Doel | Bedrag |", "|---|---|", *(f"| cel {payload.replace('|', '')} | 1 |" for payload in PAYLOADS)])
    heading = f"## Geplante kop {PAYLOADS[0]} {{#kop-proef}}"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"{text}\n{heading}\n\n{body}\n\n{planted_list}\n\n{table}\n", encoding="utf-8")
    library: Library = _planted(load(corpus).library)
    with index_folder.begin(folder / "index") as building:
        counts = write_generation(library, list(entries_of(library)), building, TRAINED_HERE, lambda name, share: None)
        index_folder.seal(building, "geplant", analysis_digest(), TRAINED_HERE, counts)
        index_folder.publish(folder / "index", building)
    settings = Settings(index=folder / "index", contact=f"x{PAYLOADS[3]}@y", organisation=PAYLOADS[0], rate_limit="uit")
    server = make_server("127.0.0.1", 0, create_app(settings, LiveKnowledgeBase.opened(folder / "index")), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", library
    server.shutdown()
    thread.join()
    server.server_close()


def _planted(value: Any, number: int = 0) -> Any:
    """Return a library with a payload behind every field of words, each field another one."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for place, field in enumerate(dataclasses.fields(value)):
            old = getattr(value, field.name)
            payload = PAYLOADS[(number + place) % len(PAYLOADS)]
            changed[field.name] = f"{old} {payload}" if field.name in _WORDS and isinstance(old, str) else _planted(old, number + place)
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_planted(one, number + place) for place, one in enumerate(value))
    return value


def _addresses(library: Library) -> list[str]:
    typed = [quote(payload, safe="") for payload in PAYLOADS]
    lists = [
        "",
        "bronnen",
        "citaten",
        "praktijkvoorbeelden",
        "stappen",
        "themas",
        "taken",
        "werklijsten",
        "begrippen",
        "cijfers",
        "verwijzingen",
    ]
    single = [f"bronnen/{document.id}" for document in library.documents]
    single += [f"bronnen/{part.replace('.', '/', 1)}" for part in {section.part_id for section in library.sections}]
    single += [f"citaten/{said.id}" for said in library.quotes] + [f"praktijkvoorbeelden/{one.id}" for one in library.examples]
    single += [f"stappen/{step.number}" for step in library.steps] + [f"themas/{theme.id}" for theme in library.themes]
    single += [f"werklijsten/{one.id}" for one in library.lists] + [f"taken/{one.id}" for one in library.tasks]
    asked = [f"zoeken?q={words}" for words in (*typed, "geplant", "koffie", "spilpersoon", "buurttuin+script")]
    wrong = [
        f"zoeken?q=x&thema={typed[0]}",
        f"citaten?spreker={typed[3]}",
        f"{typed[0]}",
        f"bronnen/gids/stap-1?vraag={typed[3]}&passage=stap-1&woorden={typed[3]}",
    ]
    return [*lists, "selectie", "over", "hulp", "privacy", "toegankelijkheid", "api", *single, *asked, *wrong]


def test_nothing_planted_in_a_corpus_runs(planted_site: tuple[str, Library], browser: Browser) -> None:
    address, library = planted_site
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message) or dialog.dismiss())
    page.on("request", lambda request: None if request.url.startswith(address) else told.append(request.url))
    for path in _addresses(library):
        response = page.goto(f"{address}/{path}")
        assert response is not None
        assert response.status in (200, 400, 404), path
        assert page.evaluate("window.geplant") is None, path
        assert (
            page.evaluate("document.querySelectorAll('[href^=\"javascript:\"], [onerror], [onload], [srcdoc], object, iframe').length") == 0
        ), path
    page.close()
    blocked = [one for one in told if "Content Security Policy" in one or "evil.invalid" in one]
    assert blocked == []


def test_what_is_planted_is_shown_as_text(planted_site: tuple[str, Library], browser: Browser) -> None:
    address, library = planted_site
    page = browser.new_page()
    page.goto(f"{address}/bronnen")
    assert library.documents[0].title in page.inner_text("main")
    page.close()
