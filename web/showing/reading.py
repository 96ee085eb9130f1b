"""The text of a source as HTML for a page: marks, links to real addresses, and quotes where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from flask import get_template_attribute
from markupsafe import Markup

from kb.library import Library
from kb.model import ContentItem, Passage, Quote, Remark, Section
from kb.passage_html import mark, text_of
from kb.telling.addresses import anchor_of, place_path
from kb.telling.remarks import beside
from web.showing.languages import with_remarks
from web.showing.wording import signature

_LINK = re.compile(r'href="kb:([^"]+)"')
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]¹²³]*(?:\s+|$)|\n")
# A full stop and the two marks that may close after it.
_LONGEST_CLOSING = 3
_QUOTE = re.compile(r'<(figure|blockquote) data-citaat="([^"]+)">(.*?)</\1>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marked:
    """What to mark on a page: a passage or quote, and the stretches of its text; none means the whole of it.

    `note` says why the whole is marked where the address points at words in it.
    """

    place_id: str
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a reading page, in order: a heading, passage, quote, note of the editors or footnote of the source."""

    kind: str
    id: str
    anchor: str
    section: Section | None = None
    html: Markup = Markup()
    quote: Quote | None = None
    is_marked: bool = False
    note: str = ""


def part_items(library: Library, part_id: str, marked: Marked | None = None) -> Iterator[Item]:
    """Yield what stands in a part of a source, in reading order."""
    document = library.document[library.section[part_id].document_id]
    section: Section | None = None
    for item in document.order:
        if item.kind == "section":
            section = library.section[item.id]
        if section and section.part_id == part_id:
            yield _item(library, item, section, marked)


def _item(library: Library, item: ContentItem, section: Section, marked: Marked | None) -> Item:
    anchor = anchor_of(item.id)
    is_marked = bool(marked and marked.place_id == item.id)
    spans = marked.spans if marked and is_marked else ()
    note = marked.note if marked and is_marked else ""
    if item.kind == "section":
        return Item("section", item.id, anchor, section)
    if item.kind == "passage":
        html = passage_html(library, library.passage_in_report[item.id], spans, marked)
        return Item("passage", item.id, anchor, section, html, is_marked=is_marked, note=note)
    if item.kind == "quote":
        quote = library.quote_in_report[item.id]
        return Item("quote", item.id, anchor, section, quote_html(quote, spans), quote, is_marked, note)
    return Item(item.kind, item.id, anchor, section, _with_addresses(library, item.html))


def passage_html(library: Library, passage: Passage, spans: Sequence[tuple[int, int]] = (), marked: Marked | None = None) -> Markup:
    """Return a passage as HTML with the spans of its text marked and the quotes in it shown."""
    html = mark(passage.html, spans) if spans else passage.html
    shown = get_template_attribute("_quotes.html", "standing")

    def figure(match: re.Match[str]) -> str:
        quote = library.quote_in_report[unescape(match.group(2))]
        if quote.passage_id:  # its words are part of the passage, and marked with it
            return str(shown(quote, Markup(match.group(3)), signature(library, quote)))
        here = marked is not None and marked.place_id == quote.id
        spans, note = (marked.spans, marked.note) if marked and here else ((), "")
        return str(shown(quote, quote_html(quote, spans), signature(library, quote), here, note))

    return _with_addresses(library, _QUOTE.sub(figure, html))


def quote_html(quote: Quote, spans: Sequence[tuple[int, int]] = ()) -> Markup:
    """Return the words of a quote that stands alone as HTML, with the spans of its text marked."""
    shift = text_of(quote.html).find(quote.text)
    if not spans or shift < 0:
        return Markup(quote.html)
    return Markup(mark(quote.html, [(begin + shift, end + shift) for begin, end in spans]))


def span_html(text: str, begin: int, end: int, remarks: Sequence[Remark] = ()) -> Markup:
    """Return the sentences in which a span stands, the span marked when it is less than they are: text only, without links."""
    low = max((found.end() for found in _SENTENCE_END.finditer(text, 0, begin)), default=0)
    closing = _SENTENCE_END.search(text, max(begin, end - _LONGEST_CLOSING))
    high = max(end, closing.end()) if closing else len(text)
    high = low + len(text[low:high].rstrip())
    before, marked, after = (with_remarks(text[a:b], beside(remarks, a, b)) for a, b in ((low, begin), (begin, end), (end, high)))
    return marked if (low, high) == (begin, end) else Markup("{}<mark>{}</mark>{}").format(before, marked, after)


def _with_addresses(library: Library, html: str) -> Markup:
    # A note inside a text is no landmark of the page.
    html = html.replace('<aside class="redactie">', '<div class="redactie">').replace("</aside>", "</div>")
    return Markup(_LINK.sub(lambda match: f'href="{escape(place_path(library, unescape(match.group(1))))}"', html))
