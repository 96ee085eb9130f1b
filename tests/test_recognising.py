"""What an editor answered is recognised in other words, and not in what is only like it; what is quoted of it stands in its place."""

from dataclasses import replace
from math import nextafter
from pathlib import Path

import pytest
from asking import reading
from one_base import base_of

from kb.answer.edited import Recognised, edited_citations, led_by_the_nearest, recognise
from kb.calibration import Recognising
from kb.index.recogniser import Likely
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import AnswerUnit, Citation, Form, Span, Status
from kb.retrieval.lifting import probability

TALK = "gesprek-op-straat"
AMOUNTS = "bedragen"


def recognised(base: KnowledgeBase, question: str, numbers: Recognising | None = None) -> Recognised:
    found = recognise(base.search(question), base.library, numbers or base.calibration.recognising)
    assert found
    return found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Op welke manier begin ik buiten een gesprek met mensen?", TALK),
        ("Wat mag ik zeggen tegen mensen op straat", TALK),
        ("woorden voor het eerste praatje buiten", TALK),
        ("Ik ben nieuw hier en ken nog niemand. Hoe begin ik op straat een gesprek?", TALK),
        ("welk bedrag mag een plan kosten", AMOUNTS),
        ("hoeveel geld krijgt een plan", AMOUNTS),
        ("Wat betaalt de gemeente aan een plan van bewoners?", AMOUNTS),
    ],
)
def test_a_question_in_other_words_is_recognised(small_base: KnowledgeBase, question: str, answer: str) -> None:
    found = recognised(small_base, question)
    assert question not in found.answer.asked
    assert (found.answer.id, found.likely.owner, found.objection, found.leads, found.is_like) == (answer, answer, "", True, True)


def test_the_sentence_that_asks_is_tried_by_itself(small_base: KnowledgeBase) -> None:
    """As a whole the question is most like the one about talking in the street."""
    found = small_base.search("Wat mag een plan kosten? Wij praten op straat met mensen en beginnen gesprekken buiten.")
    whole = small_base.retriever.likely_answer(found.weights, found.vector)
    assert whole and found.likely
    assert (whole.owner, found.likely.owner, found.likely.chance > whole.chance) == (TALK, AMOUNTS, True)
    # One telling word asks nothing by itself.
    told = small_base.search("Wij praten op straat met mensen en beginnen gesprekken buiten. Wat kost het?")
    assert told.likely == small_base.retriever.likely_answer(told.weights, told.vector)


def test_all_that_an_answer_is_known_by_leads_to_it(small_base: KnowledgeBase) -> None:
    for answer in small_base.library.edited_answers:
        for question in answer.asked:
            found = recognised(small_base, question)
            assert (found.answer.id, found.leads) == (answer.id, True), question


def test_the_question_of_each_frequent_answer_leads_to_it(real_base: KnowledgeBase) -> None:
    assert len(real_base.library.edited_answers) >= 70
    lost = [
        (answer.question, found.answer.id, found.objection)
        for answer in real_base.library.edited_answers
        if (found := recognised(real_base, answer.question)).answer.id != answer.id or not found.leads
    ]
    assert lost == []


def test_the_question_of_each_frequent_answer_is_answered_with_it(real_base: KnowledgeBase) -> None:
    """All the way: nothing on the road from question to page takes it away."""
    told = {
        answer.question: given.edited.id if given.edited else None
        for answer in real_base.library.edited_answers
        for given in [real_base.ask(answer.question)]
    }
    assert {question: told[question] for question in told if told[question] is None} == {}
    assert [answer.id for answer in real_base.library.edited_answers if told[answer.question] != answer.id] == []


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost de tuin per jaar?",
        "wat kost de tuin",
        "Wie betaalt de koffie?",
        "Welke vragen stel ik op straat?",
        "Hoe schrijf ik een verslag van een gesprek?",
        "wat is een spilpersoon",
        "xyzzy plugh",
    ],
)
def test_what_looks_like_it_or_is_about_something_else_is_not(small_base: KnowledgeBase, question: str) -> None:
    found = recognised(small_base, question)
    assert (found.leads, found.is_like) == (False, False)


