"""The letters of a page, one by one as pdfium gives them, gathered to runs of one look and line."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.importing.pdf.pieces import ARTIFACT, UNTAGGED, Piece, Style

_DIGITS_OF_PLACES = 100  # pdfium gives whole numbers when it turns a place of a page into one of a picture
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!t)|-bd\b", re.I)
_ITALIC_NAME = re.compile(r"italic|oblique|-it\b|kursiv", re.I)
_SYMBOL_NAME = re.compile(r"dings|dingbat|symbol|awesome|icon", re.I)
_STROKED = 2  # the text render mode that makes letters fatter
_FORCED_BOLD, _ITALIC = 1 << 18, 1 << 6  # of the flags of a font
_UPRIGHT = 0.2  # radians
_FURTHEST = 50_000.0  # points: a letter without a place says it stands further
_UNSEEN = 3  # the one that draws nothing: the words beneath a scan
_GAP, _BACK, _RISE = 0.9, -0.6, 0.1  # sizes: what stands further on, back or up is no part of a run


@dataclass(frozen=True, slots=True)
class Placing:
    """The road from pdfium's places (from below, unturned) to those of a page as it is shown."""

    across: tuple[float, float, float]
    down: tuple[float, float, float]

    @property
    def is_upright(self) -> bool:
        """Whether the page is shown as it was written."""
        return self.across[1] > 0 and self.across[2] == 0 and self.down[1] == 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a place as shown."""
        return (
            self.across[0] + self.across[1] * x + self.across[2] * y,
            self.down[0] + self.down[1] * x + self.down[2] * y,
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return a rectangle as shown."""
        (x1, y1), (x2, y2) = self.point(left, top), self.point(right, bottom)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def angle(self, a: float, b: float) -> float:
        """Return how far a direction is turned, in radians."""
        x = self.across[1] * a + self.across[2] * b
        y = self.down[1] * a + self.down[2] * b
        return math.atan2(y, x)


def placing(page: pdfium.PdfPage) -> Placing:
    """Return how places of a page are turned into those that are shown."""
    width, height = page.get_size()

    def shown(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = int(width * _DIGITS_OF_PLACES), int(height * _DIGITS_OF_PLACES)
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _DIGITS_OF_PLACES, down.value / _DIGITS_OF_PLACES

    origin, right, up = shown(0, 0), shown(1000, 0), shown(0, 1000)
    return Placing(
        (origin[0], (right[0] - origin[0]) / 1000, (up[0] - origin[0]) / 1000),
        (origin[1], (right[1] - origin[1]) / 1000, (up[1] - origin[1]) / 1000),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the letters of one text object share."""

    style: Style
    tag: int
    turned: bool
    unseen: bool


@dataclass(slots=True)
class Run:
    """Letters that become one piece; its sides are as pdfium counts, from below."""

    drawn: Drawn
    base: tuple[float, float]
    left: float
    top: float
    right: float
    bottom: float
    letters: list[str]

    def piece(self, place: Placing) -> Piece:
        """Return it as a piece."""
        box = place.box(self.left, self.top, self.right, self.bottom)
        return Piece("".join(self.letters), self.drawn.style, *box, base=place.point(*self.base)[1], tag=self.drawn.tag)


def runs_of(text: pdfium.PdfTextPage, letters: int, place: Placing) -> tuple[list[Run], str]:
    """Return the runs of a page, and its words as pdfium gives them with a dot for each drawing of a symbol font."""
    said: list[str] = []
    runs = list(_runs(text.raw, letters, place, said))
    return runs, re.sub("\xad\\s*", "-\n", "".join(said)).replace("\r\n", "\n")


def _runs(text: object, letters: int, place: Placing, said: list[str]) -> Iterator[Run]:
    # Six million times for a long document: what can be asked once for many letters is asked once.
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    letter_at, object_at, box_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetTextObject, raw.FPDFText_GetLooseCharBox
    known: dict[int, Drawn] = {}
    upright = place.is_upright
    run: Run | None = None
    address = 0
    ended = False
    for index in range(letters):
        letter = _letter(letter_at(text, index))
        said.append(letter)
        if letter in "\r\n":
            ended = ended or bool(letter)
            continue
        found = object_at(text, index)
        if not found:
            # A space that pdfium sees between two words.
            if run and letter.isspace():
                run.letters.append(" ")
            continue
        box_at(text, index, rect)
        left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
        here = ctypes.c_void_p.from_buffer(found).value or 0
        if run and not ended and here == address and (run.drawn.turned or not upright or _follows(run, left)):
            run.right, run.left = max(run.right, right), min(run.left, left)
            run.top, run.bottom = max(run.top, top), min(run.bottom, bottom)
            run.letters.append(letter)
        else:
            drawn = known.get(here) or known.setdefault(here, _drawn(text, found, index, place))
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            if not all(-_FURTHEST < side < _FURTHEST for side in (left, right, top, bottom, x.value, y.value)):
                continue
            base = (x.value, y.value)
            if (
                run
                and not ended
                and drawn == run.drawn
                and upright
                and abs(base[1] - run.base[1]) <= _RISE * drawn.style.size
                and _follows(run, left)
            ):
                run.right, run.top, run.bottom = max(run.right, right), max(run.top, top), min(run.bottom, bottom)
                run.letters.append(letter)
            else:
                if run:
                    yield run
                run = Run(drawn, base, left, top, right, bottom, [letter])
        address, ended = here, False
        if run.drawn.style.symbol and letter.isalnum():
            said[-1] = "•"
    if run:
        yield run


def _follows(run: Run, left: float) -> bool:
    size = run.drawn.style.size
    return _BACK * size <= left - run.right <= _GAP * size


def _drawn(text: object, found: object, index: int, place: Placing) -> Drawn:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    mode = raw.FPDFTextObj_GetTextRenderMode(found)
    name, flags = _font(found)
    style = Style(
        round(size, 1) or 1.0,
        bold=bool(flags & _FORCED_BOLD or _BOLD_NAME.search(name)) or mode == _STROKED,
        italic=bool(flags & _ITALIC or _ITALIC_NAME.search(name)),
        colour=colour_of(found),
        symbol=bool(_SYMBOL_NAME.search(name)),
    )
    return Drawn(style, _tag_number(found), abs(place.angle(matrix.a, matrix.b)) > _UPRIGHT, mode == _UNSEEN)


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


def colour_of(found: object) -> int:
    """Return the colour in which a thing is filled."""
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
