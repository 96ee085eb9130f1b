import math
from dataclasses import astuple, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.judging import ANSWERED_FROM, INTERCEPT, UNSURE_FROM, WEIGHTS, Signals, judge, probability, signals, status_of
from kb.knowledge_base import KnowledgeBase
from kb.model import Status


def of(base: KnowledgeBase, text: str) -> Signals:
    found = base.search(text, literal=True)
    return signals(base.finder, base.library, found.question, found.hits)[0]


def test_a_probability_is_the_logistic_function_of_the_weighted_signals() -> None:
    nothing = Signals(*[0.0] * len(fields(Signals)))
    everything = Signals(*[1.0] * len(fields(Signals)))
    assert probability(nothing) == pytest.approx(1 / (1 + math.exp(-INTERCEPT)))
    assert probability(everything) == pytest.approx(1 / (1 + math.exp(-INTERCEPT - sum(astuple(WEIGHTS)))))


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (1.0, Status.ANSWERED),
        (ANSWERED_FROM, Status.ANSWERED),
        (ANSWERED_FROM - 0.001, Status.UNSURE),
        (UNSURE_FROM, Status.UNSURE),
        (UNSURE_FROM - 0.001, Status.NOT_FOUND),
        (0.0, Status.NOT_FOUND),
    ],
)
def test_a_probability_has_one_of_three_statuses(chance: float, status: Status) -> None:
    assert status_of(chance) is status


def test_words_that_nobody_knows_are_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").unknown == 0.0
    assert of(small_base, "wat kost de xyzzyplugh").unknown == 0.5


def test_a_word_put_in_the_place_of_an_unknown_one_counts_for_half(small_base: KnowledgeBase) -> None:
    """A guess may turn what the sources don't hold into what they do: what was typed counts too."""
    found = small_base.search("hoeveel vaders vadergroap")
    given = signals(small_base.finder, small_base.library, found.question, found.hits)[0]
    assert found.question.words == ("vaders", "vadergroep")
    assert given.unknown == 0.25
    typed_right = small_base.search("hoeveel vaders vadergroep")
    right = signals(small_base.finder, small_base.library, typed_right.question, typed_right.hits)[0]
    assert right.unknown == 0
    assert given.coverage < right.coverage
    assert given.best_coverage < right.best_coverage


def test_what_the_best_passages_hold_is_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").coverage == pytest.approx(1)
    assert of(small_base, "kost de tuin een raketmotor").coverage < 1


def test_a_question_known_to_have_no_answer_is_likest_to_that_gap(small_base: KnowledgeBase) -> None:
    for record in small_base.library.unanswered:
        question = record.questions[0]
        found = small_base.search(question, literal=True)
        given, gap = signals(small_base.finder, small_base.library, found.question, found.hits)
        assert (gap, given.unanswered_words) == (record, 1.0)
        assert given.margin_words <= 0


@pytest.mark.parametrize("text", ["wat kost de vadergroep", "wanneer is de tuin open", "hoe begin ik een buurttuin"])
def test_a_judgement_names_the_gap_only_when_the_question_is_likest_to_it(small_base: KnowledgeBase, text: str) -> None:
    found = small_base.search(text)
    given, gap = signals(small_base.finder, small_base.library, found.question, found.hits)
    judged = judge(small_base.finder, small_base.library, found.question, found.hits)
    assert judged.gap == (gap if given.margin_meaning + given.margin_words < 0 else None)
    assert judged.status is status_of(judged.chance)


def test_a_question_in_the_words_of_a_recorded_gap_is_refused(small_base: KnowledgeBase) -> None:
    for record in small_base.library.unanswered:
        found = small_base.search(record.questions[0], literal=True)
        judged = judge(small_base.finder, small_base.library, found.question, found.hits)
        assert (judged.chance, judged.status, judged.gap) == (0.0, Status.NOT_FOUND, record)


@given(st.text(max_size=80))
def test_shares_lie_between_nought_and_one_and_margins_beside_them(small_base: KnowledgeBase, text: str) -> None:
    given = of(small_base, text)
    for field in fields(Signals):
        lowest = -1 if field.name.startswith("margin") else 0
        assert lowest - 1e-5 <= getattr(given, field.name) <= 1 + 1e-5
    assert 0 < probability(given) < 1
