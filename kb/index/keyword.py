"""The keyword index: of each term the entries that hold it, with its score in each, as Whoosh scored them when the index was built."""

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.analysis.analyzer import Analyzer
from kb.index.term_sets import number_of
from kb.model import Entry, WeightedTerm

FIELDS = ("stem", "part", "title", "context", "question", "question_part")
# The terms in the order of their numbers: the numbers, by which they are looked up, and what they are; where the postings of each begin,
# and all postings laid end to end.
_NUMBERS = "numbers.npy"
_TERMS = "terms.json"
_STARTS = "starts.npy"
_ENTRIES = "entries.npy"
_SCORES = "scores.npy"
Scores = npt.NDArray[np.float32]
Postings = tuple[npt.NDArray[np.int32], Scores]


def write(entries: Iterable[Entry], analyzer: Analyzer, folder: Path) -> None:
    """Write the keyword index of entries into a new folder."""
    # Serving needs no Whoosh.
    from kb.index import whoosh_scores

    folder.mkdir()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        built = whoosh_scores.write((terms_of(entry, analyzer) for entry in entries), FIELDS, Path(scratch))
        write_postings(whoosh_scores.scored(built), folder)


def write_postings(postings: Iterable[tuple[str, str, Postings]], folder: Path) -> None:
    """Write terms (field, text, and the entries that hold it with its score in each) into folder."""
    found = sorted((_number(field, text), (field, text), held) for field, text, held in postings)
    np.save(folder / _NUMBERS, np.asarray([number for number, _, _ in found], np.uint64))
    (folder / _TERMS).write_text(json.dumps([term for _, term, _ in found], ensure_ascii=False), encoding="utf-8")
    np.save(folder / _STARTS, np.cumsum([0, *(len(held) for _, _, (held, _) in found)], dtype=np.int64))
    np.save(folder / _ENTRIES, np.concatenate([np.empty(0, np.int32), *(held for _, _, (held, _) in found)], dtype=np.int32))
    np.save(folder / _SCORES, np.concatenate([np.empty(0, np.float32), *(scores for _, _, (_, scores) in found)]))


def terms_of(entry: Entry, analyzer: Analyzer) -> dict[str, Sequence[str]]:
    """Return the terms of each field of an entry."""
    body = analyzer.terms(f"{entry.title}\n{entry.text}")
    questions = analyzer.terms("\n".join((*entry.questions, *entry.proposed)))
    return {
        "stem": body.stems,
        "part": body.parts,
        "title": analyzer.terms(entry.title).parts,
        "context": analyzer.terms(entry.context).parts,
        "question": questions.lemmas,
        "question_part": questions.parts,
    }


class KeywordIndex:
    """An opened keyword index; its arrays are memory-mapped and may be shared between threads and processes."""

    def __init__(self, folder: Path, size: int) -> None:
        """Open the index in folder, of so many entries."""
        self.size = size
        self._file = folder / _TERMS
        # A memmap makes an object of its own class of every slice; what it maps is read quicker as a plain array.
        self._numbers: npt.NDArray[np.uint64] = np.asarray(np.load(folder / _NUMBERS, mmap_mode="r"))
        self._starts: npt.NDArray[np.int64] = np.asarray(np.load(folder / _STARTS, mmap_mode="r"))
        self._entries: npt.NDArray[np.int32] = np.asarray(np.load(folder / _ENTRIES, mmap_mode="r"))
        self._scores: Scores = np.asarray(np.load(folder / _SCORES, mmap_mode="r"))

    def document_frequency(self, field: str, text: str) -> int:
        """Return in how many entries the field holds the term."""
        return len(self._postings(field, text)[0])

    def search(self, terms: Iterable[WeightedTerm], deadline: float | None = None) -> Scores:
        """Return the score of each entry, by position; 0 where no term occurs.

        Scores of terms add up. Past `deadline` (time.monotonic()) the terms that are left do not count.
        """
        total = np.zeros(self.size, np.float32)
        for term in terms:
            if deadline is not None and time.monotonic() > deadline:
                break
            entries, scores = self._postings(term.field, term.text)
            total[entries] += term.weight * scores
        return total

    def postings(self) -> Iterator[tuple[str, str, Postings]]:
        """Yield each term: its field, its text, the entries that hold it and its score in each."""
        for place, (field, text) in enumerate(json.loads(self._file.read_text(encoding="utf-8"))):
            yield field, text, self._at(place)

    def _postings(self, field: str, text: str) -> Postings:
        number = _number(field, text)
        place = int(np.searchsorted(self._numbers, number))
        if place == len(self._numbers) or self._numbers[place] != number:
            return self._entries[:0], self._scores[:0]
        return self._at(place)

    def _at(self, place: int) -> Postings:
        begin, end = self._starts[place], self._starts[place + 1]
        return self._entries[begin:end], self._scores[begin:end]


def _number(field: str, text: str) -> np.uint64:
    return np.uint64(number_of(f"{field} {text}"))
