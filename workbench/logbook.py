"""Who did what, and when: a line in the own folder for everything that changes it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from indexer.keeping import earlier

FILE = earlier.LOGBOOK


def note(own: Path, editor: str, what: str, about: str) -> None:
    """Add a line: who did what about which thing."""
    line = {"wanneer": datetime.now(UTC).isoformat(timespec="seconds"), "wie": editor, "wat": what, "over": about}
    with (own / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def last(own: Path, most: int) -> list[dict[str, str]]:
    """Return the last lines, the newest first; a line that was cut off by a full disk is passed over."""
    file = own / FILE
    if not file.is_file():
        return []
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines()[-most:]:
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return lines[::-1]
