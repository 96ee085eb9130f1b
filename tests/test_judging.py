from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer import judging
from kb.answer.judging import ANSWERED_FROM, UNSURE_FROM, Signals, probability, signals, status_of
from kb.knowledge_base import KnowledgeBase
from kb.model import Status


def of(base: KnowledgeBase, text: str) -> Signals:
    found = base.search(text, literal=True)
    return signals(base.finder, base.library, found.question, found.hits)


def test_there_is_a_weight_for_each_signal() -> None:
    assert len(judging.WEIGHTS) == len(fields(Signals))


def test_a_probability_is_the_logistic_function_of_the_weighted_signals() -> None:
    given = Signals(*[0.0] * len(fields(Signals)))
    assert probability(given, [0.0] * len(judging.WEIGHTS), 0.0) == 0.5
    assert probability(given, judging.WEIGHTS, 2.0) == pytest.approx(0.880797, abs=1e-6)


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


def test_thresholds_can_be_given() -> None:
    assert status_of(0.5, {Status.ANSWERED: 0.9, Status.UNSURE: 0.4}) is Status.UNSURE


def test_words_that_nobody_knows_are_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").unknown == 0.0
    assert of(small_base, "wat kost de xyzzyplugh").unknown == 0.5


def test_what_the_best_passages_hold_is_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").coverage == pytest.approx(1)
    assert of(small_base, "kost de tuin een raketmotor").coverage < 1
    assert of(small_base, "kost de tuin een raketmotor").rarest_missing == pytest.approx(1)


def test_a_fact_that_no_passage_holds_is_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").fact_missing == 0.0
    assert of(small_base, "mailadres van de spilpersoon in duinhaven").fact_missing in (0.0, 1.0)


@given(st.text(max_size=80))
def test_signals_lie_between_nought_and_one(small_base: KnowledgeBase, text: str) -> None:
    found = small_base.search(text)
    given = signals(small_base.finder, small_base.library, found.question, found.hits)
    assert all(-1e-5 <= getattr(given, field.name) <= 1 + 1e-5 for field in fields(Signals))
    assert 0 < probability(given) < 1
