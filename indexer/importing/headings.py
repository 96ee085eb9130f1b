"""Headings that no file calls so: short lines that stand alone above text, and are strong, named or numbered."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from indexer.importing.blocks import Block, BlockKind, Origin

_MOST_CHARACTERS = 100
_NAMED = re.compile(
    r"(?:Vraag|Antwoord|Artikel|Hoofdstuk|Paragraaf|Bijlage|Agendapunt|Stap|Fase)(?: op vraag)? (?:[0-9]{1,3}|[IVX]{1,4})[a-z]?\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[0-9]{1,2}((?:\.[0-9]{1,2}){0,3})\.? +[^\W\d_]")
_OF_A_FIGURE = re.compile(r"(?:fig|figuur|tabel|grafiek|afbeelding|foto|bron)\b", re.IGNORECASE)
_MARKS_OF_TEXT = ".,;:!"


def raised(blocks: Sequence[Block], strong: Container[int]) -> list[Block]:
    """Return blocks with headings made of the lines that look so, one level below the heading that the file itself has before them.

    `strong` are the places of blocks that are bold, slanted or in capitals as a whole.
    """
    found = list(blocks)
    level = 0
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            level = block.level
        elif block.kind is BlockKind.PARAGRAPH and place + 1 < len(blocks) and _looks_so(block.text, blocks[place + 1], place, strong):
            number = _NUMBERED.match(block.text)
            depth = level + 1 + (number.group(1).count(".") if number else 0)
            found[place] = replace(block, kind=BlockKind.HEADING, level=min(depth, 6), origin=Origin.LOOKS)
    return found


def doubts(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return what a person may want to look at: that headings were made of lines."""
    count = sum(block.origin is Origin.LOOKS and block.kind is BlockKind.HEADING for block in blocks)
    lines = "is 1 regel" if count == 1 else f"zijn {count} regels"
    return (f"Er {lines} als kop gelezen om hoe het eruitziet, zonder dat het bestand zegt dat het een kop is.",) if count else ()


def _looks_so(text: str, after: Block, place: int, strong: Container[int]) -> bool:
    if len(text) > _MOST_CHARACTERS or text[-1] in _MARKS_OF_TEXT or after.kind is BlockKind.HEADING or _OF_A_FIGURE.match(text):
        return False
    if _NAMED.match(text):
        return True
    if place in strong:
        return place + 1 not in strong and any(map(str.isalpha, text))
    # A line with a number is a heading above a text, and else one of a row.
    return bool(_NUMBERED.match(text)) and after.kind is BlockKind.PARAGRAPH and len(after.text) > _MOST_CHARACTERS
