"""The words of a tree of HTML, read in the plainest way: what is a line of text in it, and what is none."""

import re

from lxml.html import HtmlElement

# A mark that `notes` puts where a note is called; it has no words.
NOTE_CALL = "kb-noot"
INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins"),
        *("kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr", NOTE_CALL),
    )
)
# Of these nothing is text: a program, a drawing, a film, or what stands in for it.
NO_TEXT = frozenset(
    (
        *("script", "style", "template", "head", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas", "map", "param"),
        *("source", "track"),
    )
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")


def plain(element: HtmlElement) -> str:
    """Return all text in an element, seen or not, with spaces between blocks, and nothing else: the plainest way to read it."""
    pieces: list[str] = []
    _gather(element, pieces)
    return squeezed("".join(pieces))


def _gather(element: HtmlElement, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in NO_TEXT:
        return
    apart = "" if element.tag in INLINE and element.tag != "br" else " "
    pieces.append(apart)
    pieces.append(element.text or "")
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(apart)


def squeezed(text: str) -> str:
    """Return text on one line, without what no reader sees."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def seen(text: str) -> str:
    """Return text with one space for each that it has in a row, without what no reader sees."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text))
