"""Calibrate when to stay silent: fit the weights of kb.answer.judging, and print what each threshold would do."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from indexer.measuring.evaluation import OUTSIDE, read_questions
from kb.answer.judging import Signals, signals
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
        records = yaml.safe_load(outside.read_text(encoding="utf-8"))
        return cases + [Case(record["q"], record["soort"]) for record in records if record["helft"] == half]
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise KnowledgeBaseError(f"'{outside}' is niet te lezen als lijst van vragen met q, soort en helft ({error}).") from error


def calibrate(base: KnowledgeBase, cases: Sequence[Case]) -> str:
    """Return a report: the fitted weights, and per threshold the share answered and per group not answered (cross-validated)."""
    return report(np.asarray([_signals(base, case.text) for case in cases]), cases)


def report(rows: np.ndarray, cases: Sequence[Case]) -> str:
    """Return that report of cases whose signals are known, a row for each case and a column for each signal."""
    answerable = np.asarray([case.group == ANSWERABLE for case in cases])
    model = LogisticRegression(max_iter=2_000, class_weight="balanced")
    rounds = [
        cross_val_predict(model, rows, answerable, cv=StratifiedKFold(FOLDS, shuffle=True, random_state=seed), method="predict_proba")[:, 1]
        for seed in range(ROUNDS)
    ]
    chances = np.mean(rounds, axis=0)
    model.fit(rows, answerable)
    names = [signal.name for signal in fields(Signals)]
    lines = ["Gewichten:", *(f"  {name:<22}{weight:6.2f}" for name, weight in zip(names, model.coef_[0], strict=True))]
    lines += [f"  {'intercept':<22}{model.intercept_[0]:6.2f}", "", _header(cases)]
    for share in KEPT:
        threshold = float(np.quantile(chances[answerable], 1 - share))
        lines.append(_row(share, threshold, chances, cases))
    lines += ["", f"Drempel volgens de regel: {chosen(chances, cases):.2f}"]
    return "\n".join(lines)


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
    found = base.search(text)
    return astuple(signals(base.finder, base.library, found.question, found.hits)[0])


def _header(cases: Sequence[Case]) -> str:
    groups = [group for group in dict.fromkeys(case.group for case in cases) if group != ANSWERABLE]
    return f"{'drempel':>8}{'beantwoord':>12}   niet beantwoord: " + "  ".join(f"{group:>9}" for group in groups)


def _row(share: float, threshold: float, chances: np.ndarray, cases: Sequence[Case]) -> str:
    groups = [group for group in dict.fromkeys(case.group for case in cases) if group != ANSWERABLE]
    silent = [
        float(np.mean([chance < threshold for chance, case in zip(chances, cases, strict=True) if case.group == group])) for group in groups
    ]
    return f"{threshold:>8.2f}{share:>12.2f}                    " + "  ".join(f"{value:>9.2f}" for value in silent)
