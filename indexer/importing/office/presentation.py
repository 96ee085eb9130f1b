"""A PowerPoint presentation to blocks: a slide is a page, its title a heading, its shapes in the order in which they are seen.

What python-pptx passes over (shapes with a second form for older programs, the words of diagrams) is read from the XML; so are the words
that the blocks are compared with.
"""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from indexer.importing import unread
from indexer.importing.blocks import Block, BlockKind, Conversion, Origin, SetAside
from indexer.importing.guards import Kind
from indexer.importing.office import zipped
from indexer.importing.refusals import Progress, Refused, unheard
from indexer.importing.web.words import squeezed

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MOST_SLIDES = 2000
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT)
_RUNNING = {
    PP_PLACEHOLDER.SLIDE_NUMBER: "dianummer",
    PP_PLACEHOLDER.FOOTER: "voetregel",
    PP_PLACEHOLDER.HEADER: "kopregel",
    PP_PLACEHOLDER.DATE: "datum op de dia",
}
# Two shapes whose tops differ less than this share of a slide stand in one row.
_ROWS_OF_A_SLIDE = 40
_NOTE = "Dit is een notitie van de spreker bij dia {}. Hoort zij bij de tekst?"
_DIAGRAM_WORDS = "Deze woorden staan in een schema. Kijk of de volgorde klopt."
_ODD_SHAPE = "Deze woorden staan in een vorm waarvan de plaats niet te zien is. Kijk of de volgorde klopt."
_MACRO = "Er zit een macro in dit bestand. Zij is niet uitgevoerd; bied het bestand zelf pas aan als het zonder macro is bewaard."


def convert(file: Path, progress: Progress = unheard) -> Conversion:
    """Return what a presentation holds. Raises Refused."""
    with zipfile.ZipFile(file) as archive:
        properties = zipped.properties(archive)
        has_macro = any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    presentation = Presentation(str(file))
    slides = list(presentation.slides)
    if len(slides) > MOST_SLIDES:
        raise Refused(f"deze presentatie heeft {len(slides)} dia's, en {MOST_SLIDES} is het meeste. Splits haar.")
    blocks: list[Block] = []
    set_aside: list[SetAside] = []
    pages: list[str] = []
    for number, slide in enumerate(slides, start=1):
        found = _Slide(slide, number, presentation.slide_height or 1)
        if slide.element.get("show") in ("0", "false"):
            set_aside += [SetAside(block.text, "verborgen dia", number) for block in found.blocks if block.text]
        else:
            blocks += found.blocks
        set_aside += found.set_aside
        pages.append(" ".join(filter(None, (_plain(tree) for tree in _trees(slide)))))
        progress(number, len(slides))
    return Conversion(
        kind=Kind.PPTX.value,
        blocks=tuple(blocks),
        footnotes=(),
        set_aside=tuple(set_aside),
        pages=tuple(pages),
        has_pages=True,
        properties=properties,
        doubts=(*([_MACRO] if has_macro else []), *unread.told((slide.shapes._spTree for slide in slides), with_diagrams=False)),
    )


