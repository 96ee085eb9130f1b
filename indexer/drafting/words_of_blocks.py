"""The words of a block one by one, with the pages that begin and the notes that are called at each: what stays true when text is cut."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.drafting.literal_markdown import CALL_MARK, cleaned
from indexer.importing.blocks import Block

# A block of more can't be a passage (indexer/corpus/source_passages.py); one this long is cut at a sentence, so that room is left.
MOST_WORDS = 200
MOST_CHARACTERS = 4_000
LONGEST_WORD = 1_000
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_CLAUSE_END = re.compile(r"[;:,]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands between spaces; `page` is the one that begins with it, `calls` are (offset in the word, label) of notes."""

    text: str
    page: int | None = None
    calls: tuple[tuple[int, str], ...] = ()


Words = tuple[Word, ...]
"""The words of a block or of a part of it."""


def words_of(block: Block) -> Words:
    """Return the words of a block, cleaned; a page that begins within a word begins with it."""
    return _finished(_placed(block))


def words_of_cells(block: Block) -> list[list[Words]]:
    """Return the words of each cell of a table, row by row."""
    placed = _placed(block)
    if [word for row in block.rows for cell in row for word in cell.split()] != block.text.split():
        # The text is not that of the cells: these count, and nobody can tell where in them a page begins.
        return [[words_of(Block(block.kind, cell)) for cell in row] for row in block.rows]
    rows, at = [], 0
    for row in block.rows:
        cells = []
        for cell in row:
            size = len(cell.split())
            cells.append(_finished(placed[at : at + size]))
            at += size
        rows.append(cells)
    return rows


def _placed(block: Block) -> list[Word]:
    """Return the words of a block with what begins and is called at each; a word of signs that no text can hold is empty."""
    matches = list(re.finditer(r"\S+", block.text))
    pages: dict[int, int] = {}
    for one in sorted(block.breaks, key=lambda one: one.offset):
        number = bisect_right([match.end() for match in matches], one.offset)
        if number < len(matches):
            pages[number] = one.page
    calls: dict[int, list[tuple[int, str]]] = {}
    for call in sorted(block.calls, key=lambda call: call.offset):
        number = max(bisect_left([match.start() for match in matches], call.offset) - 1, 0)
        if number < len(matches):
            before = matches[number].group()[: max(call.offset - matches[number].start(), 0)]
            calls.setdefault(number, []).append((len(cleaned(before)), call.label))
    return [Word(cleaned(match.group()), pages.get(number), tuple(calls.get(number, ()))) for number, match in enumerate(matches)]


def _finished(words: Sequence[Word]) -> Words:
    """Return the words without empty ones, whose page and calls go to a neighbour, and without what is too long for a line."""
    found: list[Word] = []
    page: int | None = None
    for word in words:
        page = word.page or page
        if word.text:
            found += _short(replace(word, page=page))
            page = None
        elif word.calls and found:
            found[-1] = replace(found[-1], calls=(*found[-1].calls, *((len(found[-1].text), label) for _, label in word.calls)))
    return tuple(found)


def _short(word: Word) -> list[Word]:
    """Return a word in pieces that a line can hold: what is longer is no word, but has to stay."""
    if len(word.text) <= LONGEST_WORD:
        return [word]
    pieces = [word.text[begin : begin + LONGEST_WORD] for begin in range(0, len(word.text), LONGEST_WORD)]
    labels = tuple((len(pieces[-1]), label) for _, label in word.calls)
    return [Word(pieces[0], word.page), *map(Word, pieces[1:-1]), Word(pieces[-1], None, labels)]


def plain(words: Words) -> str:
    """Return the words as text."""
    return " ".join(word.text for word in words)


def marked(words: Words) -> str:
    """Return the words as text, with a sign of its own where a note is called, in the order of `labels_of`."""
    told = []
    for word in words:
        text, at = "", 0
        for offset, _ in word.calls:
            text += word.text[at:offset] + CALL_MARK
            at = offset
        told.append(text + word.text[at:])
    return " ".join(told)


def labels_of(words: Words) -> list[str]:
    """Return the labels of the notes that are called, in order."""
    return [label for word in words for _, label in word.calls]


def lines_of(words: Words) -> list[tuple[int | None, Words]]:
    """Return the words in stretches of one page: the page that begins with each, None when none does."""
    stretches: list[tuple[int | None, list[Word]]] = []
    for word in words:
        if not stretches or word.page:
            stretches.append((word.page, []))
        stretches[-1][1].append(word)
    return [(page, tuple(stretch)) for page, stretch in stretches]


def cut(words: Words, most: int = MOST_WORDS) -> list[Words]:
    """Return the words in parts of at most `most` words, cut after a sentence, or else a clause, or else anywhere."""
    parts: list[Words] = []
    rest = words
    while len(rest) > most or sum(len(word.text) + 1 for word in rest) > MOST_CHARACTERS:
        size, length = 0, 0
        while size < min(most, len(rest)) and length + len(rest[size].text) + 1 <= MOST_CHARACTERS:
            length += len(rest[size].text) + 1
            size += 1
        end = _last_end(rest[:size], _SENTENCE_END) or _last_end(rest[:size], _CLAUSE_END) or size
        parts.append(rest[:end])
        rest = rest[end:]
    return [*parts, rest] if rest else parts


def _last_end(words: Words, end: re.Pattern[str]) -> int:
    """Return how many words there are up to the last that ends so, 0 when none does in their second half."""
    return next((number for number in range(len(words), len(words) // 2, -1) if end.search(words[number - 1].text)), 0)
