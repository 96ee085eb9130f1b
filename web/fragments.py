"""The stretch of a text that shows best why it was found."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from kb.analysis.words import stop_words, word_spans
from kb.search import Finder, Question

FRAGMENT_WORDS = 30
# How far back a fragment may reach to begin with its sentence.
_MOST_BACK = 12


class Piece(NamedTuple):
    """A piece of a fragment; marked when it is a word of the question."""

    text: str
    is_marked: bool


def fragments(finder: Finder, question: Question, text: str) -> list[Piece]:
    """Return the stretch of text that holds most words of the question, cut where marked words begin and end."""
    wanted = {term for word in question.words for term in finder.analyzer.with_parts(word)}
    spans = word_spans(text)
    marked = [word not in stop_words() and not wanted.isdisjoint(finder.analyzer.with_parts(word)) for word, _, _ in spans]
    if not spans:
        return []
    best = _sentence_start(text, spans, _densest(marked), marked)
    chosen = list(zip(spans, marked, strict=True))[best : best + FRAGMENT_WORDS]
    begin, end = chosen[0][0][1], chosen[-1][0][2]
    pieces: list[Piece] = []
    at = begin
    for (_, low, high), is_marked in chosen:
        if is_marked:
            pieces += [Piece(text[at:low], False)] if low > at else []
            pieces.append(Piece(text[low:high], True))
            at = high
    rest = text[at : end + 1] if text[end : end + 1] in ".!?" else text[at:end]
    return [*pieces, Piece(rest, False)] if rest else pieces


def _densest(marked: Sequence[bool]) -> int:
    """Return where the first stretch begins that holds most marked words."""
    held = [0, *accumulate(marked)]
    lengths = [after - before for before, after in zip(held, held[FRAGMENT_WORDS:], strict=False)]
    return lengths.index(max(lengths)) if lengths else 0


def _sentence_start(text: str, spans: list[tuple[str, int, int]], start: int, marked: list[bool]) -> int:
    """Return the first word of the sentence in which word `start` stands, when no marked word falls off the end by it."""
    for earlier in range(start, max(-1, start - _MOST_BACK), -1):
        begin = spans[earlier][1]
        if earlier == 0 or re.search(r"[.!?:]\W*$|\n\W*$", text[spans[earlier - 1][2] : begin]):
            kept = sum(marked[earlier : earlier + FRAGMENT_WORDS])
            return earlier if kept >= sum(marked[start : start + FRAGMENT_WORDS]) else start
    return start
