"""A text is taken out of the index of a site that runs, and its processes are killed: what do readers get from then on?"""

import contextlib
import json
import time
from pathlib import Path

import psutil

from bench.site import Site, publish_variant
from kb.index import folder as index_folder

LONGEST_SECONDS = 20.0


def title(running: Site) -> str:
    """Return the title of the first source, as a reader gets it now."""
    told = json.loads(running.get("/api/v1/bronnen")[1])
    found: str = told["bronnen"][0]["titel"]
    return found


def remove_and_kill(root: Path, running: Site, new_title: str) -> set[str]:
    """Replace a title for good, wait until readers get the new one, kill all workers, and return every title given since."""
    publish_variant(root, new_title)
    index_folder.sweep(root)
    end = time.monotonic() + LONGEST_SECONDS
    while {title(running) for _ in range(20)} != {new_title}:
        assert time.monotonic() < end
    for worker in psutil.Process(running.process.pid).children():
        worker.kill()
    given: list[str] = []
    while len(given) < 100:
        assert time.monotonic() < end
        with contextlib.suppress(OSError):
            given.append(title(running))
    return set(given)


def kept_after_removal(root: Path, running: Site) -> list[str]:
    """Return what files of the index that are no longer on disk the site still has in its memory, master included."""
    master = psutil.Process(running.process.pid)
    maps = [Path(f"/proc/{process.pid}/maps").read_text() for process in (master, *master.children())]
    return [line for text in maps for line in text.splitlines() if str(root) in line and line.endswith("(deleted)")]
