"""What a heading, a quote or a caption looks like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.importing.pdf.pieces import Line, Style

_LONGEST_HEADING = 160
_MOST_HEADING_LINES = 4
_LARGER = 1.12
_QUOTES = ("“", "”", '"', "‘", "«", "„")
_LINKS = frozenset({0x0000FF, 0x0000EE, 0x0563C1, 0x0070C0, 0x954F72})  # the colours of links in Word and browsers
_CAPTION = re.compile(r"(figuur|tabel|grafiek|afbeelding|kaart|foto|box|kader)\s+[\dA-Z]+(\.\d+)*\b.{0,200}", re.I)
NUMBERING = re.compile(r"(?:hoofdstuk\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\S)", re.I)
_ONLY_NUMBERING = re.compile(r"\W*\d[\d.,\s]*\W*")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document before its pages are taken apart: the look of its text, and the headings that it lists itself."""

    body: Style
    step: float = 1.2  # from line to line, in letter sizes
    listed: frozenset[str] = frozenset()


def looks_like_heading(lines: Sequence[Line], known: Known) -> bool:
    """Whether lines that stand together look like a heading: larger, bold or coloured otherwise than the text, short, no sentence."""
    text = " ".join(line.text for line in lines)
    if len(lines) > _MOST_HEADING_LINES or len(text) > _LONGEST_HEADING or not re.search(r"[^\W\d_]", text) or _CAPTION.fullmatch(text):
        return False
    if text.startswith(_QUOTES) and len(text) > 40:
        return False
    style = lines[0].style
    if normal(text) in known.listed and style.size >= 0.95 * known.body.size:
        return True
    if style.size >= _LARGER * known.body.size:
        return not text.endswith((",", ";")) and (style.size >= 1.4 * known.body.size or not text.endswith("."))
    if text.endswith((".", ",", ";")) or style.size < 0.95 * known.body.size:
        return False
    if all(line.all_bold() for line in lines):
        return not known.body.bold
    alike = len(lines) == 1 and len({(piece.style.colour, piece.style.size) for piece in lines[0].pieces}) == 1
    other = style.colour != known.body.colour and _is_coloured(style.colour) and style.colour not in _LINKS
    return alike and other and style.size >= known.body.size and len(text) < 80 and not _is_link(text)


def looks_italic(lines: Sequence[Line], known: Known) -> bool:
    """Whether lines are one short italic line, which in some documents is a heading."""
    ended = (
        lines[-1].text.endswith((".", ";", ",", ":"))
        or re.match(r"[“\"‘'«„a-z]", lines[0].text)
        and not re.match(r"[a-z]\)", lines[0].text)
    )
    return len(lines) <= 2 and not known.body.italic and all(line.all_italic() for line in lines) and not ended


def looks_like_quote(lines: Sequence[Line], known: Known) -> bool:
    """Whether a paragraph is a saying set apart: between quotation marks, in italics or larger than the text."""
    text = " ".join(line.text for line in lines)
    apart = all(line.all_italic() for line in lines) and not known.body.italic or lines[0].style.size >= _LARGER * known.body.size
    return apart and len(text) > 40 and text.startswith(_QUOTES)


def looks_like_caption(text: str) -> bool:
    """Whether a line tells of the figure or table that it stands by."""
    return bool(_CAPTION.fullmatch(text))


def normal(text: str) -> str:
    """Return a heading as it is compared with a contents page: without its number, spaces and marks."""
    return re.sub(r"[\W_]+", "", NUMBERING.sub("", text.strip())).lower()


def _is_coloured(colour: int) -> bool:
    red, green, blue = colour >> 16, colour >> 8 & 0xFF, colour & 0xFF
    return max(red, green, blue) - min(red, green, blue) > 40


def _is_link(text: str) -> bool:
    return bool(re.search(r"https?:|www\.|@|^\S+\.\w{2,4}$", text))
