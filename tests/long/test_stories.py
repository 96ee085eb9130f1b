"""Whatever is asked, and wherever the answer comes out: no words of a personal story."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient
from question_maker import made_questions
from stories import NEUTRAL, Telltale, story_sentences

from indexer.cli import main
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from web.app import create_app
from web.serving.live import ServedKnowledgeBase
from web.serving.settings import Settings
from web.showing.chosen import MOST_ITEMS

QUESTIONS = 2_000
SEED = 23
EVALUATION = Path(__file__).parent.parent / "evaluation"


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index, log_level="ERROR", rate_limit="uit")).test_client()


@pytest.fixture(scope="module")
def base(real_index: Path) -> KnowledgeBase:
    return ServedKnowledgeBase.open(real_index)


@pytest.fixture(scope="module")
def library(base: KnowledgeBase) -> Library:
    return base.library


@pytest.fixture(scope="module")
def telltale(library: Library) -> Telltale:
    return Telltale.of(library)


def own_words(library: Library) -> list[str]:
    return [*story_sentences(library), *NEUTRAL]


def evaluated() -> list[str]:
    return [record["q"] for file in sorted(EVALUATION.glob("*.yaml")) for record in yaml.safe_load(file.read_text(encoding="utf-8"))]


def texts(told: Any) -> Iterator[str]:
    """Yield every text in an answer of the API or of `kb --json`; the pieces of an excerpt are one text."""
    if isinstance(told, list) and told and all(isinstance(one, dict) and "gemarkeerd" in one for one in told):
        told = "".join(piece["tekst"] for piece in told)
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from texts(one)
    elif isinstance(told, str):
        # The address of a result holds the question, for the way back.
        yield unquote_plus(told) if told.startswith(("/", "http")) else told


def assert_silent(client: FlaskClient, base: KnowledgeBase, telltale: Telltale, question: str, filters: Sequence[dict[str, str]]) -> None:
    """Ask a question at every address that takes one, all pages, and with each of some filters; and at the terminal."""
    correction = base.search(question).correction
    # What was meant is shown as it was typed but for the mended words.
    typed = f"{question}\n{correction.meant if correction else ''}"
    json_of = partial(_json_silent, client, telltale, typed)
    page_of = partial(_page_silent, client, telltale, typed)
    for more in ({}, {"letterlijk": "true"}, *filters):
        asked = {"q": question, **more}
        found = json_of("/api/v1/zoekresultaten", {**asked, "paginaGrootte": "100"})
        for page in range(2, -(-found["totaal"] // 100) + 1):
            json_of("/api/v1/zoekresultaten", {**asked, "paginaGrootte": "100", "pagina": str(page)})
        for page in range(1, max(1, -(-found["totaal"] // 10)) + 1):
            page_of("/zoeken", {**asked, "pagina": str(page)})
    json_of("/api/v1/antwoorden", {"q": question})
    json_of("/suggesties", {"q": question})
    for command in (("search", "--most", "100"), ("ask",)):
        assert telltale.in_text(terminal(*command, "--", question), typed) == set(), (command, question)
        told = json.loads(terminal(*command, "--json", "--", question))
        assert telltale.in_text("\n".join(texts(told)), typed) == set(), (command, question)


def _json_silent(client: FlaskClient, telltale: Telltale, typed: str, path: str, asked: dict[str, str]) -> Any:
    answer = client.get(path, query_string=asked)
    assert answer.status_code == 200, (path, asked)
    assert telltale.in_text("\n".join(texts(answer.json)), typed) == set(), (path, asked)
    return answer.json


def _page_silent(client: FlaskClient, telltale: Telltale, typed: str, path: str, asked: dict[str, str]) -> None:
    answer = client.get(path, query_string=asked)
    assert answer.status_code == 200, (path, asked)
    assert telltale.in_page(answer.get_data(as_text=True), typed) == set(), (path, asked)


def terminal(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(autouse=True)
def opened_once(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command opens the index each time that it is run, which is not what is asked here."""
    monkeypatch.setattr(KnowledgeBase, "open", lambda *given, **more: base)


def all_filters(library: Library) -> list[dict[str, str]]:
    kinds = sorted({document.kind for document in library.documents} | {"citaat", "praktijkvoorbeeld"})
    return [
        *({"soort": kind} for kind in kinds),
        *({"thema": theme.id} for theme in library.themes),
        *({"stap": str(step.number)} for step in library.steps),
        *({"gemeente": place.id} for place in library.municipalities),
    ]


