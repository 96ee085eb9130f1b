"""Floors for finding and answering: a step below what was reached, so that a change that costs readers something fails.

The figures that were reached stand in docs/evaluatie.md. A floor goes up when they do, and down only with a reason in the commit. What is
taught on another machine differs a little: a floor is at most what the worst of six teachings reached, less one question of the set.
"""

from pathlib import Path

import pytest
import yaml

from indexer.measuring import answer_evaluation, calibration, recognition
from indexer.measuring.evaluation import by_kind, evaluate, read_questions
from kb.answer.choosing import candidates
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.search import ALL_STAGES

SETS = Path(__file__).parent / "evaluation"


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("oefenvragen", {"hit@1": 0.73, "hit@5": 0.87, "nDCG@10": 0.75}),
        ("apart", {"hit@1": 0.70, "hit@5": 0.90, "nDCG@10": 0.60}),
        # Written by somebody who knew neither corpus nor program.
        ("vreemd", {"hit@1": 0.46, "hit@5": 0.76, "nDCG@10": 0.48}),
    ],
)
def test_questions_find_what_answers_them(real_base: KnowledgeBase, name: str, floors: dict[str, float]) -> None:
    found = by_kind(evaluate(real_base, read_questions(SETS / f"{name}.yaml"), ALL_STAGES))["alle"]
    assert {measure: round(found[measure].value, 3) for measure, least in floors.items() if found[measure].value < least} == {}


def test_misspelt_questions_find_what_answers_them(real_base: KnowledgeBase) -> None:
    questions = [one for name in ("oefenvragen", "apart") for one in read_questions(SETS / f"{name}.yaml") if one.kind == "typfout"]
    assert len(questions) == 20
    assert by_kind(evaluate(real_base, questions, ALL_STAGES))["alle"]["hit@5"].value >= 0.90


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("oefenvragen", {"bereik": 0.50, "voorop": 0.90, "buiten niet beantwoord": 0.9}),
        ("apart", {"bereik": 0.28, "voorop": 0.80, "buiten niet beantwoord": 0.9}),
        ("vreemd", {"bereik": 0.19, "voorop": 0.58, "buiten niet beantwoord": 0.84}),
    ],
)
def test_what_no_editor_answered_is_answered_from_the_right_place(real_base: KnowledgeBase, name: str, floors: dict[str, float]) -> None:
    questions = read_questions(SETS / f"{name}.yaml")
    scores = answer_evaluation.summary([answer_evaluation.score(real_base, one, with_edited=False) for one in questions])
    assert {measure: scores[measure] for measure, least in floors.items() if scores[measure] < least} == {}
    assert scores["woorden"] <= 60


@pytest.mark.parametrize(
    ("name", "floors", "most_off"),
    [
        ("oefenvragen", {"bereik": 0.62, "juiste zin": 0.52, "buiten niet beantwoord": 0.9}, 0.17),
        ("apart", {"bereik": 0.55, "juiste zin": 0.50, "buiten niet beantwoord": 0.83}, 0.15),
        ("vreemd", {"bereik": 0.58, "juiste zin": 0.40, "buiten niet beantwoord": 0.84}, 0.36),
    ],
)
def test_questions_are_answered_and_those_outside_are_not(
    real_base: KnowledgeBase, name: str, floors: dict[str, float], most_off: float
) -> None:
    scores = answer_evaluation.summary([answer_evaluation.score(real_base, one) for one in read_questions(SETS / f"{name}.yaml")])
    assert {measure: scores[measure] for measure, least in floors.items() if scores[measure] < least} == {}
    assert scores["ernaast"] <= most_off


def test_an_edited_answer_is_recognised_in_other_words_and_not_where_something_else_is_asked(real_base: KnowledgeBase) -> None:
    """On the half that nothing was chosen on: 127 questions to answers in other wordings, and 193 that are only like one."""
    led = [
        (case, {edited.id for edited in real_base.ask(case.text).all_edited})
        for case in recognition.read_cases(SETS / "herkennen.yaml", "apart")
    ]
    assert sum(not case.right.isdisjoint(answers) for case, answers in led) >= 99
    assert sum(case.kind != recognition.SAME and bool(answers) for case, answers in led) <= 17


def test_what_strangers_asked_is_answered_by_the_answer_that_readers_found_right(real_base: KnowledgeBase) -> None:
    """Many of the answers were written for questions like these: it holds what works, and measures nothing new."""
    led = [
        (case, {edited.id for edited in real_base.ask(case.text).all_edited})
        for case in recognition.read_cases(SETS / "gevraagd.yaml", "apart")
    ]
    assert sum(not case.right.isdisjoint(answers) for case, answers in led) >= 160
    assert sum(case.kind != recognition.SAME and bool(answers) for case, answers in led) <= 5


def test_most_far_and_near_questions_outside_the_field_are_not_answered(real_base: KnowledgeBase) -> None:
    """On the half that nothing was chosen on."""
    counts = {"ver": [0, 0], "dichtbij": [0, 0], "genoemd": [0, 0]}
    for case in calibration.read_cases([], SETS / "buiten.yaml", "apart"):
        if case.group in counts:
            counts[case.group][0] += 1
            counts[case.group][1] += real_base.answer(real_base.search(case.text)).status != "beantwoord"
    silent = {group: kept_out / asked for group, (asked, kept_out) in counts.items()}
    assert {group: share for group, share in silent.items() if share < {"ver": 0.95, "dichtbij": 0.95, "genoemd": 0.8}[group]} == {}


def test_of_a_place_the_sentence_that_leads_is_one_of_those_that_answer(real_base: KnowledgeBase) -> None:
    """On the fifth of the places that nothing was chosen on."""
    pairs = yaml.safe_load((SETS / "zinnen.yaml").read_text(encoding="utf-8"))
    asked = [pair for pair in pairs if pair["helft"] == "apart" and pair["zinnen"]]
    right = 0
    for pair in asked:
        found = real_base.search(pair["q"])
        here = [hit for hit in found.hits if hit.place == pair["plaats"]]
        ranked = candidates(found, here[:1], real_base.retriever, real_base.library, real_base.calibration.choosing) if here else []
        right += bool(ranked) and ranked[0].sentence.number in pair["zinnen"]
    assert right / len(asked) >= 0.70
