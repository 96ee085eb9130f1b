"""The measures, worked out by hand."""

from math import log2
from pathlib import Path

import pytest

from indexer.measuring import answer_evaluation, evaluation, evaluation_report
from indexer.measuring.evaluation import Gold, Mean, evaluate, grades, ideal_grades, mean, measure, plain, read_questions
from indexer.measuring.evaluation import TestQuestion as Asked
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.search import Stages

A, B, C = Gold("gras is groen", 2), Gold("lucht is blauw", 2), Gold("water is nat", 1)


def question(*gold: Gold, nuggets: tuple[str, ...] = (), kind: str = "vraag") -> Asked:
    return Asked("V1", "wat is hoe", kind, gold, nuggets)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **Vet** en _schuin_\n  2. twee\n\n•  drie", "Vet en schuin twee drie"),
        ("een\\-twee `code`", "een-twee code"),
        ("Dit - en dat 3. dan", "Dit - en dat 3. dan"),
    ],
)
def test_texts_are_compared_without_marks(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_each_gold_text_counts_for_the_first_result_that_holds_it() -> None:
    results = ["het water is nat", "gras is groen en water is nat", "gras is groen", "de lucht is blauw"]
    assert grades(results, [A, B, C]) == [1, 2, 0, 2]


def test_the_ideal_order_takes_each_gold_text_once() -> None:
    assert ideal_grades(["gras is groen, lucht is blauw", "gras is groen", "water is nat", "niets"], [A, B, C]) == [2, 2, 1]
    assert ideal_grades(["gras is groen, lucht is blauw", "niets"], [A, B, C]) == [2]
    assert ideal_grades(["niets"], [A]) == []


def test_measures_of_a_question_worked_out_by_hand() -> None:
    texts = ["gras is groen", "lucht is blauw", "water is nat", "niets"]
    values = measure(["niets", "gras is groen", "water is nat"], question(A, B, C), texts)
    gained = 3 / log2(3) + 1 / log2(4)
    ideal = 3 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert values == {"hit@1": 0.0, "hit@5": 1.0, "nDCG@10": pytest.approx(gained / ideal)}


def test_a_related_result_is_no_hit() -> None:
    values = measure(["water is nat"], question(A, C), ["water is nat", "gras is groen"])
    assert (values["hit@1"], values["hit@5"]) == (0.0, 0.0)
    assert values["nDCG@10"] == pytest.approx(1 / (3 + 1 / log2(3)))


@pytest.mark.parametrize(
    ("place", "expected"), [(0, (1.0, 1.0, 1.0)), (4, (0.0, 1.0, 1 / log2(6))), (5, (0.0, 0.0, 1 / log2(7))), (10, (0.0, 0.0, 0.0))]
)
def test_a_hit_counts_by_its_place(place: int, expected: tuple[float, float, float]) -> None:
    results = ["niets"] * place + ["gras is groen"]
    values = measure(results, question(A), ["gras is groen"])
    assert tuple(values.values()) == tuple(map(pytest.approx, expected))


def test_no_results_score_nothing() -> None:
    assert measure([], question(A), ["gras is groen"]) == {"hit@1": 0.0, "hit@5": 0.0, "nDCG@10": 0.0}


def test_a_mean_has_the_interval_of_its_resamples() -> None:
    assert mean([1.0] * 20) == Mean(1.0, 1.0, 1.0, 20)
    assert mean([0.0, 1.0]) == Mean(0.5, 0.0, 1.0, 2)
    half = mean([0.0, 1.0] * 50)
    assert (half.value, half.count) == (0.5, 100)
    # The standard error of a share of one half in a hundred is 0.05; 1.96 of those on either side.
    assert (half.low, half.high) == (pytest.approx(0.4, abs=0.02), pytest.approx(0.6, abs=0.02))
    assert mean([0.0, 1.0] * 50) == half


def test_questions_are_searched_for_and_measured_in_each_stage(small_base: KnowledgeBase) -> None:
    asked = [
        Asked("V1", "wat kost de tuin", "trefwoord", (Gold("De tuin kost 2.000 euro per jaar.", 2),), ()),
        Asked("V2", "hoeveel geld gaat er jaarlijks naar het groen", "parafrase", (Gold("De tuin kost 2.000 euro per jaar.", 2),), ()),
        Asked("V3", "hoe lang is de Nijl", "buiten", (), ()),
    ]
    words_alone = Stages(questions=False, meaning=False)
    assert [score.values["hit@1"] for score in evaluate(small_base, asked, Stages(meaning=False))] == [1.0, 1.0]
    scores = evaluate(small_base, asked, words_alone)
    assert [(score.question.id, score.first[0]) for score in scores if score.values["hit@1"]] == [("V1", "nieuws.kosten")]
    table = evaluation.by_kind(scores)
    assert {kind: means["hit@1"].count for kind, means in table.items()} == {"alle": 2, "trefwoord": 1, "parafrase": 1}
    assert table["trefwoord"]["hit@1"] == Mean(1.0, 1.0, 1.0, 1)


def test_the_report_names_each_stage_and_what_was_missed(small_base: KnowledgeBase) -> None:
    asked = [Asked("V1", "waar is de maan", "vraag", (Gold("Dat staat er niet", 2),), ())]
    told: list[str] = []
    report = evaluation.full_report(small_base, asked, told.append)
    assert list(report) == told == list(evaluation.STAGES)
    missed = report["samen"]["gemist"][0]
    assert (missed["id"], missed["vraag"], missed["soort"]) == ("V1", "waar is de maan", "vraag")
    assert report["samen"]["soorten"]["alle"]["hit@5"] == {"waarde": 0.0, "laag": 0.0, "hoog": 0.0, "aantal": 1}
    text = evaluation_report.as_text(report)
    assert "  alle              1   0.00 (0.00-0.00)  0.00 (0.00-0.00)  0.00 (0.00-0.00)  " in text.splitlines()
    assert "  V1 (vraag) waar is de maan" in text.splitlines()


def test_question_files_are_read_as_yaml_and_json(tmp_path: Path) -> None:
    expected = [Asked("V1", "wat?", "feit", (Gold("vet", 2),), ("een",)), Asked("2", "wie?", "vraag", (), ())]
    (tmp_path / "v.yaml").write_text(
        '- {id: V1, q: "wat?", kind: feit, gold: [{text: "**vet**", grade: 2}], nuggets: ["- een"]}\n- {id: 2, q: "wie?"}\n'
    )
    (tmp_path / "v.json").write_text(
        '[{"id": "V1", "q": "wat?", "kind": "feit", "gold": [{"text": "vet", "grade": 2}], "nuggets": ["een"]}, {"id": 2, "q": "wie?"}]'
    )
    assert read_questions(tmp_path / "v.yaml") == expected
    assert read_questions(tmp_path / "v.json") == expected


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("- {id: V1}\n", "'q' ontbreekt"),
        ("vraag: [", "regel 1 is geen geldige YAML"),
        ("3\n", "de vorm klopt niet"),
        ("- vraag\n", "de vorm klopt niet"),
    ],
)
def test_a_broken_question_file_is_refused_with_a_sentence(tmp_path: Path, text: str, cause: str) -> None:
    file = tmp_path / "v.yaml"
    file.write_text(text)
    with pytest.raises(KnowledgeBaseError) as caught:
        read_questions(file)
    assert str(caught.value).startswith(f"Vragenbestand '{file}' is niet te lezen: {cause}. ")
    assert str(caught.value).endswith("Het hoort een lijst te zijn met per vraag id, q, kind en gold.")


