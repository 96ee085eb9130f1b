"""The text of a source file cut into pieces: headings, comments and the runs of text between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{#([^{}\s]*)(\s+\.redactie)?\})?\s*$")
_MARKS = re.compile(r"[*_`]|\\(?=[^\w\s])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, comment or run of text, and the line it begins on."""

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
    begin = number = 0

    def flush() -> Iterator[Piece]:
        if any(line.strip() for line in pending):
            yield Piece(first_line + begin, "text", "\n".join(pending))
        pending.clear()

    while number < len(lines):
        line = lines[number]
        heading = _HEADING.match(" ".join(line.split())) if line.startswith("#") else None
        if line.startswith("<!--"):
            yield from flush()
            first = number
            while "-->" not in lines[number] and number < len(lines) - 1:
                number += 1
            body = "\n".join(lines[first : number + 1])
            yield Piece(first_line + first, "comment", body.removeprefix("<!--").partition("-->")[0].lstrip(" "))
        elif heading:
            yield from flush()
            marks, title, anchor, ours = heading.groups()
            yield Piece(first_line + number, "heading", _MARKS.sub("", title), len(marks), anchor, bool(ours))
        else:
            if not pending:
                begin = number
            pending.append(line)
        number += 1
    yield from flush()
