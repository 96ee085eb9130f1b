"""What is promised under load (docs/prestaties.md), held to on the machine at hand."""

import os
import time
from pathlib import Path

import pytest

from bench import serving
from bench.load import Load, load
from bench.processes import Use, use_of
from bench.questions import mixed_addresses, real_questions
from bench.site import Site, site

CORES = 2
MOST_START_SECONDS = 2.0
MOST_MEGABYTES = 350.0
MOST_P99 = 400.0
LEAST_SEARCH_PAGES = 150.0
LEAST_READING_PAGES = 800.0
MOST_GROWTH = 1.05
# A connection that is kept open is closed after five seconds (web/serving/gunicorn_settings.py).
CONNECTIONS_CLOSED = 7.0

pytestmark = pytest.mark.skipif((os.cpu_count() or 1) < CORES, reason=f"the promises are for {CORES} cores")


def holds(found: Load, least_per_second: float) -> None:
    print(found)
    assert found.failed == 0
    assert found.p99 <= MOST_P99
    assert found.per_second >= least_per_second


def test_a_minute_of_questions(real_index: Path, tmp_path: Path) -> None:
    addresses = mixed_addresses("/zoeken", real_questions(real_index), 30_000)
    with site(real_index, tmp_path, log_level="warning") as running:
        load(running.port, addresses, 32, 3)
        holds(load(running.port, addresses, 32, 60), LEAST_SEARCH_PAGES)


def test_reading_pages(real_index: Path, tmp_path: Path) -> None:
    with site(real_index, tmp_path, log_level="warning") as running:
        holds(load(running.port, serving.READING_PAGES, 32, 20), LEAST_READING_PAGES)


def test_memory_and_files_stay_flat(real_index: Path, tmp_path: Path) -> None:
    addresses = mixed_addresses("/zoeken", real_questions(real_index), 30_000)
    with site(real_index, tmp_path, log_level="warning") as running:
        # What is remembered fills up first: pages, the postings of words asked and their lemmas, each of them bounded. In words that
        # are new one time in three that takes some twenty thousand questions; only then comes what may not grow.
        before = _use_after(20_000, running, addresses)
        after = _use_after(10_000, running, addresses)
    print(before, after)
    assert after.megabytes <= min(MOST_GROWTH * before.megabytes, MOST_MEGABYTES)
    assert after.open_files <= before.open_files + 2


def _use_after(requests: int, running: Site, addresses: list[str]) -> Use:
    """Return what the site uses after that many requests, when the connections of whoever asked are closed again."""
    asked = 0
    while asked < requests:
        asked += load(running.port, addresses, 8, 10).requests
    time.sleep(CONNECTIONS_CLOSED)
    return use_of(running.process.pid)


def test_start_and_memory(real_index: Path) -> None:
    assert min(serving.cold_start_seconds(real_index) for _ in range(3)) <= MOST_START_SECONDS
    for moment, use in serving.memory(real_index).items():
        print(moment, use)
        assert use.megabytes <= MOST_MEGABYTES, moment
