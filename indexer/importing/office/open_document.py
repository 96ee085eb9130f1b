"""An ODT document to blocks, by way of the HTML that says the same.

The packages that read ODT are made for changing it; what is needed here is one walk through its text.
"""

import zipfile
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, html_parser

from indexer.importing import headings, unread
from indexer.importing.blocks import Conversion, SetAside
from indexer.importing.guards import Kind
from indexer.importing.office import zipped
from indexer.importing.web.aside import CONTENTS, RUNNING
from indexer.importing.web.walking import CAPTION, Walk

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE, _STYLE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("text", "table", "office", "style"))
_DRAW = f"{{{_OASIS}:drawing:1.0}}"
_FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
# What says nothing in the text itself: what was changed or remarked, and how things are to be counted.
_PASSED = {
    *(
        f"{_TEXT}{name}"
        for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "note-citation", "bookmark")
    ),
    *(f"{_TEXT}{name}" for name in ("soft-page-break", "change", "change-start", "change-end", "table-of-content-source")),
    *(f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "scripts")),
    f"{_TABLE}covered-table-cell",
}
_INDEXES = {f"{_TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")}
_SAME = {
    f"{_TEXT}p": "p",
    f"{_TEXT}span": "span",
    f"{_TEXT}a": "span",
    f"{_TEXT}line-break": "br",
    f"{_TEXT}list-item": "li",
    f"{_TEXT}list-header": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
    f"{_DRAW}image": "img",
}
_MOST_SPACES = 1000
_COMMENTS = "Er staan opmerkingen van lezers in dit bestand. Zij zijn niet overgenomen; haal ze weg voor u het bestand zelf aanbiedt."
_CHANGES = "In dit bestand zijn wijzigingen bijgehouden. Overgenomen is de tekst met alle wijzigingen; kijk of dat de goede is."


def convert(file: Path) -> Conversion:
    """Return what an ODT document holds."""
    with zipfile.ZipFile(file) as archive:
        content = zipped.part(archive, "content.xml")
        styles = zipped.tree(archive.read("styles.xml")) if "styles.xml" in archive.namelist() else None
        properties = zipped.properties(archive)
    text = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        text = etree.Element(f"{_OFFICE}text")
    not_read = unread.told([text])
    body = _Rewriting(content, styles).body(text)
    running = _running_lines(styles)
    walk = Walk.of(body)
    doubts = [
        sentence
        for sentence, tag in ((_COMMENTS, f"{_OFFICE}annotation"), (_CHANGES, f"{_TEXT}changed-region"))
        if next(text.iter(tag), None) is not None
    ]
    return Conversion(
        kind=Kind.ODT.value,
        blocks=tuple(walk.blocks),
        footnotes=tuple(walk.footnotes),
        set_aside=(*walk.set_aside, *(SetAside(line, "kop- of voetregel") for line in running)),
        pages=(" ".join([walk.words, *running]),),
        has_pages=False,
        properties=properties,
        doubts=(*doubts, *not_read, *headings.doubts(walk.blocks)),
    )


