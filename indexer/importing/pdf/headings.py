"""The levels of headings: from tags, the file's outline, its contents page, numbers, and looks, in that order."""

import re
from collections import Counter
from collections.abc import Sequence

from indexer.importing.blocks import BlockKind
from indexer.importing.pdf.contents import Entry
from indexer.importing.pdf.looks import NUMBERING, normal
from indexer.importing.pdf.parts import Part
from indexer.importing.pdf.reading import OutlineEntry

_DEEPEST = 6
_FEWEST_ALIKE = 4
_MOST_ALIKE = 0.7


def give_levels(parts: Sequence[Part], outline: Sequence[OutlineEntry], entries: Sequence[Entry]) -> None:
    """Give each heading its level."""
    headings = [part for part in parts if part.kind is BlockKind.HEADING]
    told = {normal(entry.title): entry.level for entry in outline}
    listed = told or _levels_of_entries(entries)
    # A title that the contents do not name stands above what they name.
    lift = 1 if listed and not any(part.level for part in headings) and headings and _is_title(headings[0], headings, listed) else 0
    looks = _looks_in_order([part for part in headings if not part.level and normal(part.text) not in listed])
    above = 0
    for part in headings:
        name = normal(part.text)
        number = NUMBERING.match(part.text)
        if part.level:
            above = part.level
        elif name in listed:
            part.level = above = listed[name] + lift
        elif number and "." in number[1].rstrip("."):
            part.level = above = number[1].count(".") + 1 + lift
        else:
            # What only looks like a heading stands below the nearest one that is known to be one.
            part.level = above + 1 + looks.index(_look(part))
    _follow_most(headings)
    _close_gaps(headings)


def _follow_most(headings: Sequence[Part]) -> None:
    """Give headings that look alike and are numbered alike the level that most of them have: a tag is easily one too high."""
    alike: dict[object, list[Part]] = {}
    for part in headings:
        alike.setdefault((_look(part), _numbering(part)), []).append(part)
    for group in alike.values():
        level, count = Counter(part.level for part in group).most_common(1)[0]
        if len(group) >= _FEWEST_ALIKE and count >= _MOST_ALIKE * len(group):
            for part in group:
                part.level = level


def _is_title(first: Part, headings: Sequence[Part], listed: dict[str, int]) -> bool:
    larger = all(first.lines[0].style.size >= part.lines[0].style.size for part in headings)
    return normal(first.text) not in listed and larger and first.page == headings[0].page


def _levels_of_entries(entries: Sequence[Entry]) -> dict[str, int]:
    indents: list[float] = []
    for entry in sorted(entries, key=lambda entry: entry.indent):
        if not indents or entry.indent - indents[-1] > 4:
            indents.append(entry.indent)
    levels = {}
    for entry in entries:
        number = NUMBERING.match(entry.title)
        by_indent = max(index for index, indent in enumerate(indents) if indent <= entry.indent + 0.1) + 1
        levels[normal(entry.title)] = number[1].count(".") + 1 if number else min(by_indent, 4)
    return levels


def _look(part: Part) -> tuple[float, bool, bool, bool]:
    style = part.lines[0].style
    return (-round(style.size * 2) / 2, not style.bold, style.italic, _numbering(part) == "")


def _numbering(part: Part) -> str:
    """Return how a heading is numbered, whatever its number: '1.1.', 'a)' or nothing."""
    if part.number is not None:
        return "1."
    found = re.match(r"(\d{1,2}[.)]|\d{1,2}(\.\d{1,2})+|[a-z]\))\s", part.text)
    return re.sub("[a-z]", "a", re.sub(r"\d+", "1", found[1])) if found else ""


def _looks_in_order(parts: Sequence[Part]) -> list[tuple[float, bool, bool, bool]]:
    return sorted({_look(part) for part in parts})


def _close_gaps(headings: Sequence[Part]) -> None:
    """Let no heading stand more than one level below the one before it; those of one level stay together."""
    path: list[int] = []
    for part in headings:
        while path and path[-1] >= part.level:
            path.pop()
        path.append(part.level)
        part.level = min(len(path), _DEEPEST)
