"""Calibrate when to stay silent: fit the weights of kb.answer.judging, and print what each threshold would do."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from indexer.calibrations import recipe_of
from indexer.measuring.evaluation import OUTSIDE, read_questions
from indexer.reasons import reason
from kb.answer.judging import signals
from kb.calibration import Calibration, Signals, as_json
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase

FOLDS = 10
ROUNDS = 5
ANSWERABLE = "te beantwoorden"
# The rule by which the answering threshold is chosen: that of these groups, each at least this part gets no answer.
KEPT_OUT = ("ver", "dichtbij")
LEAST_KEPT_OUT = 0.95
KEPT = (0.98, 0.95, 0.92, 0.90, 0.88, 0.86, 0.84, 0.82, 0.80)


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose answer is known to be there (group 'te beantwoorden') or not (any other group)."""

    text: str
    group: str


def read_cases(answerable: Sequence[Path], outside: Path, half: str) -> list[Case]:
    """Return the questions of question files, and of the outside questions those of one half ('ijking' or 'apart')."""
    cases = [
        Case(question.text, OUTSIDE if question.kind == OUTSIDE or not question.gold else ANSWERABLE)
        for file in answerable
        for question in read_questions(file)
    ]
    try:
        records = yaml.safe_load(outside.read_text(encoding="utf-8-sig"))
        return cases + [Case(record["q"], record["soort"]) for record in records if record["helft"] == half]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise KnowledgeBaseError(
            f"'{outside}' is niet te lezen: {reason(error)}. Het hoort een lijst te zijn met per vraag q, soort en helft."
        ) from error


@dataclass(frozen=True)
class Fit:
    """Fitted weights and intercept, the threshold by the rule, and of each case how probable an answer is (cross-validated)."""

    weights: Signals
    intercept: float
    answered_from: float
    chances: np.ndarray


def fit(base: KnowledgeBase, cases: Sequence[Case]) -> Fit:
    """Fit the numbers of judging on cases, by what an index says of them."""
    return fitted(np.asarray([_signals(base, case.text) for case in cases]), cases)


def fitted(rows: np.ndarray, cases: Sequence[Case]) -> Fit:
    """Fit them on cases whose signals are known, a row for each case and a column for each signal."""
    answerable = np.asarray([case.group == ANSWERABLE for case in cases])
    model = LogisticRegression(max_iter=2_000, class_weight="balanced")
    rounds = [
        cross_val_predict(model, rows, answerable, cv=StratifiedKFold(FOLDS, shuffle=True, random_state=seed), method="predict_proba")[:, 1]
        for seed in range(ROUNDS)
    ]
    chances = np.mean(rounds, axis=0)
    model.fit(rows, answerable)
    return Fit(Signals(*(float(weight) for weight in model.coef_[0])), float(model.intercept_[0]), chosen(chances, cases), chances)


def as_text(found: Fit, cases: Sequence[Case]) -> str:
    """Return a report: the fitted weights, and per threshold the share answered and per group not answered (cross-validated)."""
    answerable = np.asarray([case.group == ANSWERABLE for case in cases])
    lines = ["Gewichten:", *(f"  {name:<22}{weight:6.2f}" for name, weight in asdict(found.weights).items())]
    lines += [f"  {'intercept':<22}{found.intercept:6.2f}", "", _header(cases)]
    for share in KEPT:
        threshold = float(np.quantile(found.chances[answerable], 1 - share))
        lines.append(_row(share, threshold, found.chances, cases))
    lines += ["", f"Drempel volgens de regel: {found.answered_from:.2f}"]
    return "\n".join(lines)


def numbers_of(base: KnowledgeBase, found: Fit, sets: Sequence[str]) -> Calibration:
    """Return the numbers of an index with those of judging fitted anew, as chosen for its model on these sets of questions.

    Weights keep one decimal: finer ones say more of the questions than of the sources. The threshold of what is offered with reserve keeps
    its distance to that of what is answered.
    """
    old = base.calibration.judging
    weights = Signals(*(round(weight, 1) for weight in astuple(found.weights)))
    unsure_from = round(found.answered_from * old.unsure_from / old.answered_from, 2)
    judging = replace(old, weights=weights, intercept=round(found.intercept, 1), answered_from=found.answered_from, unsure_from=unsure_from)
    model = base.manifest.model
    return replace(base.calibration, encoder=model, recipe=recipe_of(model), chosen_on=tuple(sets), judging=judging)


def write(numbers: Calibration, file: Path) -> None:
    """Write numbers in a file, for `kb index --ijking`. Raises OSError."""
    file.write_bytes(as_json(numbers))


def chosen(chances: np.ndarray, cases: Sequence[Case]) -> float:
    """Return the lowest threshold, in hundredths, at which of the far and of the near questions (KEPT_OUT) LEAST_KEPT_OUT get no answer.

    A group without questions asks nothing. The threshold is chosen by this rule on the calibration half and on nothing else.
    """
    groups = [np.asarray([chance for chance, case in zip(chances, cases, strict=True) if case.group == group]) for group in KEPT_OUT]
    return next(
        threshold
        for threshold in (step / 100 for step in range(101))
        if all(np.mean(group < threshold) >= LEAST_KEPT_OUT for group in groups if len(group))
    )


def statuses(base: KnowledgeBase, cases: Sequence[Case]) -> str:
    """Return per group how many questions get each status, as the program stands."""
    counts: dict[str, dict[str, int]] = {}
    for case in cases:
        status = str(base.answer(base.search(case.text)).status)
        group = counts.setdefault(case.group, {})
        group[status] = group.get(status, 0) + 1
    lines = [f"{'groep':<18}{'vragen':>7}{'beantwoord':>12}{'onzeker':>10}{'niet gevonden':>15}"]
    for name, found in counts.items():
        total = sum(found.values())
        shares = [found.get(status, 0) / total for status in ("beantwoord", "onzeker", "niet-gevonden")]
        lines.append(f"{name:<18}{total:>7}{shares[0]:>12.2f}{shares[1]:>10.2f}{shares[2]:>15.2f}")
    return "\n".join(lines)


def _signals(base: KnowledgeBase, text: str) -> tuple[float, ...]:
    inquiry = base.search(text)
    return astuple(signals(inquiry, inquiry.hits, base.retriever, base.calibration.judging)[0])


def _header(cases: Sequence[Case]) -> str:
    groups = [group for group in dict.fromkeys(case.group for case in cases) if group != ANSWERABLE]
    return f"{'drempel':>8}{'beantwoord':>12}   niet beantwoord: " + "  ".join(f"{group:>9}" for group in groups)


def _row(share: float, threshold: float, chances: np.ndarray, cases: Sequence[Case]) -> str:
    groups = [group for group in dict.fromkeys(case.group for case in cases) if group != ANSWERABLE]
    silent = [
        float(np.mean([chance < threshold for chance, case in zip(chances, cases, strict=True) if case.group == group])) for group in groups
    ]
    return f"{threshold:>8.2f}{share:>12.2f}                    " + "  ".join(f"{value:>9.2f}" for value in silent)
