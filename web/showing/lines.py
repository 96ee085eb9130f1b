"""Lines of text to show, and the runs of list items among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from kb.model import Block, Passage


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words, whether it is an item of a list or a label above one, and how many lists an item stands in."""

    text: str
    is_item: bool = False
    is_label: bool = False
    depth: int = 0


class _MayBeItem(Protocol):
    @property
    def is_item(self) -> bool: ...


_Line = TypeVar("_Line", bound=_MayBeItem)


def passage_lines(passage: Passage, begin: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of a stretch of a passage, or of all of it; links to other pages are left out."""
    return [_line(block, passage.text[block.begin : block.end]) for block in passage.text_blocks(begin, end)]


def stretch_lines(passage: Passage, begin: int, end: int) -> list[Line]:
    """Return the lines of passage.text[begin:end], which may begin and end within a block."""
    lines = []
    for block in passage.blocks:
        text = passage.text[max(begin, block.begin) : min(end, block.end)].strip()
        if text:
            lines.append(_line(block, text))
    return lines


def _line(block: Block, text: str) -> Line:
    return Line(text, block.is_item, block.kind == "label", max(1, block.depth) if block.is_item else 0)


def runs(lines: Iterable[_Line]) -> list[tuple[bool, list[_Line]]]:
    """Return lines as runs of list items (True) or of other lines."""
    return [(is_item, list(run)) for is_item, run in groupby(lines, key=lambda line: line.is_item)]
