"""Why an edited answer is not the answer to a question that is like its own, and what only looks to be such a reason."""

from dataclasses import replace

import pytest
from asking import reading

from kb.answer.edited import recognise
from kb.answer.objections import objection
from kb.knowledge_base import KnowledgeBase
from kb.model import AnswerUnit, Form, Span

TALK = "gesprek-op-straat"
AMOUNTS = "bedragen"

GROUP = "de vraag gaat over een andere groep"
FACT = "de vraag is naar een feit"
PLACE = "de vraag gaat over een bepaalde plaats"
REVERSE = "de vraag is naar het omgekeerde"
CASE = "de vraag gaat over één bepaald mens of voorval"
NAME = "de vraag noemt een naam waar het antwoord niet over gaat"
SAYING = "de vraag is naar wat iemand zei"
WHAT_IS = "de vraag is wat iets is"


@pytest.mark.parametrize(
    ("question", "answer", "why"),
    [
        ("Hoe begin ik een gesprek met de politie op straat?", TALK, GROUP),
        ("Hoe begin ik een gesprek met opvoeders op straat?", TALK, GROUP),
        ("Wat mag het plan van de bakker kosten?", AMOUNTS, GROUP),
        ("Hoe lang duurt een gesprek op straat?", TALK, FACT),
        ("Wie leidt het gesprek op straat?", TALK, FACT),
        ("Wanneer is het plan klaar en wat mag het kosten?", AMOUNTS, FACT),
        ("Hoe begin ik een gesprek op straat in Duinhaven?", TALK, PLACE),
        ("gesprek op straat beginnen in duinhaven", TALK, PLACE),
        ("Hoe begin ik een gesprek op straat in Goudhoek?", TALK, PLACE),
        ("Wat mag een plan kosten in het Lindekwartier?", AMOUNTS, PLACE),
        ("Hoe weiger ik een gesprek op straat?", TALK, REVERSE),
        ("Waarom begin ik beter geen gesprek op straat?", TALK, REVERSE),
        ("Wanneer begin ik niet aan een gesprek op straat?", TALK, REVERSE),
        ("Hoe schrap ik een plan van bewoners?", AMOUNTS, REVERSE),
        ("Mijn buurman begint op straat een gesprek. Wat zeg ik als eerste?", TALK, CASE),
        ("Gisteren begon een gesprek op straat. Wat zeg ik als eerste?", TALK, CASE),
        ("Een buurvrouw (25) begon een gesprek op straat. Wat zeg ik als eerste?", TALK, CASE),
        ("Ik sprak mevrouw De Vries. Hoe begin ik een gesprek op straat?", TALK, CASE),
        ("Begint uw zoon op straat een gesprek, wat zeg ik als eerste?", TALK, CASE),
        ("Wat begin ik op straat vooral niet als gesprek?", TALK, REVERSE),
        ("Wat is een gesprek op straat?", TALK, WHAT_IS),
        ("Hoe begin ik een gesprek op straat met Halt?", TALK, NAME),
        ("Wat mag het plan van Oranjefonds kosten?", AMOUNTS, NAME),
        ("Wat zei de wijkregisseur over een gesprek op straat?", TALK, SAYING),
        ("Wat zeggen bewoners over geld voor een plan?", AMOUNTS, SAYING),
    ],
)
def test_a_question_that_is_like_it_and_asks_something_else_is_like_it_only(
    small_base: KnowledgeBase, question: str, answer: str, why: str
) -> None:
    """Without the objection each would be led: it is as probable as its threshold asks."""
    found = recognise(reading(small_base, question), small_base.library, small_base.calibration.recognising)
    assert found
    assert found.chance >= small_base.calibration.recognising.leads_from
    assert (found.answer.id, found.objection, found.leads, found.is_like) == (answer, why, False, True)


def test_an_answer_that_is_objected_to_stays_out_of_the_answer_and_is_named_as_like_it(small_base: KnowledgeBase) -> None:
    given = small_base.ask("Hoe begin ik een gesprek met de politie op straat?")
    assert (given.form is Form.EDITED, given.edited, [one.id for one in given.alike]) == (False, None, [TALK])