class _Rewriting:
    """HTML made of ODT: its styles looked up, and its notes put at the end."""

    def __init__(self, content: etree._Element, styles: etree._Element | None) -> None:
        trees = [tree for tree in (styles, content) if tree is not None]
        self._bold = {name for tree in trees for name in _styles_with(tree, f"{_FO}font-weight", "bold")}
        self._hidden = {name for tree in trees for name in _styles_with(tree, f"{_TEXT}display", "none")}
        self._numbered = {name for tree in trees for name in _numbered_lists(tree)}
        self._captions = {name for tree in trees for name in _styles_of(tree, "Caption")}
        self._notes: list[HtmlElement] = []

    def body(self, text: etree._Element) -> HtmlElement:
        """Return the body of a page with all the text."""
        body = _element("body")
        self._children(text, body, "")
        for note in self._notes:
            body.append(note)
        return body

    def _children(self, source: etree._Element, target: HtmlElement, list_style: str) -> None:
        _say(target, source.text)
        for child in source:
            self._put(child, target, list_style)
            _say(target, child.tail)

    def _put(self, source: etree._Element, target: HtmlElement, list_style: str) -> None:
        tag = source.tag
        if not isinstance(tag, str) or tag in _PASSED:
            return
        if tag == f"{_TEXT}s":
            _say(target, " " * min(int(source.get(f"{_TEXT}c") or 1), _MOST_SPACES))
        elif tag == f"{_TEXT}tab":
            _say(target, " ")
        elif tag == f"{_TEXT}note":
            self._note(source, target)
        else:
            made = self._made(source, list_style)
            target.append(made)
            style = (source.get(f"{_TEXT}style-name") or list_style) if tag == f"{_TEXT}list" else list_style
            self._children(source, made, style)

    def _made(self, source: etree._Element, list_style: str) -> HtmlElement:
        tag = source.tag
        style = source.get(f"{_TEXT}style-name", "")
        if tag == f"{_TEXT}h":
            return _element(f"h{min(max(int(source.get(f'{_TEXT}outline-level') or 1), 1), 6)}")
        if tag == f"{_TEXT}list":
            return _element("ol" if (style or list_style) in self._numbered else "ul")
        if tag in _INDEXES:
            return _element("div", **{"class": CONTENTS})
        if tag == f"{_DRAW}frame" and source.get(f"{_TEXT}anchor-type") == "page":
            return _element("div", **{"class": RUNNING})
        made = _element(_SAME.get(tag, "div"))
        if tag == f"{_TABLE}table-cell":
            made.set("colspan", source.get(f"{_TABLE}number-columns-spanned", "1"))
            made.set("rowspan", source.get(f"{_TABLE}number-rows-spanned", "1"))
        if style in self._bold:
            made.set("style", "font-weight: bold")
        if style in self._hidden:
            made.set("hidden", "")
        if style in self._captions:
            made.set("class", CAPTION)
        return made

    def _note(self, source: etree._Element, target: HtmlElement) -> None:
        number = len(self._notes) + 1
        call = _element("a", href=f"#noot-{number}", rel="footnote")
        call.text = str(number)
        target.append(call)
        note = _element("li", id=f"noot-{number}")
        self._notes.append(note)
        body = source.find(f"{_TEXT}note-body")
        if body is not None:
            self._children(body, note, "")


def _element(tag: str, **attributes: str) -> HtmlElement:
    element: HtmlElement = html_parser.makeelement(tag)
    for name, value in attributes.items():
        element.set(name, value)
    return element


def _say(target: HtmlElement, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _styles_with(tree: etree._Element, attribute: str, value: str) -> set[str]:
    """Return the styles of text and paragraphs that say so themselves."""
    return {
        style.get(f"{_STYLE}name", "")
        for style in tree.iter(f"{_STYLE}style")
        if any(properties.get(attribute) == value for properties in style.iter(f"{_STYLE}text-properties"))
    }


def _numbered_lists(tree: etree._Element) -> set[str]:
    lists = tree.iter(f"{_TEXT}list-style")
    return {style.get(f"{_STYLE}name", "") for style in lists if len(style) and style[0].tag == f"{_TEXT}list-level-style-number"}


def _styles_of(tree: etree._Element, parent: str) -> set[str]:
    """Return a style and those that were made of it."""
    made = tree.iter(f"{_STYLE}style")
    return {parent} | {style.get(f"{_STYLE}name", "") for style in made if style.get(f"{_STYLE}parent-style-name") == parent}


def _running_lines(styles: etree._Element | None) -> list[str]:
    """Return what stands at the head and foot of its pages, each once."""
    if styles is None:
        return []
    lines = [
        " ".join("".join(element.itertext()).split())
        for kind in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
        for element in styles.iter(f"{_STYLE}{kind}")
    ]
    return [line for line in dict.fromkeys(lines) if line]
