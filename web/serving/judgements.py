"""Judgements on disk: a file for each day in a folder of the operator's choosing, for no other account to read, and only for a time."""

import errno
import fcntl
import json
import logging
import os
import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kb.day import today

# Of a day: some 5,000 judgements, or 1,000 of the longest. Who sends nonsense fills one day and no other.
MOST_BYTES = 1_000_000
FORGET_EVERY_SECONDS = 3_600
_FILE = "oordelen-{day}.jsonl"
_DAY = re.compile(r"oordelen-(\d{4}-\d{2}-\d{2})\.jsonl")
_log = logging.getLogger(__name__)


def keep(folder: Path, record: dict[str, object]) -> None:
    """Add a record to the file of its day, whole or not at all. Raises OSError when there is no room."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
    file = os.open(folder / _FILE.format(day=record["dag"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = os.fstat(file).st_size
        if before + len(line) > MOST_BYTES:
            raise OSError(errno.EFBIG, "")
        if os.write(file, line) < len(line):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, "")
    finally:
        os.close(file)


def kept(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the records that were kept, oldest first; a line that cannot be read is passed over."""
    for file in sorted(folder.glob(_FILE.format(day="*"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def forget(folder: Path, days: int, today: date) -> None:
    """Delete the judgements that are more than so many days old. What can't be deleted is logged."""
    for file in folder.glob(_FILE.format(day="*")):
        day = _day_of(file)
        if day and day < today - timedelta(days=days):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                _log.error("%s is niet te verwijderen. Verwijder het zelf.", file, extra={"fout": type(error).__name__})


def forget_from_now_on(folder: Path, days: int) -> None:
    """Delete what is too old now and every hour, in a thread of this process."""
    threading.Thread(target=_forget_again, args=(folder, days), name="oordelen", daemon=True).start()


def _forget_again(folder: Path, days: int) -> None:
    pause = threading.Event()
    while True:
        forget(folder, days, today())
        pause.wait(FORGET_EVERY_SECONDS)


def _day_of(file: Path) -> date | None:
    found = _DAY.fullmatch(file.name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