@pytest.mark.parametrize(
    ("question", "also", "why"),
    [
        ("Hoe begin ik een gesprek met de politie op straat?", ("gesprek met een wijkagent",), GROUP),
        ("Hoe lang duurt een gesprek op straat?", ("Hoe vaak voer ik een gesprek?",), FACT),
        ("Hoe weiger ik een gesprek op straat?", ("een gesprek weigeren",), REVERSE),
        ("Wat moet ik op straat niet zeggen?", ("Waarom geen gesprek?", "Waarom juist niet?", "Wat zeg ik beter niet?"), REVERSE),
        ("Hoe begin ik een gesprek op straat met Halt?", ("gesprek met Halt",), NAME),
    ],
)
def test_what_the_questions_of_an_answer_speak_of_is_no_objection(
    small_base: KnowledgeBase, question: str, also: tuple[str, ...], why: str
) -> None:
    library = small_base.library
    plain = library.edited_answer[TALK]
    inquiry = reading(small_base, question)
    assert objection(inquiry, plain, library) == why
    assert objection(inquiry, replace(plain, recognised_by=also), library) == ""


def test_who_asks_what_was_said_gets_an_answer_to_what_was_said(small_base: KnowledgeBase) -> None:
    plain = replace(small_base.library.edited_answer[TALK], also=("gesprek met een wijkregisseur",))
    quoting = replace(plain, question="Welke uitspraken over een gesprek op straat zijn er?")
    inquiry = reading(small_base, "Wat zei de wijkregisseur over een gesprek op straat?")
    assert [objection(inquiry, one, small_base.library) for one in (plain, quoting)] == [SAYING, ""]
    # What was said about something else is another question.
    about = reading(small_base, "Wat zei de wijkregisseur over geld?")
    assert objection(about, quoting, small_base.library) == SAYING


def test_another_group_of_people_is_one_on_another_line_of_the_list(small_base: KnowledgeBase) -> None:
    """'politie' and 'wijkagent' stand on one line of groepen.txt, 'leraar' on another."""
    known = replace(small_base.library.edited_answer[TALK], also=("gesprek met een wijkagent",))
    objections = [
        objection(reading(small_base, f"Hoe begin ik een gesprek met {who}?"), known, small_base.library)
        for who in ("de politie", "een agent", "een leraar", "een docent")
    ]
    assert objections == ["", "", GROUP, GROUP]


def test_two_reversed_questions_do_not_make_an_answer_one_to_reversed_questions(small_base: KnowledgeBase) -> None:
    known = replace(small_base.library.edited_answer[TALK], recognised_by=("Waarom geen gesprek?", "Waarom juist niet?"))
    assert objection(reading(small_base, "Wat moet ik op straat niet zeggen?"), known, small_base.library) == REVERSE


@pytest.mark.parametrize(
    "question",
    [
        # What is told before the question is no part of it: a group, a name, and what does not succeed.
        "Ik ben wijkagent. Hoe begin ik een gesprek op straat?",
        "Ik werk bij Halt. Hoe begin ik een gesprek op straat?",
        "Ik wil niemand weigeren. Hoe begin ik een gesprek op straat?",
        # What is denied in a clause beside the question is not the question.
        "Hoe begin ik op straat een gesprek met mensen die niet komen?",
        # The municipality of one of the units.
        "hoe begin ik in beekstad een gesprek op straat",
        "hoe begin ik in het lindekwartier een gesprek op straat",
        # An abbreviation, and a capital where a sentence begins, are no names.
        "Hoe begin ik een gesprek op straat over APV?",
        "Straat: hoe begin ik een gesprek?",
        # Who asks is not whom it is about, and when he began is no case of his.
        "Als wijkagent wil ik weten hoe ik een gesprek op straat begin",
        "Als nieuwe huisarts vraag ik me af hoe ik een gesprek op straat begin",
        "Ik werk sinds vorige week op straat, hoe begin ik een gesprek?",
        # Asked both ways it is not reversed, and what a bag costs that somebody talks of is no fact that is asked for.
        "Begin ik een gesprek op straat met vragen of juist niet?",
        "Ik hoor praten over een tas van 500 euro, hoe begin ik op straat een gesprek?",
        # Of a group a word may begin like it.
        "Hoe begin ik een gesprek op straat met minimale kennis?",
        # Which role something has is not what it is.
        "Wat is de rol van een gesprek op straat?",
        # How to talk with one people is answered for all.
        "Hoe begin ik een gesprek op straat met Turkse mensen?",
    ],
)
def test_there_is_nothing_against_it(small_base: KnowledgeBase, question: str) -> None:
    assert objection(reading(small_base, question), small_base.library.edited_answer[TALK], small_base.library) == ""


