"""The keyword index: BM25F over finished terms, in Whoosh, which nothing else in the project reaches around.

Whoosh gets terms joined by spaces and is asked only with queries built here, never in its query language.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh import index, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Term
from whoosh.reading import EmptyReader, SegmentReader
from whoosh.searching import SearchContext, Searcher

from kb.analysis.analyzer import Analyzer
from kb.model import Entry, WeightedTerm

# Saturation of BM25 as Whoosh and most engines have it. Its length normalisation is less than their .75: the texts here have 220 words at
# most, and with .75 a passage that announces, a caption or a quote of ten words went before the one that answers (docs/evaluatie.md).
K1 = 1.2
B = 0.3
MOST_REMEMBERED = 6_000
_NAME = "MAIN"
# Of the table of contents that write() leaves: Whoosh would take the highest number that stands in the folder.
_TABLE = 1
Scores = npt.NDArray[np.float32]
_Postings = tuple[npt.NDArray[np.intp], Scores]
FIELDS = ("stem", "part", "title", "context", "question", "question_part")


def _schema() -> Schema:
    fields = {name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in FIELDS}
    return Schema(**fields)


def write(entries: Sequence[Entry], analyzer: Analyzer, folder: Path) -> None:
    """Write the keyword index of entries into folder, which must exist and be empty."""
    built = index.create_in(str(folder), _schema(), _NAME)
    with built.writer(limitmb=256) as writer:
        for entry in entries:
            body = analyzer.terms(f"{entry.title}\n{entry.text}")
            questions = analyzer.terms("\n".join((*entry.questions, *entry.proposed)))
            writer.add_document(
                stem=" ".join(body.stems),
                part=" ".join(body.parts),
                title=" ".join(analyzer.terms(entry.title).parts),
                context=" ".join(analyzer.terms(entry.context).parts),
                question=" ".join(questions.lemmas),
                question_part=" ".join(questions.parts),
            )


class KeywordIndex:
    """An opened keyword index. It may be shared between threads, and between processes when opened before they split off.

    One Whoosh searcher, behind a lock, serves all threads: it is asked for a term once, and one per thread takes 3 MB each.
    """

    def __init__(self, folder: Path) -> None:
        storage = FileStorage(str(folder), readonly=True)
        table = index.TOC.read(storage, _NAME, gen=_TABLE, schema=_schema())
        # Entries were written at once, so that there is one segment, or none.
        reader = SegmentReader(storage, table.schema, *table.segments) if table.segments else EmptyReader(table.schema)
        self._searcher = Searcher(reader, weighting=scoring.BM25F(B=B, K1=K1))
        self._lock = threading.Lock()
        self._postings: OrderedDict[tuple[str, str], _Postings] = OrderedDict()
        self.size = int(reader.doc_count_all())

    def document_frequency(self, field: str, text: str) -> int:
        """Return in how many entries the field holds the term."""
        return int(self._searcher.reader().doc_frequency(field, text))

    def search(self, terms: Iterable[WeightedTerm], deadline: float | None = None) -> Scores:
        """Return the score of each entry, by position; 0 where no term occurs.

        Scores of terms add up, so that the postings of each term are scored once and remembered. Past `deadline` (time.monotonic())
        the terms that are left do not count.
        """
        total = np.zeros(self.size, np.float32)
        for term in terms:
            if deadline is not None and time.monotonic() > deadline:
                break
            positions, scores = self._scored(term.field, term.text)
            total[positions] += term.weight * scores
        return total

    def postings(self) -> Iterator[tuple[str, str, _Postings]]:
        """Yield each term: its field, its text, the entries that hold it and its score in each."""
        for field, encoded in self._searcher.reader().all_terms():
            text = encoded.decode()
            with self._lock:
                postings = self._read(field, text)
            yield field, text, postings

    def forget(self) -> None:
        """Let go of the postings that are remembered."""
        with self._lock:
            self._postings.clear()

    def _scored(self, field: str, text: str) -> _Postings:
        """Return the entries that hold a term, and their scores."""
        remembered = self._postings.get((field, text))
        if remembered is not None:
            return remembered
        with self._lock:
            postings = self._postings[field, text] = self._read(field, text)
            if len(self._postings) > MOST_REMEMBERED:
                self._postings.popitem(last=False)
        return postings

    def _read(self, field: str, text: str) -> _Postings:
        matcher = Term(field, text).matcher(self._searcher, SearchContext(weighting=self._searcher.weighting))
        positions, scores = [], []
        while matcher.is_active():
            # Entries were added in order to one segment, so that Whoosh's document number is the position.
            positions.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return np.asarray(positions, np.intp), np.asarray(scores, np.float32)
