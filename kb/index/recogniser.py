"""By what the editors' answers are recognised: their questions, what is unlike them, their words, and a classifier over all of these."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from kb.analysis.analyzer import Analyzer
from kb.index import asked, term_sets
from kb.index.asked import AskedIndex
from kb.index.term_sets import TermSets, covered
from kb.index.vectors import Encoder, Vectors
from kb.library import Library
from kb.model import EditedAnswer

_ASKED = "vragen"
_UNLIKE = "niet"
_WORDS = "woorden"
_CLASSES = "klassen.npz"
_TERMS = "termen.json"
# How like an answer's questions a question is, is told by so many of them: one alone may be like it by chance.
NEAREST = 3
# The right answer is seldom further down.
BESIDE = 2


@dataclass(frozen=True)
class Classes:
    """A fitted classifier: a class for each edited answer, and a last one for what asks something else.

    What it looks at is a question's vector and its terms, each term weighed by `rarity` (tf-idf), the two rows each of length one.
    `of_vector` has shape (classes, dimensions), `of_terms` (classes, terms), `intercept` (classes,).
    """

    terms: tuple[str, ...]
    rarity: Vectors
    of_vector: Vectors
    of_terms: Vectors
    intercept: Vectors

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(self.terms)}


Fit = Callable[[Vectors, Sequence[Collection[str]], Sequence[int], Sequence[bool], int], Classes]
"""Fits Classes on the vectors and terms of questions, the number of the answer of each, whether it is one that is only like those of that
answer, and how many answers there are."""


@dataclass(frozen=True, slots=True)
class Likely:
    """The edited answer that a question probably asks for, by its id, and what speaks for and against it.

    `chance`: how probable it is among all; `lead`: how much more so than the next; `other`: how probable that something else is asked.
    `likeness` and `unlike`: how like its questions and those unlike it the question is (-1 to 1). `uncovered`: the share, by weight, of
    the question's terms that neither its questions nor its words hold. `beside` are the answers that come after it, each by its id with
    its chance and its likeness.
    """

    owner: str
    chance: float
    lead: float
    other: float
    likeness: float
    unlike: float
    uncovered: float
    beside: tuple[tuple[str, float, float], ...] = ()


def write(library: Library, encoder: Encoder, analyzer: Analyzer, folder: Path, fit: Fit) -> None:
    """Write all that the library's edited answers are recognised by into a new folder; nothing is fitted on fewer than two classes."""
    folder.mkdir()
    answers = library.edited_answers
    asked.write([one.asked for one in answers], encoder, analyzer, folder / _ASKED)
    asked.write([one.unlike for one in answers], encoder, analyzer, folder / _UNLIKE)
    term_sets.write([[analyzer.terms(text).parts for text in _texts(library, one)] for one in answers], folder / _WORDS)
    questions = [(question, number, False) for number, one in enumerate(answers) for question in one.asked]
    questions += [(question, number, True) for number, one in enumerate(answers) for question in one.unlike]
    if len(answers) + any(one.unlike for one in answers) < 2:
        return
    texts, owners, unlike = zip(*questions, strict=True)
    found = fit(encoder.encode_queries(texts), [analyzer.terms(text).parts for text in texts], owners, unlike, len(answers))
    np.savez(folder / _CLASSES, rarity=found.rarity, of_vector=found.of_vector, of_terms=found.of_terms, intercept=found.intercept)
    (folder / _TERMS).write_text(json.dumps(found.terms, ensure_ascii=False), encoding="utf-8")


class Recogniser:
    """What was written, opened; may be shared between threads and processes."""

    def __init__(self, folder: Path, answers: Sequence[EditedAnswer]) -> None:
        self._ids = [one.id for one in answers]
        self._asked = AskedIndex(folder / _ASKED, self._ids)
        self._unlike = AskedIndex(folder / _UNLIKE, self._ids)
        self._words = TermSets(folder / _WORDS)
        self._classes: Classes | None = None
        if (folder / _CLASSES).exists():
            with np.load(folder / _CLASSES) as kept:
                terms = tuple(json.loads((folder / _TERMS).read_text(encoding="utf-8")))
                self._classes = Classes(terms, **{name: kept[name] for name in ("rarity", "of_vector", "of_terms", "intercept")})

    def likely(self, weights: Sequence[tuple[str, float]], vector: Vectors) -> Likely | None:
        """Return the answer that a question with these weighted terms and this vector of length one probably asks for, None without any."""
        if self._classes is None:
            return None
        terms = [term for term, _ in weights]
        chances = chances_of(self._classes, terms, vector)
        order = np.argsort(-chances[:-1], kind="stable")
        best = int(order[0])
        held = np.asarray(self._words.held(terms, best).terms.any(axis=0))
        known = float(covered(held, [weight for _, weight in weights]))
        return Likely(
            owner=self._ids[best],
            chance=float(chances[best]),
            lead=float(chances[best] - (chances[order[1]] if len(order) > 1 else 0.0)),
            other=float(chances[-1]),
            likeness=self._asked.likeness(best, vector, NEAREST),
            unlike=self._unlike.likeness(best, vector, 1),
            uncovered=1 - known,
            beside=tuple(
                (self._ids[number], float(chances[number]), self._asked.likeness(number, vector, NEAREST))
                for number in map(int, order[1 : 1 + BESIDE])
            ),
        )


def chances_of(classes: Classes, terms: Collection[str], vector: Vectors) -> Vectors:
    """Return how probable each class is for a question with these terms and this vector of length one; one in all."""
    known = [number for term in dict.fromkeys(terms) if (number := classes.number.get(term)) is not None]
    rarity = classes.rarity[known]
    rarity = rarity / (np.linalg.norm(rarity) or 1)
    scores = classes.of_vector @ vector + classes.of_terms[:, known] @ rarity + classes.intercept
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def _texts(library: Library, answer: EditedAnswer) -> tuple[str, ...]:
    said = (library.text(span.passage_id)[span.begin : span.end] for unit in answer.units for span in unit.spans)
    return (*answer.asked, answer.line, *said)
