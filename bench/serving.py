"""The site as `kb serve` runs it: start, pages under load, memory, index swaps."""

import contextlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load import Load, load
from bench.processes import Use, use_of
from bench.questions import mixed_addresses, real_questions
from bench.site import Site, copy_of, free_port, publish_variant, site, start

READING_PAGES = ("/stappen", "/stappen/6", "/bronnen", "/bronnen/handreiking/stap-6", "/themas")
_ADDRESSES = 30_000


@dataclass(frozen=True, slots=True)
class PageWeight:
    """Bytes of a page, and of the page with everything that it loads."""

    address: str
    page: int
    whole: int


def cold_start_seconds(index: Path) -> float:
    """Return how long it takes from `kb serve` to the first answered search."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        began = time.perf_counter()
        process = start(index, Path(folder) / "site.log", port)
        running = Site(port, process, Path(folder) / "site.log")
        try:
            while time.perf_counter() - began < 30:
                with contextlib.suppress(OSError):
                    if running.get("/zoeken?q=hoe+betrek+ik+ouders")[0] == 200:
                        return time.perf_counter() - began
                time.sleep(0.005)
            raise RuntimeError(running.log())
        finally:
            process.terminate()
            process.wait(15)


def loads(index: Path, seconds: int, connections: Sequence[int] = (8, 32)) -> dict[str, dict[int, Load]]:
    """Return the load that each kind of page bears, by name and number of connections."""
    questions = real_questions(index)
    kinds = {
        "home": ["/"],
        "leespagina's": list(READING_PAGES),
        "zoeken met antwoord": mixed_addresses("/zoeken", questions, _ADDRESSES),
        "API: zoekresultaten": mixed_addresses("/api/v1/zoekresultaten", questions, _ADDRESSES),
        "API: antwoorden": mixed_addresses("/api/v1/antwoorden", questions, _ADDRESSES),
    }
    with tempfile.TemporaryDirectory() as folder, site(index, Path(folder), log_level="warning") as running:
        return {name: {many: load(running.port, addresses, many, seconds) for many in connections} for name, addresses in kinds.items()}


def memory(index: Path) -> dict[str, Use]:
    """Return what the site uses after its start, after use, and after three index swaps."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of(index, Path(folder) / "index")
        addresses = mixed_addresses("/zoeken", real_questions(index), _ADDRESSES)
        with site(root, Path(folder), log_level="warning") as running:
            found["na de start"] = use_of(running.process.pid)
            load(running.port, addresses, 8, 10)
            found["na gebruik"] = use_of(running.process.pid)
            for number in range(3):
                publish_variant(root, f"Druk {number}")
                load(running.port, addresses, 8, 4)
            found["na drie nieuwe indexen"] = use_of(running.process.pid)
    return found


def page_weights(index: Path) -> list[PageWeight]:
    """Return how heavy pages are, as a browser would fetch them the first time: their files are compressed, they themselves are not."""
    import re
    from gzip import compress

    weights = []
    with tempfile.TemporaryDirectory() as folder, site(index, Path(folder), log_level="warning") as running:
        for address in ("/", "/zoeken?q=hoe+betrek+ik+ouders", "/stappen/6", "/bronnen/handreiking/stap-6", "/citaten"):
            page = running.get(address)[1]
            parts = sorted(set(re.findall(r"(?:src|href)=\"(/bestanden/[^\"]+)\"", page)))
            whole = len(page.encode()) + sum(len(compress(running.get(part)[1].encode())) for part in parts)
            weights.append(PageWeight(address, len(page.encode()), whole))
    return weights
