"""A tree of HTML to blocks: of a web page, and of whatever other converters can tell as HTML.

`Walk.of` goes once through the tree, in reading order. Text within a block element becomes a block; what a reader does not see or what
belongs to the site and not to the text is set aside with its reason. No word is made, and none is lost: `plain` reads the same tree in
the plainest way, and the words of both are the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from indexer.importing.blocks import Block, BlockKind, Footnote, NoteCall, Origin, SetAside

# What a converter marks a paragraph with that HTML has no element for.
CONTENTS, CAPTION, RUNNING = "kb-inhoud", "kb-bijschrift", "kb-kopregel"
NOTE_CALL = "kb-noot"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
    + [NOTE_CALL]
)
# Of these nothing is text: a program, a drawing, a film, or what stands in for it.
_NO_TEXT = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "map",
        "param",
        "source",
        "track",
    ]
)
_OF_FORMS = frozenset(["form", "button", "select", "textarea", "option", "datalist", "fieldset"])
_BOLD = frozenset(("b", "strong"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_NAME = re.compile(r"\b(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|verborgen)\b", re.IGNORECASE)
_MENU_NAME = re.compile(r"bread-?crumb|kruimel|\bskip-?(?:link|nav|to)|\b(?:nav|menu|navbar|navigation|pagination)\b", re.IGNORECASE)
_COOKIES = re.compile(r"\bcookie", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_LABEL = re.compile(r"\[?\(?([0-9]{1,4}|[a-z]|[ivx]{1,5}|[*†‡]+)\)?\]?\Z")
_LABEL_BEFORE = r"\A\s*[\[(]?{}[\])]?[.:)]?\s+"
_BACK = re.compile(r"[\s↑↩↵^⏎\ufe0e\[\]]*\Z")
_NOTE_NAME = re.compile(r"noot|note|fn", re.IGNORECASE)
_MOST_SPAN = 50
# A bold line alone is a heading when it is short and is no sentence.
_MOST_IN_HEADING = 100


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
    bold: bool = False
    label: str = ""


_BREAK = _Piece(" ", bold=True)
_PARAGRAPH = _Shape()


class Walk:
    """What was found on one walk: `blocks`, `footnotes`, `set_aside` and `doubts`, in reading order."""

    def __init__(self, page: int | None = None) -> None:
        self.blocks: list[Block] = []
        self.footnotes: list[Footnote] = []
        self.set_aside: list[SetAside] = []
        self._page = page
        self._pieces: list[_Piece] = []
        self._figures = 0
        self._bold = 0
        self._main: HtmlElement | None = None
        self._bold_lines: set[int] = set()

    @staticmethod
    def of(root: HtmlElement, page: int | None = None) -> "Walk":
        """Return what a tree holds. The tree is taken apart on the way."""
        walk = Walk(page)
        walk._main = _main(root)
        walk.footnotes = list(_footnotes(root, walk._main if walk._main is not None else root, page))
        walk._visit_outside(root) if walk._main is not None and walk._main is not root else walk._visit(root, _PARAGRAPH)
        walk._end(_PARAGRAPH)
        walk._raise_bold_lines()
        return walk

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person may want to look at of the whole."""
        by_looks = sum(block.origin is Origin.LOOKS and block.kind is BlockKind.HEADING for block in self.blocks)
        lines = "is 1 vetgedrukte regel" if by_looks == 1 else f"zijn {by_looks} vetgedrukte regels"
        return (f"Er {lines} als kop gelezen, zonder dat het bestand zegt dat het een kop is.",) if by_looks else ()

    def _visit_outside(self, element: HtmlElement) -> None:
        """Set aside what stands around the text of a page, but for its title where the text itself has none."""
        main = self._main
        if element is main:
            self._visit(element, _PARAGRAPH, chosen=True)
        elif main is not None and element in main.iterancestors():
            self._aside(squeezed(element.text or ""), "buiten de hoofdtekst")
            for child in element:
                self._visit_outside(child)
                self._aside(squeezed(child.tail or ""), "buiten de hoofdtekst")
        elif element.tag == "h1" and main is not None and main.find(".//h1") is None:
            self._visit(element, _PARAGRAPH)
        elif element.find(".//h1") is not None and main is not None and main.find(".//h1") is None:
            for child in element:
                self._visit_outside(child)
        elif element.tag not in _NO_TEXT:
            self._aside(plain(element), _why_aside(element) or "buiten de hoofdtekst")

    def _visit(self, element: HtmlElement, shape: _Shape, *, chosen: bool = False) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _NO_TEXT:
            return
        reason = "" if chosen or element.getparent() is None else _why_aside(element)
        if reason:
            if tag not in INLINE:
                self._end(shape)
            self._aside(plain(element), reason)
        elif tag in INLINE:
            self._visit_inline(element, shape)
        elif tag in _HEADINGS:
            self._within(element, _Shape(BlockKind.HEADING, int(tag[1])), before=shape)
        elif tag in ("ul", "ol", "menu"):
            self._visit_list(element, shape)
        elif tag == "table" and not _is_layout(element):
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
            kept = shape if shape.kind is not BlockKind.ITEM else _Shape(BlockKind.ITEM, shape.level, shape.number)
            self._within(element, kept, before=shape)

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
            bold = element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style", "")))
            self._bold += bold
            self._children(element, shape)
            self._bold -= bold

    def _children(self, element: HtmlElement, shape: _Shape) -> None:
        self._text(element.text)
        for child in element:
            self._visit(child, shape)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        # A line end in the source is no break.
        if text and (text.strip() or self._pieces and self._pieces[-1] is not _BREAK):
            self._pieces.append(_Piece(text, bold=bool(self._bold) or not text.strip()))

    def _within(self, element: HtmlElement, shape: _Shape, *, before: _Shape) -> None:
        """Take what stands in an element as blocks of a shape, after what was being read."""
        self._end(before)
        bold = bool(_BOLD_STYLE.search(element.get("style", "")))
        self._bold += bold
        self._children(element, shape)
        self._bold -= bold
        self._end(shape)

    def _visit_list(self, element: HtmlElement, shape: _Shape) -> None:
        self._end(shape)
        level = shape.level + 1 if shape.kind is BlockKind.ITEM else 0
        number = _whole(element.get("start")) or 1
        for child in element:
            if child.tag == "li":
                number = _whole(child.get("value")) or number
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
        for row in _rows(element):
            texts: list[str] = []
            heads: list[bool] = []
            for cell in (child for child in row if child.tag in ("td", "th")):
                _fill(texts, held)
                pieces = self._flat(cell)
                text, found, bold = _line(pieces)
                calls += [NoteCall(offset + call.offset, call.label) for call in found]
                offset += len(text) + 1 if text else 0
                columns, below = _span(cell, "colspan"), _span(cell, "rowspan")
                held.update(dict.fromkeys(range(len(texts), len(texts) + columns), below) if below > 1 else ())
                texts += [text] + [""] * (columns - 1)
                heads += [cell.tag == "th" or bold] if text else []
            _fill(texts, held)
            held = {column: left - 1 for column, left in held.items() if left > 1}
            if any(texts):
                rows.append(texts)
                is_head.append(bool(heads) and all(heads) or row.getparent().tag == "thead")
        width = max(map(len, rows), default=0)
        text = " ".join(cell for row in rows for cell in row if cell)
        if text:
            whole = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
            has_head = len(rows) > 1 and is_head[0]
            self.blocks.append(
                Block(BlockKind.TABLE, text, page=self._page, rows=whole, has_head=has_head, calls=tuple(calls), origin=Origin.LABEL)
            )
        self._end(_PARAGRAPH)

    def _flat(self, element: HtmlElement) -> list[_Piece]:
        """Return all text in an element as one line."""
        outer, self._pieces = self._pieces, []
        self._flatten(element)
        pieces, self._pieces = self._pieces, outer
        return pieces

    def _flatten(self, element: HtmlElement) -> None:
        bold = element.tag in _BOLD or element.tag in _HEADINGS or bool(_BOLD_STYLE.search(element.get("style", "")))
        self._bold += bold
        self._text(element.text)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in _NO_TEXT:
                reason = _why_aside(child)
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
        self._bold -= bold

    def _end(self, shape: _Shape) -> None:
        """Make a block of the text read so far, and of the pictures in it."""
        pieces, self._pieces = self._pieces, []
        text, calls, bold = _line(pieces)
        if text:
            if bold and shape.kind is BlockKind.PARAGRAPH:
                self._bold_lines.add(len(self.blocks))
            self.blocks.append(Block(shape.kind, text, page=self._page, level=shape.level, number=shape.number, calls=tuple(calls)))
        self.blocks += [Block(BlockKind.FIGURE, "", page=self._page)] * self._figures
        self._figures = 0

    def _aside(self, text: str, reason: str) -> None:
        if text:
            self.set_aside.append(SetAside(text, reason, self._page))

    def _raise_bold_lines(self) -> None:
        """Make headings of bold lines that stand alone above text, one level below the heading they stand under."""
        level = 0
        for place, block in enumerate(self.blocks):
            if block.kind is BlockKind.HEADING:
                level = block.level
            elif place in self._bold_lines and self._leads(place):
                self.blocks[place] = replace(block, kind=BlockKind.HEADING, level=min(level + 1, 6), origin=Origin.LOOKS)

    def _leads(self, place: int) -> bool:
        text = self.blocks[place].text
        follows = place + 1 < len(self.blocks) and place + 1 not in self._bold_lines
        return (
            follows and len(text) <= _MOST_IN_HEADING and text[-1] not in ".,;:!" and self.blocks[place + 1].kind is not BlockKind.HEADING
        )


