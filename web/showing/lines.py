"""Lines of text to show, and the runs of list items among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from kb.model import Block, Passage, Remark
from kb.telling.remarks import beside, noted


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words, whether it is an item or a label above items, how many lists an item stands in, and the editor's remarks."""

    text: str
    is_item: bool = False
    is_label: bool = False
    depth: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def noted(self) -> str:
        """The words with the editor's remarks in brackets after those they are about."""
        return noted(self.text, self.remarks)


class _MayBeItem(Protocol):
    @property
    def is_item(self) -> bool: ...


_Line = TypeVar("_Line", bound=_MayBeItem)


def passage_lines(passage: Passage, begin: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of a stretch of a passage, or of all of it; links to other pages are left out."""
    return [_line(passage, block, block.begin, block.end) for block in passage.text_blocks(begin, end)]


def stretch_lines(passage: Passage, begin: int, end: int) -> list[Line]:
    """Return the lines of passage.text[begin:end], which may begin and end within a block."""
    lines = []
    for block in passage.blocks:
        low, high = max(begin, block.begin), min(end, block.end)
        text = passage.text[low:high] if low < high else ""
        if text.strip():
            low += len(text) - len(text.lstrip())
            lines.append(_line(passage, block, low, low + len(text.strip())))
    return lines


def _line(passage: Passage, block: Block, begin: int, end: int) -> Line:
    depth = max(1, block.depth) if block.is_item else 0
    return Line(passage.text[begin:end], block.is_item, block.kind == "label", depth, beside(passage.remarks, begin, end))


def runs(lines: Iterable[_Line]) -> list[tuple[bool, list[_Line]]]:
    """Return lines as runs of list items (True) or of other lines."""
    return [(is_item, list(run)) for is_item, run in groupby(lines, key=lambda line: line.is_item)]
