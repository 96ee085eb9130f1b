"""How searching grows with the number of passages, beside other keyword engines on the same terms."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
import tantivy
from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema
from whoosh.query import Or, Term

from indexer.build import write_generation
from indexer.corpus.corpus import load
from indexer.entries import entries_of
from indexer.measuring.scale import PREFIX, with_places_for
from indexer.model import making
from kb.analysis.digest import analysis_digest
from kb.analysis.lemmas import lemma
from kb.analysis.words import stop_words, words
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Entry, EntryKind

SIZES = (2_000, 10_000, 28_000)
MOST_QUESTIONS = 150


@dataclass(frozen=True, slots=True)
class Point:
    """Times of one engine at one size: building in seconds, a query in milliseconds (half are quicker than p50)."""

    engine: str
    passages: int
    build_seconds: float
    p50: float
    p95: float


def grown(corpus: Path, scale: Path, questions: Sequence[str], tell: Callable[[str], None]) -> list[Point]:
    """Measure the corpus itself and the corpus with Dutch government prose added, up to each size."""
    library = load(corpus).library
    own = entries_of(library)
    more = [_entry(line) for name in ("nl-kop", "nl-schaal") for line in (scale / name / "passages.jsonl").open(encoding="utf-8")]
    points = []
    for size in (len(own), *SIZES):
        entries = [*own, *more[: size - len(own)]]
        tell(f"{len(entries)} passages")
        points += [_ours(library, entries, questions), *_others(entries, questions)]
    return points


def times(ask: Callable[[str], object], questions: Iterable[str]) -> tuple[float, float]:
    """Return the median and the 95th percentile, in milliseconds, of asking each question once after a first round."""
    asked = list(questions)[:MOST_QUESTIONS]
    ask(asked[0])
    took = []
    for question in asked:
        began = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), float(np.percentile(took, 95))


def _entry(line: str) -> Entry:
    told = json.loads(line)
    return Entry(f"{PREFIX}{told['id']}", EntryKind.PASSAGE, told.get("title", ""), "", told["text"])


def _ours(library: Library, entries: Sequence[Entry], questions: Sequence[str]) -> Point:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        began = time.perf_counter()
        with index_folder.begin(root) as building:
            counts = write_generation(with_places_for(library, entries), list(entries), building, making.E5, lambda name, share: None)
            index_folder.seal(building, "meting", analysis_digest(), making.E5, counts)
            index_folder.publish(root, building)
        built = time.perf_counter() - began
        base = KnowledgeBase.open(root)
        return Point("kennisbank", len(entries), built, *times(base.search, questions))


def _others(entries: Sequence[Entry], questions: Sequence[str]) -> Iterable[Point]:
    """Measure engines with words only: one field of lemmas, the ten best."""
    texts = [" ".join(_terms(f"{entry.title}\n{entry.text}")) for entry in entries]
    for name, build in (("Whoosh", _whoosh), ("bm25s", _bm25s), ("tantivy", _tantivy)):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            ask = build(texts, Path(folder))
            built = time.perf_counter() - began
            yield Point(name, len(entries), built, *times(ask, questions))


def _terms(text: str) -> list[str]:
    return [lemma(word) for word in words(text) if word not in stop_words()]


def _whoosh(texts: Sequence[str], folder: Path) -> Callable[[str], object]:
    built = whoosh_index.create_in(str(folder), Schema(text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)))
    with built.writer(limitmb=256) as writer:
        for text in texts:
            writer.add_document(text=text)
    searcher = built.searcher()
    return lambda question: searcher.search(Or([Term("text", term) for term in _terms(question)]), limit=10)


def _bm25s(texts: Sequence[str], folder: Path) -> Callable[[str], object]:
    engine = bm25s.BM25()
    engine.index([text.split() for text in texts], show_progress=False)

    def ask(question: str) -> object:
        known = [term for term in _terms(question) if term in engine.vocab_dict]
        return engine.retrieve([known], k=10, show_progress=False) if known else None

    return ask


def _tantivy(texts: Sequence[str], folder: Path) -> Callable[[str], object]:
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace").build()
    engine = tantivy.Index(schema, path=str(folder))
    writer = engine.writer()
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
    engine.reload()
    searcher = engine.searcher()

    def ask(question: str) -> object:
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in _terms(question)]
        )
        return searcher.search(query, 10)

    return ask
