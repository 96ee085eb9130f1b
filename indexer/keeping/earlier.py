"""What the werkbank keeps beside the content of an own folder: the last ten states of each file, and more, until a source is removed."""

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.disk import write_whole

STATES = ".eerder"
JOBS = ".taken"
UPLOADS = ".binnen"
BEGUN = ".bezig"
PACKAGE = ".pakket"
BESIDE = (STATES, JOBS, UPLOADS, BEGUN, PACKAGE)
"""The folders in an own folder that are no content, and may hold words of it all the same."""
LOGBOOK = "logboek.jsonl"
KEPT = 10


@dataclass(frozen=True, slots=True)
class State:
    """What a file (`name` in the own folder) was before it was changed at `moment`, in milliseconds since 1970."""

    name: str
    moment: int
    file: Path


def keep(own: Path, name: str) -> None:
    """Keep what a file is now, if it is there, and let go of what is more than the last ten."""
    now = own / name
    if not now.is_file():
        return
    folder = own / STATES / name
    folder.mkdir(parents=True, exist_ok=True)
    moment = max([time.time_ns() // 1_000_000, *(state.moment + 1 for state in states(own, name))])
    shutil.copyfile(now, folder / f"{moment:013d}")
    for old in states(own, name)[KEPT:]:
        old.file.unlink(missing_ok=True)


def states(own: Path, name: str) -> list[State]:
    """Return the states of a file that are kept, the last one first."""
    folder = own / STATES / name
    files = [file for file in folder.iterdir() if file.is_file() and file.name.isdigit()] if folder.is_dir() else []
    return sorted((State(name, int(file.name), file) for file in files), key=lambda state: -state.moment)


def names(own: Path) -> list[str]:
    """Return the files of which there is an earlier state."""
    root = own / STATES
    folders = {file.parent for file in root.rglob("*") if file.is_file() and file.name.isdigit()}
    return sorted(str(folder.relative_to(root)) for folder in folders)


def telling(own: Path, source: str, words: Iterable[str] = ()) -> list[Path]:
    """Return the files beside the content that may tell of a source: all that name it (`<source>.`, `bron.<source>`) or have one of these
    words, and each file that was sent or packed, for what those hold can't be searched."""
    sought = [one.casefold() for one in (f"{source}.", f"bron.{source}", f"/{source}/", *words)]
    files = [file for folder in BESIDE for file in sorted((own / folder).rglob("*")) if file.is_file()]
    return [file for file in (*files, own / LOGBOOK) if _is_closed(file, own) or any(one in _said(file, own) for one in sought)]


def forget(own: Path, source: str, words: Iterable[str] = ()) -> None:
    """Let go of all beside the content that may tell of a source that is removed. Of the logbook the lines that do."""
    told = tuple(words)
    for file in telling(own, source, told):
        if file.parent.name == JOBS and file.suffix == ".txt":
            # This may be what is being written now, of this very removal: it goes on in the same file.
            os.truncate(file, 0)
        elif file.name == LOGBOOK:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if not any(one.casefold() in line.casefold() for one in (f"{source}.", *told))]
            write_whole(file, "".join(kept).encode())
        else:
            file.unlink()


def _is_closed(file: Path, own: Path) -> bool:
    return file.is_file() and file.relative_to(own).parts[0] in (UPLOADS, PACKAGE)


def _said(file: Path, own: Path) -> str:
    if not file.is_file():
        return ""
    return f"/{file.relative_to(own)}\n{file.read_bytes().decode('utf-8', 'replace')}".casefold()
