"""Answers: every word stands in a source, or there is no answer and the reason for it."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.answer.answering import MOST_BESIDE_DEFINITION, Answer, _checked, asked_term, list_citations
from kb.knowledge_base import KnowledgeBase
from kb.model import Citation, Status
from kb.search import read_question

QUESTION_FILES = sorted((Path(__file__).parent / "evaluation").glob("*.yaml")) + sorted(
    (Path(__file__).parent / "evaluation").glob("*.json")
)


def read(file: Path) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    return list(json.loads(text) if file.suffix == ".json" else yaml.safe_load(text))


def ask(base: KnowledgeBase, text: str) -> Answer:
    return base.answer(base.search(text))


def faults_of(base: KnowledgeBase, answer: Answer) -> list[str]:
    """What is wrong with an answer, in words; nothing, it is hoped."""
    faults = [
        f"{citation.place_id}[{citation.begin}:{citation.end}] is not its text"
        for citation in answer.citations
        if not citation.text or base.library.text(citation.place_id)[citation.begin : citation.end] != citation.text
    ]
    faults += [
        f"source {citation.source} is not its place"
        for citation in answer.citations
        if answer.sources[citation.source - 1] != citation.place_id
    ]
    if (answer.status is Status.NOT_FOUND) != (not answer.citations):
        faults.append(f"{answer.status} with {len(answer.citations)} citations")
    if answer.status is Status.NOT_FOUND and not answer.reason.endswith("."):
        faults.append("refused without a reason")
    if answer.working_list is None and len(answer.citations) > 5:
        faults.append("longer than five sentences")
    if answer.working_list and [(c.place_id, c.begin) for c in answer.citations] != [
        (c.place_id, c.begin) for c in list_citations(base.library, answer.working_list)
    ]:
        faults.append("not the whole list")
    return faults


@pytest.mark.parametrize("file", QUESTION_FILES, ids=lambda file: file.stem)
def test_every_citation_of_every_question_set_stands_in_its_place(real_base: KnowledgeBase, file: Path) -> None:
    questions = [record["q"] for record in read(file)]
    faults = {question: found for question in questions if (found := faults_of(real_base, ask(real_base, question)))}
    assert faults == {}


WORDS = [
    "hoe",
    "wat",
    "wie",
    "kost",
    "is",
    "zei",
    "welke",
    "vragen",
    "ouders",
    "BOTOC",
    "buurtvaders",
    "€",
    "?",
    "\u200b",
    "<b>",
    "1.500",
    "é",
    "\x00",
]


@settings(max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_citation_of_any_question_stands_in_its_place(real_base: KnowledgeBase, data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(real_base.library.passages))
    begin = data.draw(st.integers(0, len(passage.text) - 1))
    fragment = passage.text[begin : begin + data.draw(st.integers(1, 90))]
    question = data.draw(
        st.one_of(
            st.just(fragment),
            st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=9).map(" ".join),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f"{' '.join(words)} {fragment}"),
        )
    )
    assert faults_of(real_base, ask(real_base, question)) == []


@pytest.mark.parametrize("question", ["", " ", "?", "\x00\x01", "a" * 10_000, "hoe " * 2_500, "ouders\n" * 900, "(" * 3_000, "[a TO z] *"])
def test_strange_questions_are_answered_or_refused_like_others(real_base: KnowledgeBase, question: str) -> None:
    assert faults_of(real_base, ask(real_base, question)) == []


def test_a_question_is_answered_in_sentences_of_the_source(small_base: KnowledgeBase) -> None:
    answer = ask(small_base, "wat kost de tuin")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0] == Citation("nieuws.kosten", 0, 33, "De tuin kost 2.000 euro per jaar.", 1)
    assert answer.sources[0] == "nieuws.kosten"


def test_a_question_for_a_working_list_gets_the_whole_list_with_its_lead_ins(small_base: KnowledgeBase) -> None:
    answer = ask(small_base, "welke vragen stel ik buiten aan voorbijgangers")
    assert answer.working_list and answer.working_list.id == "gids.lijst-gesprek-op-straat"
    assert [(citation.text, citation.source, citation.is_lead_in) for citation in answer.citations] == [
        ("Stel in een gesprek op straat deze vragen:", 1, True),
        ("Wat gaat hier goed?", 1, False),
        ("Wat zou u willen veranderen?", 1, False),
        ("Wie kan daarbij helpen?", 1, False),
        ("Wat kunt u zelf doen?", 1, False),
        ("Vraag jongeren ook:", 2, True),
        ("Waar kom je graag?", 2, False),
        ("Bij wie kun je terecht?", 2, False),
    ]
    assert answer.sources == ("gids.stap-1-vragen", "gids.stap-1-jongeren")


@pytest.mark.parametrize("question", ["hoe lang is de Nijl", "xyzzy plugh", "quantumcomputer kopen"])
def test_what_the_sources_do_not_say_is_refused_with_a_reason(small_base: KnowledgeBase, question: str) -> None:
    answer = ask(small_base, question)
    assert (answer.status, answer.citations, answer.sources) == (Status.NOT_FOUND, (), ())
    assert answer.reason in (
        "In de bronnen staat niets dat op uw vraag lijkt.",
        "De bronnen gaan hier niet over, of noemen het zonder het uit te leggen.",
        "Het woord ‘xyzzy’ komt in de bronnen niet voor.",
        "Het woord ‘quantumcomputer’ komt in de bronnen niet voor.",
    )


def test_a_citation_that_is_not_verbatim_is_left_out_and_logged(small_base: KnowledgeBase, caplog: pytest.LogCaptureFixture) -> None:
    good = Citation("nieuws.kosten", 0, 33, "De tuin kost 2.000 euro per jaar.", 1)
    wrong = Citation("nieuws.kosten", 0, 33, "De tuin kost 9.000 euro per jaar.", 1)
    empty = Citation("nieuws.kosten", 5, 5, "", 1)
    with caplog.at_level(logging.ERROR, "kb.answer.answering"):
        assert _checked(small_base.library, [wrong, good, empty]) == (good,)
    assert [record.getMessage() for record in caplog.records] == [
        "Citation left out: nieuws.kosten[0:33] does not hold its text.",
        "Citation left out: nieuws.kosten[5:5] does not hold its text.",
    ]


@pytest.mark.parametrize("question", ["wat is een spilpersoon", "Wat wordt bedoeld met spil van de buurt?", "wat betekent spillpersoon"])
def test_what_a_term_is_is_told_by_its_definition_first(small_base: KnowledgeBase, question: str) -> None:
    answer = ask(small_base, question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].text == "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."
    texts = [citation.text for citation in answer.citations]
    assert len(set(texts)) == len(texts) <= 1 + MOST_BESIDE_DEFINITION


@pytest.mark.parametrize("question", ["wat is het loon van een spilpersoon", "wat is", "wat is een vijver"])
def test_a_question_that_asks_more_than_what_a_term_is_asks_no_term(small_base: KnowledgeBase, question: str) -> None:
    assert asked_term(small_base.library, read_question(small_base.finder, question)) is None


def test_the_same_question_gets_the_same_answer(small_base: KnowledgeBase) -> None:
    assert ask(small_base, "hoe leer ik de buurt kennen") == ask(small_base, "hoe leer ik de buurt kennen")