def plain(element: HtmlElement) -> str:
    """Return all text in an element, seen or not, with spaces between blocks, and nothing else: the plainest way to read it."""
    pieces: list[str] = []
    _gather(element, pieces)
    return squeezed("".join(pieces))


def _gather(element: HtmlElement, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
        return
    apart = "" if element.tag in INLINE and element.tag != "br" else " "
    pieces.append(apart)
    pieces.append(element.text or "")
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(apart)


def squeezed(text: str) -> str:
    """Return text on one line, without what no reader sees."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def _line(pieces: list[_Piece]) -> tuple[str, list[NoteCall], bool]:
    """Return pieces as one line, the calls of notes in it, and whether all of it is bold."""
    line, calls, bold = "", [], True
    for piece in pieces:
        if piece.label:
            calls.append(NoteCall(len(line.rstrip()), piece.label))
            continue
        text = _SPACE.sub(" ", _INVISIBLE.sub("", piece.text))
        bold &= piece.bold or not text.strip()
        line += text.lstrip() if not line or line.endswith(" ") else text
    return line.rstrip(), calls, bold


def _footnotes(root: HtmlElement, text: HtmlElement, page: int | None) -> Iterator[Footnote]:
    """Take the notes out of a tree and put a mark where each is called."""
    places = {element.get("id") or element.get("name"): element for element in root.iter() if isinstance(element.tag, str)}
    labels: dict[HtmlElement, str] = {}
    called: set[str] = set()
    for link in list(text.iter("a")):
        target = places.get((link.get("href") or "")[1:]) if (link.get("href") or "").startswith("#") else None
        label = _LABEL.match(squeezed(link.text_content()))
        if target is None or not label or not _is_call(link):
            continue
        note = _note(target)
        if note is None or link in note.iterdescendants() or note in labels and labels[note] == "":
            continue
        if note not in labels:
            labels[note] = _unused(label.group(1), called)
            called.add(labels[note])
        _put_call(link, labels[note])
    for note, label_of_note in labels.items():
        for back in list(note.iter("a")):
            if (back.get("href") or "").startswith("#") and (
                _BACK.match(back.text_content()) or squeezed(back.text_content()) == label_of_note
            ):
                _remove(back)
        words = re.sub(_LABEL_BEFORE.format(re.escape(label_of_note)), "", plain(note))
        _remove(note)
        yield Footnote(label_of_note, words, page)


def _is_call(link: HtmlElement) -> bool:
    around = link.getparent()
    names = " ".join(filter(None, (link.get("class"), link.get("id"), link.get("rel"), link.get("role"), link.get("href"))))
    return around is not None and (around.tag == "sup" or link.find(".//sup") is not None) or bool(_NOTE_NAME.search(names))


def _note(target: HtmlElement) -> HtmlElement | None:
    """Return the block that a call leads to; None when it leads to a heading or to all of a text."""
    note = target
    while note is not None and note.tag in INLINE:
        note = note.getparent()
    return note if note is not None and note.tag in ("li", "p", "div", "dd", "aside") else None


def _put_call(link: HtmlElement, label: str) -> None:
    around = link.getparent()
    alone = (
        around is not None
        and around.tag == "sup"
        and len(around) == 1
        and not (around.text or "").strip()
        and not (link.tail or "").strip()
    )
    old = around if alone else link
    mark = old.makeelement(NOTE_CALL, {"label": label})
    mark.tail = old.tail
    old.getparent().replace(old, mark)


def _unused(label: str, taken: set[str]) -> str:
    count, name = 1, label
    while name in taken:
        count += 1
        name = f"{label}-{count}"
    return name


def _remove(element: HtmlElement) -> None:
    """Take an element out of its tree, but not the text after it."""
    element.drop_tree()


def _main(root: HtmlElement) -> HtmlElement | None:
    """Return where the text of a page stands, if it says so: the one with the most words."""
    for path in (".//main | .//*[@role='main']", ".//article"):
        found = root.xpath(path)
        if path == ".//article" and len(found) > 1:
            continue
        largest = max(found, key=lambda element: len(plain(element)), default=None)
        if largest is not None and plain(largest):
            return largest
    return None


def _why_aside(element: HtmlElement) -> str:
    """Return why an element is no part of the text; empty when it is."""
    tag, role, names = element.tag, element.get("role", ""), f"{element.get('class', '')} {element.get('id', '')}"
    if (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or tag == "noscript"
        or _HIDDEN_STYLE.search(element.get("style", ""))
        or _HIDDEN_NAME.search(names)
    ):
        return "verborgen tekst"
    if tag == "a" and re.sub(r"\s", "", _INVISIBLE.sub("", element.get("href", ""))).lower().startswith(
        ("javascript:", "vbscript:", "data:")
    ):
        return "link die een programma start"
    if CONTENTS in names:
        return "inhoudsopgave"
    if RUNNING in names:
        return "kop- of voetregel"
    if (
        tag in ("nav", "menu")
        or role in ("navigation", "menu", "menubar")
        or _MENU_NAME.search(names)
        and tag not in (*_HEADINGS, "main", "body")
    ):
        return "" if _holds_text(element) else "menu"
    if tag in ("dialog",) or role in ("dialog", "alertdialog") or _COOKIES.search(names) and not _holds_text(element):
        return "melding van de website"
    if tag == "aside" or role == "complementary":
        return "zijkolom"
    if tag in _OF_FORMS:
        return "" if tag in ("form", "fieldset") and _holds_text(element) else "formulier"
    if tag == "footer" or role == "contentinfo":
        return "voet van de webpagina"
    if (tag == "header" or role == "banner") and element.find(".//h1") is None and not _is_within(element, ("main", "article")):
        return "kop van de webpagina"
    return ""


def _holds_text(element: HtmlElement) -> bool:
    """Return whether a site put its text in what is meant for something else, such as one form around the whole page."""
    return bool(element.xpath("self::main | .//main | .//article | .//h1"))


def _is_within(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _is_layout(table: HtmlElement) -> bool:
    """Return whether a table only puts things in their place: headings or tables in it, or one column."""
    if table.get("role") == "presentation" or table.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6 | .//table"):
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in _rows(table))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _fill(texts: list[str], held: dict[int, int]) -> None:
    """Leave empty the places that cells of rows above take."""
    while held.get(len(texts), 0) > 0:
        texts.append("")


def _span(cell: HtmlElement, name: str) -> int:
    return min(max(_whole(cell.get(name)) or 1, 1), _MOST_SPAN)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


def _classes(element: HtmlElement) -> list[str]:
    return str(element.get("class", "")).split()


def _is_figure(element: HtmlElement) -> bool:
    """Return whether a picture is more than an ornament."""
    sizes = [_whole(element.get(name)) for name in ("width", "height")]
    return element.get("alt") != "" and not any(size is not None and size <= 50 for size in sizes)
