"""The own folder held by one command at a time, and files moved into it in steps that the next command finishes when they break off."""

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer.disk import flush, write_whole
from kb.errors import KnowledgeBaseError

WAITING = "wacht"
# What is being made in `wacht/`, and what is being removed from it.
NEW, GONE = ".nieuw-", ".weg-"
_LOCK, _READY, _JOURNAL = ".slot", ".klaar", ".publiceren.json"


@contextlib.contextmanager
def held(own: Path) -> Iterator[str]:
    """Hold the own folder; what an earlier command left half done is finished first, and the id of a source that was so published given.

    Raises KnowledgeBaseError when another command holds it.
    """
    with (own / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise KnowledgeBaseError(
                "Een andere opdracht is met de eigen map bezig. Wacht tot die klaar is en probeer het dan opnieuw."
            ) from error
        yield _finish(own)


def put(own: Path, source: str, draft: str, files: Mapping[str, bytes], without: Sequence[str]) -> None:
    """Put files into the own folder, which must be held, remove the files `without` and the draft: all of it, or later the rest of it.

    The files are written aside, and last a journal: from there on it is finished, however it breaks off.
    """
    ready = own / _READY
    shutil.rmtree(ready, ignore_errors=True)
    for place, content in files.items():
        file = ready / place
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content)
    told = {"bron": source, "concept": draft, "bestanden": sorted(files), "weg": list(without)}
    write_whole(own / _JOURNAL, json.dumps(told, ensure_ascii=False).encode())
    _finish(own)


def _finish(own: Path) -> str:
    journal = own / _JOURNAL
    source = ""
    if journal.is_file():
        told = json.loads(journal.read_bytes())
        source = str(told["bron"])
        for place in told["bestanden"]:
            ready, target = own / _READY / place, own / place
            if ready.is_file():
                target.parent.mkdir(exist_ok=True)
                ready.replace(target)
                flush(target.parent)
        for place in told["weg"]:
            (own / place).unlink(missing_ok=True)
        draft = own / WAITING / told["concept"]
        if draft.is_dir():
            draft.rename(draft.with_name(f"{GONE}{draft.name}"))
        journal.unlink()
        flush(own)
    (own / f"{_JOURNAL}.nieuw").unlink(missing_ok=True)
    # What was never begun to be moved, and what is only to be thrown away.
    shutil.rmtree(own / _READY, ignore_errors=True)
    for left in (*(own / WAITING).glob(f"{GONE}*"), *(own / WAITING).glob(f"{NEW}*")):
        shutil.rmtree(left, ignore_errors=True)
    return source
