"""The HTML of a passage and its plain text: one rule for both, so that a span of the text can be marked in the HTML.

Text is the text nodes in order; where a block begins or ends between two of them stands one line end. Text inside an
element with class "redactie" is the editor's and does not count, nor does the mark of a note of the source, in an element with class
"nootmerk": it is no word of the sentence that it stands in. Where a page of the file begins that a source was taken in from, stands an
element without text (page_mark).
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import chain, groupby, repeat

from kb.analysis.languages import Languages
from kb.model import Block, PageStart, Remark

_BLOCKS = frozenset(
    ("p", "li", "ul", "ol", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "figure", "aside", "br", "div", "dl", "dt", "dd")
)
_VOID = frozenset({"br"})
NOTE_MARK = ' class="nootmerk"'
FOOTNOTE = "-noot-"
"""What stands in the id of a note, between that of its section and its mark."""
_UNCOUNTED = (' class="redactie"', NOTE_MARK)
_PAGE = re.compile(r' data-bladzijde="([1-9][0-9]{0,4})"')


@dataclass(frozen=True, slots=True)
class _Node:
    """A tag (raw markup in `markup`) or a run of text, with the offset of that text or None when it does not count."""

    markup: str
    tag: str = ""
    closing: bool = False
    text: str = ""
    offset: int | None = None


class _Tokens(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[tuple[str, str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append((self.get_starttag_text() or "", tag, False))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.tokens.append((f"</{tag}>", tag, True))

    def handle_data(self, data: str) -> None:
        self.tokens.append((data, "", False))


def _nodes(html: str) -> Iterator[_Node]:
    length = 0
    line_end_due = False
    uncounted = 0
    for raw, tag, closing in _Tokens(html).tokens:
        if tag:
            if uncounted or any(name in raw for name in _UNCOUNTED):
                uncounted += 0 if tag in _VOID else (-1 if closing else 1)
            elif tag in _BLOCKS and length:
                line_end_due = True
            yield _Node(raw, tag, closing)
        elif uncounted:
            yield _Node(escape(raw, quote=False))
        else:
            length += line_end_due
            line_end_due = False
            yield _Node(escape(raw, quote=False), text=raw, offset=length)
            length += len(raw)


def canonical(html: str) -> str:
    """Return html with white space folded and none left beside a block, as the other functions expect it."""
    tokens = [(" ".join(raw.split("\n")) if not tag else raw, tag, closing) for raw, tag, closing in _Tokens(html).tokens]
    out: list[str] = []
    for position, (raw, tag, _) in enumerate(tokens):
        if tag:
            out.append(raw)
            continue
        text = " ".join(f"|{raw}|".split())[1:-1]
        if position == 0 or tokens[position - 1][1] in _BLOCKS:
            text = text.lstrip()
        if position == len(tokens) - 1 or tokens[position + 1][1] in _BLOCKS:
            text = text.rstrip()
        out.append(escape(text, quote=False))
    return "".join(out)


def text_of(html: str) -> str:
    """Return the plain text of canonical html."""
    text = ""
    for node in _nodes(html):
        if node.offset is not None and node.text:
            text += "\n" * (node.offset - len(text)) + node.text
    return text


def page_mark(page: int) -> str:
    """Return the element that stands where a page begins."""
    return f'<span class="bladzijde" data-bladzijde="{page}"></span>'


def pages_marked(html: str) -> list[int]:
    """Return the pages that begin in html, in order."""
    return [int(page) for page in _PAGE.findall(html)]


def page_starts(html: str, before: int | None = None) -> tuple[PageStart, ...]:
    """Return where pages begin in canonical html, as offsets in text_of(html); `before` is the page on which it begins, None when unknown.

    >>> page_starts("<p>Een " + page_mark(13) + "zin.</p>", 12)
    (PageStart(begin=0, page=12), PageStart(begin=4, page=13))
    """
    starts = {} if before is None else {0: before}
    waiting = None
    for node in _nodes(html):
        if found := node.tag and _PAGE.search(node.markup):
            waiting = int(found.group(1))
        elif waiting and node.offset is not None and node.text:
            starts[node.offset], waiting = waiting, None
    return tuple(PageStart(begin, page) for begin, page in starts.items())


def blocks_of(html: str) -> tuple[Block, ...]:
    """Return the blocks of canonical html, with offsets in text_of(html)."""
    blocks: list[Block] = []
    open_tags: list[str] = []
    inside: list[tuple[str, ...]] = []
    begin = end = -1

    def finish() -> None:
        if begin >= 0:
            blocks.append(Block(begin, end, _kind(inside), sum(tag in ("ul", "ol") for tag in inside[0])))

    for node in _nodes(html):
        if node.tag in _VOID:
            continue
        if node.tag and node.closing:
            open_tags.pop()
        elif node.tag:
            open_tags.append(node.tag)
        elif node.offset is not None and node.text:
            if node.offset != end:
                finish()
                begin, inside = node.offset, []
            inside.append(tuple(open_tags))
            end = node.offset + len(node.text)
    finish()
    return tuple(blocks)


def _kind(inside: Sequence[tuple[str, ...]]) -> str:
    if all("a" in tags for tags in inside):
        return "verwijzing"
    if "li" in inside[0]:
        return "item"
    if "td" in inside[0] or "th" in inside[0]:
        return "cel"
    return "label" if all("strong" in tags for tags in inside) else "alinea"


def mark(html: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return canonical html with <mark> around the text of the spans (offsets in text_of(html), not overlapping).

    Only text nodes are wrapped, so the tags stay nested; the first mark has id="gemarkeerd".
    """
    out: list[str] = []
    openings = chain(['<mark id="gemarkeerd">'], repeat("<mark>"))
    for node in _nodes(html):
        if node.offset is None or not node.text:
            out.append(node.markup)
            continue
        for text, is_marked in _cut(node.text, node.offset, [(*span, "mark") for span in sorted(spans)]):
            out.append(f"{next(openings)}{text}</mark>" if is_marked else text)
    return "".join(out)


