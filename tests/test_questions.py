"""Vragen: what the editors answered, by its themes and steps, beside an answer, and each on a page of its own."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring

from kb.answer.answering import as_edited
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import AnswerUnit, EditedAnswer, Form, Span, Status
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing import questions


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


def answer(identity: str, themes: tuple[str, ...] = (), steps: tuple[int, ...] = (), *places: str) -> EditedAnswer:
    units = tuple(AnswerUnit(None, place, (Span(place, 0, 5),)) for place in places)
    return EditedAnswer(identity, f"{identity}?", (), "Kort.", units, None, (), themes=themes, steps=steps)


def test_a_question_stands_under_its_first_theme_and_without_one_at_the_begin(small_library: Library) -> None:
    told = [(identity, label, [one.id for one in found]) for identity, label, found in questions.by_theme(small_library)]
    assert told == [("", "Om te beginnen", ["gesprek-op-straat"]), ("geld", "Geld", ["bedragen"])]


def test_the_page_begins_with_the_way_to_each_of_its_subjects(client: FlaskClient) -> None:
    page = fromstring(client.get("/vragen").text)
    ways = [(link.text, link.get("href")) for link in page.xpath("//nav[@aria-label='Onderwerpen']//a")]
    assert ways == [("Om te beginnen", "#over-begin"), ("Geld", "#over-geld")]
    assert [page.xpath(f"string(//h2[@id='{address[1:]}'])") for _, address in ways] == [name for name, _ in ways]


def test_a_theme_has_also_the_questions_of_which_it_is_a_further_theme_after_its_own() -> None:
    library = Library(edited_answers=(answer("a", ("b", "x")), answer("c", ("x",)), answer("d", ("y",))))
    assert [one.id for one in questions.of_theme(library, "x")] == ["c", "a"]


def test_a_step_has_its_questions(small_library: Library) -> None:
    assert [one.id for one in questions.of_step(small_library, 2)] == ["bedragen"]
    assert questions.of_step(small_library, 1) == []


def test_near_are_those_that_quote_what_was_found_the_best_place_first() -> None:
    one, two, three, four = (
        answer("een", (), (), "p.1"),
        answer("twee", (), (), "p.9", "p.2"),
        answer("drie", (), (), "p.3"),
        answer("vier", (), (), "p.4"),
    )
    library = Library(edited_answers=(one, two, three, four))
    assert questions.near(library, ["p.3", "p.2", "p.1", "p.3"]) == [three, two, one]
    assert questions.near(library, ["p.3", "p.2"], [three]) == [two]
    assert questions.near(library, ["p.7"]) == questions.near(library, []) == []


def test_beside_a_question_are_those_that_share_most_with_it() -> None:
    asked = answer("asked", ("a", "b"), (1, 2))
    most, second, none, third = (
        answer("most", ("a",), (1,)),
        answer("second", ("b",), (2,)),
        answer("none", ("c",), (3,)),
        answer("third", ("c", "b")),
    )
    library = Library(edited_answers=(none, third, asked, second, most))
    assert questions.beside(library, asked) == [most, second, third]


def test_an_edited_answer_is_given_whole_in_the_order_of_the_editor(small_base: KnowledgeBase) -> None:
    given = as_edited(small_base.library, small_base.library.edited_answer["gesprek-op-straat"])
    assert (given.status, given.form, given.question) == (Status.ANSWERED, Form.EDITED, "Hoe begin ik een gesprek op straat?")
    assert given.citations == small_base.ask("Hoe begin ik een gesprek op straat?").citations
    assert given.sources == tuple(dict.fromkeys(citation.place_id for citation in given.citations))


def test_each_question_has_a_page_with_its_answer(client: FlaskClient, small_library: Library) -> None:
    page = fromstring(client.get("/vragen/gesprek-op-straat").get_data(as_text=True))
    assert page.xpath("//h1")[0].text_content() == "Hoe begin ik een gesprek op straat?"
    said = [sentence.text_content() for sentence in page.xpath("//main//span[@class='sentence']")]
    assert said == [citation.text for citation in as_edited(small_library, small_library.edited_answers[0]).citations]
    for number in page.xpath("//a[@class='chip-number']"):
        there = fromstring(client.get(number.get("href")).get_data(as_text=True))
        assert there.xpath("//mark")


def test_all_stand_on_one_page_and_beside_their_theme_and_step(client: FlaskClient) -> None:
    for address, expected in {
        "/vragen": {"/vragen/gesprek-op-straat", "/vragen/bedragen"},
        "/themas/geld": {"/vragen/bedragen"},
        "/stappen/2": {"/vragen/bedragen"},
        "/stappen/1": set(),
    }.items():
        links = fromstring(client.get(address).get_data(as_text=True)).xpath("//main//a/@href")
        assert {link for link in links if link.startswith("/vragen/")} == expected, address


def test_one_that_is_not_there_says_so(client: FlaskClient) -> None:
    missing = client.get("/vragen/niet-gevraagd")
    assert missing.status_code == 404
    assert "Deze vraag staat niet in de kennisbank." in missing.get_data(as_text=True)
