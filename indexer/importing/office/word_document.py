"""A Word document to blocks: mammoth makes HTML of it, and `walking` the blocks.

Before, what its maker hid or took out is removed from the copy that mammoth reads; after, the words are compared with those in the file.
A Word document has no pages: Word computes them.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import mammoth
from lxml import etree
from lxml.html import HtmlElement

from indexer.importing import headings, unread
from indexer.importing.blocks import Conversion, SetAside
from indexer.importing.guards import Kind
from indexer.importing.office import word_numbers, word_tree, zipped
from indexer.importing.office.word_tree import W
from indexer.importing.refusals import Refused
from indexer.importing.web import page
from indexer.importing.web.aside import CONTENTS, HIDDEN
from indexer.importing.web.walking import CAPTION, Walk

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
_STRICT = "dit Word-document is bewaard als 'Strict Open XML'. Bewaar het opnieuw als gewoon Word-document (.docx)."
_MACRO = "Er zit een macro in dit bestand. Zij is niet uitgevoerd; bied het bestand zelf pas aan als het zonder macro is bewaard."
_COMMENTS = "Er staan opmerkingen van lezers in dit bestand. Zij zijn niet overgenomen; haal ze weg voor u het bestand zelf aanbiedt."
_CHANGES = "In dit bestand zijn wijzigingen bijgehouden. Overgenomen is de tekst met alle wijzigingen; kijk of dat de goede is."


def convert(file: Path) -> Conversion:
    """Return what a Word document holds. Raises Refused."""
    with zipfile.ZipFile(file) as archive:
        main = zipped.main_part(archive)
        texts = {name: zipped.part(archive, name) for name in (main, *zipped.named(archive, "word/footnotes", "word/endnotes"))}
        if not texts[main].tag.startswith(W):
            raise Refused(_STRICT)
        running = _running_lines(archive)
        doubts = [*_doubts(archive, texts[main]), *unread.told(texts.values())]
        hidden = [words for tree in texts.values() for words in word_tree.take_out_hidden(tree)]
        words = [word_tree.words(tree) for tree in texts.values()]
        for tree in texts.values():
            word_tree.simplify(tree)
        for name in zipped.named(archive, "word/numbering"):
            styles = zipped.named(archive, "word/styles")
            word_numbers.put(texts[main], zipped.part(archive, name), zipped.part(archive, styles[0]) if styles else None)
        copy = _with_texts(archive, texts)
        properties = zipped.properties(archive)
    walk = Walk.of(_html(copy))
    blocks = headings.raised([word_numbers.taken(block) for block in walk.blocks], ())
    return Conversion(
        kind=Kind.DOCX.value,
        blocks=tuple(blocks),
        footnotes=tuple(walk.footnotes),
        set_aside=(
            *walk.set_aside,
            *(SetAside(line, HIDDEN) for line in hidden),
            *(SetAside(line, "kop- of voetregel") for line in running),
        ),
        pages=(" ".join([*words, *hidden, *running]),),
        has_pages=False,
        properties=properties,
        doubts=(*doubts, *headings.doubts(blocks)),
    )


def _doubts(archive: zipfile.ZipFile, document: etree._Element) -> list[str]:
    comments = [zipped.part(archive, name) for name in zipped.named(archive, "word/comments")]
    told = {
        _MACRO: any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()),
        _COMMENTS: any(next(tree.iter(f"{W}comment"), None) is not None for tree in comments),
        _CHANGES: next(document.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None,
    }
    return [sentence for sentence, is_so in told.items() if is_so]


def _html(copy: BytesIO) -> HtmlElement:
    # Its pictures stay where they are: only that there is one is told.
    result = mammoth.convert_to_html(copy, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _image: {"src": ""}))
    return page.parsed(f"<body>{result.value}</body>").find("body")


def _running_lines(archive: zipfile.ZipFile) -> list[str]:
    """Return what stands at the head and foot of its pages, each once."""
    lines = [word_tree.words(zipped.part(archive, name)) for name in zipped.named(archive, "word/header", "word/footer")]
    return [line for line in dict.fromkeys(lines) if line]


def _with_texts(archive: zipfile.ZipFile, texts: Mapping[str, etree._Element]) -> BytesIO:
    """Return a copy of a file with other texts, and without pictures, fonts, programs and what is not Word's."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in archive.namelist():
            if name in texts:
                out.writestr(name, etree.tostring(texts[name]))
            elif name == "[Content_Types].xml" or name.startswith(("word/", "_rels/")) and name.endswith((".xml", ".rels")):
                # Written anew, so that no other reader meets what ours refuses.
                out.writestr(name, etree.tostring(zipped.part(archive, name)))
    copy.seek(0)
    return copy
