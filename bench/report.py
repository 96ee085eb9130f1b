"""The report of a measurement, as docs/prestaties.md."""

from collections.abc import Mapping, Sequence

from bench.assistants import Assistance
from bench.load import Load
from bench.processes import Use
from bench.scale import Point
from bench.serving import PageWeight

_PROMISE = """# Performance

Written by `make bench`; every figure below is measured in one run on the machine named here. Ratios tell more than figures: another
machine has other figures.

What is promised on 2 cores: at 32 connections with a third of the questions new, no errors, p99 at most 400 ms, at least 150 search pages
and 800 reading pages a second; at most 2 s from `kb serve` to the first answer; at most 350 MB for all processes together, also after
three new indexes. `make test-long` holds the site to it.
"""


def as_markdown(
    machine: str,
    build_seconds: float,
    searching: tuple[float, float],
    answering: tuple[float, float],
    start_seconds: float,
    memory: Mapping[str, Use],
    weights: Sequence[PageWeight],
    loads: Mapping[str, Mapping[int, Load]],
    points: Sequence[Point],
    assisting: Assistance,
) -> str:
    """Return the report as Markdown."""
    parts = [
        _PROMISE,
        f"Machine: {machine}. Two processes of four threads; wrk runs on the same cores.\n",
        "## In process\n",
        _table(
            ("", "p50", "p95"),
            [
                ("search", f"{searching[0]:.1f} ms", f"{searching[1]:.1f} ms"),
                ("search and answer", f"{answering[0]:.1f} ms", f"{answering[1]:.1f} ms"),
            ],
        ),
        f"Building the index takes {build_seconds:.0f} s, the first time; the next one, with vectors remembered, a fraction of that."
        f" From `kb serve` to the first answered search: {start_seconds:.2f} s.\n",
        "## Under load\n",
        _table(
            ("page", "connections", "requests/s", "p50", "p99", "failed"),
            [
                (name, str(many), f"{found.per_second:.0f}", f"{found.p50:.0f} ms", f"{found.p99:.0f} ms", str(found.failed))
                for name, by_connections in loads.items()
                for many, found in by_connections.items()
            ],
        ),
        "## Memory\n\nProportional set size: memory that processes share counts once.\n",
        _table(
            ("moment", "all", "master and each process", "open files"),
            [
                (name, f"{use.megabytes:.0f} MB", ", ".join(f"{one:.0f} MB" for one in use.each), str(use.open_files))
                for name, use in memory.items()
            ],
        ),
        f"`kb mcp`, one process for one assistant: {assisting.use.megabytes:.0f} MB after 500 answers; it greets after"
        f" {assisting.greeting_seconds:.2f} s and gave its first answer after {assisting.answer_seconds:.2f} s.\n",
        "## Page weight\n\nEverything a first visit loads, as it is sent: style and scripts are compressed, pages are not.\n",
        _table(("page", "page itself", "with all it loads"), [(one.address, _kb(one.page), _kb(one.whole)) for one in weights]),
    ]
    if points:
        parts += [
            "## Growth\n\nThe corpus with Dutch government prose added. The others look for words only, in one field of lemmas;"
            " the kennisbank also weighs stems, parts of compounds, titles, questions and meaning.\n",
            _table(
                ("passages", "engine", "build", "p50", "p95", "p50 against Whoosh"),
                [
                    (
                        str(one.passages),
                        one.engine,
                        f"{one.build_seconds:.1f} s",
                        f"{one.p50:.2f} ms",
                        f"{one.p95:.2f} ms",
                        _ratio(one, points),
                    )
                    for one in points
                ],
            ),
        ]
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _kb(size: int) -> str:
    return f"{size / 1000:.1f} kB"


def _ratio(one: Point, points: Sequence[Point]) -> str:
    whoosh = next(other for other in points if other.passages == one.passages and other.engine == "Whoosh")
    return f"{one.p50 / whoosh.p50:.2f}"
