"""A tree of HTML to blocks: of a web page, and of whatever other converters can tell as HTML.

`Walk.of` goes once through the tree, in reading order. Text within a block element becomes a block; what a reader does not see or what
belongs to the site and not to the text is set aside with its reason. No word is made, and none is lost: `plain` reads the same tree in
the plainest way, and the words of both are the same.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from indexer.importing import headings
from indexer.importing.blocks import Block, BlockKind, Footnote, NoteCall, SetAside
from indexer.importing.web import notes
from indexer.importing.web.aside import main_of, why_aside
from indexer.importing.web.tables import fill, is_layout, rows_of, span, whole
from indexer.importing.web.words import INLINE, NO_TEXT, NOTE_CALL, plain, seen, squeezed

# What a converter marks a paragraph with that HTML has no element for.
CAPTION = "kb-bijschrift"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STRONG = frozenset(("b", "strong", "em", "i"))
_STRONG_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.IGNORECASE)
_OUTSIDE = "buiten de hoofdtekst"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What text becomes where it stands."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a line, or the call of a note in it."""

    text: str = ""
    strong: bool = False
    label: str = ""


_BREAK = _Piece(" ", strong=True)
_PARAGRAPH = _Shape()


class Walk:
    """What was found on one walk: `blocks`, `footnotes` and `set_aside`, in reading order; and `words`, all of them read plainly."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.footnotes: list[Footnote] = []
        self.set_aside: list[SetAside] = []
        self.words = ""
        self._pieces: list[_Piece] = []
        self._figures = 0
        self._strong = 0
        self._main: HtmlElement | None = None
        self._strong_lines: set[int] = set()

    @staticmethod
    def of(root: HtmlElement) -> "Walk":
        """Return what a tree holds. The tree is taken apart on the way."""
        walk = Walk()
        walk._main = main_of(root)
        labels = notes.marked(root, walk._main if walk._main is not None else root)
        _set_apart(root)
        walk.words = plain(root)
        walk.footnotes = notes.taken_out(labels)
        walk._visit_outside(root) if walk._main is not None and walk._main is not root else walk._visit(root, _PARAGRAPH)
        walk._end(_PARAGRAPH)
        walk.blocks = headings.raised(walk.blocks, walk._strong_lines)
        return walk

    def _visit_outside(self, element: HtmlElement) -> None:
        """Set aside what stands around the text of a page, but for its title where the text itself has none."""
        main = self._main
        if element is main:
            self._visit(element, _PARAGRAPH, chosen=True)
        elif main is not None and element in main.iterancestors():
            self._aside(squeezed(element.text or ""), _OUTSIDE)
            for child in element:
                self._visit_outside(child)
                self._aside(squeezed(child.tail or ""), _OUTSIDE)
        elif element.tag == "h1" and main is not None and main.find(".//h1") is None:
            self._visit(element, _PARAGRAPH)
        elif element.find(".//h1") is not None and main is not None and main.find(".//h1") is None:
            for child in element:
                self._visit_outside(child)
        elif element.tag not in NO_TEXT:
            self._aside(plain(element), why_aside(element) or _OUTSIDE)

    def _visit(self, element: HtmlElement, shape: _Shape, *, chosen: bool = False) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in NO_TEXT:
            return
        reason = "" if chosen or element.getparent() is None else why_aside(element)
        if reason:
            if tag not in INLINE:
                self._end(shape)
            self._aside(plain(element), reason)
        elif tag in INLINE:
            self._visit_inline(element, shape)
        elif tag in _HEADINGS:
            self._within(element, _Shape(BlockKind.HEADING, int(tag[1])), before=shape)
        elif tag in ("ul", "ol"):
            self._visit_list(element, shape)
        elif tag == "table" and not is_layout(element):
            self._end(shape)
            self._table(element)
        elif tag in ("blockquote", "figcaption", "caption"):
            self._within(element, _Shape(BlockKind.QUOTE if tag == "blockquote" else BlockKind.CAPTION), before=shape)
        elif tag == "p" and shape.kind is BlockKind.ITEM:
            # Paragraphs of one item stay together.
            self._pieces.append(_BREAK)
            self._children(element, shape)
            self._pieces.append(_BREAK)
        elif tag == "p" and CAPTION in _classes(element):
            self._within(element, _Shape(BlockKind.CAPTION), before=shape)
        else:
            self._within(element, shape, before=shape)

    def _visit_inline(self, element: HtmlElement, shape: _Shape) -> None:
        if element.tag == NOTE_CALL:
            self._pieces.append(_Piece(label=element.get("label", "")))
        elif element.tag == "br":
            if self._pieces and self._pieces[-1] is _BREAK and shape.kind is BlockKind.PARAGRAPH:
                self._end(shape)
            else:
                self._pieces.append(_BREAK)
        elif element.tag == "img":
            self._figures += _is_figure(element)
        else:
            strong = element.tag in _STRONG or bool(_STRONG_STYLE.search(element.get("style", "")))
            self._strong += strong
            self._children(element, shape)
            self._strong -= strong

    def _children(self, element: HtmlElement, shape: _Shape) -> None:
        self._text(element.text)
        for child in element:
            self._visit(child, shape)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        # A line end in the source is no break.
        if text and (text.strip() or self._pieces and self._pieces[-1] is not _BREAK):
            self._pieces.append(_Piece(text, strong=bool(self._strong) or not text.strip()))

    def _within(self, element: HtmlElement, shape: _Shape, *, before: _Shape) -> None:
        """Take what stands in an element as blocks of a shape, after what was being read."""
        self._end(before)
        strong = bool(_STRONG_STYLE.search(element.get("style", "")))
        self._strong += strong
        self._children(element, shape)
        self._strong -= strong
        self._end(shape)

    def _visit_list(self, element: HtmlElement, shape: _Shape) -> None:
        self._end(shape)
        level = shape.level + 1 if shape.kind is BlockKind.ITEM else 0
        number = whole(element.get("start")) or 1
        self._text(element.text)
        self._end(shape)
        for child in element:
            if child.tag == "li":
                number = whole(child.get("value")) or number
                self._within(child, _Shape(BlockKind.ITEM, level, number if element.tag == "ol" else None), before=shape)
                number += 1
            else:
                # Lists lie straight in lists on many pages.
                self._visit(child, _Shape(BlockKind.ITEM, level))
            self._text(child.tail)
            self._end(shape)

    def _table(self, element: HtmlElement) -> None:
        for caption in element.findall("caption"):
            self._within(caption, _Shape(BlockKind.CAPTION), before=_PARAGRAPH)
        rows: list[list[str]] = []
        calls: list[NoteCall] = []
        held: dict[int, int] = {}
        is_head: list[bool] = []
        offset = 0
        for row in rows_of(element):
            texts: list[str] = []
            heads: list[bool] = []
            for cell in (child for child in row if child.tag in ("td", "th")):
                fill(texts, held)
                pieces = self._flat(cell)
                text, found, strong = _line(pieces)
                calls += [NoteCall(offset + call.offset, call.label) for call in found]
                offset += len(text) + 1 if text else 0
                columns, below = span(cell, "colspan"), span(cell, "rowspan")
                held.update(dict.fromkeys(range(len(texts), len(texts) + columns), below) if below > 1 else ())
                texts += [text] + [""] * (columns - 1)
                heads += [cell.tag == "th" or strong] if text else []
            fill(texts, held)
            held = {column: left - 1 for column, left in held.items() if left > 1}
            if any(texts):
                rows.append(texts)
                is_head.append(bool(heads) and all(heads) or row.getparent().tag == "thead")
        width = max(map(len, rows), default=0)
        text = " ".join(cell for row in rows for cell in row if cell)
        if text:
            whole = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
            has_head = len(rows) > 1 and is_head[0]
            self.blocks.append(Block(BlockKind.TABLE, text, rows=whole, has_head=has_head, calls=tuple(calls)))
        self._end(_PARAGRAPH)

    def _flat(self, element: HtmlElement) -> list[_Piece]:
        """Return all text in an element as one line."""
        outer, self._pieces = self._pieces, []
        self._flatten(element)
        pieces, self._pieces = self._pieces, outer
        return pieces

    def _flatten(self, element: HtmlElement) -> None:
        strong = element.tag in _STRONG or element.tag in _HEADINGS or bool(_STRONG_STYLE.search(element.get("style", "")))
        self._strong += strong
        self._text(element.text)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in NO_TEXT:
                reason = why_aside(child)
                if reason:
                    self._aside(plain(child), reason)
                elif tag in (NOTE_CALL, "img"):
                    self._visit_inline(child, _PARAGRAPH)
                else:
                    around = [] if tag in INLINE and tag != "br" else [_BREAK]
                    self._pieces += around
                    self._flatten(child)
                    self._pieces += around
            self._text(child.tail)
        self._strong -= strong

    def _end(self, shape: _Shape) -> None:
        """Make a block of the text read so far, and of the pictures in it."""
        pieces, self._pieces = self._pieces, []
        text, calls, strong = _line(pieces)
        if text:
            if strong and shape.kind is BlockKind.PARAGRAPH:
                self._strong_lines.add(len(self.blocks))
            self.blocks.append(Block(shape.kind, text, level=shape.level, number=shape.number, calls=tuple(calls)))
        self.blocks += [Block(BlockKind.FIGURE, "")] * self._figures
        self._figures = 0

    def _aside(self, text: str, reason: str) -> None:
        if text:
            self.set_aside.append(SetAside(text, reason))


def _set_apart(root: HtmlElement) -> None:
    """Keep words that are set aside within a line from the words they touch."""
    for element in root.iter(*(INLINE - {NOTE_CALL})):
        if why_aside(element):
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"


def _line(pieces: list[_Piece]) -> tuple[str, list[NoteCall], bool]:
    """Return pieces as one line, the calls of notes in it, and whether all of it is strong."""
    line, calls, strong = "", [], True
    for piece in pieces:
        if piece.label:
            calls.append(NoteCall(len(line.rstrip()), piece.label))
            continue
        text = seen(piece.text)
        strong &= piece.strong or not text.strip()
        line += text.lstrip() if not line or line.endswith(" ") else text
    return line.rstrip(), calls, strong


def _classes(element: HtmlElement) -> list[str]:
    return str(element.get("class", "")).split()


def _is_figure(element: HtmlElement) -> bool:
    """Return whether a picture is more than an ornament."""
    sizes = [whole(element.get(name)) for name in ("width", "height")]
    return element.get("alt") != "" and not any(size is not None and size <= 50 for size in sizes)
