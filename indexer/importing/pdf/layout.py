"""A column of lines taken apart by its looks: headings, paragraphs, lists and tables."""

import re
import statistics
from collections.abc import Sequence
from itertools import groupby

from indexer.importing.blocks import BlockKind, Origin
from indexer.importing.pdf.looks import Known, looks_italic, looks_like_caption, looks_like_heading, looks_like_quote
from indexer.importing.pdf.marks import Mark, mark_of, without
from indexer.importing.pdf.parts import Part
from indexer.importing.pdf.pieces import Line
from indexer.importing.pdf.tables import cut_tables

_LARGER_GAP = 1.25  # times the usual distance between lines: a new paragraph
_DASHES = ("-", "–", "—")
_SAME_INDENT = 3.0  # points
_WIDEST_STEP = 2.5
_WIDEST_OF_FEW = 1.9
_ENDS = re.compile(r"[.!?:;…]['\"’”»)\]]*$")


def parts_of(lines: Sequence[Line], known: Known, origin: Origin = Origin.LOOKS) -> list[Part]:
    """Return the parts of a column, whose lines come from above."""
    parts: list[Part] = []
    for piece in cut_tables(lines, known.body.size):
        if isinstance(piece, Part):
            piece.origin = origin
            parts.append(piece)
        elif piece:
            parts += [_part(group, mark, known, origin) for group, mark in _groups(piece, known)]
    parts = [part for part in parts if part.lines or part.rows]
    _give_depths(parts)
    return with_italic_headings(parts, known)


def _give_depths(parts: Sequence[Part]) -> None:
    """Give the items of each list their depth, by where their marks stand."""
    for is_list, run in groupby(parts, key=lambda part: part.kind is BlockKind.ITEM):
        if not is_list:
            continue
        indents: list[float] = []
        for part in run:
            while indents and part.indent < indents[-1] - _SAME_INDENT:
                indents.pop()
            if not indents or part.indent > indents[-1] + _SAME_INDENT:
                indents.append(part.indent)
            part.level = len(indents) - 1


def with_italic_headings(parts: list[Part], known: Known) -> list[Part]:
    """Make headings of short italic paragraphs that stand close above a paragraph which is not."""
    for part, after in zip(parts, parts[1:], strict=False):
        near = after.lines and part.lines and after.lines[0].base - part.lines[-1].base < 2.2 * known.body.size
        if not near or part.kind is not BlockKind.PARAGRAPH or after.kind is not BlockKind.PARAGRAPH:
            continue
        if looks_italic(part.lines, known) and not after.lines[0].all_italic():
            part.kind, part.origin = BlockKind.HEADING, Origin.LOOKS
    return parts


def line_step(lines: Sequence[Line], usual: float = 1.2) -> float:
    """Return the usual distance from one line to the next of one column, in letter sizes; `usual` where there are too few to tell."""
    pairs = zip(lines, lines[1:], strict=False)
    steps = [(after.base - before.base) / before.style.size for before, after in pairs if _are_of_one_size(before, after)]
    near = [step for step in steps if 0.9 < step < _WIDEST_STEP]
    if len(near) > 3:
        return statistics.quantiles(near, n=4)[0]
    return min((step for step in near if step < _WIDEST_OF_FEW), default=usual)


def _are_of_one_size(before: Line, after: Line) -> bool:
    return abs(before.style.size - after.style.size) < 0.5 and before.page == after.page


def first_word_would_fit(before: Line, after: Line, right: float) -> bool:
    """Whether the first word of a line had room at the end of the line before it: then somebody ended that line on purpose."""
    word = after.text.split(" ", 1)[0]
    width = (after.right - after.left) * len(word) / max(1, len(after.text))
    return right - before.right > width + 0.6 * before.style.size


