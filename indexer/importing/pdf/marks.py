"""The marks of list items: dots, dashes, drawings, numbers and letters."""

import re
from dataclasses import dataclass, replace

from indexer.importing.pdf.pieces import Line

_BULLET = re.compile(r"[•·▪■□●○◦‣⁃➢►▶✓✔❖∙\-–—*\u2043\uf000-\uf8ff]")
_NUMBER = re.compile(r"(\d{1,2})\s?[.)]$")
_LETTER = re.compile(r"\(?([a-zA-Z]|[ivx]{1,4})[.)]$")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_LETTERED = re.compile(r"\(?([a-z]|[ivx]{1,4})\)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark before an item: its letters, how many pieces of the line hold nothing else, and its number. A letter stays in the text."""

    text: str
    pieces: int = 0
    letters: int = 0
    number: int | None = None


def mark_of(line: Line) -> Mark | None:
    """Return the mark with which a line begins, or None."""
    first = line.pieces[0]
    text = first.text.strip()
    alone = len(line.pieces) > 1
    if alone and (first.style.symbol or _BULLET.fullmatch(text)) and len(text) == 1:
        return Mark("•", pieces=1)
    if alone and text == "o" and line.pieces[1].left - first.right > 0.5 * first.style.size:
        return Mark("o", pieces=1)
    if alone and (found := _NUMBER.match(text)):
        return Mark(text, pieces=1, number=int(found[1]))
    if alone and _LETTER.match(text):
        return Mark(text)
    if len(text) > 1 and _BULLET.match(text) and (text[1].isspace() or "\uf000" <= text[0] <= "\uf8ff" or text[0] in "•▪●■"):
        return Mark("•", letters=len(first.text) - len(first.text.lstrip()[1:].lstrip()))
    if found := _NUMBERED.match(text):
        return Mark(found[0].strip(), letters=len(first.text) - len(first.text.lstrip()) + found.end(), number=int(found[1]))
    if found := _LETTERED.match(text):
        return Mark(found[0].strip())
    return None


def without(line: Line, mark: Mark) -> Line | None:
    """Return a line without the mark that it begins with, or None when nothing is left."""
    pieces = list(line.pieces[mark.pieces :])
    if mark.letters and pieces:
        first = pieces[0]
        share = mark.letters / max(1, len(first.text))
        pieces[0] = replace(first, text=first.text[mark.letters :], left=first.left + share * (first.right - first.left))
    pieces = [piece for piece in pieces if piece.text.strip()]
    return Line.of(line.page, pieces) if pieces else None
