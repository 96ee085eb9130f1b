"""What stands on a page: pieces of text with their place and look, and the lines that they make. Points, from the upper left corner."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

UNTAGGED = -1
ARTIFACT = -2
_WORD_GAP = 0.15  # of the letter size: pieces that stand nearer than this are one word
_SAME_LINE = 0.5  # of the height of the lower of two pieces that must overlap
_RAISED = 0.12  # of the letter size: marks of notes stand at least this much higher than their line
_SMALLER = 0.85
_WORD = re.compile(r"\w")
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look; those of a `symbol` font are drawings, whatever letter stands for them."""

    size: float
    bold: bool = False
    italic: bool = False
    colour: int = 0
    symbol: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one look that stand together on a line; `tag` is the number under which the structure tree knows them."""

    text: str
    style: Style
    left: float
    top: float
    right: float
    bottom: float
    base: float
    tag: int = UNTAGGED
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces beside each other on a page, from left to right. `base` and `style` are those of most of its letters."""

    page: int
    pieces: tuple[Piece, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    style: Style

    @staticmethod
    def of(page: int, pieces: Iterable[Piece]) -> "Line":
        """Return the line that pieces make."""
        ordered = tuple(sorted(pieces, key=lambda piece: piece.left))
        return Line(
            page,
            ordered,
            text=re.sub(r"\s+", " ", "".join(part for _, part in spaced(ordered))).strip(),
            left=ordered[0].left,
            top=min(piece.top for piece in ordered),
            right=max(piece.right for piece in ordered),
            bottom=max(piece.bottom for piece in ordered),
            base=_most((piece.base, len(piece.text)) for piece in ordered),
            style=_most((piece.style, len(piece.text.strip())) for piece in ordered),
        )

    def all_bold(self) -> bool:
        """Whether each word of it is bold."""
        return all(piece.style.bold for piece in self.pieces if _WORD.search(piece.text))

    def all_italic(self) -> bool:
        """Whether each word of it is italic."""
        return all(piece.style.italic for piece in self.pieces if _WORD.search(piece.text))


def lines_of(pieces: Iterable[Piece], page: int, *, apart: float = 1e9) -> list[Line]:
    """Return pieces as lines, in the order in which their first pieces come; those further `apart` than this many sizes are two lines."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        row = next((row for row in reversed(rows[-8:]) if _on_one_line(row, piece, apart)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [Line.of(page, row) for row in rows]


def spaced(pieces: Sequence[Piece]) -> Iterable[tuple[Piece, str]]:
    """Yield each piece of a line with its text, after a space where one is seen."""
    before: Piece | None = None
    for piece in pieces:
        gap = piece.left - before.right if before else 0.0
        seen = before is not None and gap > _WORD_GAP * max(before.style.size, piece.style.size)
        yield piece, (" " if seen else "") + piece.text
        before = piece


def is_raised(piece: Piece, line: Line) -> bool:
    """Whether a piece is small and stands above the others of its line, as a mark of a note does."""
    size = line.style.size
    return piece.style.size < _SMALLER * size and line.base - piece.base > _RAISED * size


def body_style(lines: Iterable[Line]) -> Style:
    """Return the look of most letters."""
    counts: Counter[Style] = Counter()
    for line in lines:
        for piece in line.pieces:
            counts[replace(piece.style, size=round(piece.style.size * 2) / 2)] += len(piece.text)
    return counts.most_common(1)[0][0] if counts else Style(10.0)


def _on_one_line(row: list[Piece], piece: Piece, apart: float) -> bool:
    last = row[-1]
    overlap = min(last.bottom, piece.bottom) - max(last.top, piece.top)
    size = max(last.style.size, piece.style.size)
    if overlap < _SAME_LINE * min(last.bottom - last.top, piece.bottom - piece.top) or abs(last.base - piece.base) > 0.6 * size:
        return False
    gap = max(piece.left - max(one.right for one in row), min(one.left for one in row) - piece.right)
    return -0.7 * size < gap < apart * size


def _most(weighted: Iterable[tuple[_Kind, int]]) -> _Kind:
    counts: Counter[_Kind] = Counter()
    for kind, weight in weighted:
        counts[kind] += weight
    return counts.most_common(1)[0][0]
