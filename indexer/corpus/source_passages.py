"""Passages of a source: cut when long, and found back by their place in the text that was cut."""

from collections.abc import Sequence

from indexer.corpus import markdown_html
from kb.model import Passage, Section, Span
from kb.passage_html import blocks_of, page_starts, text_of

MOST_WORDS = 220
SPLIT_WORDS = 200


def passages_of(identity: str, html: str, section: Section, page: int | None = None) -> list[Passage]:
    """Return html, which begins on a page of its file, as one passage, or as numbered ones when it is long."""
    parts = [html] if len(text_of(html).split()) <= MOST_WORDS else markdown_html.split(html, SPLIT_WORDS)
    ids = [identity, *(f"{identity}.{number}" for number in range(2, len(parts) + 1))]
    passages = []
    for own, part in zip(ids, parts, strict=True):
        pages = page_starts(part, page)
        passages.append(Passage(own, section.document_id, section.id, text_of(part), part, blocks_of(part), pages=pages))
        page = pages[-1].page if pages else None
    return passages


def spans_within(passages: Sequence[Passage], begin: int, end: int) -> list[Span]:
    """Return the spans of the passages that the stretch [begin:end] of their joined text covers."""
    spans = []
    offset = 0
    for passage in passages:
        low, high = max(begin - offset, 0), min(end - offset, len(passage.text))
        if low < high:
            spans.append(Span(passage.id, low, high))
        offset += len(passage.text) + 1
    return spans
