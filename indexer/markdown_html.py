"""Markdown to the HTML of a passage: rendered, sanitised, and in the canonical form of kb.passage_html."""

import re
from collections.abc import Iterator

import markdown
import nh3
from lxml.html import HtmlElement, fragments_fromstring, tostring

from kb.passage_html import canonical, text_of

LOST_LINK = "#"
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "table", "thead", "tbody", "tr", "th", "td", "br"),
    *("blockquote", "span", "figure", "sup", "code"),
}
_ATTRIBUTES = {"a": {"href", "class"}, "span": {"class"}, "figure": {"data-citaat"}, "ol": {"start"}}


def render(text: str, document_id: str) -> tuple[str, tuple[str, ...]]:
    """Return (canonical HTML of Markdown text, ids it links to).

    A link to an anchor gets the address `kb:<id>`, which the site turns into its own; a link whose address was lost
    keeps its words and says so.
    """
    targets: list[str] = []

    def link(match: re.Match[str]) -> str:
        address, words = match.groups()
        if address == LOST_LINK:
            return f'<a class="verloren">{words}</a><span class="redactie"> (niet opgenomen)</span>'
        if re.match(r"(https?|mailto):", address):
            return match.group()
        target = f"{document_id}.{address[1:]}" if address.startswith("#") else address
        targets.append(target)
        return f'<a href="kb:{target}">{words}</a>'

    html = markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    clean = nh3.clean(
        _LINK.sub(link, html), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "kb"}, link_rel=None
    )
    return canonical(clean), tuple(targets)


def split(html: str, most_words: int) -> list[str]:
    """Cut canonical html between blocks and list items into parts of at most `most_words` words, where they allow it."""
    parts: list[list[HtmlElement]] = []
    size = 0
    for element in _pieces(html):
        words = len(text_of(tostring(element, encoding="unicode")).split())
        if parts and size + words <= most_words:
            parts[-1].append(element)
            size += words
        else:
            parts.append([element])
            size = words
    return [_joined(part) for part in parts]


def _pieces(html: str) -> Iterator[HtmlElement]:
    """Yield the top-level elements of html, each item of a list as a list of its own."""
    for element in fragments_fromstring(html):
        if element.tag not in ("ul", "ol"):
            yield element
            continue
        for number, item in enumerate(list(element), start=int(element.get("start", "1"))):
            single = element.makeelement(element.tag, {"start": str(number)} if element.tag == "ol" and number > 1 else {})
            single.append(item)
            yield single


def _joined(elements: list[HtmlElement]) -> str:
    """Return the elements as canonical HTML, neighbouring pieces of one list joined again."""
    whole: list[HtmlElement] = []
    for element in elements:
        if whole and element.tag in ("ul", "ol") and whole[-1].tag == element.tag:
            whole[-1].extend(list(element))
        else:
            whole.append(element)
    return canonical("".join(tostring(element, encoding="unicode") for element in whole))