def test_a_probability_is_the_logistic_function_of_what_speaks_for_and_against() -> None:
    """2 x 0.5 + 1 x 0.25 - 3 x 0.125 + 4 x 0.75 - 1 x 0.625 - 2 x 0.375 = 2.5; one above the intercept 1 / (1 + 1 / e) = .7311."""
    numbers = Recognising(chance=2, lead=1, other=-3, likeness=4, unlike=-1, uncovered=-2, intercept=-2.5)
    likely = Likely("a", chance=0.5, lead=0.25, other=0.125, likeness=0.75, unlike=0.625, uncovered=0.375)
    assert probability(likely, numbers) == 0.5
    assert probability(likely, replace(numbers, intercept=-1.5)) == pytest.approx(0.7311, abs=1e-4)


def test_the_two_thresholds_say_what_leads_and_what_is_like_it(small_base: KnowledgeBase) -> None:
    question = "welk bedrag mag een plan kosten"
    at = recognised(small_base, question).chance
    above = nextafter(at, 1)
    outcomes = [
        recognised(small_base, question, replace(small_base.calibration.recognising, leads_from=leads_from, like_from=like_from))
        for leads_from, like_from in ((at, at), (above, at), (above, above), (at, above))
    ]
    assert [(found.leads, found.is_like) for found in outcomes] == [(True, True), (False, True), (False, False), (True, False)]


STRANGE = "de vraag heeft andere woorden en een andere strekking"


def test_a_question_in_strange_words_must_be_like_it_in_meaning(small_base: KnowledgeBase) -> None:
    question = "Op welke manier begin ik buiten een gesprek met mensen?"
    likely = recognised(small_base, question).likely
    assert 0 < likely.uncovered < 1 and 0 < likely.likeness < 1
    outcomes = [
        recognised(small_base, question, replace(small_base.calibration.recognising, strange_from=strange_from, near_from=near_from))
        for strange_from, near_from in (
            (likely.uncovered, nextafter(likely.likeness, 1)),
            (likely.uncovered, likely.likeness),
            (nextafter(likely.uncovered, 1), 1.0),
        )
    ]
    assert [(found.objection, found.leads, found.is_like) for found in outcomes] == [
        (STRANGE, False, False),
        ("", True, True),
        ("", True, True),
    ]
    assert recognised(small_base, "xyzzy plugh").objection == STRANGE


def test_nothing_is_recognised_in_a_question_without_words(small_base: KnowledgeBase) -> None:
    for question in ("", "?!"):
        assert recognise(small_base.search(question), small_base.library) is None


def test_without_edited_answers_nothing_is_recognised(tmp_path: Path) -> None:
    base = base_of(tmp_path, "# Gids {#gids}\n\nBegin een gesprek op straat met een groet.\n")
    question = "gesprek op straat beginnen"
    assert recognise(base.search(question), base.library) is None
    given = base.ask(question)
    assert (given.status, given.edited, given.alike) == (Status.ANSWERED, None, ())


def test_an_answer_has_the_words_of_the_editor_s_choice_each_in_its_place(small_base: KnowledgeBase) -> None:
    library = small_base.library
    assert edited_citations(library, library.edited_answer[TALK]) == (
        Citation("gids.stap-1", 21, 98, "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt.", 1, unit=0),
        Citation("gids.stap-1-vragen", 116, 137, "Wat kunt u zelf doen?", 2, unit=1),
        Citation("gids.stap-1-jongeren", 0, 19, "Vraag jongeren ook:", 3, unit=1),
        Citation("gids.stap-1-jongeren", 20, 38, "Waar kom je graag?", 3, unit=1),
        Citation("verslag.waarom", 133, 190, "Mijn zoon wilde weten waar ik heen ging. Nu gaat hij mee.", 4, unit=2),
        Citation("nieuws.buurttuin", 53, 92, "Elke zaterdag werken er twintig mensen.", 5, unit=3),
    )


