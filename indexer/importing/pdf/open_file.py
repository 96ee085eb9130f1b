"""A PDF as everybody may have it: without what it tells of its maker, and with pages that have black words as pictures of them."""

import ctypes
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from indexer.importing.blackening import pattern_of
from indexer.importing.refusals import Refused

# Dots for each point of paper: 144 an inch, sharp enough to read and to print.
_SCALE = 2.0
_MARGIN = 2.0
_QUALITY = 85
_OF_PERSONS = ("Title", "Author", "Subject", "Keywords")
_NOT_FOUND = "wat zwart moet, is in het bestand zelf niet terug te vinden. Het wordt niet aangeboden."


def open_file(file: Path, words: Sequence[str], pages: Sequence[int]) -> bytes:
    """Return a PDF of the pages of another, without its properties, attachments, scripts and notes beside the text, and without words.

    `pages` are those on which words were read. Raises Refused when they cannot be found there: then nobody can tell where to blacken.
    """
    import pypdfium2 as pdfium

    source, clean = pdfium.PdfDocument(file), pdfium.PdfDocument.new()
    pattern = pattern_of(words)
    black: set[int] = set()
    for number in range(len(source)):
        page = source[number]
        text, boxes = _letters(page.get_textpage())
        found = [boxes[letter] for match in pattern.finditer(text) for letter in range(*match.span())] if pattern else []
        if found:
            black.add(number + 1)
            _append_picture(pdfium, clean, page, [box for box in found if box])
        else:
            clean.import_pages(source, [number])
            _take_notes_off(pdfium.raw, clean[len(clean) - 1])
    if not black.issuperset(pages):
        raise Refused(_NOT_FOUND)
    out = BytesIO()
    clean.save(out)
    _require_gone(pdfium, out.getvalue(), words)
    return out.getvalue()


def _letters(text_page: Any) -> tuple[str, list[tuple[float, float, float, float] | None]]:
    """Return the text of a page, and the box of each of its letters."""
    letters, boxes = [], []
    for place in range(text_page.count_chars()):
        letter = text_page.get_text_range(place, 1)
        # A sign of two units, or one that is none, has a place of its own all the same.
        letters.append(letter[:1] or "\ufffd")
        boxes.append(None if letter.isspace() else text_page.get_charbox(place, loose=True))
    return "".join(letters).replace("\r", " "), boxes


def _append_picture(pdfium: Any, clean: Any, page: Any, boxes: Sequence[tuple[float, float, float, float]]) -> None:
    """Add a page that is a picture of another, on which the boxes are black."""
    from PIL import ImageDraw

    width, height = page.get_size()
    rendered = page.render(scale=_SCALE, may_draw_forms=False, rotation=0)
    picture = rendered.to_pil().convert("RGB")
    convert = rendered.get_posconv(page)
    draw = ImageDraw.Draw(picture)
    for left, bottom, right, top in boxes:
        corners = [convert.to_bitmap(left - _MARGIN, top + _MARGIN), convert.to_bitmap(right + _MARGIN, bottom - _MARGIN)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        draw.rectangle((xs[0], ys[0], xs[1], ys[1]), fill="black")
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=_QUALITY)
    image = pdfium.PdfImage.new(clean)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    made = clean.new_page(width, height)
    made.insert_obj(image)
    made.gen_content()


def _take_notes_off(raw: Any, page: Any) -> None:
    """Remove what is pinned on a page and is no link: remarks, with the names of those who made them, files, fields."""
    for number in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        note = raw.FPDFPage_GetAnnot(page, number)
        is_link = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_LINK
        raw.FPDFPage_CloseAnnot(note)
        if not is_link and not raw.FPDFPage_RemoveAnnot(page, ctypes.c_int(number)):
            raise Refused("de opmerkingen bij dit bestand zijn er niet uit te halen. Het wordt niet aangeboden.")


def _require_gone(pdfium: Any, content: bytes, words: Sequence[str]) -> None:
    pattern = pattern_of(words)
    made = pdfium.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in made)
    is_left = pattern is not None and (pattern.search(text))
    if is_left or not made.get_metadata_dict(skip_empty=True).keys().isdisjoint(_OF_PERSONS):
        raise Refused(_NOT_FOUND)
