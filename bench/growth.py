"""How an index grows: build time, memory, size and latency at several numbers of passages, without authored questions.

    python -m bench.growth SCALE_FOLDER

SCALE_FOLDER holds nl-kop/ and nl-schaal/, each with passages.jsonl, and nl-kop/queries.jsonl. Each size runs in a process of its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from indexer.measuring.scale import PASSAGES, QUERIES, build, latencies, read_entries, read_queries
from kb.knowledge_base import KnowledgeBase

SIZES = (1_000, 5_000, 10_000, 28_000)
QUESTIONS = 300


def main() -> None:
    """Measure all sizes, or with --size one of them in this process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int)
    chosen = parser.parse_args()
    if chosen.size:
        print(json.dumps(measure(chosen.folder, chosen.size)))  # noqa: T201
        return
    print(f"{'passages':>9}{'bouw s':>9}{'piek MB':>9}{'index MB':>10}{'p50 ms':>8}{'p95 ms':>8}")  # noqa: T201
    for size in SIZES:
        command = [sys.executable, "-m", "bench.growth", str(chosen.folder), "--size", str(size)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        print(  # noqa: T201
            f"{told['passages']:>9}{told['seconds']:>9.0f}{told['peak_megabytes']:>9.0f}{told['index_megabytes']:>10.0f}"
            f"{told['p50']:>8.1f}{told['p95']:>8.1f}",
            flush=True,
        )


def measure(folder: Path, size: int) -> dict[str, float]:
    """Build an index of `size` passages and return what it took and how quickly it searches."""
    entries = read_entries([folder / "nl-kop" / PASSAGES, folder / "nl-schaal" / PASSAGES], size)
    queries = read_queries(folder / "nl-kop" / QUERIES)
    step = max(1, len(queries) // QUESTIONS)
    with tempfile.TemporaryDirectory() as scratch:
        built = build(entries, Path(scratch))
        base = KnowledgeBase.open(Path(scratch))
        return asdict(built) | latencies(base, [query.text for query in queries[::step]])


if __name__ == "__main__":
    main()
