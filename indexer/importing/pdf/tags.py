"""A page taken apart by its tags, as the maker's program put them in."""

from collections.abc import Iterable, Sequence

from indexer.importing.blocks import BlockKind, Origin
from indexer.importing.pdf.layout import with_italic_headings
from indexer.importing.pdf.looks import Known, looks_italic, looks_like_caption, looks_like_heading
from indexer.importing.pdf.marks import mark_of, without
from indexer.importing.pdf.notes import begin_of_note
from indexer.importing.pdf.parts import Aside, Laid, Part
from indexer.importing.pdf.pieces import Line, Piece, body_style, lines_of
from indexer.importing.pdf.reading import Page, Tag

_HEADINGS = {"H": 0, "Title": 1} | {f"H{level}": level for level in range(1, 7)}
_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "BibEntry", "Code", "Annot", "Ruby", "Warichu", "Em", "Strong", "Sub", "Lbl"})
_MEANINGLESS = frozenset({"NonStruct", "Private"})
_SET_ASIDE = {"TOC": "inhoudsopgave", "TOCI": "inhoudsopgave", "Artifact": "kop- of voetregel"}
_LARGEST_NOTE = 0.95  # of the letters of the text
_NOTES = frozenset({"Note", "FENote"})


def laid_by_tags(page: Page, pieces: Sequence[Piece], known: Known) -> Laid:
    """Return the parts of a page whose `pieces` (those that are no furniture) are tagged."""
    by_tag: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.tag >= 0:
            by_tag.setdefault(piece.tag, []).append(piece)
    walk = _Walk(page.number, by_tag, known)
    for tag in page.tags:
        walk.block(tag)
    walk.laid.parts = with_italic_headings([split for part in walk.laid.parts for split in _by_looks(part, known)], known)
    return walk.laid


class _Walk:
    """A walk through the tags of one page, which gathers what it meets."""

    def __init__(self, page: int, by_tag: dict[int, list[Piece]], known: Known) -> None:
        self.laid = Laid(page)
        self._page = page
        self._by_tag = by_tag
        self._known = known

    def block(self, tag: Tag, depth: int = 0) -> None:
        """Gather a tag that stands as a block of its own."""
        if tag.kind in _SET_ASIDE:
            self.laid.asides += [Aside(line, _SET_ASIDE[tag.kind]) for line in self._lines(self._all(tag))]
        elif tag.kind in _NOTES:
            self._note(tag)
        elif tag.kind in _HEADINGS:
            self._flowing(tag, BlockKind.HEADING, level=_HEADINGS[tag.kind])
        elif tag.kind == "Caption":
            self._flowing(tag, BlockKind.CAPTION)
        elif tag.kind == "BlockQuote":
            self._flowing(tag, BlockKind.QUOTE)
        elif tag.kind in ("Figure", "Formula", "Form"):
            self._add(Part(BlockKind.FIGURE, self._lines(self._all(tag)), self._page))
        elif tag.kind == "Table":
            self._table(tag)
        elif tag.kind == "L":
            self._list(tag, depth)
        else:
            self._flowing(tag, BlockKind.PARAGRAPH)

    def _flowing(self, tag: Tag, kind: BlockKind, level: int = 0) -> None:
        """Gather what is said in a tag, and what stands in it as a block of its own, in their order."""
        said: list[Piece] = []

        def end() -> None:
            lines = self._lines(said)
            if lines:
                self._add(Part(kind, lines, self._page, level=level))
            said.clear()

        for inside in tag.inside:
            if isinstance(inside, int):
                said += self._by_tag.pop(inside, [])
            elif inside.kind in _NOTES:
                self._note(inside)
            elif _is_inline(inside):
                said += self._said(inside)
            else:
                end()
                self.block(inside)
        end()

    def _said(self, tag: Tag) -> list[Piece]:
        said: list[Piece] = []
        for inside in tag.inside:
            if isinstance(inside, int):
                said += self._by_tag.pop(inside, [])
            elif inside.kind in _NOTES:
                self._note(inside)
            else:
                said += self._said(inside)
        return said

    def _note(self, tag: Tag) -> None:
        """Gather a note, unless it is text: where a note and text share an end of a page, pdfium gives the text as part of the note."""
        lines = self._lines(self._peek(tag))
        large = lines and body_style(lines).size > _LARGEST_NOTE * self._known.body.size
        if large and begin_of_note(lines[0]) is None:
            self._flowing(tag, BlockKind.PARAGRAPH)
        else:
            self.laid.notes += self._lines(self._all(tag))

    def _peek(self, tag: Tag) -> list[Piece]:
        found: list[Piece] = []
        for inside in tag.inside:
            found += self._by_tag.get(inside, []) if isinstance(inside, int) else self._peek(inside)
        return found

    def _list(self, tag: Tag, depth: int) -> None:
        for inside in tag.inside:
            if isinstance(inside, int):
                continue
            if inside.kind == "L":
                self._list(inside, depth + 1)
            elif inside.kind == "LI":
                self._item(inside, depth)
            else:
                self.block(inside, depth)

    def _item(self, tag: Tag, depth: int) -> None:
        labels = [piece for inside in _inside(tag, "Lbl") for piece in self._said(inside)]
        said: list[Piece] = []
        begun = False

        def end() -> None:
            nonlocal begun
            lines = self._lines([*([] if begun else labels), *said])
            if lines and not begun and _is_heading_of_item(lines, self._known):
                self._add(Part(BlockKind.HEADING, lines, self._page))
                begun = True
            elif lines:
                mark = None if begun else mark_of(lines[0])
                first = without(lines[0], mark) if mark else lines[0]
                lines = [*([first] if first else []), *lines[1:]]
                number = mark.number if mark else None
                self._add(
                    Part(BlockKind.ITEM, lines, self._page, level=depth, mark=mark.text if mark else "", number=number)
                    if not begun
                    else Part(BlockKind.PARAGRAPH, lines, self._page)
                )
                begun = True
            said.clear()

        bodies: list[Tag | int] = []
        for inside in tag.inside:
            bodies += inside.inside if isinstance(inside, Tag) and inside.kind == "LBody" else [inside]
        for body in bodies:
            if isinstance(body, int):
                said += self._by_tag.pop(body, [])
            elif body.kind == "L":
                end()
                self._list(body, depth + 1)
            elif body.kind in _NOTES:
                self._note(body)
            elif _is_inline(body):
                said += self._said(body)
            elif body.kind == "P":
                if said:
                    end()
                said += self._said(body)
            else:
                end()
                self.block(body, depth + 1)
        end()

    def _table(self, tag: Tag) -> None:
        for caption in _inside(tag, "Caption"):
            self.block(caption)
        rows: list[list[list[Line]]] = []
        heads: list[bool] = []
        for row in _rows(tag):
            cells = [inside for inside in row.inside if isinstance(inside, Tag) and inside.kind in ("TH", "TD")]
            lines = [_unmarked(self._lines(self._all(cell))) for cell in cells]
            if any(lines):
                rows.append(lines)
                heads.append(all(cell.kind == "TH" for cell in cells))
        width = max((len(row) for row in rows), default=0)
        if width > 1:
            whole = [row + [[] for _ in range(width - len(row))] for row in rows]
            words = [line for row in whole for cell in row for line in cell]
            self._add(Part(BlockKind.TABLE, words, self._page, rows=whole, has_head=heads[0]))
            return
        # A frame around text, not a table.
        for row_of_one in rows:
            self._add(Part(BlockKind.PARAGRAPH, row_of_one[0], self._page))

    def _all(self, tag: Tag) -> list[Piece]:
        """Return all pieces in a tag, in the order of the tags."""
        found: list[Piece] = []
        for inside in tag.inside:
            found += self._by_tag.pop(inside, []) if isinstance(inside, int) else self._all(inside)
        return found

    def _lines(self, pieces: Iterable[Piece]) -> list[Line]:
        return lines_of(pieces, self._page)

    def _add(self, part: Part) -> None:
        part.origin = Origin.LABEL
        self.laid.parts.append(part)


