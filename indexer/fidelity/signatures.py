"""Signatures: the words beside a quote in its original that say whose it is, compared in order with what the quote says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.fidelity.original import Original, OriginalPlace, covers
from kb.library import Library
from kb.model import Quote

Range = tuple[int, int]
"""A signature in the text of an original: where its first word begins and its last one ends."""

_WORD = re.compile(r"\w+")


def find(source: Source, library: Library, original: Original, places: Sequence[OriginalPlace], faults: FaultList) -> list[Range]:
    """Return where the signatures of the quotes stand in the original; note each quote whose signature reads otherwise there."""
    found: list[Range] = []
    missed: list[tuple[Quote, list[_Gap]]] = []
    for quote in source.quotes:
        expected = _words(_signature(quote, library))
        gaps = list(_gaps_beside(quote, places, original)) if expected else []
        signature = next(filter(None, (gap.signature(expected) or gap.recorded(expected, original) for gap in gaps)), None)
        if signature:
            found.append(signature)
        else:
            missed.append((quote, gaps))
    for quote, gaps in missed:
        # A quote without such words beside it is attributed in running text, which stands in the source itself.
        left = next(filter(None, ([word for word in gap.words if not is_signed(word.span(), found)] for gap in gaps)), None)
        if left:
            there = original.text[left[0].start() : left[-1].end()]
            faults.add(
                source.file,
                source.lines[quote.id],
                f"de ondertekening van citaat '{quote.id}' is in het origineel '{there[:80]}'; neem naam, rol, organisatie en interview"
                f" in die volgorde over, of zet bij ondertekening in getrouwheid/{source.document.id}.yaml waarom het anders is.",
            )
    return found


def check_words(source: Source, library: Library, original: Original, faults: FaultList) -> None:
    """Note each name, role and organisation that does not stand in the original, its words in order."""
    text = f" {' '.join(_words(original.text))} "
    for quote in source.quotes:
        named = quote.attribution == "genoemd"
        role = quote.role if named or quote.attribution == "rol" else None
        for words in filter(None, (quote.organisation, role, *(_names(quote, library) if named else ()))):
            if f" {' '.join(_words(words))} " not in text:
                faults.add(source.file, source.lines[quote.id], f"'{words}' bij citaat '{quote.id}' staat niet in het origineel.")


def is_signed(span: tuple[int, int], signatures: Sequence[Range]) -> bool:
    """Return whether text[span] of an original lies in one of its signatures."""
    return any(begin <= span[0] and span[1] <= end for begin, end in signatures)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The words of an original after or before a quote, up to the next words that stand in the source."""

    words: tuple[re.Match[str], ...]
    is_after: bool

    def signature(self, expected: Sequence[str]) -> Range | None:
        """Return where the gap has the expected words, in order and next to the quote."""
        words = self.words[: len(expected)] if self.is_after else self.words[-len(expected) :]
        return _range(words) if [word.group().casefold() for word in words] == expected else None

    def recorded(self, expected: Sequence[str], original: Original) -> Range | None:
        """Return the lines of the gap for which getrouwheid/ gives a reason, when they have the expected words in another order."""
        words = [word for word in self.words if covers(original.reasons.signatures, original.lines_of(*word.span())[0])]
        return _range(words) if {word.group().casefold() for word in words} == set(expected) else None


def _gaps_beside(quote: Quote, places: Sequence[OriginalPlace], original: Original) -> Iterator[_Gap]:
    for own in reversed([place for place in places if place.identity == quote.id]):
        following = min((place.begin for place in places if place.begin >= own.end), default=len(original.text))
        before = max((place.end for place in places if place.end <= own.begin), default=0)
        yield _Gap(tuple(_WORD.finditer(original.text, own.end, following)), is_after=True)
        yield _Gap(tuple(_WORD.finditer(original.text, before, own.begin)), is_after=False)


def _signature(quote: Quote, library: Library) -> str:
    *others, last = _names(quote, library) or [""]
    names = f"{', '.join(others)} en {last}" if others else last
    return " ".join(filter(None, (names, quote.role, quote.organisation, quote.interview)))


def _names(quote: Quote, library: Library) -> list[str]:
    return [library.person[speaker].name for speaker in quote.speakers]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _range(words: Sequence[re.Match[str]]) -> Range:
    return words[0].start(), words[-1].end()
