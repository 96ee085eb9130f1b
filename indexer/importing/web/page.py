"""A web page to blocks: its main text; menus, forms and what is hidden are set aside."""

import re
from pathlib import Path

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.importing import headings, unread
from indexer.importing.blocks import Conversion
from indexer.importing.guards import Kind, text_of
from indexer.importing.web.aside import HIDDEN
from indexer.importing.web.walking import Walk
from indexer.importing.web.words import squeezed

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
# By Dutch name: the names that pages give it, the best first.
_PROPERTIES = {
    "titel": ("dc.title", "dcterms.title", "og:title"),
    "auteur": ("author", "dc.creator", "dcterms.creator"),
    "gemaakt": ("dcterms.issued", "article:published_time", "dcterms.date", "date"),
    "onderwerp": ("description", "og:description", "dcterms.description"),
    "trefwoorden": ("keywords", "dcterms.subject"),
    "programma": ("generator",),
}
# What folds out when a reader asks for it is hidden too.
_MUCH_HIDDEN = 40
_HIDDEN_WORDS = "De pagina verbergt {} woorden. Zij zijn apart gezet; kijk of er tekst bij is die een lezer kan openklappen."
_GUESSED = "Het bestand zegt niet hoe zijn letters zijn opgeslagen. Kijk of letters als é en ë goed zijn overgekomen."


def convert(file: Path) -> Conversion:
    """Return what a web page holds."""
    content = file.read_bytes()
    text, sure = text_of(content)
    declared = _DECLARED.search(content[:4096])
    if not sure and declared:
        text, sure = _decoded(content, declared.group(1).decode("ascii", "replace")), True
    return converted(parsed(text), Kind.HTML, () if sure else (_GUESSED,))


def parsed(text: str) -> HtmlElement:
    """Return HTML as a tree; nothing is fetched for it. Raises RecursionError for what is nested too deep."""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = document_fromstring(text.replace("\x00", "").encode("utf-8", "replace") or b"<p></p>", parser=parser)
    # From there on it would be left out in silence.
    if any("depth" in error.message for error in parser.error_log):
        raise RecursionError
    return root


def converted(root: HtmlElement, kind: Kind, doubts: tuple[str, ...] = ()) -> Conversion:
    """Return what a tree of a whole page holds."""
    properties = _properties(root)
    body = root.find("body") if root.find("body") is not None else root
    not_read = unread.told([body]) if kind is Kind.HTML else ()
    walk = Walk.of(body)
    hidden = sum(len(aside.text.split()) for aside in walk.set_aside if aside.reason == HIDDEN)
    if hidden > _MUCH_HIDDEN:
        doubts = (*doubts, _HIDDEN_WORDS.format(hidden))
    return Conversion(
        kind=kind.value,
        blocks=tuple(walk.blocks),
        footnotes=tuple(walk.footnotes),
        set_aside=tuple(walk.set_aside),
        pages=(walk.words,),
        has_pages=False,
        properties=properties,
        doubts=(*doubts, *not_read, *headings.doubts(walk.blocks)),
    )


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


def _properties(root: HtmlElement) -> dict[str, str]:
    told = {(meta.get("name") or meta.get("property") or "").lower(): squeezed(meta.get("content") or "") for meta in root.iter("meta")}
    found = {ours: next((told[name] for name in names if told.get(name)), "") for ours, names in _PROPERTIES.items()}
    title = root.find(".//title")
    if title is not None and not found["titel"]:
        found["titel"] = squeezed(title.text_content())
    return {name: value[:500] for name, value in found.items() if value}
