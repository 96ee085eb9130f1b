"""Answers: every word stands in a source, or there is no answer and the reason for it."""

import logging
from pathlib import Path

import pytest
from answer_faults import QUESTION_FILES, any_question, ask, faults_of, read
from asking import reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_base import base_of

from kb.analysis.kinds import Kind, kind_of
from kb.answer.checking import checked
from kb.answer.whole import asked_list, asked_term
from kb.knowledge_base import KnowledgeBase
from kb.model import Citation, Status


@pytest.mark.parametrize("file", QUESTION_FILES, ids=lambda file: file.stem)
def test_every_citation_of_every_question_set_stands_in_its_place(real_base: KnowledgeBase, file: Path) -> None:
    questions = [record["q"] for record in read(file)]
    # Of a long file every fifth: `make test-fuzz` asks them all.
    questions = questions[::5] if len(questions) > 300 else questions
    faults = {question: found for question in questions if (found := faults_of(real_base, ask(real_base, question)))}
    assert faults == {}


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_citation_of_any_question_stands_in_its_place(real_base: KnowledgeBase, data: st.DataObject) -> None:
    assert faults_of(real_base, ask(real_base, data.draw(any_question(real_base)))) == []


@pytest.mark.parametrize("question", ["", " ", "?", "\x00\x01", "a" * 10_000, "hoe " * 2_500, "ouders\n" * 900, "(" * 3_000, "[a TO z] *"])
def test_strange_questions_are_answered_or_refused_like_others(real_base: KnowledgeBase, question: str) -> None:
    assert faults_of(real_base, ask(real_base, question)) == []


def test_a_question_is_answered_in_sentences_of_the_source(small_base: KnowledgeBase) -> None:
    answer = ask(small_base, "wat kost de tuin")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0] == Citation("nieuws.kosten", 0, 33, "De tuin kost 2.000 euro per jaar.", 1, leads=True)
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


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("hoe lang is de Nijl", "In de bronnen staat niets dat op uw vraag lijkt."),
        ("welke planten verdragen strenge vorst", "Wij vonden in de bronnen geen antwoord op deze vraag."),
        ("xyzzy plugh", "In de bronnen staat niets dat op uw vraag lijkt."),
        ("de xyzzy in de tuin", "Het woord ‘xyzzy’ komt in de bronnen niet voor."),
    ],
)
def test_what_the_sources_do_not_say_is_refused_with_a_reason(small_base: KnowledgeBase, question: str, reason: str) -> None:
    answer = ask(small_base, question)
    assert (answer.status, answer.citations, answer.sources, answer.reason) == (Status.NOT_FOUND, (), (), reason)


def test_a_citation_that_is_not_verbatim_is_left_out_and_logged(small_base: KnowledgeBase, caplog: pytest.LogCaptureFixture) -> None:
    good = Citation("nieuws.kosten", 0, 33, "De tuin kost 2.000 euro per jaar.", 1)
    wrong = Citation("nieuws.kosten", 0, 33, "De tuin kost 9.000 euro per jaar.", 1)
    empty = Citation("nieuws.kosten", 5, 5, "", 1)
    with caplog.at_level(logging.ERROR, "kb.answer.answering"):
        assert checked(small_base.library, [wrong, good, empty]) == (good,)
    assert [record.getMessage() for record in caplog.records] == [
        "Citation left out: nieuws.kosten[0:33] does not hold its text.",
        "Citation left out: nieuws.kosten[5:5] does not hold its text.",
    ]


DEFINITION = "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."


@pytest.mark.parametrize("question", ["wat is een spilpersoon", "wat betekent spillpersoon", "Wat wordt bedoeld met spil van de buurt?"])
def test_what_a_term_is_is_told_by_its_definition_and_nothing_more(small_base: KnowledgeBase, question: str) -> None:
    answer = ask(small_base, question)
    assert answer.status is Status.ANSWERED
    assert [citation.text for citation in answer.citations] == [DEFINITION]


