"""Pages of a PDF as pictures: for who looks a draft over, and for what reads letters. What is blacked out is not in the picture."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from indexer.importing.blocks import Box
from indexer.importing.refusals import Refused

_MOST_DOTS = 30_000_000  # A3 at 300 dots per inch has 17 million
WIDEST = 4_000


def page_image(file: Path, number: int, width: int, black: Sequence[Box] = ()) -> bytes:
    """Return page `number` (from 1) of a PDF file as PNG, `width` dots wide, with boxes of that page black. Raises Refused."""
    try:
        document = pdfium.PdfDocument(file)
        try:
            picture = drawn(document, number - 1, width=min(width, WIDEST))
        finally:
            document.close()
    except (pdfium.PdfiumError, IndexError):
        raise Refused(f"bladzijde {number} is niet te tonen.") from None
    _black_out(picture, [box for box in black if box.page == number])
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def drawn(document: pdfium.PdfDocument, index: int, *, width: int = 0, dots_per_inch: int = 0, grey: bool = False) -> Image.Image:
    """Return a page as a picture of a width or a number of dots per inch, smaller where that would be too large."""
    page = document[index]
    try:
        across, down = page.get_size()
        scale = width / across if width else dots_per_inch / 72
        scale = min(scale, (_MOST_DOTS / max(1.0, across * down)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, grayscale=grey).to_pil()
        return picture.convert("L" if grey else "RGB")
    finally:
        page.close()


def _black_out(picture: Image.Image, boxes: Sequence[Box]) -> None:
    pencil = ImageDraw.Draw(picture)
    for box in boxes:
        # Outwards: not a dot of a letter may stay.
        left, top = int(box.left * picture.width) - 1, int(box.top * picture.height) - 1
        pencil.rectangle((left, top, int(box.right * picture.width) + 2, int(box.bottom * picture.height) + 2), fill="black")
