"""Finding in general prose, without authored questions, beside other engines on the same passages in the same run.

    python -m bench.finding FOLDER [--index FOLDER] [--split test]

FOLDER holds passages.jsonl and queries.jsonl.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.yardsticks import bm25s_search, tantivy_search
from indexer.measuring.scale import PASSAGES, QUERIES, Query, build, read_entries, read_queries
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.search import Stages

DEPTH = 5


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    chosen = parser.parse_args()
    entries = read_entries([chosen.folder / PASSAGES])
    queries = [query for query in read_queries(chosen.folder / QUERIES) if query.split == chosen.split]
    with tempfile.TemporaryDirectory() as scratch:
        built = build(entries, Path(scratch))
        base = KnowledgeBase.open(Path(scratch))
        print(f"{len(entries)} passages, {len(queries)} vragen ({chosen.split}), index in {built.seconds:.0f} s")  # noqa: T201
        for name, search in (
            ("deze kennisbank: trefwoord", _ours(base, Stages(meaning=False))),
            ("deze kennisbank: betekenis", _ours(base, Stages(keyword=False))),
            ("deze kennisbank: samen", _ours(base, Stages())),
            ("bm25s, Nederlandse stammen", bm25s_search(entries)),
            ("tantivy, Nederlandse stammen", tantivy_search(entries)),
        ):
            print(f"  {name:<32} hit@{DEPTH} {hit_share(search, queries):.3f}")  # noqa: T201


def hit_share(search: Callable[[str, int], list[str]], queries: Sequence[Query]) -> float:
    """Return the share of queries with a gold passage among the first DEPTH."""
    return sum(not query.gold.isdisjoint(search(query.text, DEPTH)) for query in queries) / len(queries)


def _ours(base: KnowledgeBase, stages: Stages) -> Callable[[str, int], list[str]]:
    return lambda text, most: [hit.entry.id for hit in base.search(text, stages=stages).hits[:most]]


if __name__ == "__main__":
    main()
