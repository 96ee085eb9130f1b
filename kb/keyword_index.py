"""The keyword index: BM25F over finished terms, in Whoosh, which nothing else in the project reaches around.

Whoosh gets terms joined by spaces and is asked only with queries built here, never in its query language.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh import index, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema
from whoosh.query import Or, Term
from whoosh.searching import Searcher

from kb.analysis.analyzer import Analyzer
from kb.model import Entry

FIELDS = ("stem", "part", "title", "context", "question", "question_part")


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term to look for in one field, and how much a match counts."""

    field: str
    text: str
    weight: float


def _schema() -> Schema:
    fields = {name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in FIELDS}
    return Schema(**fields)


def write(entries: Sequence[Entry], analyzer: Analyzer, folder: Path) -> None:
    """Write the keyword index of entries into folder, which must exist and be empty."""
    built = index.create_in(str(folder), _schema())
    with built.writer(limitmb=256) as writer:
        for entry in entries:
            body = analyzer.terms(f"{entry.title}\n{entry.text}")
            questions = analyzer.terms("\n".join(entry.questions))
            writer.add_document(
                stem=" ".join(body.stems),
                part=" ".join(body.parts),
                title=" ".join(analyzer.terms(entry.title).parts),
                context=" ".join(analyzer.terms(entry.context).parts),
                question=" ".join(questions.lemmas),
                question_part=" ".join(questions.parts),
            )


class KeywordIndex:
    """An opened keyword index. It may be shared: each thread gets a Whoosh searcher of its own."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder), readonly=True, schema=_schema())
        self._local = threading.local()
        self.size = int(self._index.doc_count_all())

    @property
    def _searcher(self) -> Searcher:
        searcher: Searcher | None = getattr(self._local, "searcher", None)
        if searcher is None:
            searcher = self._local.searcher = self._index.searcher(weighting=scoring.BM25F())
        return searcher

    def document_frequency(self, field: str, text: str) -> int:
        """Return in how many entries the field holds the term."""
        return int(self._searcher.doc_frequency(field, text))

    def search(self, terms: Iterable[WeightedTerm]) -> Mapping[int, float]:
        """Return the score of each entry (by position) in which a term occurs."""
        query = Or([Term(term.field, term.text, boost=term.weight) for term in terms])
        if not query.subqueries:
            return {}
        # Entries were added in order to one segment, so that Whoosh's document number is the position.
        return {int(number): float(score) for score, number in self._searcher.search(query, limit=None).top_n}