class _Rights:
    """Where lines of a column end: a heading over the whole page and an indented quote say nothing of those of the text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._of_indent: dict[tuple[int, int], list[float]] = {}
        self._of_size: dict[int, float] = {}
        for line in lines:
            size = round(line.style.size)
            self._of_indent.setdefault((size, round(line.left / _SAME_INDENT)), []).append(line.right)
            self._of_size[size] = max(line.right, self._of_size.get(size, 0.0))

    def of(self, line: Line) -> float:
        """Return where the lines that begin and look like this one end."""
        size, indent = round(line.style.size), line.left / _SAME_INDENT
        ends = [right for near in {int(indent), int(indent) + 1, round(indent)} for right in self._of_indent.get((size, near), ())]
        return max(ends) if len(ends) > 1 else self._of_size[size]


def _groups(lines: Sequence[Line], known: Known) -> list[tuple[list[Line], Mark | None]]:
    """Cut lines into those of one heading, paragraph or item each."""
    groups: list[tuple[list[Line], Mark | None]] = []
    rights = _Rights(lines)
    # A step seen in large letters says nothing of small ones.
    step = line_step([line for line in lines if abs(line.style.size - known.body.size) < 1], known.step)
    for line in lines:
        mark = mark_of(line)
        if mark and looks_like_heading([line], known) and mark.text != "•":
            mark = None
        if mark and groups and _is_dash_within(line, groups[-1]):
            mark = None
        if groups and not mark and not _begins(line, groups[-1], rights.of(groups[-1][0][-1]), step, known):
            groups[-1][0].append(line)
        else:
            groups.append(([line], mark))
    return groups


def _is_dash_within(line: Line, group: tuple[list[Line], Mark | None]) -> bool:
    """Whether a dash at the beginning of a line stands in a sentence: of an item with another mark, or of a paragraph that goes on."""
    lines, mark = group
    if not line.text.startswith(_DASHES) or lines[0].text.startswith(_DASHES) or _ENDS.search(lines[-1].text):
        return False
    if mark is not None:
        return line.left > lines[0].left + 0.5 * line.style.size
    return abs(line.left - lines[-1].left) < 0.5 * line.style.size


def _begins(line: Line, group: tuple[list[Line], Mark | None], right: float, step: float, known: Known) -> bool:
    lines, mark = group
    last = lines[-1]
    size = max(line.style.size, last.style.size)
    gap = line.base - last.base
    if gap > _LARGER_GAP * max(step * size, 1.05 * size) or gap < 0:
        return True
    if abs(line.style.size - last.style.size) > 0.08 * size or _changes_weight(last, line, known):
        return True
    if mark and line.left < last.left - 0.5 * size and len(lines) > 1:
        return True
    if (
        not mark
        and len(lines) > 1
        and line.left > last.left + 0.8 * size
        and abs(last.left - lines[0].left) < 1
        and _ENDS.search(last.text)
    ):
        return True
    if looks_like_heading(lines, known) and not first_word_would_fit(last, line, right) and lines[0].style == line.style:
        return False
    apart = line.style == last.style and (line.style.size > 1.12 * known.body.size or line.all_italic())
    # Large and italic letters are set ragged, and break where the sense does.
    ended = _ENDS.search(last.text) or (not apart and re.match(r"[A-Z0-9‘“\"]", line.text))
    return bool(ended) and first_word_would_fit(last, line, right) and not last.text.endswith("\xad")


def _changes_weight(before: Line, after: Line, known: Known) -> bool:
    """Whether a heading in the letters of the text ends here, or begins."""
    if before.all_bold() != after.all_bold():
        heading = before if before.all_bold() else after
        return looks_like_heading([heading], known)
    return before.style.colour != after.style.colour and (looks_like_heading([before], known) or looks_like_heading([after], known))


def _part(lines: list[Line], mark: Mark | None, known: Known, origin: Origin) -> Part:
    page = lines[0].page
    if mark:
        first = without(lines[0], mark)
        said = [*([first] if first else []), *lines[1:]]
        return Part(BlockKind.ITEM, said, page, origin, mark=mark.text, number=mark.number, indent=lines[0].left)
    text = " ".join(line.text for line in lines)
    if looks_like_quote(lines, known):
        return Part(BlockKind.QUOTE, lines, page, origin)
    if looks_like_heading(lines, known):
        return Part(BlockKind.HEADING, lines, page, origin)
    return Part(BlockKind.CAPTION if looks_like_caption(text) else BlockKind.PARAGRAPH, lines, page, origin)