@pytest.mark.parametrize("question", ["wat is het loon van een spilpersoon", "wat is", "wat is een vijver"])
def test_a_question_that_asks_more_than_what_a_term_is_asks_no_term(small_base: KnowledgeBase, question: str) -> None:
    assert asked_term(small_base.library, reading(small_base, question).words) is None


LIST = """
<!-- werklijst: tips
titel: Zo houdt u het vol
vorm: tips
aantal: 2
-->

- Spreek een vaste dag af.
- Bel wie er niet was.

<!-- /werklijst -->
"""


@pytest.mark.parametrize(
    ("prose", "asked", "whole"),
    [
        # The list is 45 letters of a passage of 74: more than three fifths of it.
        ("Een plan strandt niet zomaar", "tips voor een plan", "gids.tips"),
        ("Een plan strandt niet zomaar", "hoe red ik een plan", "gids.tips"),
        # Of 76, which is less: who asks gets the sentences that fit.
        ("Een plan strandt meestal niet.", "tips voor een plan", None),
        # Who asks neither how nor for a list.
        ("Een plan strandt niet zomaar", "een plan", None),
    ],
)
def test_a_list_is_given_whole_when_it_is_most_of_its_passage(tmp_path: Path, prose: str, asked: str, whole: str | None) -> None:
    base = base_of(tmp_path, f"# Een plan {{#plan}}\n\n{prose}\n{LIST}")
    found = asked_list(base.library, base.search(asked).hits, kind_of(asked))
    assert (found.id if found else None) == whole


def test_a_list_that_was_asked_for_by_its_own_question_is_given_however_small_a_part_it_is(tmp_path: Path) -> None:
    body = f"# Een plan {{#plan}}\n\n{'Een plan strandt niet op geld. ' * 9}\n{LIST}"
    base = base_of(tmp_path, body, {"gids.tips": ("waarmee blijft het lopen",)})
    found = asked_list(base.library, base.search("waarmee blijft het lopen").hits, Kind.OTHER)
    assert found and found.id == "gids.tips"
    assert asked_list(base.library, base.search("tips voor een plan").hits, Kind.LIST) is None


@pytest.mark.parametrize(("last", "whole"), [("negen", "gids.tips"), ("negen tien", None)])
def test_a_list_of_more_than_220_words_is_not_given_unasked(tmp_path: Path, last: str, whole: str | None) -> None:
    """Twice ten items of eleven words are 220: one can read that at a glance, and a word more one can't."""
    item = "- een twee drie vier vijf zes zeven acht negen tien elf\n"
    end = f"- een twee drie vier vijf zes zeven acht negen tien {last}\n"
    body = f"""# Tellen {{#tellen}}

<!-- werklijst: tips
titel: Tellen
vorm: tips
aantal: 20
-->

{item * 10}
<!-- passage: verder -->

{item * 9}{end}
<!-- /werklijst -->
"""
    base = base_of(tmp_path, body)
    hits = base.search("tips om te tellen").hits
    assert hits[0].entry.id == "gids.tellen"
    found = asked_list(base.library, hits, Kind.LIST)
    assert (found.id if found else None) == whole


def test_the_same_question_gets_the_same_answer(small_base: KnowledgeBase) -> None:
    assert ask(small_base, "hoe leer ik de buurt kennen") == ask(small_base, "hoe leer ik de buurt kennen")


def test_who_asks_for_a_list_gets_it_whole_where_the_editor_quotes_a_part_of_it(real_base: KnowledgeBase) -> None:
    answer = ask(real_base, "Welke vragen stel ik in een gesprek over de wijk?")
    assert answer.working_list and answer.working_list.id == "handreiking.lijst-gesprek-over-de-wijk"
    assert answer.alike[0].id == "bewonersavond-voorbereiden"
    # Who asks how gets what the editor chose, of other places too.
    answer = ask(real_base, "Hoe bereid ik een bewonersavond voor en welke vragen stel ik?")
    assert answer.edited and answer.edited.id == "bewonersavond-voorbereiden"
