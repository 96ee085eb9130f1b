"""The contents page: set aside, and what it tells of the headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.importing.pdf.pieces import Line

_TITLE = re.compile(r"(inhoud|inhoudsopgave|contents|table of contents)", re.I)
_ENTRY = re.compile(r"(?P<title>.*?\w.*?)[\s.…·_‒-]*(?<![\d,])(?P<page>\d{1,3})")
_LAST_PAGE_TO_LOOK_AT = 15
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents page."""

    title: str
    indent: float


def contents(pages: Sequence[Sequence[Line]]) -> tuple[set[int], list[Entry]]:
    """Return the lines (by id) of the contents page, and its entries. The lines of a page must come from above."""
    lines: set[int] = set()
    entries: list[Entry] = []
    going = False
    for rows in pages[:_LAST_PAGE_TO_LOOK_AT]:
        begin = 0 if going else next((index + 1 for index, row in enumerate(rows) if _TITLE.fullmatch(row.text)), None)
        if begin is None:
            continue
        found = [index for index in range(begin, len(rows)) if _ENTRY.fullmatch(rows[index].text)]
        body = rows[begin : found[-1] + 1] if found else []
        if len(found) < (1 if going else _FEWEST) or len(found) < 0.5 * len(body) or (going and len(found) < 0.5 * len(rows)):
            if going:
                break
            continue
        going = True
        lines |= {id(row) for row in (rows[begin - 1 : begin] if begin else [])} | {id(row) for row in body}
        title = ""
        for row in body:
            entry = _ENTRY.fullmatch(row.text)
            title = f"{title} {entry['title'] if entry else row.text}".strip()
            if entry:
                entries.append(Entry(title.rstrip(" ._…·"), row.left))
                title = ""
    return lines, entries