def test_asked_for_in_its_own_words_and_in_neutral_ones(
    client: FlaskClient, base: KnowledgeBase, library: Library, telltale: Telltale
) -> None:
    """With the kinds that a story could come out as, and with one filter more of each question's own."""
    assert (len(own_words(library)) > 60, len(telltale.runs) > 300) == (True, True)
    chooser = random.Random(SEED)
    for question in own_words(library):
        some = [{"soort": "sessieverslag"}, {"soort": "citaat"}, *chooser.sample(all_filters(library), 4)]
        assert_silent(client, base, telltale, question, some)


def test_the_questions_of_the_evaluation(client: FlaskClient, base: KnowledgeBase, telltale: Telltale) -> None:
    questions = evaluated()
    assert len(questions) > 350
    for question in questions:
        assert_silent(client, base, telltale, question, [])


def test_two_thousand_questions_of_the_words_of_the_sources(
    client: FlaskClient, base: KnowledgeBase, library: Library, telltale: Telltale
) -> None:
    questions = made_questions(library, QUESTIONS, SEED)
    assert questions == made_questions(library, QUESTIONS, SEED)
    assert len(set(questions)) > 0.9 * QUESTIONS
    chooser = random.Random(SEED)
    for question in questions:
        assert_silent(client, base, telltale, question, [chooser.choice(all_filters(library))] if chooser.random() < 0.2 else [])


def test_a_selection_of_everything_and_its_exports(client: FlaskClient, library: Library, telltale: Telltale) -> None:
    """All that can be chosen, in selections of the largest size; and the stories themselves whole, in part and as links."""
    stories = [one.id for one in (*library.protected_passages, *library.protected_quotes)]
    whole = [one.id for one in (*library.passages, *library.quotes, *library.lists)]
    items = [*stories, *(f"{story}~0-40" for story in stories), *(f"/passages/{story}" for story in stories)]
    items += [*whole, *(f"praktijkvoorbeeld.{example.id}" for example in library.examples)]
    for begin in range(0, len(items), MOST_ITEMS):
        chosen = {"id": items[begin : begin + MOST_ITEMS]}
        for path in ("/selectie", "/selectie/markdown"):
            text = client.get(path, query_string=chosen).get_data(as_text=True)
            # The page has the ids that it was given; an id may be made of the words that it stands for.
            given = "\n".join(chosen["id"]) if path == "/selectie" else ""
            assert telltale.in_page(text, given) == set(), (path, begin)
        word = client.get("/selectie/word", query_string=chosen)
        assert word.status_code == 200
        with zipfile.ZipFile(io.BytesIO(word.data)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    # Within a paragraph, words may be cut into runs of one look.
                    assert telltale.in_page(re.sub(r"</?w:(?:r|t|rPr)\b[^>]*>", "", parts.read(name).decode())) == set(), (name, begin)


def test_every_page_that_the_site_leads_to(client: FlaskClient, library: Library, telltale: Telltale) -> None:
    """From the home page on, and every list of the API: only the pages of reports with a story hold words of it."""
    sensitive = {section.part_id for section in library.sections if section.sensitive}
    reports = {f"/bronnen/{section.document_id}/{section.id.partition('.')[2]}" for section in library.sections if section.id in sensitive}
    lists = [f"/api/v1/{name}" for name in ("citaten", "praktijkvoorbeelden", "themas", "stappen", "taken", "begrippen", "bronnen")]
    lists += [
        f"/api/v1/citaten?{name}={value}" for one in all_filters(library) for name, value in one.items() if name in ("thema", "gemeente")
    ]
    lists += ["/api/v1/openapi.json", *(f"/api/v1/passages/{place.id}" for place in library.places)]
    waiting, seen, telling = ["/", *lists], {"/", *lists}, set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow_redirects=True)
        text = answer.get_data(as_text=True)
        if telltale.in_page(text):
            telling.add(answer.request.path)
        for found in map(unescape, re.findall(r'href="(/[^"#]*)', text)):
            # Results and selections are asked for above; two filters at once are many, and no more than each of them.
            is_other = found.startswith(("/zoeken", "/selectie", "/bestanden")) or found.count("=") > 1
            if found not in seen and not is_other:
                seen.add(found)
                waiting.append(found)
    assert len(seen) > 700
    assert telling == reports