def test_a_quote_is_cited_where_it_stands_and_a_place_has_one_number(small_library: Library) -> None:
    """One quote stands in a line of a passage, from 133 on; the other stands alone and is a place itself."""
    inside, alone = "verslag.citaat-bouali-nu-gaat-hij-mee", "gids.citaat-de-wit-eerst-koffie"
    units = (
        AnswerUnit(None, inside, (Span(inside, 5, 40),)),
        AnswerUnit(None, alone, (Span(alone, 0, 8),)),
        AnswerUnit(None, "verslag.waarom", (Span("verslag.waarom", 0, 43),)),
    )
    assert edited_citations(small_library, replace(small_library.edited_answers[0], units=units)) == (
        Citation("verslag.waarom", 138, 173, "zoon wilde weten waar ik heen ging.", 1, unit=0),
        Citation(alone, 0, 8, "Wie mete", 2, unit=1),
        Citation("verslag.waarom", 0, 43, "De gesprekken gaan eerst over gewone dingen", 1, unit=2),
    )


def test_all_words_of_all_edited_answers_stand_in_their_places(real_base: KnowledgeBase) -> None:
    library = real_base.library
    for answer in library.edited_answers:
        found = edited_citations(library, answer)
        assert [one.text for one in found] == [library.text(one.place_id)[one.begin : one.end] for one in found], answer.id
        words = [
            " ".join(" ".join(library.text(span.passage_id)[span.begin : span.end] for span in unit.spans).split()) for unit in answer.units
        ]
        told = [" ".join(" ".join(one.text for one in found if one.unit == number).split()) for number in range(len(answer.units))]
        assert told == words, answer.id
        assert not any("\n" in one.text for one in found), answer.id
        assert all(one.text.strip() for one in found), answer.id


def test_a_recognised_question_is_answered_with_all_of_the_edited_answer(small_base: KnowledgeBase) -> None:
    found = small_base.search("welk bedrag mag een plan kosten")
    given = small_base.answer(found)
    answer = small_base.library.edited_answer[AMOUNTS]
    assert (given.status, given.form, given.edited, given.alike) == (Status.ANSWERED, Form.EDITED, answer, ())
    assert given.citations == edited_citations(small_base.library, answer)
    assert given.sources == ("gids.bedragen",)
    assert given.chance == recognised(small_base, "welk bedrag mag een plan kosten").chance


def test_the_part_that_is_nearest_goes_first_and_the_others_keep_the_order_of_the_editor(small_library: Library) -> None:
    whole = small_library.edited_answer[TALK]
    order = [unit.spans[0].passage_id for unit in whole.units]
    asked = "hoe leg ik contact"

    def led(*places: str, question: str = asked) -> list[str]:
        return [unit.spans[0].passage_id for unit in led_by_the_nearest(small_library, whole, question, places).units]

    assert led() == led("nieuws.kosten") == led(order[0], order[2]) == order
    assert led("nieuws.kosten", order[3], order[1]) == [order[3], order[0], order[1], order[2]]
    # A quote within a passage is found by its passage, whichever of the two the unit names.
    inside = small_library.quote["verslag.citaat-bouali-nu-gaat-hij-mee"]
    named = replace(whole, units=(*whole.units[:2], replace(whole.units[2], spans=(Span(inside.id, 0, 8),)), whole.units[3]))
    for told in (whole, named):
        assert led_by_the_nearest(small_library, told, asked, ["verslag.waarom"]).units[0] == told.units[2]
    # Who names nothing by which one part could be nearer gets the order of the editor too.
    assert led(order[3], question="Met wie kan ik contact opnemen?") == led(order[3], question="Wat kost zoiets") == order
    # In the editor's own words it comes as the editor ordered it.
    assert [led(order[3], question=f"{own.upper()}!") for own in (whole.question, *whole.also)] == [order] * (1 + len(whole.also))


def test_a_part_that_follows_another_never_goes_first(small_library: Library) -> None:
    whole = small_library.edited_answer[TALK]
    order = [unit.spans[0].passage_id for unit in whole.units]
    leaning = replace(whole, units=tuple(replace(unit, follows=number in (1, 3)) for number, unit in enumerate(whole.units)))

    def led(*places: str) -> list[str]:
        told = led_by_the_nearest(small_library, leaning, "hoe leg ik contact", places)
        return [unit.spans[0].passage_id for unit in told.units]

    assert led(order[3]) == led(order[1], order[0]) == order
    # Then the next best place says which one does.
    assert led(order[3], order[2]) == [order[2], order[0], order[1], order[3]]


