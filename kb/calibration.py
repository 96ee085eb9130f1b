"""The numbers that a generation serves with: weights, floors and thresholds. They belong to an encoder and to how it was made.

What stands here as default is chosen for the encoder that `kb index` trains (docs/evaluatie.md). Those of a generation stand in its own
file, and another encoder has others: `kb calibrate` fits them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

FILE = "ijking.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """How much each way of matching counts, and where what is about a question ends. Chosen by `kb evaluate`, few and round on purpose:
    finer ones fitted on the open set lost on unseen questions.

    `fields`: how much a match counts per field of the keyword index; `synonym`, `related`: how much another name of what is named
    counts beside the reader's own word; `keyword`, `meaning`: the two kinds of score; `question_share`: how much the likeness of an
    entry's best question counts beside that of its text; `unasked`: how many times as much the words of an entry count for which nobody
    wrote questions, since no words of questions can add to its score; `sentence`: how much the likeness of the sentence in it that is most
    like the question counts beside that of its whole text; `edited`: how far a place is lifted that an editor quoted in answer to
    this very question. A likeness below
    `least_similarity` is found between any two Dutch texts of this field; it does not make an entry a result by itself. What scores less
    than `least_of_best` of the best is not about the question any more: of what belongs in the first ten .96 or more stays, on each set
    of questions, and half of the questions have 13 to 21 results.
    """

    fields: Mapping[str, float] = field(
        default_factory=lambda: {"stem": 0.5, "part": 0.5, "title": 0.15, "context": 0.4, "question": 0.8, "question_part": 0.8}
    )
    synonym: float = 0.4
    related: float = 0.15
    keyword: float = 1.0
    meaning: float = 2.0
    question_share: float = 0.6
    unasked: float = 1.75
    sentence: float = 0.0
    edited: float = 0.0
    least_similarity: float = 0.35
    least_of_best: float = 0.4


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer; shares from 0 to 1, margins from -1 to 1.

    `coverage`: the share, by weight, of the question's words that the best places hold together; `best_coverage`: that one of them holds.
    `unknown`: the share of its words, as typed, that nobody knows. `fact_missing`: a fact is asked of a kind that no place holds.
    `unanswered_meaning`, `unanswered_words`: how like it is to a question that the sources are known not to answer; `margin_meaning`,
    `margin_words`: how much more like it is to a question that they do answer. `likeness`: how like the best place is to it in meaning;
    `lead`: how much more that place scores than the second.
    """

    coverage: float
    best_coverage: float
    unknown: float
    fact_missing: float
    unanswered_meaning: float
    unanswered_words: float
    margin_meaning: float
    margin_words: float
    likeness: float = 0.0
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Judging:
    """A weight for each signal and the intercept (logistic regression, printed by `kb calibrate`), and from which probability on an
    answer is given, or given with reserve.

    A word that stands in the place of one that nobody knows was perhaps meant: it counts for the part `trust_in_guess` as known, and as
    held. A recorded gap is told as the reason when how like its question is in meaning and by its words come to `same_subject` together: of
    50 reasons told on all sets the 36 that were to the point lie above it, and 12 of the 14 that were not below (docs/evaluatie.md).
    """

    weights: Signals = Signals(
        coverage=1.2,
        best_coverage=2.4,
        unknown=-0.7,
        fact_missing=-1.2,
        unanswered_meaning=-0.9,
        unanswered_words=-0.2,
        margin_meaning=3.3,
        margin_words=1.0,
    )
    intercept: float = -2.1
    answered_from: float = 0.46
    unsure_from: float = 0.27
    trust_in_guess: float = 0.5
    same_subject: float = 0.9


@dataclass(frozen=True, slots=True)
class Choosing:
    """Is this sentence one that answers? Weights of a logistic regression, fitted on the open questions (docs/evaluatie.md).

    `fact` lifts the sentence that holds a fact of the kind asked for above those that are merely near. A further sentence must be
    `least_share` as probable as the best one, a second sentence with a fact `other_fact`; an example that scores less than
    `least_example` of the best one is about something else.
    """

    relative: float = 2.4
    score: float = 1.7
    rank: float = 1.8
    coverage: float = 2.2
    meaning: float = 2.5
    item: float = 0.3
    dangling: float = -0.2
    lead_in: float = -1.5
    intercept: float = -7.5
    fact: float = 3.0
    other_place: float = 0.98
    least_example: float = 0.7


@dataclass(frozen=True, slots=True)
class Recognising:
    """Does a question ask for the edited answer that it is most like? Weights of a logistic regression on what Likely tells
    (kb.index.recogniser), fitted on questions of another writer than those by which answers are recognised (docs/evaluatie.md).

    From the probability `leads_from` on, an answer to which nothing is objected is the answer; from `like_from` on it is shown as one
    to a question that is like it. Where nothing leads, so are those to which nothing is objected, whose chance among all is
    `beside_from` and whose questions are `beside_like` like it. Nothing is recognised of which the share `strange_from` of the words is
    strange to the answer and the meaning not `near_from` like, nor by one word when the chance among all is below `short_from`. It
    gives way to a place that is not in it, when that place answers with the probability `place_from` and its own questions are
    `place_nearer` more like the question than those of the answer: then something more particular is asked.
    """

    chance: float = 2.2
    lead: float = 2.0
    other: float = -2.0
    likeness: float = 0.7
    unlike: float = -0.2
    uncovered: float = -2.1
    intercept: float = -1.0
    leads_from: float = 0.31
    like_from: float = 0.3
    beside_from: float = 0.12
    beside_like: float = 0.35
    strange_from: float = 0.8
    near_from: float = 0.5
    short_from: float = 0.3
    place_from: float = 0.6
    place_nearer: float = 0.15


@dataclass(frozen=True, slots=True)
class Calibration:
    """All numbers of a generation, the encoder and the recipe of its training that they were chosen for, and on which questions.

    Without an encoder they are the defaults, chosen for another one.
    """

    encoder: str = ""
    recipe: str = ""
    chosen_on: tuple[str, ...] = ()
    finding: Finding = Finding()
    judging: Judging = Judging()
    choosing: Choosing = Choosing()
    recognising: Recognising = Recognising()


_ADAPTER = TypeAdapter(Calibration)


def as_json(calibration: Calibration) -> bytes:
    """Return a calibration as the text of its file."""
    return _ADAPTER.dump_json(calibration, indent=1) + b"\n"


def from_json(text: bytes) -> Calibration:
    """Return the calibration that a file tells; a number that it does not name has its default. Raises ValueError."""
    return _ADAPTER.validate_json(text)


def write(calibration: Calibration, folder: Path) -> None:
    """Write the calibration into folder."""
    (folder / FILE).write_bytes(as_json(calibration))


def open_calibration(folder: Path) -> Calibration:
    """Read the calibration of folder."""
    return from_json((folder / FILE).read_bytes())
