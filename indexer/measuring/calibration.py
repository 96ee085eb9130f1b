"""Calibrate when to stay silent: fit the weights of kb.answer.judging, and print what each threshold would do."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, StratifiedKFold, cross_val_predict

from indexer.calibrations import recipe_of
from indexer.measuring.evaluation import ANSWERING, OUTSIDE, TestQuestion, plain, read_questions, shown
from indexer.reasons import reason
from kb.answer.judging import signals
from kb.calibration import Calibration, Signals, as_json
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.inquiry import Hit

FOLDS = 10
ANSWERABLE = "te beantwoorden"
# The signals that are fitted. With all of them the fit follows the sets that it sees, and loses on one that it does not.
FITTED = ("best_coverage", "fact_missing", "margin_meaning", "margin_words", "likeness", "lead")
# The rule by which the answering threshold is chosen: at least this part of the answers is led by a place that answers, as a mean over the
# sets of questions: else the sets that are put in our own manner would hide what outsiders get.
LEAST_TRUST = 0.85
# And of what is offered with reserve: of each of these groups at least this part is offered nothing.
KEPT_OUT = ("ver", "dichtbij")
LEAST_KEPT_OUT = 0.85
SHOWN = tuple(step / 100 for step in range(30, 85, 5))


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set, and the texts that answer it: none when the sources do not (any group but 'te beantwoorden')."""

    text: str
    group: str
    gold: tuple[str, ...] = ()
    set: str = ""


def read_cases(answerable: Sequence[Path], outside: Path, half: str) -> list[Case]:
    """Return the questions of question files, and of the outside questions those of one half ('ijking' or 'apart')."""
    cases = [_case(question, file.stem) for file in answerable for question in read_questions(file)]
    try:
        records = yaml.safe_load(outside.read_text(encoding="utf-8-sig"))
        return cases + [Case(record["q"], record["soort"], (), outside.stem) for record in records if record["helft"] == half]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise KnowledgeBaseError(
            f"'{outside}' is niet te lezen: {reason(error)}. Het hoort een lijst te zijn met per vraag q, soort en helft."
        ) from error


def _case(question: TestQuestion, name: str) -> Case:
    gold = tuple(item.text for item in question.gold if item.grade == ANSWERING)
    return Case(question.text, OUTSIDE if question.kind == OUTSIDE or not question.gold else ANSWERABLE, gold, name)


@dataclass(frozen=True)
class Fit:
    """Fitted weights and intercept, both thresholds by their rules, and of each case how probable it is that the best place is right
    (cross-validated), and whether it is."""

    weights: Signals
    intercept: float
    answered_from: float
    unsure_from: float
    chances: np.ndarray
    right: np.ndarray


def fit(base: KnowledgeBase, cases: Sequence[Case]) -> Fit:
    """Fit the numbers of judging on cases, by what an index says of them."""
    found = [base.search(case.text) for case in cases]
    rows = [astuple(signals(inquiry, inquiry.hits, base.retriever, base.calibration.judging)[0]) for inquiry in found]
    right = [_is_right(inquiry.hits, case) for inquiry, case in zip(found, cases, strict=True)]
    return fitted(np.asarray(rows), np.asarray(right), cases)


def _is_right(hits: Sequence[Hit], case: Case) -> bool:
    return bool(hits) and any(gold in plain(shown(hits[0])) for gold in case.gold)


def fitted(rows: np.ndarray, right: np.ndarray, cases: Sequence[Case]) -> Fit:
    """Fit them on cases whose signals are known, a row for each case and a column for each signal, and whether their best place is right.

    The chances are cross-validated over whole sets: each by what was fitted on the others; within one set, over ten parts of it.
    """
    columns = [[field.name for field in fields(Signals)].index(name) for name in FITTED]
    model = LogisticRegression(max_iter=2_000, class_weight="balanced")
    sets = [case.set for case in cases]
    with_answers = {case.set for case in cases if case.group == ANSWERABLE}
    within = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    folds = LeaveOneGroupOut().split(rows, right, sets) if len(with_answers) > 1 else within.split(rows, right)
    chances = cross_val_predict(model, rows[:, columns], right, cv=list(folds), method="predict_proba")[:, 1]
    model.fit(rows[:, columns], right)
    weights = dict.fromkeys((field.name for field in fields(Signals)), 0.0) | dict(zip(FITTED, map(float, model.coef_[0]), strict=True))
    answered_from = chosen(chances, right, sets)
    unsure_from = min(answered_from, offered_from(chances, cases))
    return Fit(Signals(**weights), float(model.intercept_[0]), answered_from, unsure_from, chances, right)


