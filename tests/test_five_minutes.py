"""vijf-minuten.yaml: the guide on two printed pages, every fault that can be in it, and its page."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from kb.model import Advice, FiveMinutes, Span
from kb.protection import protect
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

Edit = Callable[[str, str, str], None]
LIST = "vijf-minuten.yaml"
# What two printed pages hold.
MOST_WORDS = 750
DECISION = "Leg de ideeën van bewoners naast elkaar en kies er samen één. Ga pas verder als minstens tien bewoners meedoen."


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


def test_the_library_holds_it_with_its_sentences_as_places(small_library: Library) -> None:
    assert small_library.five_minutes == FiveMinutes(
        why=(Span("gids.inleiding", 0, 48), Span("gids.spilpersoon", 0, 74)),
        steps=(
            Advice("Luister eerst", Span("gids.stap-1", 0, 20)),
            Advice("Kies één plan", Span("gids.stap-2", 0, 61)),
            Advice("Blijf bellen", Span("gids.stap-3", 95, 125)),
        ),
        decision=Span("gids.stap-2", 0, 111),
        this_week=(
            Advice("Drink koffie", Span("gids.stap-1", 21, 98)),
            Advice("Prik een dag", Span("gids.stap-3", 70, 94)),
            Advice("Vier het", Span("gids.stap-3", 126, 149)),
        ),
        contact=Span("gids.stap-3", 0, 32),
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Een buurt wordt sterker', '"Deze buurt wordt sterker', "vijf-minuten.yaml:3: deze woorden staan niet zo in 'gids.inleiding'; neem ze letterlijk over."),
        ("Een plan strandt zelden op geld.", "Een plan strandt zelden op geld. Het strandt omdat niemand meer belt.", "vijf-minuten.yaml:34: hier staan 2 zinnen; kies er één."),
        ("Een plan strandt zelden", "Ooit strandt een plan", "vijf-minuten.yaml:34: deze woorden staan niet zo in 'gids.stap-3'; neem ze letterlijk over."),
        ("Luister eerst", "Luister eerst en vraag dan pas wat iemand wil", "vijf-minuten.yaml:8: deze kop heeft 9 woorden en 8 is het meeste; kort hem in."),
        ("Drink koffie\"", "Bel Mirjam\"", "vijf-minuten.yaml:23: deze kop noemt een privépersoon; herschrijf hem zonder naam."),
        ("stap: 3", "stap: 2", "vijf-minuten.yaml:6: hier hoort elke stap één keer te staan, in hun volgorde."),
        ('  - plaats: gids.spilpersoon\n    woorden: "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."\n', "", "vijf-minuten.yaml:1: 'waarom' heeft er 1 en dat moeten er 2 zijn."),
        ('  - kop: "Vier het"\n    plaats: gids.stap-3\n    woorden: "Vier het als iets lukt."\n', "", "vijf-minuten.yaml:22: 'deze_week' heeft er 2 en dat moeten er 3 zijn."),
        ("Kies één plan", "Kies één plan " + "én nog één " * 200, "vijf-minuten.yaml:1: de koppen en zinnen hebben samen 706 woorden en 600 is het meeste; kort ze in."),
        ("wie_vragen:", "wie:", "vijf-minuten.yaml:1: het veld 'wie_vragen' ontbreekt; vul het in."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_what_to_do(corpus_copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(LIST, old, new)
    assert fault in faults_of(corpus_copy)


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    assert load(corpus_copy).library.five_minutes is None


def test_words_of_a_story_are_never_in_it_nor_in_a_summary(small_library: Library) -> None:
    told = replace(small_library, passages=tuple(small_library.passage_in_report.values()))
    assert told.five_minutes
    assert protect(told).five_minutes == told.five_minutes
    story = Span("verslag.verhaal", 0, 6)
    assert protect(replace(told, five_minutes=replace(told.five_minutes, contact=story))).five_minutes is None
    first, *others = told.summaries
    assert protect(replace(told, summaries=(replace(first, sentences=(story,)), *others))).summaries == tuple(others)


def test_the_page_is_read_from_why_to_whom_to_ask(client: FlaskClient) -> None:
    page = fromstring(client.get("/vijf-minuten").get_data(as_text=True))
    assert [" ".join(heading.text_content().split()) for heading in page.xpath("//main//h2 | //main//h3")] == [
        "Waarom",
        "Fase 1: Beginnen",
        "Stap 1 Luister eerst",
        "Stap 2 Kies één plan",
        "? Beslis: gaan we door of niet?",
        "Fase 2: Volhouden",
        "Stap 3 Blijf bellen",
        "Deze week",
        "Drink koffie",
        "Prik een dag",
        "Vier het",
        "Aan wie u het vraagt",
    ]


def test_each_sentence_is_the_sources_and_one_click_from_its_place(client: FlaskClient) -> None:
    page = fromstring(client.get("/vijf-minuten").get_data(as_text=True))
    sentences = page.xpath("//main//p[@class='literal']/span[@class='sentence']")
    assert len(sentences) == 2 + 3 + 1 + 3 + 1
    assert sentences[4].text_content() == DECISION
    for sentence in sentences:
        there = fromstring(client.get(sentence.getnext().get("href")).get_data(as_text=True))
        assert "".join(mark.text_content() for mark in there.xpath("//mark")) == sentence.text_content()


def test_its_sentences_are_taken_along(client: FlaskClient) -> None:
    page = fromstring(client.get("/vijf-minuten").get_data(as_text=True))
    (address,) = page.xpath("//main//a[starts-with(@href, '/selectie?')]/@href")
    chosen = fromstring(client.get(address).get_data(as_text=True)).xpath("//main")[0].text_content()
    sentences = [sentence.text_content() for sentence in page.xpath("//main//p[@class='literal']/span[@class='sentence']")]
    assert sentences and [sentence for sentence in sentences if sentence not in chosen] == []
    assert "in zijn geheel" not in chosen


def test_home_and_the_steps_lead_to_it(client: FlaskClient) -> None:
    for address in ("/", "/stappen"):
        assert 'href="/vijf-minuten"' in client.get(address).get_data(as_text=True)


def test_without_it_there_is_no_such_page_and_nothing_leads_to_it(small_index: Path) -> None:
    live = LiveKnowledgeBase.opened(small_index)
    app = create_app(Settings(index=small_index), live)
    object.__setattr__(live.current().library, "five_minutes", None)
    client = app.test_client()
    assert client.get("/vijf-minuten").status_code == 404
    for address in ("/", "/stappen"):
        assert "/vijf-minuten" not in client.get(address).get_data(as_text=True)


def test_the_real_page_is_no_longer_than_two_printed_pages(real_index: Path) -> None:
    client = create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()
    (main,) = fromstring(client.get("/vijf-minuten").get_data(as_text=True)).xpath("//main")
    assert len(" ".join(main.itertext()).split()) <= MOST_WORDS
