"""A PDF file as pdfium reads it: of each page its words, its pieces of text, its pictures and coloured grounds, and its tags."""

import ctypes
import re
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.importing.pdf.letters import Placing, colour_of, placing, runs_of
from indexer.importing.pdf.pieces import Piece
from indexer.importing.refusals import Progress, Refused, unheard

MOST_PAGES = 2_000
# A page of a newspaper has 30,000.
MOST_LETTERS = 200_000
_MOST_OBJECTS = 20_000
_MOST_TAGS = 50_000
_DEEPEST_TAG = 60
_SCAN = 0.5  # of the page
_SMALLEST_LETTERS = 1.0  # points


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Its surface."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


@dataclass(slots=True)
class Tag:
    """A node of the structure tree: its kind, and what is in it in order, other nodes and numbers of marked pieces."""

    kind: str
    inside: list["Tag | int"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen on a page, which counts from 1; `words` is its plain text.

    `turned` does not stand upright, `hidden` is drawn unseen or off the page, `unclear` was hardly read. `read` is a page whose letters
    were read from a picture, now or before it came here.
    """

    number: int
    width: float
    height: float
    words: str
    pieces: tuple[Piece, ...]
    turned: tuple[Piece, ...]
    hidden: tuple[Piece, ...]
    pictures: tuple[Area, ...]
    grounds: tuple[Area, ...]
    tags: tuple[Tag, ...]
    read: bool = False
    unclear: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the file's own table of contents; the upper level is 1."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Pdf:
    """A whole file."""

    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...]
    properties: dict[str, str]


def read(file: Path, progress: Progress = unheard) -> Pdf:
    """Read a PDF file. Raises Refused."""
    document = opened(file)
    try:
        pages = []
        for index in range(len(document)):
            pages.append(_page(document, index))
            progress(index + 1, len(document))
        return Pdf(tuple(pages), _outline(document), _properties(document))
    finally:
        document.close()


def opened(file: Path) -> pdfium.PdfDocument:
    """Open a PDF file. Raises Refused with what is wrong with it."""
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        raise Refused(_REASONS.get(error.err_code, _CUT_OFF)) from None
    pages = len(document)
    if not pages:
        raise Refused(_CUT_OFF)
    if pages > MOST_PAGES:
        raise Refused(f"dit bestand heeft {_count(pages)} bladzijden, en het meeste is {_count(MOST_PAGES)}. Splits het.")
    return document


_CUT_OFF = "dit bestand is beschadigd of niet heel binnengekomen. Haal het opnieuw op, of vraag de maker om een nieuwe PDF."
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder.",
    raw.FPDF_ERR_SECURITY: "dit bestand is beveiligd en zo niet te lezen. Vraag de maker om een versie zonder beveiliging.",
}


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        raise Refused(f"bladzijde {index + 1} is beschadigd. Vraag de maker om een nieuwe PDF.") from None
    text = page.get_textpage()
    try:
        letters = text.count_chars()
        if letters > MOST_LETTERS:
            raise Refused(
                f"bladzijde {index + 1} heeft {_count(letters)} letters, en het meeste is {_count(MOST_LETTERS)}."
                " Vraag de maker om een gewone PDF, of laat deze bladzijde weg."
            )
        width, height = page.get_size()
        place = placing(page)
        runs, words = runs_of(text, letters, place)
        pictures, grounds = _areas(page, place, width, height)
        # The words beneath a scan are drawn unseen over its picture; others are for no reader.
        beneath = bool(pictures) and pictures[0].size > _SCAN * width * height
        upright: list[Piece] = []
        turned: list[Piece] = []
        hidden: list[Piece] = []
        for run in runs:
            piece = run.piece(place)
            if not _is_on_page(piece, width, height) or (run.drawn.unseen and not beneath):
                hidden.append(piece)
            else:
                (turned if run.drawn.turned else upright).append(piece)
        read = beneath and bool(upright) and all(run.drawn.unseen for run in runs)
        return Page(index + 1, width, height, words, tuple(upright), tuple(turned), tuple(hidden), pictures, grounds, _tags(page), read)
    finally:
        text.close()
        page.close()


def _is_on_page(piece: Piece, width: float, height: float) -> bool:
    on = piece.right > -1 and piece.left < width + 1 and piece.bottom > -1 and piece.top < height + 1
    return on and piece.bottom - piece.top > _SMALLEST_LETTERS


def _areas(page: pdfium.PdfPage, place: Placing, width: float, height: float) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """Return the pictures of a page and its coloured grounds, largest first."""
    pictures: list[Area] = []
    grounds: list[Area] = []
    for index in range(min(_MOST_OBJECTS, raw.FPDFPage_CountObjects(page))):
        found = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(found, left, bottom, right, top):
            continue
        x1, y1, x2, y2 = place.box(left.value, top.value, right.value, bottom.value)
        area = Area(max(0.0, x1), max(0.0, y1), min(width, x2), min(height, y2))
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(area)
        elif kind == raw.FPDF_PAGEOBJ_PATH and area.size > 0.02 * width * height and _is_filled(found):
            grounds.append(area)
    return tuple(sorted(pictures, key=lambda area: -area.size)[:200]), tuple(sorted(grounds, key=lambda area: -area.size)[:50])


def _is_filled(found: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(found, mode, stroke)) and mode.value != 0 and colour_of(found) != 0xFFFFFF


def _tags(page: pdfium.PdfPage) -> tuple[Tag, ...]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    left = [_MOST_TAGS]
    try:
        found = (raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(max(0, raw.FPDF_StructTree_CountChildren(tree))))
        return tuple(_tag(child, 0, left) for child in found if child)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _tag(element: object, depth: int, left: list[int]) -> Tag:
    tag = Tag(_utf16(raw.FPDF_StructElement_GetType, element))
    if depth > _DEEPEST_TAG:
        return tag
    for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
        left[0] -= 1
        if left[0] < 0:
            break
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            tag.inside.append(_tag(child, depth + 1, left))
        elif (number := raw.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            tag.inside.append(number)
    return tag


def _utf16(function: "ctypes._FuncPointer", element: object) -> str:
    length = function(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _outline(document: pdfium.PdfDocument) -> tuple[OutlineEntry, ...]:
    entries = []
    for bookmark in document.get_toc(max_depth=6):
        place = bookmark.get_dest()
        index = place.get_index() if place else None
        title = re.sub(r"\s+", " ", bookmark.get_title()).strip()
        if title:
            entries.append(OutlineEntry(title, bookmark.level + 1, index + 1 if index is not None else None))
        if len(entries) >= 5 * MOST_PAGES:
            break
    return tuple(entries)


_PROPERTIES = {"Title": "titel", "Author": "auteur", "Subject": "onderwerp", "Keywords": "trefwoorden", "Creator": "programma"}


def _properties(document: pdfium.PdfDocument) -> dict[str, str]:
    told = document.get_metadata_dict()
    properties = {name: value for key, name in _PROPERTIES.items() if (value := re.sub(r"\s+", " ", told.get(key, "")).strip())}
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", told.get("CreationDate", ""))
    return properties | ({"gemaakt": "-".join(made.groups())} if made else {})