def as_text(found: Fit, cases: Sequence[Case]) -> str:
    """Return a report: the fitted weights, and per threshold trust and reach, and which part of each other group is answered."""
    lines = ["Gewichten:", *(f"  {name:<22}{getattr(found.weights, name):6.2f}" for name in FITTED)]
    lines += [f"  {'intercept':<22}{found.intercept:6.2f}", "", _header(cases)]
    lines += [_row(threshold, found, cases) for threshold in SHOWN]
    lines += ["", f"Drempels volgens de regels: beantwoord vanaf {found.answered_from:.2f}, onzeker vanaf {found.unsure_from:.2f}"]
    return "\n".join(lines)


def numbers_of(base: KnowledgeBase, found: Fit, sets: Sequence[str]) -> Calibration:
    """Return the numbers of an index with those of judging fitted anew, as chosen for its model on these sets of questions.

    Weights keep one decimal: finer ones say more of the questions than of the sources.
    """
    old = base.calibration.judging
    weights = Signals(*(round(weight, 1) for weight in astuple(found.weights)))
    judging = replace(
        old, weights=weights, intercept=round(found.intercept, 1), answered_from=found.answered_from, unsure_from=found.unsure_from
    )
    model = base.manifest.model
    return replace(base.calibration, encoder=model, recipe=recipe_of(model), chosen_on=tuple(sets), judging=judging)


def write(numbers: Calibration, file: Path) -> None:
    """Write numbers in a file, for `kb index --ijking`. Raises OSError."""
    file.write_bytes(as_json(numbers))


def chosen(chances: np.ndarray, right: np.ndarray, sets: Sequence[str]) -> float:
    """Return the lowest threshold, in hundredths, at which LEAST_TRUST of the answers is led by a right place, as the mean over the sets
    of which something is right at all; 1 when there is none."""
    of_sets = [np.asarray([name == one for name in sets]) for one in dict.fromkeys(sets)]
    told = [chosen_cases for chosen_cases in of_sets if right[chosen_cases].any()]

    def trust(threshold: float) -> float:
        return float(np.mean([_trust(chances[one], right[one], threshold) for one in told])) if told else 0.0

    return next((step / 100 for step in range(101) if trust(step / 100) >= LEAST_TRUST), 1.0)


def offered_from(chances: np.ndarray, cases: Sequence[Case]) -> float:
    """Return the lowest threshold, in hundredths, at which of each group of KEPT_OUT at least LEAST_KEPT_OUT is offered nothing."""
    groups = [np.asarray([chance for chance, case in zip(chances, cases, strict=True) if case.group == group]) for group in KEPT_OUT]
    return next(step / 100 for step in range(102) if all(np.mean(group < step / 100) >= LEAST_KEPT_OUT for group in groups if len(group)))


def _trust(chances: np.ndarray, right: np.ndarray, threshold: float) -> float:
    answered = right[chances >= threshold]
    return float(answered.mean()) if len(answered) else 0.0


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


def _header(cases: Sequence[Case]) -> str:
    return f"{'drempel':>8}{'bereik':>10}{'vertrouwen':>12}   beantwoord van: " + "  ".join(f"{group:>9}" for group in _others(cases))


def _row(threshold: float, found: Fit, cases: Sequence[Case]) -> str:
    answered = found.chances >= threshold

    def share(name: str) -> float:
        return float(np.mean([given for given, case in zip(answered, cases, strict=True) if case.group == name]))

    trust = _trust(found.chances, found.right, threshold)
    told = "  ".join(f"{share(group):>9.2f}" for group in _others(cases))
    return f"{threshold:>8.2f}{share(ANSWERABLE):>10.2f}{trust:>12.2f}                   {told}"


def _others(cases: Sequence[Case]) -> list[str]:
    return [group for group in dict.fromkeys(case.group for case in cases) if group != ANSWERABLE]