def test_the_labels_of_an_answer_go_with_its_parts(real_base: KnowledgeBase) -> None:
    """Asked for coaches in the street of Arnhem, the editors' answer begins with those."""
    given = real_base.ask("straatcoaches arnhem")
    assert given.edited
    assert given.edited.question == "Hoe bereik ik jongeren op straat die hulp mijden?"
    assert (given.edited.units[0].label, given.citations[0].place_id) == (
        "Straatcoaches (Arnhem)",
        given.edited.units[0].spans[0].passage_id,
    )
    assert given.citations == edited_citations(real_base.library, given.edited)


def test_what_the_editors_answered_may_be_left_out(small_base: KnowledgeBase) -> None:
    found = small_base.search("Hoe begin ik een gesprek op straat?")
    assert small_base.answer(found).form is Form.EDITED
    given = small_base.answer(found, with_edited=False)
    assert (given.form is Form.EDITED, given.edited, given.alike) == (False, None, ())
    assert [(step.outcome, step.reason) for step in given.steps if step.name == "herkennen"] == [("overgeslagen", "")]


def test_who_asks_in_a_few_words_what_it_costs_or_whom_to_call_gets_the_order_of_the_editor(real_base: KnowledgeBase) -> None:
    """Not the one project with a budget, nor the one colleague: the general first, and of the contacts the ESS."""
    for question, answer in {
        "wie kan ik bellen": "contact-voor-vragen",
        "bij wie kan ik terecht": "contact-voor-vragen",
        "Wat kost het": "wat-kost-het",
        "hoeveel kost zoiets": "wat-kost-het",
    }.items():
        given = real_base.ask(question)
        assert given.edited == real_base.library.edited_answer[answer], question
    named = real_base.ask("wat kost dat project in Arnhem")
    assert named.edited and named.edited.units[0].place == "plannen.botoc-arnhem-kosten-en-resultaat"


@pytest.mark.parametrize(
    ("place", "likeness", "questions", "is_edited"),
    [
        ("nieuws.kosten", 1.0, (), False),
        ("nieuws.kosten", 0.0, (), True),
        ("nieuws.kosten", 1.0, ("Wat kost de tuin?",), True),
        # It is quoted in the answer itself.
        ("gids.stap-1", 1.0, (), True),
    ],
)
def test_an_answer_gives_way_to_a_text_without_questions_that_is_as_like_what_was_asked(
    small_base: KnowledgeBase, place: str, likeness: float, questions: tuple[str, ...], is_edited: bool
) -> None:
    """The editor who made the answer has not seen what was taken in later, and wrote no questions by which it could go before."""
    found = small_base.search("Wat zeg ik als eerste tegen mensen buiten?")
    best = replace(found.hits[0], place=place, similarity=likeness, entry=replace(found.hits[0].entry, questions=questions))
    given = small_base.answer(replace(found, hits=(best, *found.hits[1:])))
    assert (given.edited is not None) == is_edited


def test_where_none_is_the_answer_those_that_may_be_meant_are_named(small_base: KnowledgeBase) -> None:
    """Two answers share the chance; nothing is objected to either, and the first is not probable enough to lead."""
    inquiry = reading(small_base, "Hoe begin ik een gesprek op straat?")
    assert inquiry.likely
    near = replace(inquiry.likely, owner=TALK, chance=0.2, lead=0.02, other=0.3, likeness=0.4, beside=((AMOUNTS, 0.18, 0.36),))
    asked = replace(inquiry, text="Hoe begin ik hier met geld en een gesprek?", likely=near)
    numbers = small_base.calibration.recognising

    def alike(**changed: object) -> list[str]:
        found = recognise(replace(asked, likely=replace(near, **changed)), small_base.library, numbers)
        assert found and not found.leads
        return [one.id for one in found.alike]

    assert alike() == [TALK, AMOUNTS]
    # What is hardly probable, or hardly like it, may not be meant.
    assert alike(beside=((AMOUNTS, 0.11, 0.36),)) == alike(beside=((AMOUNTS, 0.18, 0.34),)) == [TALK]
    assert alike(chance=0.1) == [AMOUNTS]
