"""Personal stories are told in their report and at their own address, and come out nowhere else."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from stories import NEUTRAL, Telltale, story_sentences

from indexer.corpus import corpus
from kb.errors import CorpusError
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import AnswerUnit, EntryKind, Span
from kb.protection import protect, report_of, without_stories
from tests.conftest import Edit
from web.app import create_app
from web.pages import gaps
from web.serving.settings import Settings

STORY = "verslag.verhaal"
SAID = "verslag.citaat-moeder-nooit-gevraagd"


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index)).test_client()


def test_what_belongs_to_a_story_is_set_apart_its_passages_quotes_and_questions(small_library: Library) -> None:
    assert [passage.id for passage in small_library.protected_passages] == [STORY]
    assert [quote.id for quote in small_library.protected_quotes] == [SAID]
    assert STORY not in small_library.passage
    assert SAID not in small_library.quote
    asked = replace(small_library, passages=(*small_library.passages, *small_library.protected_passages), protected_passages=())
    asked = replace(asked, questions={**small_library.questions, STORY: ("wie werd er ziek",)})
    assert protect(asked).questions == small_library.questions


def test_a_quote_is_set_apart_for_itself_its_section_or_its_passage(small_library: Library) -> None:
    """Each reason alone is enough: it is one itself, it stands in the section of one, or in a passage of one."""
    story = small_library.protected_passages[0].section_id
    told_too = tuple(small_library.passage_in_report.values())
    plain, *others = small_library.quotes
    for reason in ({"sensitive": True}, {"section_id": story}, {"passage_id": STORY}):
        told = replace(small_library, quotes=(replace(plain, **reason), *others), passages=told_too)
        assert [quote.id for quote in protect(told).protected_quotes] == [plain.id], reason
        assert protect(told).quotes == tuple(others), reason


def test_a_working_list_in_a_story_is_set_apart(small_library: Library) -> None:
    """Be it with one of its pieces."""
    first, *others = small_library.lists
    told = replace(small_library, lists=(replace(first, spans=(*first.spans, Span(STORY, 0, 6))), *others))
    told = replace(told, passages=tuple(small_library.passage_in_report.values()))
    assert protect(told).lists == tuple(others)


@pytest.mark.parametrize(
    "change",
    [{"further": (SAID,)}, {"units": (AnswerUnit(None, STORY, ()),)}, {"units": (AnswerUnit(None, "gids.x", (Span(STORY, 0, 6),)),)}],
)
def test_an_edited_answer_with_words_of_a_story_is_not_given(small_library: Library, change: dict[str, Any]) -> None:
    """Nor one that leads to a story."""
    first, *others = small_library.edited_answers
    told = replace(
        small_library, passages=tuple(small_library.passage_in_report.values()), quotes=tuple(small_library.quote_in_report.values())
    )
    assert protect(told).edited_answers == small_library.edited_answers
    assert protect(replace(told, edited_answers=(replace(first, **change), *others))).edited_answers == tuple(others)


def test_a_section_below_a_story_belongs_to_it(small_library: Library, corpus_copy: Path, edit: Edit) -> None:
    """A heading under a story need not say again that it is one."""
    edit("bronnen/verslag.md", "Mirjam vertelde", "### Hoe het begon {#verhaal-begin}\n\nMirjam vertelde")
    edit("bronnen/verslag.md", "<!-- citaat: citaat-moeder-nooit-gevraagd", "<!-- citaat: citaat-moeder-nooit-gevraagd\ngevoelig: false")
    library = corpus.load(corpus_copy).library
    assert [passage.id for passage in library.protected_passages] == ["verslag.verhaal-begin"]
    assert [quote.id for quote in library.protected_quotes] == [SAID]


def test_the_words_of_a_story_are_reached_by_name_only(small_library: Library) -> None:
    assert small_library.text_in_report(SAID) == "Ik had nooit om hulp durven vragen."
    assert small_library.section_of(STORY).outside_title == "Het verhaal van een moeder"
    assert (small_library.stands(STORY), small_library.is_protected(STORY)) == (True, True)
    assert (small_library.stands("verslag.waarom"), small_library.is_protected("verslag.waarom")) == (True, False)
    assert (small_library.stands("verslag.nergens"), small_library.is_protected("verslag.nergens")) == (False, False)
    with pytest.raises(KeyError):
        small_library.text(SAID)


def test_the_report_of_a_story_is_its_first_passage_for_all(small_library: Library) -> None:
    assert report_of(small_library, SAID) == "verslag.avond"
    nothing_else = replace(small_library, passages=())
    assert report_of(nothing_else, SAID) is None


def test_an_installation_may_leave_stories_out_altogether(small_library: Library) -> None:
    library = without_stories(small_library)
    assert (library.protected_passages, library.protected_quotes) == ((), ())
    assert STORY not in library.section
    order = [item.id for item in library.document["verslag"].order]
    assert [identity for identity in order if identity in (STORY, SAID)] == []
    assert "verslag.afspraken" in order
    assert not library.stands(STORY)


def test_without_stories_their_report_is_no_result_for_them(small_index: Path) -> None:
    question = "man na zijn ontslag ziek en ging drinken"
    kinds = [hit.entry.kind for hit in KnowledgeBase.open(small_index).search(question, literal=True).hits]
    assert kinds[0] is EntryKind.REPORT
    hidden = KnowledgeBase.open(small_index, with_stories=False).search(question, literal=True)
    assert [hit for hit in hidden.hits if hit.entry.kind is EntryKind.REPORT] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "praktijkvoorbeelden.yaml",
            "passages: [verslag.avond]",
            "passages: [verslag.avond, verslag.verhaal]",
            "praktijkvoorbeelden.yaml:29: 'verslag.verhaal' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag;"
            " laat het hier weg.",
        ),
        (
            "antwoorden.yaml",
            "plaats: gids.bedragen",
            "plaats: verslag.verhaal",
            "antwoorden.yaml:29: 'verslag.verhaal' is gevoelig of tijdgebonden; kies een andere plaats.",
        ),
        (
            "vragen/verslag.yaml",
            "verslag.waarom:",
            "verslag.verhaal:\n  - wie werd er ziek\nverslag.waarom:",
            "vragen/verslag.yaml:3: 'verslag.verhaal' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag;"
            " laat het hier weg.",
        ),
        (
            "bronnen/verslag.md",
            "kop_elders: Het verhaal van een moeder\n",
            "",
            "bronnen/verslag.md:59: deze kop noemt Mirjam, een privépersoon; zet er kop_elders: bij, met een kop zonder die naam.",
        ),
        (
            "bronnen/verslag.md",
            "tekst: Mijn zoon wilde weten waar ik heen ging. Nu gaat hij mee.\n",
            "tekst: Mijn zoon wilde weten waar ik heen ging. Nu gaat hij mee.\ngevoelig: true\n",
            "bronnen/verslag.md:34: dit citaat is gevoelig en staat midden in een passage die dat niet is; maak ook de paragraaf gevoelig.",
        ),
    ],
)
def test_nothing_of_ours_leads_to_a_story(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit(file, old, new)
    with pytest.raises(CorpusError) as caught:
        corpus.load(corpus_copy)
    assert fault in str(caught.value).splitlines()


def test_no_sentence_of_a_story_comes_out_when_it_is_asked_for(client: FlaskClient, real_library: Library) -> None:
    """Asked for in its own words and in others: no result, excerpt, answer or related text holds it, on a page or in the API."""
    told = list(story_sentences(real_library))
    telltale = Telltale.of(real_library)
    assert (len(told) > 20, len(telltale.runs) > 300) == (True, True)
    for question in (*told, *NEUTRAL):
        for path, more in (("/zoeken", {}), ("/api/v1/zoekresultaten", {"paginaGrootte": "100"}), ("/api/v1/antwoorden", {})):
            answer = client.get(path, query_string={"q": question, **more})
            assert answer.status_code == 200
            assert telltale.in_page(answer.get_data(as_text=True), question) == set()


def test_words_of_a_story_are_seen_however_they_are_shown(small_library: Library) -> None:
    """What the tests of this rule look with: it sees words in a row, between marks and in addresses, and leaves what was typed."""
    telltale = Telltale.of(small_library)
    assert telltale.in_text("ik had Nooit om hulp") == {"ik had nooit om hulp"}
    assert telltale.in_page("<p>… had <mark>nooit</mark> om hulp&#32;durven …</p>") == {"had nooit om hulp durven"}
    assert telltale.in_page('<a href="/zoeken?q=Ik+had+nooit+om+hulp">zoek</a>') == {"ik had nooit om hulp"}
    assert telltale.in_page("<p>Ik had</p>\n<p>nooit om hulp</p>") == set()
    assert telltale.in_page("<p>ik had nooit om hulp</p>", typed="waarom zei zij: ik had nooit om hulp") == set()
    assert telltale.in_page("".join(f"<p>{place.text}</p>" for place in small_library.places)) == set()


def test_the_report_of_a_story_is_the_result(client: FlaskClient) -> None:
    results = client.get("/api/v1/zoekresultaten", query_string={"q": "uithuisplaatsing van een jongen in de jeugdzorgketen"}).json[
        "resultaten"
    ]
    report = next(one for one in results if one["inVerslag"])
    assert (report["id"], report["titel"]) == ("sessieverslagen.van-hard-naar-hart", "Van Hard naar Hart")
    assert report["tekst"] == "Spreker: Marloes Alferink"
    question = urlencode({"vraag": "uithuisplaatsing van een jongen in de jeugdzorgketen"})
    assert report["url"].endswith(f"/bronnen/sessieverslagen/van-hard-naar-hart?{question}")
    page = client.get("/zoeken", query_string={"q": "uithuisplaatsing van een jongen in de jeugdzorgketen"}).get_data(as_text=True)
    assert "Lees dit in het verslag" in page
    # The line with which the report opens tells nothing about the question.
    assert "Spreker: Marloes Alferink" not in page


def test_a_story_stands_in_its_report_and_at_its_own_address(client: FlaskClient, real_library: Library) -> None:
    for story in (*real_library.protected_passages, *real_library.protected_quotes):
        told = client.get(f"/api/v1/passages/{story.id}").json
        assert (told["tekst"], told["gevoelig"]) == (story.text, True)
        page = client.get(f"/passages/{story.id}", follow_redirects=True)
        assert page.request.path == f"/bronnen/sessieverslagen/{real_library.section_of(story.id).part_id.partition('.')[2]}"
        assert client.get(f"/api/v1/passages/{real_library.passages[0].id}").json["gevoelig"] is False


def test_no_page_but_the_report_holds_a_sentence_of_a_story_or_the_name_of_who_told_it(client: FlaskClient, real_library: Library) -> None:
    """Every page that the site links to, from the home page on, and every list of the API."""
    told = [one for one in story_sentences(real_library) if len(one) > 25]
    reports = {
        f"/bronnen/{section.document_id}/{section.part_id.partition('.')[2]}" for section in real_library.sections if section.sensitive
    }
    private = [person.name for person in real_library.persons if not person.recognisable]
    addresses = _all_addresses(real_library)
    for address in addresses:
        if address in reports:
            continue
        text = client.get(address, follow_redirects=True).get_data(as_text=True)
        assert [one for one in told if one in text] == [], address
        if address.startswith("/bronnen/") and address.count("/") == 2:
            assert [name for name in private if name in text] == [], address


def _all_addresses(library: Library) -> list[str]:
    parts = [section for section in library.sections if section.level == 1]
    return [
        "/", "/zoeken", "/themas", "/stappen", "/vijf-minuten", "/vragen", "/meer", "/routes", "/niet-in-de-bronnen", "/tegenspraken", "/citaten", "/praktijkvoorbeelden", "/gemeenten", "/vergelijken", "/taken", "/werklijsten", "/begrippen", "/cijfers", "/organisaties", "/afkortingen",
        "/verwijzingen", "/bronnen", "/selectie", "/over", "/hulp",
        *(f"/themas/{theme.id}" for theme in library.themes),
        *(f"/vragen/{one.id}" for one in library.edited_answers),
        *(f"/routes/{one.id}" for one in library.routes),
        *(f"/pakketten/{one.id}" for one in library.kits),
        *(f"/niet-in-de-bronnen/{name}" for name in gaps.subjects(library)),
        *(f"/stappen/{step.number}" for step in library.steps),
        *(f"/citaten?pagina={page}" for page in range(1, 6)),
        *(f"/citaten/{quote.id}" for quote in library.quotes),
        *(f"/praktijkvoorbeelden/{example.id}" for example in library.examples),
        *(f"/gemeenten/{town.id}" for town in library.municipalities),
        *(f"/gemeenten?naam=Tilburg&thema={theme.id}" for theme in library.themes),
        *(f"/vergelijken/{one.id}" for one in library.comparisons),
        *(f"/organisaties/{one.id}" for one in library.organisations if one.is_named),
        *(f"/taken/{task.id}" for task in library.tasks),
        *(f"/werklijsten/{found.id}" for found in library.lists),
        *(f"/bronnen/{document.id}" for document in library.documents),
        *(f"/bronnen/{part.document_id}/{part.id.partition('.')[2]}" for part in parts),
        *(f"/api/v1/{name}" for name in ("citaten", "praktijkvoorbeelden", "themas", "stappen", "taken", "begrippen", "bronnen")),
    ]  # fmt: skip


def test_a_selection_and_its_exports_name_the_report_in_place_of_the_story(client: FlaskClient, real_library: Library) -> None:
    told = list(story_sentences(real_library))
    ids = [one.id for one in (*real_library.protected_passages, *real_library.protected_quotes)]
    for path in ("/selectie", "/selectie/markdown"):
        text = client.get(path, query_string={"id": [*ids, f"{ids[0]}~0-40"]}).get_data(as_text=True)
        assert [one for one in told if one in text] == []
        assert text.count("Lees dit in het verslag") == len(ids) + 1
        assert "Van Hard naar Hart" in text


def test_an_installation_that_hides_stories_shows_them_nowhere(real_index: Path, real_library: Library) -> None:
    """Not on the page of the report, not at their own address, not in a selection; and the report reads on without them."""
    hidden = create_app(Settings(index=real_index, gevoelig="verbergen")).test_client()
    told = list(story_sentences(real_library))
    story = real_library.protected_passages[0].id
    assert hidden.get(f"/passages/{story}").status_code == 404
    assert hidden.get(f"/api/v1/passages/{story}").status_code == 404
    for address in (
        "/bronnen/sessieverslagen/beter-samen-expex",
        "/bronnen/sessieverslagen/van-hard-naar-hart",
        "/bronnen/sessieverslagen",
    ):
        page = hidden.get(address)
        assert page.status_code == 200
        assert [one for one in told if one in page.get_data(as_text=True)] == []
    assert "Slotgedachte" in hidden.get("/bronnen/sessieverslagen/beter-samen-expex").get_data(as_text=True)
    assert "Lees dit in het verslag" not in hidden.get("/zoeken?q=uithuisplaatsing+jeugdzorgketen").get_data(as_text=True)
    assert "persoonlijk verhaal" not in hidden.get("/citaten").get_data(as_text=True)
    assert f"‘{story}’ staat niet in deze kennisbank." in hidden.get(f"/selectie?id={story}").get_data(as_text=True)
