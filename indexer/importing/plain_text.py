"""Plain text and Markdown to blocks."""

import re
from pathlib import Path

import markdown

from indexer.importing import headings
from indexer.importing.blocks import Block, BlockKind, Conversion, SetAside
from indexer.importing.guards import Kind, text_of
from indexer.importing.web import page

_GUESSED = "Het bestand is geen UTF-8. Kijk of letters als é en ë goed zijn overgekomen."
_BULLET = re.compile(r"[-*•–▪◦·]\s+")
_NUMBER = re.compile(r"([0-9]{1,3})[.)]\s+")
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
# A line that is longer was not broken by whoever wrote it: each is a paragraph.
_BROKEN_AT = 120


def convert(file: Path) -> Conversion:
    """Return what a text file holds: paragraphs between blank lines, their line ends joined, and lists."""
    text, sure = text_of(file.read_bytes())
    text = _INVISIBLE.sub("", text)
    blocks = [block for lines in re.split(r"\n\s*\n|\f", text.replace("\r\n", "\n").replace("\r", "\n")) for block in _blocks(lines)]
    blocks = headings.raised(blocks, {place for place, block in enumerate(blocks) if block.text.isupper()})
    return Conversion(
        kind=Kind.TEXT.value,
        blocks=tuple(blocks),
        footnotes=(),
        set_aside=(),
        pages=(" ".join(text.split()),),
        has_pages=False,
        properties={},
        doubts=(*(() if sure else (_GUESSED,)), *headings.doubts(blocks)),
    )


def convert_markdown(file: Path) -> Conversion:
    """Return what a Markdown file holds; HTML in it is read as on a web page, and the block of settings before it is set aside."""
    text, sure = text_of(file.read_bytes())
    text = text.lstrip("\ufeff")
    settings = _FRONT_MATTER.match(text)
    rest = text[settings.end() :] if settings else text
    html = markdown.markdown(rest, extensions=["tables", "footnotes", "sane_lists", "fenced_code"])
    found = page.converted(page.parsed(f"<body>{html}</body>"), Kind.MARKDOWN, () if sure else (_GUESSED,))
    if not settings:
        return found
    words = " ".join(settings.group(1).split())
    return Conversion(
        kind=found.kind,
        blocks=found.blocks,
        footnotes=found.footnotes,
        set_aside=(SetAside(words, "instellingen voor de tekst"), *found.set_aside),
        pages=(f"{words} {found.pages[0]}",),
        has_pages=False,
        properties=found.properties,
        doubts=found.doubts,
    )


def _blocks(paragraph: str) -> list[Block]:
    lines = [line for line in paragraph.split("\n") if line.strip()]
    apart = any(len(line) > _BROKEN_AT for line in lines)
    blocks: list[Block] = []
    for line in lines:
        indent = (len(line) - len(line.lstrip())) // 2
        words = " ".join(line.split())
        bullet, number = _BULLET.match(words), _NUMBER.match(words)
        if bullet or number:
            mark = bullet or number
            assert mark
            kind_number = int(number.group(1)) if number else None
            blocks.append(Block(BlockKind.ITEM, words[mark.end() :], level=min(indent, 5), number=kind_number))
        elif blocks and not apart:
            last = blocks[-1]
            blocks[-1] = Block(last.kind, f"{last.text} {words}", level=last.level, number=last.number)
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, words))
    return blocks
