"""Calibrate when an edited answer leads: fit the weights of kb.answer.edited, and print what each threshold would do."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from indexer.reasons import reason
from kb.answer.edited import Recognised, recognise
from kb.calibration import Recognising
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase

SAME = "gelijk"
PARTS = 5
# The rule by which the threshold is chosen: of the questions that are only like an answer's at most this part is led by one.
MOST_WRONGLY_LED = 0.03
SHOWN = tuple(step / 100 for step in range(30, 85, 5))


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the id of the edited answer that it is like ('' for none), and its kind: 'gelijk' when that is its answer, as those of
    `also` are then."""

    text: str
    answer: str
    kind: str
    also: tuple[str, ...] = ()

    @property
    def right(self) -> frozenset[str]:
        """The ids of the answers to it."""
        return frozenset((self.answer, *self.also)) if self.kind == SAME else frozenset()


@dataclass(frozen=True)
class Fit:
    """The numbers chosen, and of each case whether something is objected, whether the right answer is recognised, and how probably
    (each by what was fitted on the questions to other answers)."""

    numbers: Recognising
    cases: tuple[Case, ...]
    objected: np.ndarray
    right: np.ndarray
    chances: np.ndarray


def read_cases(file: Path, half: str) -> list[Case]:
    """Return the cases of one half ('ijking' or 'apart') of a file."""
    try:
        records = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
        return [
            Case(record["q"], record["bij"], record["soort"], tuple(record.get("ook", ()))) for record in records if record["helft"] == half
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise KnowledgeBaseError(
            f"'{file}' is niet te lezen: {reason(error)}. Het hoort een lijst te zijn met per vraag q, bij, soort en helft."
        ) from error


def fit(base: KnowledgeBase, cases: Sequence[Case], outside: Sequence[str]) -> Fit:
    """Fit the numbers of recognising on cases and on questions that the sources do not answer; the threshold follows from the rule."""
    every = [*cases, *(Case(text, "", "buiten") for text in outside)]
    met = [(case, found) for case in every if (found := _recognised(base, case.text))]
    told = tuple(case for case, _ in met)
    # Between the id of the answer and those beside it stand the numbers.
    rows = np.asarray([astuple(found.likely)[1:-1] for _, found in met])
    right = np.asarray([found.answer.id in case.right for case, found in met])
    objected = np.asarray([bool(found.objection) for _, found in met])
    answers = sorted({case.answer for case in cases})
    if len(answers) < PARTS or not any(right) or all(right):
        raise KnowledgeBaseError(
            f"Hier valt niets te ijken: nodig zijn vragen bij ten minste {PARTS} redactionele antwoorden, waarvan een deel erbij hoort"
            " en een deel er alleen op lijkt. Vul het bestand aan, of laat --herkennen weg."
        )
    # All questions to an answer stand in one part; those without any are in every fit.
    part = np.asarray([answers.index(case.answer) % PARTS if case.answer else -1 for case in told])
    chances = np.zeros(len(told))
    for number in range(PARTS):
        chances[part == number] = _fitted(rows, right, (part != number) & ~objected).predict_proba(rows[part == number])[:, 1]
    model = _fitted(rows, right, ~objected)
    chances[part == -1] = model.predict_proba(rows[part == -1])[:, 1]
    chance, lead, other, likeness, unlike, uncovered = (round(float(weight), 1) for weight in model.coef_[0])
    numbers = replace(
        base.calibration.recognising,
        chance=chance,
        lead=lead,
        other=other,
        likeness=likeness,
        unlike=unlike,
        uncovered=uncovered,
        intercept=round(float(model.intercept_[0]), 1),
    )
    fitted = Fit(numbers, told, objected, right, chances)
    return replace(fitted, numbers=replace(numbers, leads_from=_chosen(fitted)))


def _fitted(rows: np.ndarray, right: np.ndarray, chosen: np.ndarray) -> LogisticRegression:
    return LogisticRegression(max_iter=2_000).fit(rows[chosen], right[chosen])


def _recognised(base: KnowledgeBase, text: str) -> Recognised | None:
    return recognise(base.search(text), base.library, base.calibration.recognising)


def _chosen(found: Fit) -> float:
    """Return the lowest threshold, in hundredths, at which at most MOST_WRONGLY_LED of the questions that are only alike are led."""
    steps = (step / 100 for step in range(101))
    return next((step for step in steps if _led(found, _alike(found), step) <= MOST_WRONGLY_LED), 1.0)


def _alike(found: Fit) -> np.ndarray:
    return np.asarray([case.kind != SAME and bool(case.answer) for case in found.cases])


def _led(found: Fit, among: np.ndarray, threshold: float) -> float:
    return float(np.mean(~found.objected[among] & (found.chances[among] >= threshold)))


def as_text(found: Fit) -> str:
    """Return a report: the weights, and per threshold which part of each kind of question is led by an edited answer."""
    weights = ", ".join(f"{name} {getattr(found.numbers, name)}" for name in ("chance", "lead", "other", "likeness", "unlike", "uncovered"))
    kinds = list(dict.fromkeys(case.kind for case in found.cases))
    lines = [f"Herkennen: {weights}, intercept {found.numbers.intercept}", ""]
    lines.append(f"{'drempel':>8}{'juist':>9}" + "".join(f"{kind:>9}" for kind in kinds if kind != SAME))
    same = np.asarray([case.kind == SAME for case in found.cases])
    for threshold in SHOWN:
        rightly = float(np.mean(found.right[same] & ~found.objected[same] & (found.chances[same] >= threshold)))
        others = [_led(found, np.asarray([case.kind == kind for case in found.cases]), threshold) for kind in kinds if kind != SAME]
        lines.append(f"{threshold:>8.2f}{rightly:>9.2f}" + "".join(f"{share:>9.2f}" for share in others))
    return "\n".join([*lines, "", f"Drempel volgens de regel: een redactioneel antwoord voorop vanaf {found.numbers.leads_from:.2f}"])


def as_it_stands(base: KnowledgeBase, cases: Sequence[Case]) -> str:
    """Return, per kind of question, how many are led by an edited answer as the program stands, and how many by the right one."""
    lines = [f"{'soort':<10}{'vragen':>8}{'voorop':>9}{'het juiste':>12}"]
    for kind in dict.fromkeys(case.kind for case in cases):
        asked = [case for case in cases if case.kind == kind]
        led = [(case, edited) for case in asked if (edited := base.answer(base.search(case.text)).all_edited)]
        right = sum(not case.right.isdisjoint(one.id for one in edited) for case, edited in led)
        lines.append(f"{kind:<10}{len(asked):>8}{len(led):>9}{right:>12}")
    return "\n".join(lines)