@pytest.mark.parametrize(
    ("sentences", "nugget", "held"),
    [
        (["Het gras is groen en nat."], "gras is groen", True),
        (["gras is"], "gras is groen", False),
        (["gras is groen"], "het gras is groen", True),
        ([], "gras", False),
        (["gras is", "groen"], "gras is groen", False),
    ],
)
def test_a_nugget_is_held_by_a_sentence_or_holds_most_of_it(sentences: list[str], nugget: str, held: bool) -> None:
    assert answer_evaluation.holds(sentences, nugget) is held


def test_nugget_recall_is_the_share_of_nuggets_that_the_answer_holds(small_base: KnowledgeBase) -> None:
    asked = Asked(
        "V1",
        "wat kost de tuin",
        "feit",
        (Gold("De tuin kost 2.000 euro per jaar.", 2),),
        ("De tuin kost 2.000 euro per jaar.", "de maan is van kaas"),
    )
    score = answer_evaluation.score(small_base, asked)
    assert (score.nuggets, score.right, score.leads, score.off, score.found) == (0.5, True, True, False, True)
    outside = answer_evaluation.score(small_base, Asked("V2", "hoe lang is de Nijl", "buiten", (), ()))
    assert (outside.nuggets, outside.right, outside.leads) == (None, False, False)
    assert answer_evaluation.summary([score, outside]) == {
        "vragen": 1,
        "nuggets": 0.5,
        # Of the two nuggets one is held, by the one sentence that there is.
        "nuggets F1": 0.667,
        "precisie bij meer plaatsen": None,
        "juiste zin": 1.0,
        "bereik": 1.0,
        "vertrouwen": 1.0,
        "voorop": 1.0,
        "ernaast": 0.0,
        "niet geweigerd": 1.0,
        "woorden ervoor": 0.0,
        "zinnen": 1.0,
        "woorden": float(score.words),
        "redactie": 0,
        "redactie buiten": 0,
        "buiten": 1,
        "buiten niet beantwoord": 1.0,
    }


