"""What a question costs that nobody asked before, in an index folder of many entries: processor time beside the encoding of the question.

    OPENBLAS_NUM_THREADS=1 python -m bench.first_asked --index MAP --size 28000

The entries are recombined from those of the index; no term of a question is remembered from another one.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from bench.questions import real_questions
from bench.recombined import recombined
from kb.index import folder as index_folder
from kb.index import keyword
from kb.index.generation import open_generation, open_stores
from kb.index.keyword import KeywordIndex
from kb.index.vectors import Encoder, Vectors
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.folder import FolderRetriever


@dataclass
class _Clocked:
    """An encoder that keeps how long it took, in seconds of this thread."""

    encoder: Encoder
    name: str = ""
    took: float = 0.0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        began = time.thread_time()
        vectors = self.encoder.encode_queries(texts)
        self.took += time.thread_time() - began
        return vectors


def measured(index: Path, size: int, questions: Sequence[str]) -> str:
    """Return a row of a table: entries, postings, and the milliseconds of searching and of encoding, half and 95 %."""
    generation = open_generation(index_folder.current(index))
    stores = recombined(open_stores(generation), size)
    with tempfile.TemporaryDirectory() as scratch:
        keyword.write_postings(stores.keyword_index.postings(), Path(scratch))
        stores = replace(stores, keyword_index=KeywordIndex(Path(scratch), size))
        clock = _Clocked(generation.encoder)
        base = replace(KnowledgeBase.of(generation, FolderRetriever(generation, stores)), encoder=clock)
        base.search(questions[0])
        searching, encoding = [], []
        for question in questions[1:]:
            clock.took = 0.0
            began = time.thread_time()
            base.search(question)
            encoding.append(clock.took * 1e3)
            searching.append((time.thread_time() - began) * 1e3 - encoding[-1])
        count = sum(len(entries) for _, _, (entries, _) in stores.keyword_index.postings())
    half, most, of_encoding = (float(np.percentile(times, share)) for times, share in ((searching, 50), (searching, 95), (encoding, 50)))
    return f"| {size} | {count / 1e6:.1f} | {half:.1f} ms | {most:.1f} ms | {of_encoding:.1f} ms |"


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), default=Path("index"), show_default=True)
@click.option("--size", "sizes", multiple=True, default=(28_000, 100_000), show_default=True, help="How many entries.")
@click.option("--most", default=200, show_default=True, help="How many questions.")
def main(index: Path, sizes: Sequence[int], most: int) -> None:
    """Measure and print a table."""
    click.echo("| entries | million postings | beside encoding, p50 | p95 | encoding, p50 |\n| --- | --- | --- | --- | --- |")
    questions = real_questions(index)[: most + 1]
    for size in sizes:
        click.echo(measured(index, size, questions))


if __name__ == "__main__":
    main()
