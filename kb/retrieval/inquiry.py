"""A question as it is worked on: from what was typed to what was found, with what each step on the way did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.analysis.kinds import FactKind, Kind
from kb.analysis.spelling import Correction
from kb.analysis.thesaurus import Expansion
from kb.index.recogniser import Likely
from kb.index.term_sets import Shares
from kb.model import Entry, EntryKind, WeightedTerm
from kb.retrieval.facets import FacetCount, Labels

READING = "lezen"
FINDING = "vinden"


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a step looked at and left out, and why, in Dutch."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """What a step of finding or answering came to: its outcome and the reason, in Dutch, how long it took, and what it left out."""

    name: str
    outcome: str
    reason: str = ""
    milliseconds: float = field(default=0.0, compare=False)
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Resultaat: an entry that was found, with its score (0 to 1), what the score is made of, and why.

    `number` is that of the entry in the index, `place` the id of the passage or quote where its words stand; `question_likeness` tells
    how like the reader's question is to the entry's most alike authored question (-1 without any), and `matched_question` is that one,
    when it is why the entry was found; `also` holds the ids of other entries of the same place that this hit stands for. `labels` are
    those of the entry itself. `time_bound` is an announcement or call that has gone by. `lift` is how far an editor's answer lifted it: the
    part of what its own score lacked that was added (kb.retrieval.lifting).
    """

    entry: Entry
    number: int
    place: str
    labels: Labels
    score: float
    keyword: float
    similarity: float
    question_likeness: float
    matched_question: str | None
    also: tuple[str, ...] = ()
    time_bound: bool = False
    lift: float = 0.0

    @property
    def is_unasked(self) -> bool:
        """Whether this can answer and nobody wrote questions for it: its source was taken in as it came."""
        return not self.entry.questions and self.entry.kind is not EntryKind.REPORT


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as it was read, and then as it was answered by finding.

    `text`, as probably meant, has the content `words`; `correction` tells what was typed when that is something else. `kind` is what
    kind of answer is asked for, and `fact` which fact. `terms` are what is looked for; `weights` those of the question's own words
    alone, with how rare each is (0 to 1), of which `guessed` stand in the place of words that nobody knows, and `doubtful` are those
    beside which another may have been meant. `offered` is the question with other words that were perhaps meant: it was not searched
    for. `unknown` are words, as typed, that nobody knows, `elsewhere` the places among them, which no source names, and `unwanted` those
    that were typed with a minus and are not looked for. `expansions` are the other names of what is named, and `vector`, of length one,
    is the meaning. `likely` is the edited answer that it probably asks for, None where there are none.

    After finding, `hits` are all results, best first, `facets` the counts of their values; not complete when the time was up.
    """

    text: str
    words: tuple[str, ...]
    kind: Kind
    fact: FactKind | None
    terms: tuple[WeightedTerm, ...]
    weights: Mapping[str, float]
    vector: Shares = field(compare=False, repr=False)
    expansions: tuple[Expansion, ...] = ()
    correction: Correction | None = None
    unwanted: tuple[str, ...] = ()
    offered: str | None = None
    unknown: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    likely: Likely | None = field(default=None, compare=False, repr=False)
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    is_complete: bool = True
    steps: tuple[AnswerStep, ...] = ()

    @property
    def typed(self) -> str:
        """The question as it was typed, without what is unwanted."""
        return self.correction.typed if self.correction else self.text

    @property
    def guessed_words(self) -> int:
        """How many of the words stand in the place of a typed word that nobody knows."""
        return sum(word in self.correction.guessed for word in self.words) if self.correction else 0
