"""A selection as a Word document: Dutch, with headings, nested lists, links that work and numbered pages."""

import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from web.serving.live import give_back
from web.showing.chosen import Chosen, Selection
from web.showing.export import LEFT_OUT, SITE_NAME, SOURCES, TITLE, made, note, today, written

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


def as_word(selection: Selection) -> bytes:
    """Return the selection as a .docx, and at the end what is left out and the sources. Raises WordIsBusy."""
    if not _WRITING.acquire(blocking=False):
        raise WordIsBusy
    try:
        return _as_word(selection)
    finally:
        give_back()
        _WRITING.release()


def _as_word(selection: Selection) -> bytes:
    # Loaded when first needed: with what it brings along it takes 4 MB, and most processes never write a document.
    import docx

    document = docx.Document()
    _prepare(document)
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"{note(selection.chosen)} {made(selection)}")
    for number, thing in enumerate(selection.chosen, start=1):
        _add(document, number, thing)
    if selection.left_out:
        document.add_heading(LEFT_OUT, level=1)
    for sentence in selection.left_out:
        document.add_paragraph(_storable(sentence))
    _add_sources(document, selection.chosen)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: "Document") -> None:
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
    properties.title, properties.author, properties.last_modified_by = TITLE, SITE_NAME, SITE_NAME
    properties.comments, properties.language = "", _LANGUAGE
    properties.created = properties.modified = now
    _add_page_number(document.sections[0].footer.paragraphs[0])


def _add(document: "Document", number: int, thing: Chosen) -> None:
    document.add_heading(_storable(thing.title), level=1)
    for depth, text in written(thing.lines):
        style = _LISTS[min(depth, len(_LISTS)) - 1] if depth else "Quote"
        document.add_paragraph(_storable(text), style=style)
    said = f"{thing.said_by}. " if thing.said_by else ""
    source = document.add_paragraph(_storable(f"{said}Bron [{number}]: "))
    _add_link(source, thing.address, thing.source_line)


def _add_sources(document: "Document", chosen: Sequence[Chosen]) -> None:
    document.add_heading(SOURCES, level=1)
    for number, thing in enumerate(chosen, start=1):
        source = document.add_paragraph(_storable(f"[{number}] {thing.source_line}. {thing.title}. "))
        _add_link(source, thing.address, thing.address)
        source.add_run(f" (geraadpleegd op {today()})")


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
