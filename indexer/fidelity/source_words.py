"""The words of a source by the page of the file on which they stand, and the line of the source file that has them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.corpus.source import Source
from kb.library import Library
from kb.model import PageStart, Quote
from kb.passage_html import page_starts, text_of

# Letters and figures, across hyphens within a word; of whatever else stands between them nothing is said.
_WORD = re.compile(r"[^\W_]+(?:[-‐‑\xad]+[^\W_]+)*")
_HYPHENS = re.compile(r"[-‐‑\xad]+")
_NOTE = re.compile(r'<(?:a|span)[^>]* class="nootmerk">([^<]*)</(?:a|span)>')


_ORDERED = re.compile(r'<ol(?: start="([0-9]{1,6})")?>(.*?)</ol>', re.DOTALL)
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
# Of a file without pages, such as a Word document.
_ONE_PAGE = (PageStart(0, 1),)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: as it is compared (without hyphens, ligatures as letters), as it stands there, and from which line on it is to be found."""

    key: str
    shown: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a note, and the word that it stands behind; or `is_before` the first word of the note itself."""

    label: str
    word: str
    is_before: bool = False

    def off(self, key: str, name: str) -> str:
        """Return a word of the file without the mark by this name that is glued to it, '' where it has none.

        >>> NoteMark("3", "otcmedicijnen").off("medicijnen3", "3"), NoteMark("3", "Zie", is_before=True).off("3Zie", "3")
        ('medicijnen', 'Zie')
        """
        if self.is_before:
            bare = key.removeprefix(name)
            return bare if bare != key and bare and self.word.startswith(bare) else ""
        bare = key.removesuffix(name)
        return bare if bare != key and bare and self.word.endswith(bare) else ""


@dataclass(slots=True)
class SourcePage:
    """What a source has of a page: its words, its marks of notes, and words that may stand on the page besides."""

    words: list[Word] = field(default_factory=list)
    marks: list[NoteMark] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of a footnote, its mark, and the page on which that mark stands."""

    words: tuple[Word, ...]
    label: str
    page: int


def words_in(text: str, line: int = 0) -> list[Word]:
    """Return the words of text.

    >>> [word.key for word in words_in("Het wijk-\\nteam: e-mail, ﬁets² en 1,5.")]
    ['Het', 'wijk', 'team', 'email', 'fiets2', 'en', '1', '5']
    """
    return [Word(_HYPHENS.sub("", found.group()), found.group(), line) for found in _WORD.finditer(unicodedata.normalize("NFKC", text))]


def pages_of(source: Source, library: Library) -> tuple[dict[int, SourcePage], list[NoteWords]]:
    """Return what a source has of each page, and its footnotes, whose words may stand on another page than their mark."""
    pages: dict[int, SourcePage] = defaultdict(SourcePage)
    sections = {section.id: section for section in source.sections}
    passages = {passage.id: passage for passage in source.passages}
    alone = {quote.id: quote for quote in source.quotes if quote.passage_id is None}
    heads: set[str] = set()
    told = [(item.kind, item.id) for item in source.document.order]
    # The place of a quote beside the text is kept in its passage only.
    told += [("quote", identity) for identity in alone if ("quote", identity) not in told]
    for kind, identity in told:
        line = source.lines[identity] if kind in ("section", "passage", "quote") else 0
        if kind == "section" and not sections[identity].title_is_ours:
            pages[source.heading_pages[identity] or 1].words += words_in(sections[identity].title, line)
        elif kind == "passage":
            passage = passages[identity]
            html = _without_repeated_heads(passage.html, heads)
            starts = page_starts(html, passage.pages[0].page if passage.pages else 1)
            _add(pages, text_of(html), starts, line)
            for start in starts:
                pages[start.page].beside += _numbers(passage.html)
            for mark, page in _marks(passage.html, starts):
                pages[page].marks.append(mark)
        elif kind == "quote":
            _add(pages, alone[identity].text, alone[identity].pages or _ONE_PAGE, line)
    for quote in source.quotes:
        found = library.pages(quote.id)
        pages[found[0] if found else 1].beside += [word.key for text in _beside(quote, library) for word in words_in(text)]
    notes = []
    for note in source.footnotes:
        text, starts = text_of(note.html), page_starts(note.html)
        until = starts[0].begin if starts else len(text)
        notes.append(NoteWords(tuple(words_in(text[:until], note.line)), note.label, note.page or 1))
        if starts:
            _add(pages, text, starts, note.line)
    return pages, notes


def _add(pages: dict[int, SourcePage], text: str, starts: Sequence[PageStart], line: int) -> None:
    """Add the words of text to the pages on which they stand."""
    ends = [start.begin for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=True):
        pages[start.page].words += words_in(text[start.begin : end], line)


def _marks(html: str, starts: Sequence[PageStart]) -> Iterator[tuple[NoteMark, int]]:
    """Yield each note mark in html, and its page."""
    for found in _NOTE.finditer(html):
        before = text_of(html[: found.start()])
        words = words_in(before[-100:])
        page = [start.page for start in starts if start.begin < max(len(before), 1)]
        label = unicodedata.normalize("NFKC", found.group(1)).strip("[^]")
        yield NoteMark(label, words[-1].key if words else ""), page[-1] if page else 1


def _without_repeated_heads(html: str, heads: set[str]) -> str:
    """Return html without the words of the heads of tables that stood before: of one that was cut, each part has the head again."""

    def once(head: re.Match[str]) -> str:
        text = text_of(head[0])
        if text in heads:
            return f'<thead class="redactie">{head[1]}</thead>'
        heads.add(text)
        return head[0]

    return _HEAD.sub(once, html)


def _numbers(html: str) -> Iterator[str]:
    """Yield the numbers of the items of ordered lists, which are no text of theirs."""
    for found in _ORDERED.finditer(html):
        first = int(found.group(1) or 1)
        yield from map(str, range(first, first + found.group(2).count("<li>")))


def _beside(quote: Quote, library: Library) -> Iterator[str]:
    """Yield what may stand beside the words of a quote."""
    yield from (library.person[speaker].name for speaker in quote.speakers if speaker in library.person)
    yield from filter(None, (quote.headline, quote.role, quote.organisation, quote.interview))


class SourceLines:
    """Finds the line of a source file that has a word, as an editor's program numbers it."""

    def __init__(self, source: Source, written: str) -> None:
        self.rows = [[word.key for word in words_in(row)] for row in written.split("\n")]
        self.first = min((source.lines[section.id] for section in source.sections), default=1)

    def of(self, words: Sequence[Word], number: int) -> int:
        """Return the line of words[number], which follow each other, from the line on that they say."""
        if len(words) <= number:
            return self.first
        sought = [word.key for word in words[: number + 1]]
        begin = words[number].line
        for keys in (sought, sought[-1:]):
            for row in range(max(begin, 1), len(self.rows) + 1):
                here = self.rows[row - 1]
                if any(here[at : at + len(keys)] == keys for at in range(len(here))):
                    return row
        return begin
