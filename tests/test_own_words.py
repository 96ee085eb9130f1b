"""What a reader writes himself in a memo: it comes in the body of a request, goes into the answer as it was typed, and stays nowhere."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from markdown_it import MarkdownIt
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kb.errors import InvalidRequest
from kb.library import Library
from web.app import create_app
from web.asking.memo import LONGEST_NOTE, LONGEST_TITLE, own_words
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing import word
from web.showing.chosen import MOST_ITEMS
from web.showing.memo import Beside, OwnWords

FORMS = ("word", "markdown", "druk", "kopie")
PLACE, QUOTE, EXAMPLE = "gids.spilpersoon", "gids.citaat-de-wit-eerst-koffie", "praktijkvoorbeeld.buurttuin"
# What hostile or merely careless people type.
TYPED = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{7*7}} ${7*7}",
    "=cmd|' /C calc'!A0",
    "+31 6, - en @",
    "# kop *vet* [link](javascript:alert(1)) `code` | tabel",
    "1. eerst",
    "---",
    "&copy; &lt;b&gt;",
)


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index, base_url="https://x.nl"), LiveKnowledgeBase.opened(small_index)).test_client()


def post(client: FlaskClient, form: str, title: str = "", *beside: tuple[str, str, str], **headers: str) -> TestResponse:
    """Send a memo as the form of the page does: for each text its id, heading and words."""
    data: dict[str, Any] = {"titel": title}
    data |= dict(zip(("id", "kopje", "woorden"), map(list, zip(*beside, strict=True)), strict=False)) if beside else {}
    return client.post(f"/selectie/{form}", data=data, headers={name.replace("_", "-"): value for name, value in headers.items()})


def _of_word(response: TestResponse) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(response.data)).paragraphs)


def fields(response: TestResponse) -> list[str]:
    """What stands in the fields of a page that shows a memo again: the title, and of each text its id, heading and words."""
    page: HtmlElement = fromstring(response.text)
    (form,) = page.find_class("memo")
    told = [form.fields["titel"]]
    for section in form.find_class("chosen"):
        told += [
            section.get("data-item"),
            section.xpath("string(.//select/option[@selected]/@value)"),
            section.xpath(".//textarea")[0].text or "",
        ]
    return told


def faults(response: TestResponse) -> list[str]:
    (note,) = fromstring(response.text).xpath("//main//*[@role='alert']")
    return [line.text_content() for line in note]


def test_a_form_is_read_in_its_order() -> None:
    form = MultiDict(
        [
            *(("titel", " Mijn\u0000  titel "), ("id", "a"), ("kopje", "kosten"), ("woorden", "Een\r\n\r\n twee \ud800")),
            *(("id", "b"), ("kopje", "onzin"), ("woorden", "\u202eomgekeerd")),
        ]
    )
    assert own_words(form) == OwnWords("Mijn titel", {"a": Beside("kosten", "Een\n\ntwee"), "b": Beside("", "omgekeerd")})
    assert list(own_words(form).beside) == ["a", "b"]


def test_a_form_without_own_words_is_a_selection() -> None:
    assert own_words(MultiDict([("id", "a"), ("id", "b")])) == OwnWords("", {"a": Beside(), "b": Beside()})


def test_of_an_item_that_comes_twice_nothing_that_was_written_is_lost() -> None:
    form = MultiDict([*(("id", "a"), ("kopje", "kosten"), ("woorden", "een")), *(("id", "a"), ("kopje", "aanpak"), ("woorden", "twee"))])
    assert own_words(form) == OwnWords("", {"a": Beside("kosten", "een\ntwee")})


@pytest.mark.parametrize(("headings", "notes"), [(1, 2), (2, 1), (3, 2), (2, 3)])
def test_headings_and_words_that_do_not_match_the_items_are_refused(client: FlaskClient, headings: int, notes: int) -> None:
    sentence = "Uw memo kwam niet heel aan: bij elke tekst horen een kopje en eigen woorden. Ga terug en probeer het nog eens."
    data = {"id": [PLACE, QUOTE], "kopje": [""] * headings, "woorden": ["x"] * notes}
    with pytest.raises(InvalidRequest, match="Uw memo kwam niet heel aan"):
        own_words(MultiDict((name, value) for name, values in data.items() for value in values))
    for form in FORMS:
        answer = client.post(f"/selectie/{form}", data=data)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
        assert sentence in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_a_memo_with_own_words_is_kept_by_nobody(client: FlaskClient, form: str) -> None:
    answer = post(client, form, "Mijn titel", (PLACE, "aanpak", "Mijn woorden"))
    assert (answer.status_code, answer.headers["Cache-Control"], "ETag" in answer.headers) == (200, "no-store", False)
    told = _of_word(answer) if form == "word" else answer.text
    assert all(words in told for words in ("Mijn titel", "Aanpak", "Mijn woorden", "spilpersoon"))


@pytest.mark.parametrize("form", ["word", "markdown", "druk"])
def test_a_memo_without_own_words_has_an_address(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/selectie/{form}?id={PLACE}&titel=Mijn+titel&woorden=Mijn+woorden")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert b"Mijn woorden" not in answer.data and b"Mijn titel" not in answer.data


def test_no_own_words_stand_in_an_address_of_a_page(client: FlaskClient) -> None:
    page = fromstring(post(client, "druk", "geheimetitel", (PLACE, "aanpak", "geheimewoorden")).text)
    assert "geheimetitel" not in page.findtext(".//title")
    assert [address for address in page.xpath("//@href | //@src | //@action | //@formaction") if "geheime" in address] == []
    assert f"/selectie?id={PLACE}" in page.xpath("//@href")


def test_no_own_words_stand_in_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for form in FORMS:
        post(client, form, "geheimetitel", (PLACE, "aanpak", "geheimewoorden"))
        post(client, form, "geheimetitel" * 100, (PLACE, "aanpak", "geheimewoorden" * 1_000))
        client.post(f"/selectie/{form}", data={"id": [PLACE], "woorden": ["geheimewoorden"] * 2})
    records = [str(vars(record)) for record in caplog.records if record.name.startswith("web")]
    assert len(records) == 3 * len(FORMS)
    assert [record for record in records if "geheime" in record or PLACE in record] == []


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_is_typed_comes_out_as_it_was_typed(client: FlaskClient, typed: str) -> None:
    beside = (PLACE, "", typed)
    document = docx.Document(io.BytesIO(post(client, "word", typed, beside).data))
    assert (document.paragraphs[0].text, document.paragraphs[2].text, document.core_properties.title) == (typed, typed, typed)
    told = post(client, "markdown", typed, beside).text
    pages = (MarkdownIt("commonmark").enable(["table"]).render(told), post(client, "druk", typed, beside).text)
    copied = post(client, "kopie", typed, beside).json
    assert (copied["tekst"].split("\n")[0], copied["tekst"].split("\n")[3]) == (typed, typed)
    for html in (*pages, copied["html"]):
        page = fromstring(f"<div>{html}</div>")
        assert page.xpath("string(.//h1)") == typed
        assert page.xpath("string(.//h1/following::p[1])") == typed
        assert (
            page.xpath(".//img | .//h1//* | .//*[@onerror] | .//a[starts-with(@href, 'javascript')] | .//script[contains(., 'alert')]")
            == []
        )


def test_what_is_not_there_is_told_with_what_was_written_about_it(client: FlaskClient) -> None:
    told = post(client, "kopie", "", (PLACE, "", "een"), ("bestaat.niet", "kosten", "twee <b>")).json["tekst"]
    assert "\n\nLet op\n‘bestaat.niet’ staat niet in deze kennisbank.\ntwee <b>\n\nBronnen\n[1] " in told


@pytest.mark.parametrize("form", FORMS)
def test_what_is_too_long_is_told_and_nothing_typed_is_lost(client: FlaskClient, form: str) -> None:
    title, note = "t" * (LONGEST_TITLE + 1), "w" * LONGEST_NOTE + "\nx"
    answer = post(client, form, title, (PLACE, "kosten", note), (QUOTE, "", "kort </textarea>"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    sentences = [
        "Uw titel heeft 201 tekens. Er passen er hoogstens 200: maak uw titel korter.",
        "Uw eigen woorden bij ‘Wat is een spilpersoon?’ hebben 2.002 tekens. Er passen er hoogstens 2000: maak ze korter.",
    ]
    if form == "kopie":
        assert answer.json == {"fouten": sentences}
        return
    assert faults(answer) == [*sentences, "Wat u typte, staat hieronder nog."]
    assert fields(answer) == [title, PLACE, "kosten", note, QUOTE, "", "kort </textarea>"]


def test_as_long_as_it_may_be_is_not_too_long(client: FlaskClient) -> None:
    assert post(client, "druk", "t" * LONGEST_TITLE, (PLACE, "", "w" * LONGEST_NOTE)).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_more_than_a_selection_may_have_is_told_and_nothing_typed_is_lost(client: FlaskClient, form: str) -> None:
    many = [(PLACE, "", "een"), *((f"bestaat.niet-{number}", "", "") for number in range(MOST_ITEMS))]
    answer = post(client, form, "titel", *many)
    sentence = "Een selectie heeft hoogstens 60 teksten, en u koos er 61. Haal eerst iets weg."
    assert answer.status_code == 400
    if form == "kopie":
        assert answer.json == {"fouten": [sentence]}
    else:
        assert (faults(answer)[0], fields(answer)) == (sentence, ["titel", PLACE, "", "een"])


def test_a_memo_that_does_not_come_in_whole_is_refused_in_dutch(client: FlaskClient) -> None:
    answer = client.post("/selectie/druk", data={"titel": "x" * 70_000})
    assert answer.status_code == 413
    assert "Maak uw tekst korter en probeer het nog eens." in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_another_site_shows_its_words_to_nobody_as_ours(client: FlaskClient, form: str) -> None:
    for site in ("cross-site", "same-site"):
        answer = post(client, form, "Uw gemeente zegt", (PLACE, "", "Betaal nu"), Sec_Fetch_Site=site)
        assert (answer.status_code, "Betaal nu" in answer.text) == (403, False)
    assert post(client, form, "", (PLACE, "", ""), Sec_Fetch_Site="same-origin").status_code == 200


def test_when_word_is_busy_nothing_typed_is_lost(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(memo: object) -> bytes:
        raise word.WordIsBusy

    monkeypatch.setattr(word, "as_word", busy)
    answer = post(client, "word", "titel", (PLACE, "kosten", "woorden"))
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (503, "5", "no-store")
    assert faults(answer)[0] == "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens."
    assert fields(answer) == ["titel", PLACE, "kosten", "woorden"]


@pytest.fixture(scope="module")
def real_client(real_index: Path) -> Iterator[FlaskClient]:
    yield create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


def test_a_story_is_in_no_memo(real_client: FlaskClient, real_library: Library) -> None:
    for story in (*real_library.protected_passages, *real_library.protected_quotes):
        for form in ("druk", "kopie", "markdown"):
            told = post(real_client, form, "", (story.id, "aanpak", "mijn woorden"))
            assert "mijn woorden" in told.text and "Lees dit in het verslag" in told.text
            assert story.text[:60] not in told.text
