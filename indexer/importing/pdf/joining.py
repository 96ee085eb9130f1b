"""Parts that a column's or page's end cut in two, put together."""

import re
from collections.abc import Sequence

from indexer.importing.blocks import BlockKind
from indexer.importing.pdf.parts import Part

_ENDED = re.compile(r"(?<!\d)[.!?:;…]['\"’”»)\]]*\d{0,3}$|[.!?…]['\"’”»)\]]*$")
_MOST_LINES = 2_000
_FLOATING = frozenset({BlockKind.FIGURE, BlockKind.CAPTION, BlockKind.TABLE})
_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})


def join_over_ends(pages: Sequence[Sequence[Part]]) -> list[Part]:
    """Return the parts of all pages; the first of a page goes on with the last of the page before it where that was not ended."""
    parts: list[Part] = []
    for page in pages:
        for index, part in enumerate(page):
            into = _goes_on_with(parts, part, first=index == 0)
            if into is None:
                parts.append(part)
            elif part.kind is BlockKind.TABLE:
                _join_tables(into, part)
            else:
                into.lines += part.lines
                into.areas += part.areas
                into.doubts += part.doubts
    return parts


def with_whole_titles(parts: Sequence[Part], size: float) -> list[Part]:
    """Put headings together that are the lines of one: of one look, close below each other, with nothing between."""
    whole: list[Part] = []
    for part in parts:
        last = whole[-1] if whole else None
        if last and last.kind is part.kind is BlockKind.HEADING and last.level == part.level and last.page == part.page:
            above, below = last.lines[-1], part.lines[0]
            near = 0 < below.base - above.base < 2.2 * above.style.size
            if near and above.style == below.style and above.style.size >= 1.3 * size and not re.match(r"\d", below.text):
                last.lines += part.lines
                continue
        whole.append(part)
    return whole


def _goes_on_with(parts: Sequence[Part], part: Part, *, first: bool) -> Part | None:
    if not parts:
        return None
    last = parts[-1]
    if part.kind is BlockKind.TABLE:
        same = last.kind is BlockKind.TABLE and first and last.page != part.page and len(last.rows[0]) == len(part.rows[0])
        return last if same else None
    if part.kind not in _TEXT or part.mark:
        return None
    before = next((one for one in list(reversed(parts))[:3] if one.kind not in _FLOATING), None)
    if before is None or before.kind not in _TEXT or not before.lines or not part.lines:
        return None
    ends, begins = before.lines[-1], part.lines[0]
    over = ends.page != begins.page or begins.top < ends.top
    if not over or abs(ends.style.size - begins.style.size) > 0.1 * ends.style.size:
        return None
    return before if len(before.lines) < _MOST_LINES and _is_unended(ends.text, part.text) else None


def _is_unended(before: str, after: str) -> bool:
    if before.endswith(("\xad", ",", "-")):
        return True
    if _ENDED.search(before):
        return False
    return bool(re.match(r"[^\W\d_A-Z]|[(\d‘“\"«a-z]", after)) or not re.match(r"[A-Z]\w+ \w+$", after) and not before.isupper()


def _join_tables(into: Part, part: Part) -> None:
    into.rows += part.rows
    into.lines += part.lines
    into.areas += part.areas
