"""Words taken out of a file that was read: in their place stand as many black squares, in every text that is kept."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.importing.blocks import Block, Conversion

SQUARE = "█"
# Where a line of a page ends within a word or name, with or without a hyphen.
_LINE_END = r"(?:[-\u00ad\u2010]?[ \t]*\n[ \t]*)?"


def pattern_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds any of these words, as written or in capitals, also where they are broken over lines; None without words."""
    forms = {form for one in words for form in (" ".join(one.split()), " ".join(one.upper().split())) if form}
    told = [
        "".join(r"\s+" if sign == " " else f"{re.escape(sign)}{_LINE_END}" for sign in form)
        for form in sorted(forms, key=len, reverse=True)
    ]
    # The mark of a note may be glued to a word.
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?![^\W\d_])") if told else None


def blackened(text: str, pattern: re.Pattern[str] | None) -> str:
    """Return text with each found word as squares; white space and length stay, so that places in it do too."""
    return pattern.sub(lambda found: re.sub(r"\S", SQUARE, found.group()), text) if pattern else text


def without_words(conversion: Conversion, words: Sequence[str]) -> Conversion:
    """Return a conversion in which no text has these words."""
    pattern = pattern_of(words)
    if pattern is None:
        return conversion
    return replace(
        conversion,
        blocks=tuple(_block(block, pattern) for block in conversion.blocks),
        footnotes=tuple(replace(note, text=blackened(note.text, pattern)) for note in conversion.footnotes),
        set_aside=tuple(replace(one, text=blackened(one.text, pattern)) for one in conversion.set_aside),
        pages=tuple(blackened(page, pattern) for page in conversion.pages),
        properties={name: blackened(text, pattern) for name, text in conversion.properties.items()},
        doubts=tuple(blackened(doubt, pattern) for doubt in conversion.doubts),
    )


def _block(block: Block, pattern: re.Pattern[str]) -> Block:
    return replace(
        block,
        text=blackened(block.text, pattern),
        rows=tuple(tuple(blackened(cell, pattern) for cell in row) for row in block.rows),
        doubts=tuple(blackened(doubt, pattern) for doubt in block.doubts),
    )