def test_trust_counts_answers_to_questions_outside_and_reach_does_not(small_base: KnowledgeBase) -> None:
    """Two answerable questions, one led by another place than the right one, and one from outside: all answered with the same place."""
    asked = [
        Asked("V1", "wat kost de tuin", "feit", (Gold("De tuin kost 2.000 euro per jaar.", 2),), ()),
        Asked("V2", "wat kost de tuin", "feit", (Gold("De maan is van kaas.", 2),), ()),
        Asked("V3", "wat kost de tuin", "buiten", (), ()),
    ]
    scores = [answer_evaluation.score(small_base, question) for question in asked]
    told = answer_evaluation.summary(scores)
    assert (told["bereik"], told["vertrouwen"], told["voorop"], told["ernaast"]) == (1.0, 0.333, 0.5, 0.5)
    chance = scores[0].answer.chance
    assert answer_evaluation.curve(scores) == [(step, 1.0, 0.333) for step in answer_evaluation.STEPS if step <= chance]


def test_of_a_question_that_went_wrong_each_step_is_kept(small_base: KnowledgeBase) -> None:
    asked = [
        Asked("V1", "wat kost de tuin", "feit", (Gold("De tuin kost 2.000 euro per jaar.", 2),), ()),
        Asked("V2", "wat kost de tuin", "feit", (Gold("De maan is van kaas.", 2),), ()),
        Asked("V3", "wat kost de tuin", "buiten", (), ()),
        Asked("V4", "hoe lang is de Nijl", "buiten", (), ()),
    ]
    wrong = answer_evaluation.gone_wrong([answer_evaluation.score(small_base, question) for question in asked])
    assert [(question["id"], question["status"]) for question in wrong] == [("V2", "beantwoord"), ("V3", "beantwoord")]
    assert [step["name"] for step in wrong[0]["stappen"]] == ["lezen", "vinden", "herkennen", "oordelen", "kiezen", "nakijken"]
    assert all(step["milliseconds"] >= 0 and step["outcome"] for step in wrong[0]["stappen"])