def test_the_municipality_of_a_unit_is_no_objection_however_it_is_written(small_base: KnowledgeBase) -> None:
    """The units of this answer are of Beekstad; no question by which it is known says so."""
    asked = [f"Hoe begin ik een gesprek op straat in {town}?" for town in ("beekstad", "Beekstad", "het Lindekwartier")]
    known = small_base.library.edited_answer[TALK]
    assert [objection(reading(small_base, one), known, small_base.library) for one in asked] == ["", "", ""]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("de buurtpolitie", GROUP),
        ("het politieteam", GROUP),
        ("ouderen", GROUP),
        ("twee leraren", GROUP),
        ("doven", GROUP),
        ("iedereen in de jachthaven", ""),
        ("iedereen in de boazaal", ""),
        ("schapen", ""),
    ],
)
def test_a_group_is_also_one_in_a_compound_when_it_is_long_enough_to_tell(small_base: KnowledgeBase, who: str, why: str) -> None:
    """'haven' and 'boa' are groups too, of fewer than six letters."""
    inquiry = reading(small_base, f"Hoe begin ik op straat een gesprek met {who}?")
    assert objection(inquiry, small_base.library.edited_answer[TALK], small_base.library) == why


@pytest.mark.parametrize("name", ["Rachid Bouali", "Halt"])
def test_a_name_in_the_words_or_the_label_of_a_unit_is_no_objection(small_base: KnowledgeBase, name: str) -> None:
    """The words are 'Spreker: Rachid Bouali'."""
    library = small_base.library
    plain = library.edited_answer[TALK]
    told = replace(plain, units=(AnswerUnit("Zoals Halt", "verslag.avond", (Span("verslag.avond", 0, 22),)),))
    inquiry = reading(small_base, f"Hoe begin ik een gesprek op straat zoals {name}?")
    assert [objection(inquiry, answer, library) for answer in (plain, told)] == [NAME, ""]


def test_a_compound_of_the_answer_s_own_questions_names_no_other_group(small_base: KnowledgeBase) -> None:
    known = replace(small_base.library.edited_answer[TALK], also=("gesprek in het politiebureau",))
    asked = ("gesprek in het politiebureau", "gesprek in het politieteam")
    assert [objection(reading(small_base, one), known, small_base.library) for one in asked] == ["", GROUP]


@pytest.mark.parametrize(
    "question",
    [
        # These are the dictionary forms of 'wees', 'kiezer', 'oudere' and 'opheffen'.
        "Hoe kan ik mensen wijzen op een gesprek op straat?",
        "Welke woorden kies ik voor een gesprek op straat?",
        "Hoe begin ik op straat een gesprek over een oud plan?",
        "Hoe begin ik op straat een gesprek over de ophef?",
        # A number between brackets is not always the age of somebody young.
        "Hoe begin ik een gesprek op straat (1)?",
        "Hoe begin ik een gesprek op straat (26)?",
    ],
)
def test_a_word_that_only_looks_like_a_group_a_reversal_or_an_age_is_no_objection(small_base: KnowledgeBase, question: str) -> None:
    assert objection(reading(small_base, question), small_base.library.edited_answer[TALK], small_base.library) == ""


def test_an_answer_for_all_says_so_to_who_asks_about_one_people(small_base: KnowledgeBase) -> None:
    told = small_base.ask("Hoe begin ik een gesprek op straat met Turkse mensen?")
    assert (told.edited and told.edited.id, told.reason) == (TALK, "Dit antwoord is algemeen: over ‘Turkse’ zegt het niets apart.")
    assert small_base.ask("Hoe begin ik een gesprek op straat?").reason == ""
    told = small_base.ask("Hoe begin ik een gesprek op straat met Turkse en Poolse mensen?")
    assert told.reason == "Dit antwoord is algemeen: over ‘Turkse’ zegt het niets apart."
    # A name that ends alike is of somebody.
    inquiry = reading(small_base, "Hoe begin ik een gesprek op straat met Denise?")
    assert objection(inquiry, small_base.library.edited_answer[TALK], small_base.library) == NAME
    # Who wants an example wants theirs.
    inquiry = reading(small_base, "Welke voorbeelden zijn er van een gesprek op straat met Turkse mensen?")
    assert objection(inquiry, small_base.library.edited_answer[TALK], small_base.library) == NAME
