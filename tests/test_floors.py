"""Floors for finding and answering: a step below what was reached, so that a change that costs readers something fails.

The figures that were reached stand in docs/evaluatie.md. A floor goes up when they do, and down only with a reason in the commit.
"""

from pathlib import Path

import pytest

from indexer.measuring import answer_evaluation, calibration
from indexer.measuring.evaluation import by_kind, evaluate, read_questions
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.search import ALL_STAGES

SETS = Path(__file__).parent / "evaluation"


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("oefenvragen", {"hit@1": 0.69, "hit@5": 0.81, "nDCG@10": 0.70}),
        ("apart", {"hit@1": 0.59, "hit@5": 0.85, "nDCG@10": 0.55}),
        # Written by somebody who knew neither corpus nor program.
        ("vreemd", {"hit@1": 0.26, "hit@5": 0.64, "nDCG@10": 0.35}),
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
        ("oefenvragen", {"juiste zin": 0.71, "beantwoord": 0.75, "buiten niet beantwoord": 0.8}),
        ("apart", {"juiste zin": 0.65, "beantwoord": 0.70, "buiten niet beantwoord": 0.66}),
        ("vreemd", {"juiste zin": 0.31, "beantwoord": 0.58, "buiten niet beantwoord": 0.73}),
    ],
)
def test_questions_are_answered_and_those_outside_are_not(real_base: KnowledgeBase, name: str, floors: dict[str, float]) -> None:
    scores = answer_evaluation.summary([answer_evaluation.score(real_base, one) for one in read_questions(SETS / f"{name}.yaml")])
    assert {measure: scores[measure] for measure, least in floors.items() if scores[measure] < least} == {}


def test_most_far_and_near_questions_outside_the_field_are_not_answered(real_base: KnowledgeBase) -> None:
    """On the half that nothing was chosen on."""
    counts = {"ver": [0, 0], "dichtbij": [0, 0], "genoemd": [0, 0]}
    for case in calibration.read_cases([], SETS / "buiten.yaml", "apart"):
        if case.group in counts:
            counts[case.group][0] += 1
            counts[case.group][1] += real_base.answer(real_base.search(case.text)).status != "beantwoord"
    silent = {group: kept_out / asked for group, (asked, kept_out) in counts.items()}
    assert {group: share for group, share in silent.items() if share < {"ver": 0.8, "dichtbij": 0.85, "genoemd": 0.5}[group]} == {}
