"""Calibration: on signals that part the cases, so that the weights and the shares can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from meaning import train

from indexer import build, training
from indexer.calibrations import of_model, read, recipe_of
from indexer.corpus.corpus import load
from indexer.measuring.calibration import Case, Fit, as_text, chosen, fit, fitted, numbers_of, offered_from, read_cases, statuses, write
from indexer.measuring.evaluation import plain
from kb.calibration import Calibration, Signals
from kb.errors import KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase

# Thirty questions that are answered and ten that are not, of two kinds, all of one set.
CASES = [
    *(Case(f"vraag {number}", "te beantwoorden", ("goud",)) for number in range(30)),
    *(Case(f"ver {number}", "ver") for number in range(6)),
    *(Case(f"bijna {number}", "bijna") for number in range(4)),
]
RIGHT = np.array([True] * 30 + [False] * 10)


def signals(*likeness: float) -> np.ndarray:
    """Rows of the ten signals, of which only the last but one, likeness, says anything."""
    rows = np.zeros((len(likeness), 10))
    rows[:, 8] = likeness
    return rows


def report(rows: np.ndarray) -> str:
    return as_text(fitted(rows, RIGHT, CASES), CASES)


def test_a_signal_that_parts_the_cases_gets_the_weight_and_the_chances_that_follow_by_hand() -> None:
    """Likeness 1 where the place is right, 0 where it is not; both sides count for half of the 40 cases, whatever their number.

    The best weight w then makes 40 ln(1 + e^(-w/2)) + w^2 / 2 least, with intercept -w/2: w = 20 / (1 + e^(w/2)), which 3.27 is.
    Fitted on the 36 cases of nine of ten parts it is 3.12, and the chances 1 / (1 + e^(-1.56)) = .83 and .17. Left to their numbers
    the 30 would outweigh the 10, and the intercept be another than minus half the weight. From .18 on only right ones are answered.
    """
    assert report(signals(*[1.0] * 30, *[0.0] * 10)).splitlines() == [
        "Gewichten:",
        "  best_coverage           0.00",
        "  fact_missing            0.00",
        "  margin_meaning          0.00",
        "  margin_words            0.00",
        "  likeness                3.27",
        "  lead                    0.00",
        "  intercept              -1.63",
        "",
        " drempel    bereik  vertrouwen   beantwoord van:       ver      bijna",
        *(f"    0.{step}      1.00        1.00                        0.00       0.00" for step in range(30, 85, 5)),
        "",
        "Drempels volgens de regels: beantwoord vanaf 0.18, onzeker vanaf 0.18",
    ]


def test_signals_that_say_nothing_leave_it_even_however_many_cases_have_an_answer() -> None:
    """Of 40 cases 30 have an answer; balanced, the chance is a half and its logit nought. By their numbers it would be ln 3 = 1.10."""
    lines = report(signals(*[0.0] * 40)).splitlines()
    assert (lines[1], lines[7]) == ("  best_coverage           0.00", "  intercept               0.00")
    # Below one half all are answered, of which three in four are right; above it none is.
    assert lines[13].split() == ["0.45", "1.00", "0.75", "1.00", "1.00"]
    assert lines[15].split() == ["0.55", "0.00", "0.00", "0.00", "0.00"]
    # The six far ones have one half too.
    assert lines[-1] == "Drempels volgens de regels: beantwoord vanaf 1.00, onzeker vanaf 0.51"


def test_the_threshold_is_the_lowest_at_which_seventeen_of_twenty_answers_lead_with_a_right_place() -> None:
    chances = np.array([0.9] * 17 + [0.8] * 3 + [0.405])
    right = np.array([True] * 17 + [False] * 4)
    assert chosen(chances, right, ["een"] * 21) == 0.41
    assert chosen(np.array([0.9, 0.5, 0.5]), np.array([True, False, False]), ["een"] * 3) == 0.51
    assert chosen(np.array([0.9]), np.array([False]), ["een"]) == 1.0


def test_a_set_in_our_own_manner_does_not_hide_what_outsiders_get() -> None:
    """Of 100 questions in our manner all answers are right, of four from outside two: together .98, as a mean of the sets .75 until the wrong
    ones go, at .61. A set of which nothing is right at all tells nothing of trust."""
    chances = np.array([0.9] * 100 + [0.9, 0.8, 0.6, 0.5] + [0.95])
    right = np.array([True] * 100 + [True, True, False, False] + [False])
    assert chosen(chances, right, ["wij"] * 100 + ["zij"] * 4 + ["niemand"]) == 0.61


def test_of_twenty_far_and_near_questions_each_three_may_be_offered_something() -> None:
    far = [Case(f"ver {number}", "ver") for number in range(20)]
    near = [Case(f"bijna {number}", "dichtbij") for number in range(20)]
    ours = [Case("vraag", "te beantwoorden")]
    of_far = [0.9, 0.9, 0.9, 0.205, *[0.1] * 16]
    of_near = [0.5, 0.4, 0.3, 0.255, *[0.1] * 16]
    assert offered_from(np.array([*of_far, 0.5]), [*far, *ours]) == 0.21
    assert offered_from(np.array([*of_far, *of_near, 0.5]), [*far, *near, *ours]) == 0.26
    assert offered_from(np.array([0.5]), ours) == 0.0


def test_each_set_is_judged_by_what_was_fitted_on_the_others() -> None:
    """In the first set likeness tells right from wrong, in the second it tells the contrary: each gets the chances of the other."""
    cases = [Case(f"{name} {number}", "te beantwoorden", ("goud",), name) for name in ("een", "twee") for number in range(20)]
    likeness = [1.0] * 10 + [0.0] * 10 + [1.0] * 10 + [0.0] * 10
    right = np.array([True] * 10 + [False] * 20 + [True] * 10)
    found = fitted(signals(*likeness), right, cases)
    assert (found.chances[:10] < 0.5).all()
    assert (found.chances[10:20] > 0.5).all()
    assert (found.chances[20:30] > 0.5).all()


def test_a_case_is_right_when_the_first_place_holds_what_answers(small_base: KnowledgeBase) -> None:
    """Authored questions against words that nobody knows: what is covered and alike speaks for a right place."""
    asked = [
        (question, small_base.search(question).hits[0]) for questions in small_base.library.questions.values() for question in questions
    ]
    ours = [Case(question, "te beantwoorden", (plain(hit.entry.text),)) for question, hit in asked]
    unknown = [Case(f"xyzzy{'y' * number} plugh", "buiten") for number in range(len(ours))]
    found = fit(small_base, [*ours, *unknown])
    assert found.right.tolist() == [True] * len(ours) + [False] * len(unknown)
    assert min(found.weights.best_coverage, found.weights.likeness) > 0
    wrong = [Case(question, "te beantwoorden", ("iets dat er niet staat",)) for question, _ in asked]
    assert fit(small_base, [*ours, *wrong]).right.tolist() == [True] * len(ours) + [False] * len(wrong)


def test_statuses_are_counted_by_group(small_base: KnowledgeBase) -> None:
    cases = [
        Case("wat kost de tuin", "te beantwoorden"),
        Case("welke planten verdragen strenge vorst", "te beantwoorden"),
        Case("xyzzy plugh", "ver"),
    ]
    assert statuses(small_base, cases).splitlines() == [
        "groep              vragen  beantwoord   onzeker  niet gevonden",
        "te beantwoorden         2        0.50      0.00           0.50",
        "ver                     1        0.00      0.00           1.00",
    ]


def outside(folder: Path, text: str) -> Path:
    file = folder / "buiten.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_cases_are_read_from_questions_and_from_one_half_of_those_outside(tmp_path: Path) -> None:
    (tmp_path / "vragen.yaml").write_text(
        "- {id: V1, q: wat kost de tuin, kind: feit, gold: [{text: De tuin kost 2.000 euro, grade: 2}]}\n"
        "- {id: V2, q: hoe lang is de Nijl, kind: buiten}\n"
        "- {id: V3, q: wie betaalt de vijver, kind: feit}\n",
        encoding="utf-8",
    )
    file = outside(tmp_path, "- {q: waar is de maan, soort: ver, helft: ijking}\n- {q: wie is de koning, soort: bijna, helft: apart}\n")
    asked = [
        Case("wat kost de tuin", "te beantwoorden", ("De tuin kost 2.000 euro",), "vragen"),
        Case("hoe lang is de Nijl", "buiten", (), "vragen"),
        Case("wie betaalt de vijver", "buiten", (), "vragen"),
    ]
    assert read_cases([tmp_path / "vragen.yaml"], file, "ijking") == [*asked, Case("waar is de maan", "ver", (), "buiten")]
    assert read_cases([], file, "apart") == [Case("wie is de koning", "bijna", (), "buiten")]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("- {q: waar is de maan, soort: ver}\n", "'helft' ontbreekt"),
        ("3\n", "de vorm klopt niet"),
        ("- [\n", "regel 2 is geen geldige YAML"),
    ],
)
def test_a_broken_file_of_outside_questions_is_refused_with_a_sentence(tmp_path: Path, text: str, cause: str) -> None:
    file = outside(tmp_path, text)
    with pytest.raises(KnowledgeBaseError) as caught:
        read_cases([], file, "ijking")
    assert str(caught.value).startswith(f"'{file}' is niet te lezen: {cause}. Het hoort een lijst")


def test_the_numbers_of_the_own_model_come_with_the_program_and_are_the_defaults_of_the_code() -> None:
    """Else the code would say one thing and serve with another; and they hold only while the model is trained in the same way."""
    numbers = of_model(TRAINED_HERE)
    assert numbers == Calibration(TRAINED_HERE, recipe_of(TRAINED_HERE), numbers.chosen_on)
    assert len(numbers.chosen_on) == 4


def test_a_model_that_is_trained_otherwise_has_no_numbers_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "LEARNING_RATE", 0.02)
    assert of_model(TRAINED_HERE) == Calibration() == of_model("clips/e5-small-trm-nl")


def test_fitted_numbers_go_with_the_index_that_is_built_with_them(small_base: KnowledgeBase, small_corpus: Path, tmp_path: Path) -> None:
    found = Fit(Signals(1.26, 0, 0, 0, 0, 0, 0, 0), -2.04, 0.6, 0.36, np.zeros(0), np.zeros(0))
    write(numbers_of(small_base, found, ["vragen.yaml"]), tmp_path / "ijking.json")
    numbers = read(tmp_path / "ijking.json")
    build.build(load(small_corpus), tmp_path / "index", TRAINED_HERE, train=train, calibration=numbers)
    opened = KnowledgeBase.open(tmp_path / "index")
    assert opened.calibration == numbers
    assert (numbers.encoder, numbers.chosen_on, numbers.judging.weights.coverage) == (TRAINED_HERE, ("vragen.yaml",), 1.3)
    assert (numbers.judging.answered_from, numbers.judging.unsure_from, numbers.judging.intercept) == (0.6, 0.36, -2.0)
    assert numbers.finding == small_base.calibration.finding


@pytest.mark.parametrize("text", [b"", b"{", b'{"judging": {"answered_from": "hoog"}}'])
def test_a_file_that_holds_no_numbers_is_told_by_its_name(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "ijking.json").write_bytes(text)
    with pytest.raises(KnowledgeBaseError, match="is niet te lezen als ijking"):
        read(tmp_path / "ijking.json")
