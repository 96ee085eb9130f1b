"""Measure finding and speed on any pile of passages (JSON lines), through the same code and without authored questions."""

import json
import resource
import shutil
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.build import write_generation
from indexer.model import making
from indexer.reasons import reason
from kb.analysis.digest import analysis_digest
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Document, Entry, EntryKind, Passage, Section
from kb.retrieval.search import Stages

PASSAGES = "passages.jsonl"
QUERIES = "queries.jsonl"
_SOURCE = "schaal"
PREFIX = f"{_SOURCE}."


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the ids of the passages that answer it; `split` is dev or test."""

    text: str
    gold: frozenset[str]
    split: str


@dataclass(frozen=True, slots=True)
class Build:
    """What building an index of `passages` passages took."""

    passages: int
    seconds: float
    peak_megabytes: float
    index_megabytes: float


def read_entries(files: Iterable[Path], most: int | None = None) -> list[Entry]:
    """Return the passages of JSON-lines files (fields id, text, title) as entries, at most `most`."""
    entries: list[Entry] = []
    for file in files:
        for record in _records(file):
            entries.append(Entry(PREFIX + record["id"], EntryKind.PASSAGE, record.get("title") or "", "", record["text"]))
            if most is not None and len(entries) >= most:
                return entries
    return entries


def read_queries(file: Path) -> list[Query]:
    """Return the queries of a JSON-lines file (fields q, gold, split)."""
    return [
        Query(record["q"], frozenset(PREFIX + gold for gold in record["gold"]), record.get("split", "test")) for record in _records(file)
    ]


def build(entries: Sequence[Entry], root: Path) -> Build:
    """Build an index of entries in the index folder root and let it serve; root is emptied first."""
    shutil.rmtree(root, ignore_errors=True)
    started = time.perf_counter()
    with index_folder.begin(root) as folder:
        counts = write_generation(with_places_for(Library(), entries), entries, folder, making.E5, lambda name, share: None)
        index_folder.seal(folder, "schaal", analysis_digest(), making.E5, counts)
        generation = index_folder.publish(root, folder)
    seconds = time.perf_counter() - started
    size = sum(file.stat().st_size for file in generation.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Build(len(entries), seconds, peak, size / 1e6)


def with_places_for(library: Library, entries: Iterable[Entry]) -> Library:
    """Return a library in which entries of no source stand in a source too, each below a heading of its own.

    Their words are in the entries: the places are empty, so that no sentences of theirs are encoded, and finding takes no second look.
    """
    added = [entry for entry in entries if entry.id.startswith(PREFIX)]
    source = Document(_SOURCE, "Schaal", "handreiking", "", None, "onbekend", "", "", ())
    sections = [
        Section(
            entry.id,
            _SOURCE,
            entry.id,
            None,
            1,
            entry.title,
            False,
            None,
            None,
            "",
            None,
            (),
            (),
            (),
            None,
            "",
            "",
            False,
            False,
            entry.title,
        )
        for entry in added
    ]
    passages = [Passage(entry.id, _SOURCE, entry.id, "", "", ()) for entry in added]
    return replace(
        library,
        documents=(*library.documents, source),
        sections=(*library.sections, *sections),
        passages=(*library.passages, *passages),
    )


def hit_share(base: KnowledgeBase, queries: Sequence[Query], depth: int = 5, stages: Stages | None = None) -> float:
    """Return the share of queries with a gold passage in the first `depth` results."""
    stages = stages or Stages()
    hits = sum(not query.gold.isdisjoint(hit.entry.id for hit in base.search(query.text, stages=stages).hits[:depth]) for query in queries)
    return hits / len(queries)


def latencies(base: KnowledgeBase, texts: Sequence[str]) -> dict[str, float]:
    """Return p50 and p95 of KnowledgeBase.search over texts, in milliseconds, after one round to warm up."""
    for text in texts[:50]:
        base.search(text)
    taken = []
    for text in texts:
        started = time.perf_counter()
        base.search(text)
        taken.append((time.perf_counter() - started) * 1000)
    cut = statistics.quantiles(taken, n=20)
    return {"p50": cut[9], "p95": cut[18]}


def _records(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise KnowledgeBaseError(f"'{file}' is niet te lezen als JSON-regels: {reason(error)}.") from error
