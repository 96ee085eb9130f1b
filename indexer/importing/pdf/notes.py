"""Footnotes: their words, and the marks in the text that call them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.importing.pdf.parts import Laid
from indexer.importing.pdf.pieces import Line, Piece, is_raised

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(r"\d{1,3}|\*{1,3}|†")
_MARKS = re.compile(r"\s*((?:\d{1,3}|\*{1,3}|†)(?:\s*[,;]?\s+\d{1,3}|,\d{1,3})*)\s*")
_BEGIN = re.compile(r"(\d{1,3}|\*{1,3}|†)[.)]?\s+(?=\S)")
_SMALLER = 0.93
_LOWEST = 0.45  # of the height: footnotes stand below it
_UNITS = re.compile(r"(?:^|[\s\d(/])(?:m|km|cm|mm|dm|ha|CO|10)$")


@dataclass(slots=True)
class Note:
    """A note as it stands: its mark, its lines, its page and the label that makes it one of its kind."""

    mark: str
    lines: list[Line]
    page: int
    label: str = ""


def notes_of(pages: Iterable[Laid]) -> list[Note]:
    """Return the notes of all pages in their order; a line without a mark goes on with the note before it."""
    notes: list[Note] = []
    for laid in pages:
        for line in laid.notes:
            begun = begin_of_note(line)
            if begun:
                mark, rest = begun
                notes.append(Note(mark, [rest] if rest else [], laid.number))
            elif notes:
                notes[-1].lines.append(line)
            else:
                notes.append(Note("", [line], laid.number))
    seen: Counter[str] = Counter()
    taken = Counter(note.mark for note in notes)
    for number, note in enumerate(notes, start=1):
        name = note.mark if note.mark.isdigit() else f"noot-{number}"
        seen[name] += 1
        note.label = name if taken[note.mark] == 1 or seen[name] == 1 else f"{name}-{seen[name]}"
    return notes


def begin_of_note(line: Line) -> tuple[str, Line | None] | None:
    """Return the mark with which a line of a note begins and the line without it, or None."""
    first = line.pieces[0]
    text = first.text.strip().translate(_DIGITS)
    if _MARK.fullmatch(text) and len(line.pieces) > 1:
        return text, Line.of(line.page, line.pieces[1:])
    if _MARK.fullmatch(text):
        return text, None
    found = _BEGIN.match(first.text.lstrip().translate(_DIGITS)) or re.match(r"([¹²³⁴-⁹⁰]{1,3})(?=\S)", first.text.lstrip())
    if not found:
        return None
    rest = first.text.lstrip()[found.end() :]
    return found[1].translate(_DIGITS), Line.of(line.page, [replace(first, text=rest), *line.pieces[1:]]) if rest.strip() else None


def small_lines_below(lines: Sequence[Line], size: float, height: float) -> list[Line]:
    """Return the lines of notes at the foot of a column: small ones, the first of which begins with a mark."""
    foot: list[Line] = []
    for line in reversed(lines):
        if line.style.size > _SMALLER * size or line.top < _LOWEST * height:
            break
        foot.insert(0, line)
    first = next((index for index, line in enumerate(foot) if _may_begin(line)), None)
    return foot[first:] if first is not None else []


def _may_begin(line: Line) -> bool:
    begun = begin_of_note(line)
    return begun is not None and (is_raised(line.pieces[0], line) or begun[1] is not None)


class Calls:
    """Which marks of notes are known on which page."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._on_page = {(note.page, note.mark): note.label for note in notes}
        self._counts = Counter(note.mark for note in notes)
        self._anywhere = {note.mark: note.label for note in notes}

    def of(self, piece: Piece, line: Line, before: str) -> list[tuple[str, str | None]]:
        """Return the marks that a piece is, each with the label of its note (None when there is none); [] for other text."""
        text = piece.text.translate(_DIGITS)
        found = _MARKS.fullmatch(text)
        raised = is_raised(piece, line) or text != piece.text
        if not found or not raised or not before.strip() or _UNITS.search(before):
            return []
        return [(mark, self._label(line.page, mark)) for mark in re.findall(r"\d+|\*+|†", found[1])]

    def _label(self, page: int, mark: str) -> str | None:
        near = [self._on_page[key] for key in ((page, mark), (page + 1, mark)) if key in self._on_page]
        return near[0] if near else self._anywhere.get(mark) if self._counts[mark] == 1 else None
