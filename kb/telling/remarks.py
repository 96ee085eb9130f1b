"""The editor's remarks beside literal words, wherever those are shown: in brackets after them, and never taken for words of the source."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.model import Remark


class Piece(NamedTuple):
    """A piece of a text: literal, or a remark of the editor."""

    text: str
    is_ours: bool


def beside(remarks: Sequence[Remark], begin: int, end: int) -> tuple[Remark, ...]:
    """Return the remarks on words within text[begin:end], as remarks on that stretch.

    >>> beside([Remark(5, 9, "bedoeld: gebrek"), Remark(20, 24, "2024")], 3, 12)
    (Remark(begin=2, end=6, text='bedoeld: gebrek'),)
    """
    within = (remark for remark in remarks if begin <= remark.begin and remark.end <= end)
    return tuple(Remark(remark.begin - begin, remark.end - begin, remark.text) for remark in within)


def pieces(text: str, remarks: Sequence[Remark]) -> Iterator[Piece]:
    """Yield a text with each remark after its words. The literal pieces, joined, are the text."""
    at = 0
    for remark in remarks:
        yield Piece(text[at : remark.end], False)
        yield Piece(remark.shown, True)
        at = remark.end
    if at < len(text) or not text:
        yield Piece(text[at:], False)


def noted(text: str, remarks: Sequence[Remark]) -> str:
    """Return a text with each remark in brackets after its words.

    >>> noted("Een gesprek aan perspectief.", [Remark(4, 11, "bedoeld: gebrek")])
    'Een gesprek [bedoeld: gebrek] aan perspectief.'
    """
    return "".join(piece.text for piece in pieces(text, remarks))
