"""The numbers of lists in a Word document, which Word computes and no reader of its text gives.

They are put before the text of their paragraphs between two marks that no document has, and taken off again from the blocks.
"""

import re
from collections import defaultdict
from dataclasses import replace

from lxml import etree

from indexer.importing.blocks import Block, BlockKind, NoteCall

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEFORE, _AFTER = "\ue000", "\ue001"
_MARKED = re.compile(f"{_BEFORE}([0-9]+){_AFTER}")
_COUNTED = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")
_LEVELS = 9


def put(document: etree._Element, numbering: etree._Element, styles: etree._Element | None) -> None:
    """Put the number of each numbered paragraph before its text, but for those in tables."""
    kinds = {kind.get(f"{_W}abstractNumId"): kind for kind in numbering.iter(f"{_W}abstractNum")}
    lists = {one.get(f"{_W}numId"): one for one in numbering.iter(f"{_W}num")}
    of_styles = _of_styles(styles)
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    begun: set[tuple[str, int]] = set()
    for paragraph in document.iter(f"{_W}p"):
        identity, level = _place(paragraph, of_styles)
        one = lists.get(identity)
        kind = kinds.get(_value(one, "abstractNumId")) if one is not None else None
        if one is None or kind is None or not 0 <= level < _LEVELS:
            continue
        count = counts[kind.get(f"{_W}abstractNumId", "")]
        anew = next((_value(own, "startOverride") for own in one.iter(f"{_W}lvlOverride") if own.get(f"{_W}ilvl") == str(level)), "")
        described = next((one for one in kind.iter(f"{_W}lvl") if one.get(f"{_W}ilvl") == str(level)), None)
        start = _whole(_value(described, "start") if described is not None else "", 1)
        if anew and (identity, level) not in begun:
            start = _whole(anew, start)
            count.pop(level, None)
        begun.add((identity, level))
        count[level] = count[level] + 1 if level in count else start
        for deeper in [other for other in count if other > level]:
            del count[deeper]
        if described is not None and _value(described, "numFmt") in _COUNTED and next(paragraph.iterancestors(f"{_W}tbl"), None) is None:
            _mark(paragraph, count[level])


def taken(block: Block) -> Block:
    """Return a block with the number that stands before its text, and without that mark."""
    found = _MARKED.match(block.text)
    if not found:
        return block
    shift = found.end() + len(block.text[found.end() :]) - len(block.text[found.end() :].lstrip())
    calls = tuple(NoteCall(max(0, call.offset - shift), call.label) for call in block.calls)
    number = int(found.group(1)) if block.kind is BlockKind.ITEM else None
    return replace(block, text=block.text[shift:], number=number, calls=calls)


def _of_styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        marks = style.find(f"{_W}pPr/{_W}numPr")
        if marks is not None:
            found[style.get(f"{_W}styleId", "")] = (_value(marks, "numId"), _whole(_value(marks, "ilvl"), 0))
    return found


def _place(paragraph: etree._Element, of_styles: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """Return the list of a paragraph and how deep it stands there."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return "", 0
    marks = properties.find(f"{_W}numPr")
    identity, level = of_styles.get(_value(properties, "pStyle"), ("", 0))
    if marks is not None:
        identity, level = _value(marks, "numId") or identity, _whole(_value(marks, "ilvl"), level)
    return identity, level


def _mark(paragraph: etree._Element, number: int) -> None:
    run = etree.Element(f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = f"{_BEFORE}{number}{_AFTER}"
    properties = paragraph.find(f"{_W}pPr")
    paragraph.insert(0 if properties is None else list(paragraph).index(properties) + 1, run)


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