def with_remarks(html: str, remarks: Sequence[Remark]) -> str:
    """Return canonical html with each remark of the editor after its words (offsets in text_of(html)); the text stays the same."""
    out: list[str] = []
    for node in _nodes(html):
        if node.offset is None or not node.text:
            out.append(node.markup)
            continue
        at = 0
        for remark in remarks:
            until = remark.end - node.offset
            if at < until <= len(node.text):
                out.append(f'{escape(node.text[at:until], quote=False)}<span class="redactie">{escape(remark.shown, quote=False)}</span>')
                at = until
        out.append(escape(node.text[at:], quote=False))
    return "".join(out)


def mark_languages(html: str, languages: Languages) -> str:
    """Return html with <span lang="…"> around each phrase in another language; its text and the offsets in it stay the same.

    As with marks only text nodes are wrapped. A phrase may run on from one inline element into another, never over the edge of a block.
    """
    out: list[str] = []
    for is_edge, run in groupby(_Tokens(html).tokens, lambda token: token[1] in _BLOCKS):
        tokens = list(run)
        spans = deque(() if is_edge else languages.spans("".join(raw for raw, tag, _ in tokens if not tag)))
        offset = 0
        for raw, tag, _ in tokens:
            if tag:
                out.append(raw)
                continue
            for text, language in _cut(raw, offset, spans):
                out.append(f'<span lang="{language}">{text}</span>' if language else text)
            offset += len(raw)
            while spans and spans[0][1] <= offset:
                spans.popleft()
    return "".join(out)


def _cut(text: str, offset: int, spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """Yield the text of a node, escaped, in pieces: what lies in a span with the label of the span, and what lies between with none."""
    at = 0
    for begin, end, label in spans:
        if begin >= offset + len(text):
            break
        low, high = max(begin - offset, at), min(end - offset, len(text))
        if low < high:
            yield escape(text[at:low], quote=False), ""
            yield escape(text[low:high], quote=False), label
            at = high
    yield escape(text[at:], quote=False), ""
