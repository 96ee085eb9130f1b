"""Tables found by their looks: rows of cells that stand under each other."""

from collections.abc import Sequence

from indexer.importing.blocks import BlockKind
from indexer.importing.pdf.marks import mark_of
from indexer.importing.pdf.parts import Part
from indexer.importing.pdf.pieces import Line, Piece

_CELL_GAP = 1.2  # sizes between two cells
_FEWEST_ROWS = 3
_MOST_LINES = 400  # of one page
_LONGEST_CELL = 70  # letters on one line of a cell; longer ones are columns of prose


def cut_tables(lines: Sequence[Line], size: float) -> list[Part | list[Line]]:
    """Return lines as runs of text and tables, in their order."""
    found: list[Part | list[Line]] = []
    text: list[Line] = []
    index = 0
    while index < len(lines):
        end = _end_of_table(lines, index, size)
        if end:
            if text:
                found.append(text)
                text = []
            found.append(_table(lines[index:end], size))
            index = end
        else:
            text.append(lines[index])
            index += 1
    return [*found, text] if text else found


def cells_of(line: Line, size: float) -> list[Line]:
    """Return the cells of a line: its words in groups with wide gaps between them."""
    cells: list[list[Piece]] = []
    for piece in line.pieces:
        if cells and piece.left - max(one.right for one in cells[-1]) < _CELL_GAP * size:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return [Line.of(line.page, cell) for cell in cells]


def _end_of_table(lines: Sequence[Line], begin: int, size: float) -> int:
    """Return where the table that begins here ends, or 0."""
    first = _row(lines[begin], size)
    if not first:
        return 0
    columns = [(cell.left, cell.right) for cell in first]
    rows = 0
    end = begin
    for index in range(begin, min(len(lines), begin + _MOST_LINES)):
        line = lines[index]
        cells = cells_of(line, size)
        if index > begin and line.base - lines[index - 1].base > 4 * size:
            break
        places = _places(cells, columns)
        if places is None:
            break
        if len(cells) > 1:
            if mark_of(line) and len(cells) == 2:
                break
            rows += 1
            end = index + 1
            columns = _widened(columns, cells, places)
        elif len(line.text) > _LONGEST_CELL:
            break
        else:
            columns = _widened(columns, cells, places)
    return end if rows >= _FEWEST_ROWS else 0


def _row(line: Line, size: float) -> list[Line]:
    cells = cells_of(line, size)
    if len(cells) < 2 or (len(cells) == 2 and mark_of(line)) or any(len(cell.text) > _LONGEST_CELL for cell in cells):
        return []
    return cells


def _places(cells: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[int] | None:
    """Return the column of each cell, or None when one stands over two columns."""
    places = []
    for cell in cells:
        under = [number for number, (left, right) in enumerate(columns) if cell.left < right and cell.right > left]
        if len(under) > 1 or len(cell.text) > _LONGEST_CELL:
            return None
        places.append(under[0] if under else -1)
    known = [place for place in places if place >= 0]
    return places if known and len(set(known)) == len(known) else None


def _widened(columns: list[tuple[float, float]], cells: Sequence[Line], places: Sequence[int]) -> list[tuple[float, float]]:
    wider = list(columns)
    for cell, place in zip(cells, places, strict=True):
        if place < 0:
            wider.append((cell.left, cell.right))
        else:
            wider[place] = (min(wider[place][0], cell.left), max(wider[place][1], cell.right))
    return sorted(wider)


def _table(lines: Sequence[Line], size: float) -> Part:
    columns: list[tuple[float, float]] = []
    for line in lines:
        for cell in cells_of(line, size):
            over = [column for column in columns if cell.left < column[1] and cell.right > column[0]]
            columns = [column for column in columns if column not in over]
            columns.append((min([cell.left, *(c[0] for c in over)]), max([cell.right, *(c[1] for c in over)])))
    columns.sort()
    rows: list[list[list[Line]]] = []
    for line in lines:
        cells = cells_of(line, size)
        places = [next(number for number, (left, right) in enumerate(columns) if cell.left < right and cell.right > left) for cell in cells]
        # A line without the first column goes on with the row above it.
        if not rows or 0 in places:
            rows.append([[] for _ in columns])
        for cell, place in zip(cells, places, strict=True):
            rows[-1][place].append(cell)
    page = lines[0].page
    doubt = "Deze tabel is aan haar opmaak herkend: kijk na of elk getal in de goede kolom staat."
    return Part(BlockKind.TABLE, list(lines), page, rows=rows, has_head=True, doubts=[doubt])
