"""The order of reading of a page without tags: coloured grounds, columns and what spans them."""

import statistics
from collections.abc import Mapping, Sequence

from indexer.importing.pdf.pieces import Line, lines_of
from indexer.importing.pdf.reading import Area

_NARROWEST_GUTTER = 6.0  # points
_FEWEST_LINES = 3
_MOST_CROSSING = 0.3  # of the lines: headings and tables over all columns
_PROSE_FILL = 0.55  # of the width of their column that lines of prose fill
_PROSE_LETTERS = 18
_SIDE = 0.36  # of the width: a narrower column stands beside the text and is read after it
_LARGE = 1.3
_CHANGES = 0.2  # of the lines of a side: bands of columns under each other
_MOST_LINES = 1_000


def regions(segments: Sequence[Line], grounds: Sequence[Area], size: float) -> list[list[Line]]:
    """Return the lines of a page in groups that are read one after the other; `size` is that of the letters of the text."""
    ordered: list[list[Line]] = []
    beside: list[list[Line]] = []
    rest = sorted(segments, key=lambda line: line.top)
    written = {id(line): place for place, line in enumerate(segments)}
    for ground in _bands(grounds, rest):
        inside = [line for line in rest if _holds(ground, line)]
        if len(inside) < _FEWEST_LINES or len(inside) == len(rest):
            continue
        outside = [line for line in rest if not _holds(ground, line)]
        reach = max(line.right for line in rest) - min(line.left for line in rest)
        if ground.right - ground.left < 0.6 * reach:
            beside += _columns(inside, size, written)
            rest = outside
            continue
        ordered += _columns([line for line in outside if line.top < ground.top], size, written) + _columns(inside, size, written)
        rest = [line for line in outside if line.top >= ground.top]
    return [_whole(group) for group in ordered + _columns(rest, size, written) + beside if group]


def _bands(grounds: Sequence[Area], lines: Sequence[Line]) -> list[Area]:
    """Return coloured grounds from above, those that touch as one: the rows of a coloured table are no grounds of their own."""
    merged: list[Area] = []
    for ground in sorted(grounds, key=lambda area: (area.top, area.left)):
        last = merged[-1] if merged else None
        if last and abs(last.left - ground.left) < 3 and abs(last.right - ground.right) < 3 and ground.top - last.bottom < 3:
            merged[-1] = Area(last.left, last.top, last.right, max(last.bottom, ground.bottom))
        elif not last or not (
            ground.top >= last.top and ground.bottom <= last.bottom and ground.left >= last.left and ground.right <= last.right
        ):
            merged.append(ground)
    return merged


def _holds(ground: Area, line: Line) -> bool:
    middle = (line.left + line.right) / 2
    return ground.left - 1 <= middle <= ground.right + 1 and ground.top - 1 <= (line.top + line.bottom) / 2 <= ground.bottom + 1


def _columns(lines: list[Line], size: float, written: Mapping[int, int], depth: int = 0) -> list[list[Line]]:
    """Cut lines into columns: what crosses the gutter, or is a large heading with nothing beside it, ends a row of columns."""
    # No page that is read has more lines; to compare them all with all would take hours.
    gutter = _gutter(lines, written) if 2 * _FEWEST_LINES <= len(lines) <= _MOST_LINES and depth < 4 else None
    if gutter is None:
        return [lines]
    groups: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []

    def end_columns() -> None:
        for group in (left, right):
            if group:
                groups.extend(_columns(list(group), size, written, depth + 1))
                group.clear()

    narrow = _narrow_side(lines, gutter)
    for line in lines:
        if line.left < gutter - 1 < gutter + 1 < line.right or (narrow is None and _is_banner(line, lines, size)):
            end_columns()
            across.append(line)
            continue
        if across:
            groups.append(list(across))
            across.clear()
        (left if line.right <= gutter + 1 else right).append(line)
    if narrow == "left":
        left, right = right, left
    end_columns()
    if across:
        groups.append(across)
    return groups


def _gutter(lines: Sequence[Line], written: Mapping[int, int]) -> float | None:
    """Return where a strip without letters runs down between two columns of prose, or beside a side column."""
    begin, end = min(line.left for line in lines), max(line.right for line in lines)
    edges = sorted({line.left for line in lines if begin + 0.15 * (end - begin) < line.left < begin + 0.9 * (end - begin)})
    best: tuple[int, float] | None = None
    for edge in edges:
        x = edge - _NARROWEST_GUTTER / 2
        crossing = sum(line.left < x - 1 and line.right > x - _NARROWEST_GUTTER / 2 for line in lines)
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        if crossing > _MOST_CROSSING * len(lines) or min(len(left), len(right)) < _FEWEST_LINES:
            continue
        if not (_are_written_apart(left, right, written) or _are_columns(left, right)):
            continue
        aligned = sum(abs(line.left - edge) < 2 for line in right)
        if aligned >= _FEWEST_LINES and (best is None or (-crossing, aligned) > best):
            best = (-crossing, aligned)
            found = x
    return found if best else None


def _are_written_apart(left: Sequence[Line], right: Sequence[Line], written: Mapping[int, int]) -> bool:
    """Whether the file draws one side first and then the other; the cells of a table it draws row by row."""
    sides = sorted([(written[id(line)], 0) for line in left] + [(written[id(line)], 1) for line in right])
    changes = sum(before[1] != after[1] for before, after in zip(sides, sides[1:], strict=False))
    return changes <= max(1, _CHANGES * min(len(left), len(right)))


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    prose = [_is_prose(left), _is_prose(right)]
    if all(prose):
        return True
    beside = sum(any(abs(line.base - other.base) < 1.5 for other in right) for line in left) / len(left)
    # A table has its cells on one height; a column of remarks beside the text has not.
    return any(prose) and beside < 0.6


def _is_prose(lines: Sequence[Line]) -> bool:
    wide = max(line.right for line in lines) - min(line.left for line in lines)
    fill = statistics.mean((line.right - line.left) / wide for line in lines) if wide else 0
    return fill >= _PROSE_FILL and statistics.mean(len(line.text) for line in lines) >= _PROSE_LETTERS


def _narrow_side(lines: Sequence[Line], gutter: float) -> str | None:
    begin, end = min(line.left for line in lines), max(line.right for line in lines)
    if gutter - begin < _SIDE * (end - begin):
        return "left"
    return "right" if end - gutter < _SIDE * (end - begin) else None


def _is_banner(line: Line, lines: Sequence[Line], size: float) -> bool:
    room = line.style.size / 2
    beside = (other for other in lines if other is not line)
    return line.style.size >= _LARGE * size and not any(
        other.top < line.bottom + room and other.bottom > line.top - room for other in beside
    )


def _whole(group: list[Line]) -> list[Line]:
    pieces = sorted((piece for line in group for piece in line.pieces), key=lambda piece: (round(piece.base), piece.left))
    return sorted(lines_of(pieces, group[0].page), key=lambda line: (line.base, line.left))