def _unmarked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a cell without the dots of a list in it: a cell has one run of words."""
    bare = [(without(line, mark) if (mark := mark_of(line)) and mark.text == "•" else line) for line in lines]
    return [line for line in bare if line]


def _is_inline(tag: Tag) -> bool:
    """Whether a tag stands among words; one that means nothing does when all in it does."""
    if tag.kind in _MEANINGLESS:
        return all(isinstance(inside, int) or _is_inline(inside) for inside in tag.inside)
    return tag.kind in _INLINE


def _inside(tag: Tag, kind: str) -> list[Tag]:
    return [inside for inside in tag.inside if isinstance(inside, Tag) and inside.kind == kind]


def _rows(tag: Tag) -> list[Tag]:
    rows: list[Tag] = []
    for inside in tag.inside:
        if isinstance(inside, Tag):
            rows += [inside] if inside.kind == "TR" else _rows(inside) if inside.kind in ("THead", "TBody", "TFoot") else []
    return rows


def _by_looks(part: Part, known: Known) -> list[Part]:
    """Return a part as what it is: what a maker typed as a paragraph or a list is often a heading, or a heading with its text."""
    if part.kind is BlockKind.HEADING and (len(part.text) > 250 or not any(character.isalnum() for character in part.text)):
        part.kind = BlockKind.PARAGRAPH
    if part.kind is BlockKind.PARAGRAPH or (part.kind is BlockKind.ITEM and part.number is not None):
        bold = next((count for count, line in enumerate(part.lines) if not line.all_bold()), len(part.lines))
        if 0 < bold < len(part.lines) and looks_like_heading(part.lines[:bold], known):
            head = Part(BlockKind.HEADING, part.lines[:bold], part.page, Origin.LOOKS, number=part.number)
            return [head, Part(BlockKind.PARAGRAPH, part.lines[bold:], part.page, part.origin)]
        if part.kind is BlockKind.PARAGRAPH and looks_like_heading(part.lines, known):
            return [Part(BlockKind.HEADING, part.lines, part.page, Origin.LOOKS)]
        if part.kind is BlockKind.PARAGRAPH and looks_like_caption(part.text):
            part.kind = BlockKind.CAPTION
    return [part]


def _is_heading_of_item(lines: Sequence[Line], known: Known) -> bool:
    """Whether an item is a heading with a number or letter: in letters other than those of the text, and no sentence."""
    mark = mark_of(lines[0])
    return bool(mark and mark.text != "•") and (looks_like_heading(lines, known) or looks_italic(lines, known))
