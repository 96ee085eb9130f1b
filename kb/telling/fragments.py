"""The stretch of a text that shows best why it was found."""

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from kb.analysis.analyzer import Analyzer
from kb.analysis.words import stop_words, word_spans
from kb.retrieval.inquiry import Inquiry

FRAGMENT_WORDS = 30
# In the middle of a long sentence: enough to see what the first marked word is about.
_WORDS_BEFORE = 12
# One of these stands between the last word of a sentence and the first of the next.
_BETWEEN_SENTENCES = frozenset(".!?:\n")


class FragmentPiece(NamedTuple):
    """A piece of a fragment; marked when it is a word of the question."""

    text: str
    is_marked: bool


def fragments(analyzer: Analyzer, inquiry: Inquiry, text: str) -> list[FragmentPiece]:
    """Return the stretch of text that holds most words of the question, cut where marked words begin and end."""
    wanted = {term for word in inquiry.words for term in analyzer.with_parts(word)}
    spans = word_spans(text)
    marked = [word not in stop_words() and not wanted.isdisjoint(analyzer.with_parts(word)) for word, _, _ in spans]
    if not spans:
        return []
    best = _best(text, spans, marked)
    chosen = list(zip(spans, marked, strict=True))[best : best + FRAGMENT_WORDS]
    begin, end = chosen[0][0][1], chosen[-1][0][2]
    pieces: list[FragmentPiece] = []
    at = begin
    for (_, low, high), is_marked in chosen:
        if is_marked:
            pieces += [FragmentPiece(text[at:low], False)] if low > at else []
            pieces.append(FragmentPiece(text[low:high], True))
            at = high
    rest = text[at : end + 1] if text[end : end + 1] in ".!?" else text[at:end]
    return [*pieces, FragmentPiece(rest, False)] if rest else pieces


def _best(text: str, spans: Sequence[tuple[str, int, int]], marked: Sequence[bool]) -> int:
    """Return the first word of the first stretch that holds most marked words.

    It begins with a sentence where it can without losing one of them, otherwise some words before the first of them.
    """
    held = [0, *accumulate(marked)]
    counts = [after - before for before, after in zip(held, held[FRAGMENT_WORDS:], strict=False)]
    most = max(counts, default=0)
    if not most:
        return 0
    first = counts.index(most)
    alike = list(takewhile(lambda start: counts[start] == most, range(first, len(counts))))
    sentences = [start for start in alike if _begins_sentence(text, spans, start)]
    return sentences[-1] if sentences else max(first, alike[-1] - _WORDS_BEFORE)


def _begins_sentence(text: str, spans: Sequence[tuple[str, int, int]], word: int) -> bool:
    return word == 0 or not _BETWEEN_SENTENCES.isdisjoint(text[spans[word - 1][2] : spans[word][1]])
