"""Measure how well questions find their answers: hit@1, hit@5 and nDCG@10, per kind of question and per stage."""

import json
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
import yaml
from ir_measures import Success, nDCG

from indexer.reasons import reason
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase
from kb.model import EntryKind
from kb.retrieval.inquiry import Hit
from kb.retrieval.search import Stages

DEPTH = 10
ANSWERING = 2
OUTSIDE = "buiten"
STAGES: Mapping[str, Stages] = {
    "trefwoord zonder vragen": Stages(questions=False, meaning=False, edited=False),
    "trefwoord": Stages(meaning=False, edited=False),
    "betekenis": Stages(keyword=False, edited=False),
    "samen": Stages(edited=False),
    "met de redactie": Stages(),
}
MEASURES = {"hit@1": Success(rel=ANSWERING) @ 1, "hit@5": Success(rel=ANSWERING) @ 5, "nDCG@10": nDCG(gains={0: 0, 1: 1, 2: 3}) @ DEPTH}
BOOTSTRAP_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Gold:
    """A verbatim text that answers (grade 2) or is related (grade 1)."""

    text: str
    grade: int


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """A question with what answers it; kind 'buiten' has no gold."""

    id: str
    text: str
    kind: str
    gold: tuple[Gold, ...]
    nuggets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """The measures of one question, by name, and what came in its first places."""

    question: TestQuestion
    values: Mapping[str, float]
    first: tuple[str, ...]


def read_questions(file: Path) -> list[TestQuestion]:
    """Read a question file (JSON or YAML). Raises KnowledgeBaseError when it is not in the form of docs/evaluatie.md."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
        return [_question(record) for record in data]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, yaml.YAMLError) as error:
        raise KnowledgeBaseError(
            f"Vragenbestand '{file}' is niet te lezen: {reason(error)}. Het hoort een lijst te zijn met per vraag id, q, kind en gold."
        ) from error


def _question(record: Mapping[str, Any]) -> TestQuestion:
    gold = tuple(Gold(plain(item["text"]), int(item["grade"])) for item in record.get("gold") or ())
    return TestQuestion(str(record["id"]), record["q"], record.get("kind", "vraag"), gold, tuple(map(plain, record.get("nuggets") or ())))


def plain(text: str) -> str:
    """Return text without Markdown, list marks and note marks, white space folded, as gold and results are compared."""
    without_lists = re.sub(r"(?m)^\s*(?:[-•]|\d+\.)\s+", " ", text)
    return " ".join(re.sub(r"[*_`\\¹²³⁰-⁹]", "", without_lists).split())


def grades(results: Sequence[str], gold: Sequence[Gold]) -> list[int]:
    """Return the grade of each result (its title and text); each gold text counts for the first result that holds it."""
    open_gold = list(gold)
    found = []
    for result in results:
        text = plain(result)
        held = [item for item in open_gold if item.text in text]
        open_gold = [item for item in open_gold if item not in held]
        found.append(max((item.grade for item in held), default=0))
    return found


def ideal_grades(texts: Iterable[str], gold: Sequence[Gold]) -> list[int]:
    """Return the grades of the best order: what the passages that hold distinct gold texts would bring, greedily chosen."""
    pool = [{item for item in gold if item.text in text} for text in map(plain, texts)]
    pool = [held for held in pool if held]
    best: list[int] = []
    taken: set[Gold] = set()
    while True:
        fresh = [held - taken for held in pool if held - taken]
        if not fresh:
            return sorted(best, reverse=True)
        chosen = max(fresh, key=lambda held: (max(item.grade for item in held), -len(held)))
        best.append(max(item.grade for item in chosen))
        taken |= chosen


def measure(results: Sequence[str], question: TestQuestion, texts: Iterable[str]) -> dict[str, float]:
    """Return the measures of one question over its results (title and text, best first); `texts` are all that can be found."""
    run = {f"r{place:03}": float(len(results) - place) for place in range(len(results))}
    found = grades(results[:DEPTH], question.gold)
    relevance = {f"r{place:03}": grade for place, grade in enumerate(found)}
    missed = list(ideal_grades(texts, question.gold))
    for grade in found:
        if grade in missed:
            missed.remove(grade)
    relevance |= {f"m{place:03}": grade for place, grade in enumerate(missed)}
    values = ir_measures.calc_aggregate(list(MEASURES.values()), {"q": relevance}, {"q": run or {"none": 0.0}})
    return {name: float(values[measure]) for name, measure in MEASURES.items()}


def shown(hit: Hit) -> str:
    """Return title and text of a hit as a reader and the API see them."""
    return f"{hit.entry.title}\n{hit.entry.text}"


def evaluate(base: KnowledgeBase, questions: Sequence[TestQuestion], stages: Stages) -> list[QuestionScores]:
    """Search for each answerable question and measure what comes."""
    entries = [record.entry for record in base.retriever.records(range(base.retriever.size))]
    texts = [f"{entry.title}\n{entry.text}" for entry in entries if entry.kind in (EntryKind.PASSAGE, EntryKind.QUOTE)]
    scores = []
    for question in questions:
        if question.kind == OUTSIDE or not question.gold:
            continue
        hits = base.search(question.text, stages=stages).hits[:DEPTH]
        values = measure([shown(hit) for hit in hits], question, texts)
        scores.append(QuestionScores(question, values, tuple(hit.entry.id for hit in hits[:5])))
    return scores


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over questions with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    count: int


def mean(values: Sequence[float], seed: int = 1) -> Mean:
    """Return the mean of values and the interval that 95 % of 1,000 resamples of them fall in (percentile bootstrap)."""
    chooser = random.Random(seed)
    samples = sorted(sum(chooser.choices(values, k=len(values))) / len(values) for _ in range(BOOTSTRAP_ROUNDS))
    return Mean(sum(values) / len(values), samples[int(0.025 * BOOTSTRAP_ROUNDS)], samples[int(0.975 * BOOTSTRAP_ROUNDS)], len(values))


def by_kind(scores: Sequence[QuestionScores]) -> dict[str, dict[str, Mean]]:
    """Return for each kind of question, and for 'alle', the mean of each measure."""
    kinds = ["alle", *dict.fromkeys(score.question.kind for score in scores)]
    return {
        kind: {name: mean([score.values[name] for score in scores if kind in ("alle", score.question.kind)]) for name in MEASURES}
        for kind in kinds
    }


def full_report(base: KnowledgeBase, questions: Sequence[TestQuestion], tell: Callable[[str], None] = lambda name: None) -> dict[str, Any]:
    """Return the evaluation of all stages as JSON-ready data: per stage the means per kind and the questions that were missed."""
    report: dict[str, Any] = {}
    for name, stages in STAGES.items():
        tell(name)
        scores = evaluate(base, questions, stages)
        report[name] = {
            "soorten": {
                kind: {measure_name: vars_of(value) for measure_name, value in means.items()} for kind, means in by_kind(scores).items()
            },
            "gemist": [
                {
                    "id": score.question.id,
                    "vraag": score.question.text,
                    "soort": score.question.kind,
                    "in plaats daarvan": list(score.first),
                }
                for score in scores
                if not score.values["hit@5"]
            ],
        }
    return report


def vars_of(value: Mean) -> dict[str, float]:
    """Return a mean as JSON-ready data, rounded."""
    return {"waarde": round(value.value, 3), "laag": round(value.low, 3), "hoog": round(value.high, 3), "aantal": value.count}
