"""Calibration: on signals that part the cases, so that the weights and the shares can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from meaning import train

from indexer import build, training
from indexer.calibrations import of_model, read, recipe_of
from indexer.corpus.corpus import load
from indexer.measuring.calibration import Case, Fit, as_text, chosen, fit, fitted, numbers_of, read_cases, statuses, write
from kb.calibration import Calibration, Signals
from kb.errors import KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase

# Thirty questions that are answered and ten that are not, of two kinds.
CASES = [
    *(Case(f"vraag {number}", "te beantwoorden") for number in range(30)),
    *(Case(f"ver {number}", "ver") for number in range(6)),
    *(Case(f"bijna {number}", "bijna") for number in range(4)),
]


def signals(*coverage: float) -> np.ndarray:
    """Rows of the eight signals, of which only the first, coverage, says anything."""
    rows = np.zeros((len(coverage), 8))
    rows[:, 0] = coverage
    return rows


def report(rows: np.ndarray) -> str:
    return as_text(fitted(rows, CASES), CASES)


def test_a_signal_that_parts_the_cases_gets_the_weight_and_the_chances_that_follow_by_hand() -> None:
    """Coverage 1 where there is an answer, 0 where there is none; both sides count for half of the 40 cases, whatever their number.

    The best weight w then makes 40 ln(1 + e^(-w/2)) + w^2 / 2 least, with intercept -w/2: w = 20 / (1 + e^(w/2)), which 3.27 is.
    Fitted on the 36 cases of nine of ten parts it is 3.12, and the chances 1 / (1 + e^(-1.56)) = .83 and .17. Left to their numbers
    the 30 would outweigh the 10, and the intercept be another than minus half the weight.
    """
    assert report(signals(*[1.0] * 30, *[0.0] * 10)).splitlines() == [
        "Gewichten:",
        "  coverage                3.27",
        "  best_coverage           0.00",
        "  unknown                 0.00",
        "  fact_missing            0.00",
        "  unanswered_meaning      0.00",
        "  unanswered_words        0.00",
        "  margin_meaning          0.00",
        "  margin_words            0.00",
        "  intercept              -1.63",
        "",
        " drempel  beantwoord   niet beantwoord:       ver      bijna",
        "    0.83        0.98                         1.00       1.00",
        "    0.83        0.95                         1.00       1.00",
        "    0.83        0.92                         1.00       1.00",
        "    0.83        0.90                         1.00       1.00",
        "    0.83        0.88                         1.00       1.00",
        "    0.83        0.86                         1.00       1.00",
        "    0.83        0.84                         1.00       1.00",
        "    0.83        0.82                         1.00       1.00",
        "    0.83        0.80                         1.00       1.00",
        "",
        "Drempel volgens de regel: 0.18",
    ]


def test_signals_that_say_nothing_leave_it_even_however_many_cases_have_an_answer() -> None:
    """Of 40 cases 30 have an answer; balanced, the chance is a half and its logit nought. By their numbers it would be ln 3 = 1.10."""
    lines = report(signals(*[0.0] * 40)).splitlines()
    assert lines[1] == "  coverage                0.00"
    assert lines[9] == "  intercept               0.00"
    assert lines[12].split()[0] == "0.50"


def test_of_cases_on_the_wrong_side_the_share_below_each_threshold_is_told() -> None:
    """Two of the six far cases look answered: with any threshold that keeps the answered ones, four of six stay without an answer."""
    rows = report(signals(*[1.0] * 30, *[1.0] * 2, *[0.0] * 8)).splitlines()[-11:-2]
    assert [row.split()[1:] for row in rows] == [
        [share, "0.67", "1.00"] for share in ("0.98", "0.95", "0.92", "0.90", "0.88", "0.86", "0.84", "0.82", "0.80")
    ]


def test_the_threshold_is_the_lowest_that_keeps_nineteen_of_twenty_far_and_near_questions_out() -> None:
    """Of twenty far ones one may be answered, the one at .90: so .41 is enough. Of the near ones two stand at .60, and one may not."""
    far = [Case(f"ver {number}", "ver") for number in range(20)]
    near = [Case(f"bijna {number}", "dichtbij") for number in range(20)]
    ours = [Case("vraag", "te beantwoorden")]
    of_far = [0.90, 0.405, *[0.2] * 18]
    of_near = [0.60, 0.60, *[0.1] * 18]
    assert chosen(np.array([*of_far, 0.5]), [*far, *ours]) == 0.41
    assert chosen(np.array([*of_far, *of_near, 0.5]), [*far, *near, *ours]) == 0.61
    assert chosen(np.array([0.5]), ours) == 0.0


def test_the_signals_of_the_cases_are_those_of_judging(small_base: KnowledgeBase) -> None:
    """Authored questions against words that nobody knows: what is unknown speaks against an answer, what is covered for it."""
    questions = [question for asked in small_base.library.questions.values() for question in asked]
    unknown = [Case(f"xyzzy{'y' * number} plugh", "buiten") for number in range(len(questions))]
    cases = [*(Case(question, "te beantwoorden") for question in questions), *unknown]
    lines = as_text(fit(small_base, cases), cases).splitlines()
    weights = {name: float(weight) for name, weight in map(str.split, lines[1:10])}
    assert weights["unknown"] < 0 < weights["coverage"]
    assert [line.split()[2] for line in lines[12:21]] == ["1.00"] * 9


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
    asked = [Case("wat kost de tuin", "te beantwoorden"), Case("hoe lang is de Nijl", "buiten"), Case("wie betaalt de vijver", "buiten")]
    assert read_cases([tmp_path / "vragen.yaml"], file, "ijking") == [*asked, Case("waar is de maan", "ver")]
    assert read_cases([], file, "apart") == [Case("wie is de koning", "bijna")]


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
    found = Fit(Signals(1.26, 0, 0, 0, 0, 0, 0, 0), -2.04, 0.6, np.zeros(0))
    write(numbers_of(small_base, found, ["vragen.yaml"]), tmp_path / "ijking.json")
    numbers = read(tmp_path / "ijking.json")
    build.build(load(small_corpus), tmp_path / "index", TRAINED_HERE, train=train, calibration=numbers)
    opened = KnowledgeBase.open(tmp_path / "index")
    assert opened.calibration == numbers
    assert (numbers.encoder, numbers.chosen_on, numbers.judging.weights.coverage) == (TRAINED_HERE, ("vragen.yaml",), 1.3)
    # .45 and .27 before: the distance between answering and offering stays.
    assert (numbers.judging.answered_from, numbers.judging.unsure_from, numbers.judging.intercept) == (0.6, 0.36, -2.0)
    assert numbers.finding == small_base.calibration.finding


@pytest.mark.parametrize("text", [b"", b"{", b'{"judging": {"answered_from": "hoog"}}'])
def test_a_file_that_holds_no_numbers_is_told_by_its_name(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "ijking.json").write_bytes(text)
    with pytest.raises(KnowledgeBaseError, match="is niet te lezen als ijking"):
        read(tmp_path / "ijking.json")
