"""What stands on many pages and belongs to none: running heads and feet, and page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from indexer.importing.pdf.parts import Aside
from indexer.importing.pdf.pieces import Line

_MARGIN = 0.15  # of the height, above and below
_SAME_HEIGHT = 4.0  # points
_LONGEST = 160
_MOST_LINES = 3_000
_APART = 2.5  # sizes
_ON_MANY = 0.4  # of the pages
_MOST_PAGES_BEFORE = 30  # a chapter that came as a file of its own counts on
_PAGE_NUMBER = re.compile(
    r"(?:pagina|blz\.?|bladzijde|page|pag\.?|p\.)?\s*[-–|]?\s*(\d{1,4}|[ivxl]{1,6})\s*[-–|]?\s*(?:(?:/|van|of)\s*(?:de\s*)?\d{1,4})?", re.I
)


def furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Aside]]:
    """Return of each page the lines that are furniture, with the reason."""
    margins = [[line for line in lines if _in_margin(line, height)] for lines, height in zip(pages, heights, strict=True)]
    repeated = _repeated(margins, heights)
    shelves = _shelves(margins, heights, repeated)
    found: list[list[Aside]] = []
    for index, (lines, height) in enumerate(zip(margins, heights, strict=True)):
        if len(pages[index]) > _MOST_LINES:
            found.append([])
            continue
        numbers = {id(line): _PAGE_NUMBER.fullmatch(line.text) for line in lines}
        sure = {id(line) for line in lines if id(line) in repeated or _is_lone_number(line, numbers[id(line)], pages[index])}
        rows = [line.base for line in lines if id(line) in sure]
        # The name of a chapter stands where other pages have theirs, or beside the number of the page.
        out = [
            line
            for line in lines
            if id(line) in sure or any(abs(line.base - base) < 1.5 for base in rows) or _shelf(line, height) in shelves
        ]
        found.append([Aside(line, _reason(line, numbers[id(line)] is not None, height)) for line in out])
    return found


def _reason(line: Line, is_number: bool, height: float) -> str:
    if is_number:
        return "paginanummer"
    return "kopregel" if line.bottom < height / 2 else "voetregel"


def _is_lone_number(line: Line, number: re.Match[str] | None, lines: Sequence[Line]) -> bool:
    return number is not None and _is_near(number[1], line.page) and _is_outermost(line, lines)


def _shelf(line: Line, height: float) -> tuple[bool, int, float, bool]:
    upper = line.bottom < height / 2
    return upper, round((line.base if upper else height - line.base) / 2), line.style.size, line.style.bold


def _shelves(margins: Sequence[Sequence[Line]], heights: Sequence[float], repeated: set[int]) -> set[tuple[bool, int, float, bool]]:
    """Return the places, with their look, on which many pages have furniture."""
    pages: dict[tuple[bool, int, float, bool], set[int]] = defaultdict(set)
    for lines, height in zip(margins, heights, strict=True):
        for line in lines:
            if id(line) in repeated:
                pages[_shelf(line, height)].add(line.page)
    return {shelf for shelf, on in pages.items() if len(on) >= max(4, _ON_MANY * len(margins))}


def _repeated(margins: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """Return the lines (by id) that stand in the same words, or with the number of the page in them, at one height of many pages."""
    enough = 3 if len(margins) > 4 else 2
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for lines, height in zip(margins, heights, strict=True):
        for line in lines:
            side = line.bottom < height / 2
            # From the nearer edge, so that a page of another height counts along.
            place = line.base if side else height - line.base
            for key in _keys(line):
                for shelf in (int(place // _SAME_HEIGHT), int((place + _SAME_HEIGHT / 2) // _SAME_HEIGHT) + 0.5):
                    groups[(side, key, shelf)].append(line)
    return {id(line) for lines in groups.values() if len({line.page for line in lines}) >= enough for line in lines}


def _keys(line: Line) -> list[str]:
    text = line.text.lower()[:_LONGEST]
    # 'Pagina 3 van 15' on the third page and 'Pagina 4 van 15' on the fourth are one: the number keeps its distance to the page.
    running = [
        text[: found.start()] + f"<{int(found[0]) - line.page}>" + text[found.end() :] for found in re.finditer(r"\b\d{1,4}\b", text)
    ]
    return [text, *running[:3]]


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _is_near(number: str, page: int) -> bool:
    """Whether a number may be that of a page: a year or an amount is not."""
    return not number.isdigit() or abs(int(number) - page) <= _MOST_PAGES_BEFORE


def _is_outermost(line: Line, lines: Sequence[Line]) -> bool:
    """Whether nothing stands further out, and what stands beside it stands apart from the rest with it."""
    beside = any(other is not line and abs(line.base - other.base) <= 1.5 for other in lines)
    room = _APART * line.style.size if beside else 1
    inside = [other for other in lines if abs(line.base - other.base) > 1.5]
    return all(line.base < other.base - room for other in inside) or all(line.base > other.base + room for other in inside)
