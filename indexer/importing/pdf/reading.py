"""A PDF file as pdfium reads it: of each page its words, its pieces of text, its pictures and coloured grounds, and its tags."""

import ctypes
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.importing.pdf.pieces import ARTIFACT, UNTAGGED, Piece, Style
from indexer.importing.refusals import Progress, Refused, unheard

MOST_PAGES = 2_000
# A page of a newspaper has 30,000.
MOST_LETTERS = 200_000
_MOST_OBJECTS = 20_000
_MOST_TAGS = 50_000
_DEEPEST_TAG = 60
_DIGITS_OF_PLACES = 100  # pdfium gives whole numbers when it turns a place of a page into one of a picture
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!t)|-bd\b", re.I)
_ITALIC_NAME = re.compile(r"italic|oblique|-it\b|kursiv", re.I)
_SYMBOL_NAME = re.compile(r"dings|dingbat|symbol|awesome|icon", re.I)
_STROKED = 2  # the text render mode that makes letters fatter
_FORCED_BOLD, _ITALIC = 1 << 18, 1 << 6  # of the flags of a font
_SCAN = 0.5  # of the page
_SMALLEST_LETTERS = 1.0  # points
_UPRIGHT = 0.2  # radians
_FURTHEST = 50_000.0  # points: a letter without a place says it stands further
_UNSEEN = 3  # the one that draws nothing: the words beneath a scan


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
        gathered = _Letters(page, text)
        pieces, unseen = gathered.pieces(letters)
        pictures, grounds = _areas(page, width, height)
        # The words beneath a scan are drawn unseen over its picture; others are for no reader.
        beneath = bool(pictures) and pictures[0].size > _SCAN * width * height
        shown = [piece for piece in pieces if _is_on_page(piece, width, height) and (beneath or piece not in unseen)]
        hidden = tuple(piece for piece in pieces if piece not in shown) if len(shown) < len(pieces) else ()
        upright, turned = gathered.by_angle(shown)
        read = bool(unseen) and beneath and all(piece in unseen for piece in shown)
        return Page(index + 1, width, height, gathered.words(), upright, turned, hidden, pictures, grounds, _tags(page), read)
    finally:
        text.close()
        page.close()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the letters of one text object share."""

    style: Style
    tag: int
    angle: float
    unseen: bool


@dataclass(slots=True)
class _Run:
    """Letters that become one piece."""

    drawn: _Drawn
    base: float
    box: tuple[float, float, float, float]
    letters: list[str]

    def goes_on(self, drawn: _Drawn, base: float, left: float) -> bool:
        """Whether a next letter belongs to it."""
        if drawn != self.drawn:
            return False
        size = drawn.style.size
        return drawn.angle != 0 or (abs(base - self.base) <= 0.1 * size and -0.6 * size <= left - self.box[2] <= 0.9 * size)

    def add(self, letter: str, box: tuple[float, float, float, float]) -> None:
        """Take a letter in."""
        mine = self.box
        self.box = (min(mine[0], box[0]), min(mine[1], box[1]), max(mine[2], box[2]), max(mine[3], box[3]))
        self.letters.append(letter)

    def piece(self) -> Piece:
        """Return it as a piece."""
        return Piece("".join(self.letters), self.drawn.style, *self.box, base=self.base, tag=self.drawn.tag)


def _is_on_page(piece: Piece, width: float, height: float) -> bool:
    on = piece.right > -1 and piece.left < width + 1 and piece.bottom > -1 and piece.top < height + 1
    return on and piece.bottom - piece.top > _SMALLEST_LETTERS


class _Letters:
    """The letters of a page, gathered to pieces; what pdfium tells of a text object is asked once for all its letters."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._place = _placing(page)
        self._drawn: dict[int, _Drawn] = {}
        self._said: list[str] = []
        self._turned: set[Piece] = set()
        self._rect, self._x, self._y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def pieces(self, letters: int) -> tuple[list[Piece], set[Piece]]:
        """Return the pieces of the page, and those that are drawn unseen."""
        found: list[Piece] = []
        unseen: set[Piece] = set()
        for run in self._runs(letters):
            piece = run.piece()
            found.append(piece)
            if run.drawn.unseen:
                unseen.add(piece)
            if abs(run.drawn.angle) > _UPRIGHT:
                self._turned.add(piece)
        return found, unseen

    def by_angle(self, pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Return the pieces that stand upright and those that do not."""
        found = list(pieces)
        return tuple(piece for piece in found if piece not in self._turned), tuple(piece for piece in found if piece in self._turned)

    def words(self) -> str:
        """Return what was read as pdfium gives it, with a dot for each drawing of a symbol font; call it after `pieces`."""
        return re.sub("\xad\\s*", "-\n", "".join(self._said)).replace("\r\n", "\n")

    def _runs(self, letters: int) -> Iterator[_Run]:
        run: _Run | None = None
        ended = False
        for index in range(letters):
            letter = _letter(raw.FPDFText_GetUnicode(self._text, index))
            self._said.append(letter)
            if not letter or letter in "\r\n":
                ended = ended or bool(letter)
                continue
            found = raw.FPDFText_GetTextObject(self._text, index)
            if not found:
                # A space that pdfium sees between two words.
                if run and letter.isspace():
                    run.letters.append(" ")
                continue
            drawn, box, base = self._of_object(found, index), self._box(index), self._base(index)
            if drawn.style.symbol and letter.isalnum():
                self._said[-1] = "•"
            if not all(-_FURTHEST < place < _FURTHEST for place in box):
                continue
            if run and not ended and run.goes_on(drawn, base, box[0]):
                run.add(letter, box)
                continue
            if run:
                yield run
            run, ended = _Run(drawn, base, box, [letter]), False
        if run:
            yield run

    def _box(self, index: int) -> tuple[float, float, float, float]:
        raw.FPDFText_GetLooseCharBox(self._text, index, self._rect)
        return self._place.box(self._rect.left, self._rect.top, self._rect.right, self._rect.bottom)

    def _base(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        return self._place.point(self._x.value, self._y.value)[1]

    def _of_object(self, found: object, index: int) -> _Drawn:
        address = ctypes.cast(found, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
        if address not in self._drawn:
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(self._text, index, matrix)
            size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
            mode = raw.FPDFTextObj_GetTextRenderMode(found)
            name, flags = _font(found)
            style = Style(
                round(size, 1) or 1.0,
                bold=bool(flags & _FORCED_BOLD or _BOLD_NAME.search(name)) or mode == _STROKED,
                italic=bool(flags & _ITALIC or _ITALIC_NAME.search(name)),
                colour=_colour(found),
                symbol=bool(_SYMBOL_NAME.search(name)),
            )
            angle = self._place.angle(matrix.a, matrix.b)
            self._drawn[address] = _Drawn(style, _tag_number(found), angle if abs(angle) > 0.02 else 0.0, mode == _UNSEEN)
        return self._drawn[address]


def _letter(code: int) -> str:
    """Return the letter of a code, a soft hyphen for pdfium's own marks of a hyphen at a line's end, or nothing for what is none."""
    if code in (0x02, 0xFFFE, 0xAD):
        return "\xad"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _font(found: object) -> tuple[str, int]:
    font = raw.FPDFTextObj_GetFont(found)
    if not font:
        return "", 0
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    return buffer.value.decode("utf-8", "replace"), max(0, raw.FPDFFont_GetFlags(font))


def _colour(found: object) -> int:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(found, red, green, blue, alpha)
    return red.value << 16 | green.value << 8 | blue.value


def _tag_number(found: object) -> int:
    number = int(raw.FPDFPageObj_GetMarkedContentID(found))
    if number >= 0:
        return number
    for index in range(min(20, raw.FPDFPageObj_CountMarks(found))):
        buffer = (ctypes.c_ushort * 40)()
        length = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(found, index)
        if raw.FPDFPageObjMark_GetName(mark, buffer, 80, length) and bytes(buffer)[: length.value - 2].decode("utf-16-le") == "Artifact":
            return ARTIFACT
    return UNTAGGED


@dataclass(frozen=True, slots=True)
class _Placing:
    """The road from pdfium's places (from below, unturned) to those of a page as it is shown."""

    across: tuple[float, float, float]
    down: tuple[float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.across[0] + self.across[1] * x + self.across[2] * y,
            self.down[0] + self.down[1] * x + self.down[2] * y,
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        (x1, y1), (x2, y2) = self.point(left, top), self.point(right, bottom)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def angle(self, a: float, b: float) -> float:
        x = self.across[1] * a + self.across[2] * b
        y = self.down[1] * a + self.down[2] * b
        return math.atan2(y, x)


def _placing(page: pdfium.PdfPage) -> _Placing:
    width, height = page.get_size()

    def shown(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = int(width * _DIGITS_OF_PLACES), int(height * _DIGITS_OF_PLACES)
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _DIGITS_OF_PLACES, down.value / _DIGITS_OF_PLACES

    origin, right, up = shown(0, 0), shown(1000, 0), shown(0, 1000)
    return _Placing(
        (origin[0], (right[0] - origin[0]) / 1000, (up[0] - origin[0]) / 1000),
        (origin[1], (right[1] - origin[1]) / 1000, (up[1] - origin[1]) / 1000),
    )


def _areas(page: pdfium.PdfPage, width: float, height: float) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """Return the pictures of a page and its coloured grounds, largest first."""
    place = _placing(page)
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
    return bool(raw.FPDFPath_GetDrawMode(found, mode, stroke)) and mode.value != 0 and _colour(found) != 0xFFFFFF


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