class _Slide:
    """The blocks of one slide, and what stands on every slide."""

    def __init__(self, slide: Any, number: int, height: int) -> None:
        self.blocks: list[Block] = []
        self.set_aside: list[SetAside] = []
        self._number = number
        self._height = height
        for shape in sorted(slide.shapes, key=self._place):
            self._take(shape)
        for both in slide.shapes._spTree.iter(f"{_MC}AlternateContent"):
            # Within a text it is a part of a line, and was read with it.
            if both.getparent().tag.endswith(("}spTree", "}grpSp")):
                self._take_paragraphs(_chosen(both), _ODD_SHAPE)
        for diagram in _diagrams(slide):
            self._take_paragraphs(diagram, _DIAGRAM_WORDS)
        if slide.has_notes_slide:
            self._take_notes(slide.notes_slide)

    def _place(self, shape: Any) -> tuple[bool, int, int]:
        row = (shape.top or 0) * _ROWS_OF_A_SLIDE // self._height
        return _placeholder(shape) not in _TITLES, row, shape.left or 0

    def _take(self, shape: Any) -> None:
        kind = _placeholder(shape)
        if kind in _RUNNING:
            words = _plain(shape.element)
            self.set_aside += [SetAside(words, _RUNNING[kind], self._number)] if words else []
        elif shape.element.tag.endswith("}grpSp"):
            for inner in sorted(shape.shapes, key=self._place):
                self._take(inner)
        elif getattr(shape, "has_table", False) and shape.has_table:
            self._take_table(shape.table)
        elif kind in _TITLES:
            text = _plain(shape.element)
            self.blocks += [Block(BlockKind.HEADING, text, page=self._number, level=1)] if text else []
        elif shape.has_text_frame:
            self._take_text(shape, kind in _LISTS)
        elif shape.element.tag.endswith("}pic") or shape.element.find(f".//{{{_CHART}}}chart") is not None:
            self.blocks.append(Block(BlockKind.FIGURE, "", page=self._number))

    def _take_text(self, shape: Any, is_list: bool) -> None:
        paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if _plain(paragraph._p)]
        numbers: dict[int, int] = {}
        for paragraph in paragraphs:
            marks = paragraph._p.find(f"{_A}pPr")
            names = {etree.QName(mark).localname for mark in marks} if marks is not None else set()
            # In a text of one paragraph the list mark that its place on the slide gives says nothing.
            is_item = bool(names & {"buChar", "buAutoNum", "buBlip"}) or is_list and len(paragraphs) > 1 and "buNone" not in names
            level = paragraph.level
            numbers = {deeper: count for deeper, count in numbers.items() if deeper <= level}
            numbers[level] = numbers.get(level, 0) + 1 if "buAutoNum" in names else 0
            self.blocks.append(
                Block(
                    BlockKind.ITEM if is_item else BlockKind.PARAGRAPH,
                    _plain(paragraph._p),
                    page=self._number,
                    level=level if is_item else 0,
                    number=numbers[level] or None if is_item else None,
                )
            )

    def _take_table(self, table: Any) -> None:
        rows = tuple(tuple(_plain(cell._tc) for cell in row.cells) for row in table.rows)
        text = " ".join(cell for row in rows for cell in row if cell)
        if text:
            self.blocks.append(Block(BlockKind.TABLE, text, page=self._number, rows=rows, has_head=bool(table.first_row) and len(rows) > 1))

    def _take_paragraphs(self, tree: etree._Element, doubt: str) -> None:
        """Take the paragraphs of a part; the first has the doubt of all."""
        texts = [text for text in map(_plain, tree.iter(f"{_A}p")) if text]
        for place, text in enumerate(texts):
            doubts = () if place else (doubt,)
            self.blocks.append(Block(BlockKind.PARAGRAPH, text, page=self._number, origin=Origin.LOOKS, doubts=doubts))

    def _take_notes(self, notes: Any) -> None:
        for shape in notes.shapes:
            words = _plain(shape.element)
            if words and _placeholder(shape) in _RUNNING:
                self.set_aside.append(SetAside(words, _RUNNING[_placeholder(shape)], self._number))
            elif words:
                self._take_paragraphs(shape.element, _NOTE.format(self._number))


def _placeholder(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _chosen(both: etree._Element) -> etree._Element:
    """Return the form of a shape that has words, that for newer programs first."""
    forms = [form for form in both if form.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    return next((form for form in forms if _plain(form)), both if not forms else forms[-1])


def _diagrams(slide: Any) -> Iterator[etree._Element]:
    for relation in slide.part.rels.values():
        if relation.reltype == _DIAGRAM and not relation.is_external:
            yield zipped.tree(relation.target_part.blob)


def _trees(slide: Any) -> Iterable[etree._Element]:
    yield slide.shapes._spTree
    yield from _diagrams(slide)
    if slide.has_notes_slide:
        yield slide.notes_slide.shapes._spTree


def _plain(tree: etree._Element) -> str:
    """Return the words of a part of a slide in the plainest way: its text, with a space where a line or paragraph ends."""
    pieces: list[str] = []
    _gather(tree, pieces)
    return squeezed("".join(pieces))


def _gather(element: etree._Element, pieces: list[str]) -> None:
    if element.tag in (f"{_A}t", f"{_M}t"):
        pieces.append(element.text or "")
    elif element.tag in (f"{_A}br", f"{_A}tab"):
        pieces.append(" ")
    elif element.tag == f"{_MC}AlternateContent":
        element = _chosen(element)
    for child in element:
        _gather(child, pieces)
    if element.tag == f"{_A}p":
        pieces.append(" ")
