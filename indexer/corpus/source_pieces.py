"""The text of a source file cut into pieces: headings, comments, page marks and the runs of text between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.corpus.page_marks import page_of

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{#([^{}\s]*)(\s+\.redactie)?\})?\s*$")
_MARKS = re.compile(r"\\([^\w\s]|_)|[*_`]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, comment, page mark or run of text, and the line it begins on.

    A page mark among lines of text stays in their run; one before or after it is a piece of its own (kind `page`, the page as its text).
    """

    line: int
    kind: str
    text: str
    level: int = 0
    anchor: str | None = None
    ours: bool = False


def pieces(text: str, first_line: int) -> Iterator[Piece]:
    """Yield the pieces of text, whose first line is line `first_line` of its file."""
    lines = text.split("\n")
    pending: list[str] = []
    after: list[str] = []
    begin = number = 0

    def flush() -> Iterator[Piece]:
        while pending and (not pending[-1].strip() or page_of(pending[-1])):
            after.insert(0, pending.pop())
        if pending:
            yield Piece(first_line + begin, "text", "\n".join([*pending, *(line for line in after if not page_of(line))]))
        for place, line in enumerate(after, start=begin + len(pending)):
            if page := page_of(line):
                yield Piece(first_line + place, "page", str(page))
        pending.clear()
        after.clear()

    while number < len(lines):
        line = lines[number]
        heading = _HEADING.match(" ".join(line.split())) if line.startswith("#") else None
        page = page_of(line)
        if page and not any(held.strip() for held in pending):
            pending.clear()
            yield Piece(first_line + number, "page", str(page))
        elif line.startswith("<!--") and not page:
            yield from flush()
            first = number
            while "-->" not in lines[number] and number < len(lines) - 1:
                number += 1
            body = "\n".join(lines[first : number + 1])
            yield Piece(first_line + first, "comment", body.removeprefix("<!--").partition("-->")[0].lstrip(" "))
        elif heading:
            yield from flush()
            marks, title, anchor, ours = heading.groups()
            yield Piece(first_line + number, "heading", _MARKS.sub(r"\1", title), len(marks), anchor, bool(ours))
        else:
            if not pending:
                begin = number
            pending.append(line)
        number += 1
    yield from flush()
