"""A Word document to blocks: mammoth makes HTML of it, and `walking` the blocks.

Before, what its maker hid or took out is removed from the copy that mammoth reads; after, the words are compared with those in the file.
A Word document has no pages: Word computes them.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import mammoth
from lxml import etree
from lxml.html import HtmlElement

from indexer.importing import headings, office_zip, web_page, word_numbers
from indexer.importing.blocks import Conversion, SetAside
from indexer.importing.guards import Kind
from indexer.importing.html_aside import CONTENTS
from indexer.importing.html_words import squeezed
from indexer.importing.walking import CAPTION, Walk

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_DOCUMENT = "word/document.xml"
# In every language of Word the names of its own styles are English here.
_STYLES = f"""
p[style-name='Title'] => h1:fresh
p[style-name^='toc '] => p.{CONTENTS}:fresh
p[style-name^='TOC'] => p.{CONTENTS}:fresh
p[style-name='table of figures'] => p.{CONTENTS}:fresh
p[style-name='caption'] => p.{CAPTION}:fresh
p[style-name='Caption'] => p.{CAPTION}:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
comment-reference => !
"""
_MACRO = "Er zit een macro in dit bestand. Zij is niet uitgevoerd; bied het bestand zelf pas aan als het zonder macro is bewaard."
_COMMENTS = "Er staan opmerkingen van lezers in dit bestand. Zij zijn niet overgenomen; haal ze weg voor u het bestand zelf aanbiedt."
_CHANGES = "In dit bestand zijn wijzigingen bijgehouden. Overgenomen is de tekst met alle wijzigingen; kijk of dat de goede is."


def convert(file: Path) -> Conversion:
    """Return what a Word document holds."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        document = office_zip.part(archive, _DOCUMENT)
        notes = [note for kind in ("footnotes", "endnotes") for note in office_zip.parts(archive, f"word/{kind}.xml")]
        running = [SetAside(words, "kop- of voetregel") for words in _running_lines(archive)]
        properties = office_zip.properties(archive)
        doubts = tuple(
            sentence
            for sentence, is_so in (
                (_MACRO, any(name.lower().endswith("vbaproject.bin") for name in names)),
                (_COMMENTS, any(name.startswith("word/comments") for name in names)),
                (_CHANGES, next(document.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"), None) is not None),
            )
            if is_so
        )
        hidden = [SetAside(words, "verborgen tekst") for words in _take_out_hidden(document)]
        words = " ".join([_words(document), *(_words(note) for note in notes)])
        for numbering in office_zip.parts(archive, "word/numbering.xml"):
            styles = office_zip.parts(archive, "word/styles.xml")
            word_numbers.put(document, numbering, styles[0] if styles else None)
        copy = _with_document(archive, document)
    walk = Walk.of(_html(copy))
    blocks = headings.raised([word_numbers.taken(block) for block in walk.blocks], ())
    aside = (*walk.set_aside, *hidden, *running)
    return Conversion(
        kind=Kind.DOCX.value,
        blocks=tuple(blocks),
        footnotes=tuple(walk.footnotes),
        set_aside=aside,
        pages=(" ".join([words, *(one.text for one in (*hidden, *running))]),),
        has_pages=False,
        properties=properties,
        doubts=(*doubts, *headings.doubts(blocks)),
    )


def _html(copy: BytesIO) -> HtmlElement:
    # Its pictures stay where they are: only that there is one is told.
    result = mammoth.convert_to_html(copy, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _image: {"src": ""}))
    return web_page.parsed(f"<body>{result.value}</body>").find("body")


def _running_lines(archive: zipfile.ZipFile) -> list[str]:
    """Return what stands at the head and foot of its pages, each once."""
    lines = [_words(tree) for kind in ("header", "footer") for tree in office_zip.parts(archive, f"word/{kind}")]
    return [line for line in dict.fromkeys(lines) if line]


def _take_out_hidden(document: etree._Element) -> list[str]:
    """Remove the runs that Word does not show, and return their words."""
    hidden = []
    for mark in list(document.iter(f"{_W}vanish")):
        run = mark.getparent().getparent() if mark.getparent() is not None else None
        if run is not None and run.tag == f"{_W}r" and mark.get(f"{_W}val") not in ("0", "false", "off"):
            hidden.append(_words(run))
            run.getparent().remove(run)
    return [words for words in hidden if words]


def _with_document(archive: zipfile.ZipFile, document: etree._Element) -> BytesIO:
    """Return a copy of a file with another text and without pictures, fonts and programs."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in archive.namelist():
            if name == _DOCUMENT:
                out.writestr(name, etree.tostring(document))
            elif name.endswith((".xml", ".rels")):
                # Written anew, so that no other reader meets what ours refuses.
                out.writestr(name, etree.tostring(office_zip.tree(archive.read(name))))
    copy.seek(0)
    return copy


def _words(tree: etree._Element) -> str:
    """Return the words of a part in the plainest way: its text, with a space where a paragraph, line or tab ends."""
    pieces: list[str] = []
    _gather(tree, pieces)
    return squeezed("".join(pieces))


def _gather(element: etree._Element, pieces: list[str]) -> None:
    tag = element.tag
    if tag in (f"{_W}t",):
        pieces.append(element.text or "")
    elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}ptab"):
        pieces.append(" ")
    elif tag == f"{_W}noBreakHyphen":
        pieces.append("\u2011")
    elif tag == f"{_W}sym":
        pieces.append("")
    elif tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"):
        return
    elif tag == _CHOICE and element.getparent().find(_FALLBACK) is not None:
        # The same thing a second time, for newer programs.
        return
    for child in element:
        _gather(child, pieces)
    if tag == f"{_W}p":
        pieces.append(" ")
