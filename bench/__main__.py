"""`python -m bench`: measure everything and write docs/prestaties.md (see `make bench`)."""

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import click
import psutil

from bench import report, serving
from bench.assistants import assistance
from bench.questions import real_questions
from bench.scale import grown, times
from indexer.build import build
from indexer.corpus.corpus import load
from indexer.model import making
from kb.knowledge_base import KnowledgeBase

_STARTS = 5
ASKED_BY_ASSISTANTS = 500


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), default=Path("corpus"), show_default=True)
@click.option("--scale", type=click.Path(path_type=Path), envvar="KB_BENCH_SCALE", help="Folder with Dutch prose to grow the index with.")
@click.option("--seconds", default=20, show_default=True, help="How long each load lasts.")
@click.option("--to", "file", type=click.Path(path_type=Path), default=Path("docs/prestaties.md"), show_default=True)
def main(corpus: Path, scale: Path | None, seconds: int, file: Path) -> None:
    """Measure and write the report."""
    # As `kb serve` sets it, so that figures in process and under gunicorn compare.
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        raise click.UsageError("Start this with OPENBLAS_NUM_THREADS=1, as `make bench` does.")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        click.echo("Index bouwen …")
        began = time.perf_counter()
        build(load(corpus), index, making.E5)
        built = time.perf_counter() - began
        base = KnowledgeBase.open(index)
        questions = real_questions(index)
        click.echo("Zoeken in het programma zelf …")
        searching = times(base.search, questions)
        answering = times(lambda question: base.answer(base.search(question)), questions[200:])
        click.echo("Starten …")
        start = statistics.median(serving.cold_start_seconds(index) for _ in range(_STARTS))
        click.echo("Geheugen en pagina's …")
        memory, weights = serving.memory(index), serving.page_weights(index)
        click.echo("Assistenten …")
        assisting = assistance(index, questions[:ASKED_BY_ASSISTANTS])
        click.echo("Belasting …")
        loads = serving.loads(index, seconds)
        points = grown(corpus, scale, questions, lambda name: click.echo(f"Groei: {name} …")) if scale else []
    machine = f"{psutil.cpu_count()} kernen, {psutil.virtual_memory().total / 2**30:.0f} GB geheugen, Python {platform.python_version()}"
    file.write_text(
        report.as_markdown(machine, built, searching, answering, start, memory, weights, loads, points, assisting), encoding="utf-8"
    )
    click.echo(f"Geschreven: {file}")


if __name__ == "__main__":
    main()
