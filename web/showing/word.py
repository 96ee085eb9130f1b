"""A memo as a Word document: Dutch, with headings, nested lists, links that work and numbered pages."""

import re
import threading
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from web.serving.live import give_back
from web.showing.export import LEFT_OUT, SOURCES, account, attribution, today, written
from web.showing.memo import SITE_NAME, Memo, Piece

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LANGUAGE = "nl-NL"
# The lists that Word has a style for; what lies deeper stands in the deepest of them.
_LISTS = ("List Bullet", "List Bullet 2", "List Bullet 3")
_LINK = "Hyperlink"
# What Word's XML cannot hold.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITING = threading.Lock()


class WordIsBusy(Exception):
    """This process is writing a Word document, which takes much time and memory, and writes one at a time."""


def as_word(memo: Memo) -> bytes:
    """Return the memo as a .docx, and at the end what is left out and the sources. Raises WordIsBusy."""
    if not _WRITING.acquire(blocking=False):
        raise WordIsBusy
    try:
        return _as_word(memo)
    finally:
        give_back()
        _WRITING.release()


def _as_word(memo: Memo) -> bytes:
    # Loaded when first needed: with what it brings along it takes 4 MB, and most processes never write a document.
    import docx

    document = docx.Document()
    _prepare(document, memo.title)
    document.add_heading(_storable(memo.title), level=0)
    for part in memo.parts:
        if part.heading:
            document.add_heading(part.heading, level=1)
        for piece in part.pieces:
            _add(document, piece, level=2 if part.heading else 1)
    if memo.left_out:
        document.add_heading(LEFT_OUT, level=1)
    for sentence in memo.left_out:
        document.add_paragraph(_storable(sentence))
    _add_sources(document, memo)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: "Document", title: str) -> None:
    """Make of the English template of the library a document of this site: its language, paper, properties and numbered pages."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, RGBColor

    for language in (*document.styles.element.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), _LANGUAGE)
    link = document.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    properties, now = document.core_properties, datetime.now(UTC)
    properties.title, properties.author, properties.last_modified_by = _storable(title), SITE_NAME, SITE_NAME
    properties.comments, properties.language = "", _LANGUAGE
    properties.created = properties.modified = now
    _add_page_number(document.sections[0].footer.paragraphs[0])


def _add(document: "Document", piece: Piece, level: int) -> None:
    """Write a piece: the reader's own words as text, those of the source as quotations and lists."""
    thing = piece.thing
    document.add_heading(_storable(thing.title), level)
    for paragraph in piece.note:
        document.add_paragraph(_storable(paragraph))
    for depth, text in written(thing.lines):
        style = _LISTS[min(depth, len(_LISTS)) - 1] if depth else "Quote"
        document.add_paragraph(_storable(text), style=style)
    for label, text in thing.about:
        told = document.add_paragraph()
        told.add_run(f"{label}: ").bold = True
        told.add_run(_storable(text))
    _add_link(document.add_paragraph(_storable(f"{attribution(piece)} ")), thing.address, f"[{piece.number}]")


def _add_sources(document: "Document", memo: Memo) -> None:
    document.add_heading(SOURCES, level=1)
    for piece in memo.pieces:
        source = document.add_paragraph(_storable(f"[{piece.number}] {piece.thing.source_line}, "))
        _add_link(source, piece.thing.address, piece.thing.address)
        source.add_run(f" (geraadpleegd op {today()})")
    document.add_paragraph(account(memo))


def _add_link(paragraph: "Paragraph", address: str, text: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(_storable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(paragraph.add_run(_storable(text), style=_LINK)._r)
    paragraph._p.append(link)


def _add_page_number(paragraph: "Paragraph") -> None:
    """Write 'Bladzijde 1 van 3', which Word counts itself."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, counted in (("Bladzijde ", "PAGE"), (" van ", "NUMPAGES")):
        paragraph.add_run(words)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), counted)
        field.append(paragraph.add_run("1")._r)
        paragraph._p.append(field)


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("", text)
