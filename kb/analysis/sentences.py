"""Sentences of a passage, as places in its text, and whether each can be read on its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kb.model import Block, Passage

_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(]*[A-ZÀ-Þ0-9])")
# The s of a plural ("risico's.") is no initial.
_ABBREVIATION = re.compile(
    r"(?<!\w[’'])(?:\b(?:dr|mr|drs|ir|prof|bijv|bv|evt|nr|ca|blz|p|resp|enz|e\.d|o\.a|d\.m\.v|t\.o|i\.v\.m|m\.b\.t|S|J|M)\.|\b[A-Z]\.)$",
    re.IGNORECASE,
)


_POINTS_FURTHER_ON = re.compile(r"^(?:[\w’'-]{1,40} ){1,5}((?:hier|daar)(?:in|op|aan|over|van|voor|bij|mee))\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item: passage.text[begin:end].

    `number` counts in the passage; `needs` is the number of the sentence without which it can't be understood (what
    'Dit' or 'Daarnaast' points to), `lead_in` that of the sentence which introduces the list it is an item of.
    """

    passage_id: str
    number: int
    begin: int
    end: int
    kind: str
    needs: int | None
    lead_in: int | None
    words: int


def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    """Return the sentences of a passage in order; blocks that are only a link are left out."""
    found: list[Sentence] = []
    lead_in: int | None = None
    for block in passage.text_blocks():
        for begin, end in _spans(passage.text, block):
            text = passage.text[begin:end]
            needs = len(found) - 1 if found and pointing_back(text) else None
            inside_list = block.is_item
            found.append(
                Sentence(passage.id, len(found), begin, end, block.kind, needs, lead_in if inside_list else None, len(text.split()))
            )
            if not inside_list:
                lead_in = len(found) - 1
    return tuple(found)


def _spans(text: str, block: Block) -> Sequence[tuple[int, int]]:
    spans = []
    begin = block.begin
    for match in _END.finditer(text, block.begin, block.end):
        if _ABBREVIATION.search(text[begin : match.start() + 1]):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
        while begin < block.end and text[begin].isspace():
            begin += 1
    if begin < block.end:
        spans.append((begin, block.end))
    return spans


def pointing_back(text: str) -> str:
    """Return the word at or near the begin of a sentence that points back, so that a reader needs the one before it; '' when there is none.

    >>> pointing_back("Daarom helpt het."), pointing_back("De media speelt hierin een rol."), pointing_back("Wie helpt?")
    ('daarom', 'hierin', '')
    """
    first = text.lstrip("\"'“‘(").casefold()
    begins = (opening for opening in _openings() if first.startswith(opening) and not first[len(opening) : len(opening) + 1].isalpha())
    further = _POINTS_FURTHER_ON.match(first)
    return next(begins, further[1] if further else "")


@cache
def _openings() -> tuple[str, ...]:
    text = resources.files("kb.analysis").joinpath("terugwijzers.txt").read_text(encoding="utf-8")
    return tuple(line.strip().casefold() for line in text.splitlines() if line.strip() and not line.startswith("#"))
