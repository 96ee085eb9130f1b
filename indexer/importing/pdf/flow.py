"""Lines made into running text: hyphens decided, marks of notes taken out, and where a next page begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.importing.blocks import NoteCall, PageBreak
from indexer.importing.pdf.hyphens import Words, joined
from indexer.importing.pdf.notes import Calls
from indexer.importing.pdf.pieces import Line, spaced

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_GOES_ON_ADDRESS = re.compile(r"\S*[/_=?&%.-]\S*[\w/]")


@dataclass(slots=True)
class Flow:
    """Running text, and what was met on the way; `loose` are raised digits that no note goes with, `unsure` are words
    that were hardly read."""

    text: str = ""
    breaks: list[PageBreak] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    loose: list[tuple[str, int]] = field(default_factory=list)


def flow(lines: Sequence[Line], words: Words, calls: Calls) -> Flow:
    """Return lines as running text."""
    running = Flow()
    page = lines[0].page if lines else 0
    for line in lines:
        cut = _add_line(running, line, words, calls)
        if line.page != page:
            page = line.page
            # A word that is cut by the end of a page stands on the page where it begins.
            offset = cut if cut is not None else len(running.text)
            running.breaks.append(PageBreak(offset, page))
    running.text = running.text.rstrip()
    if running.text.endswith("\xad"):
        running.text = running.text[:-1] + "-"
    running.breaks = [found for found in running.breaks if found.offset < len(running.text)]
    return running


def _add_line(running: Flow, line: Line, words: Words, calls: Calls) -> int | None:
    """Add a line; return where its words begin in the text."""
    text, found = _text_and_calls(running, line, calls)
    if not text:
        offset = len(running.text.rstrip())
        running.calls += [NoteCall(offset, label) for _, label in found]
        return None
    begin = _join(running, text, words)
    offset = len(running.text)
    running.calls += [NoteCall(offset + place, label) for place, label in found]
    running.text += text
    if begin == offset:
        return offset
    space = running.text.find(" ", offset)
    return space + 1 if space >= 0 else len(running.text)


def _text_and_calls(running: Flow, line: Line, calls: Calls) -> tuple[str, list[tuple[int, str]]]:
    text = ""
    found: list[tuple[int, str]] = []
    called = False
    for piece, said in spaced(line.pieces):
        marks = calls.of(piece, line, text or running.text)
        if marks:
            text = text.rstrip()
            found += [(len(text), label) for _, label in marks if label]
            running.loose += [(mark, line.page) for mark, label in marks if not label]
            called = True
            continue
        if called and said.strip() and re.match(r"[^\W_]", said):
            said = " " + said
        if called and said.strip():
            # The space before a mark stands for none before what follows it: 'verleent 4, een'.
            called = False
        text += said
        running.unsure += piece.doubtful
    stripped = text.lstrip()
    shift = len(text) - len(stripped)
    clean = re.sub(r"[ \t\u00a0\u2002-\u200a]+", " ", stripped)
    if clean != stripped:
        found = [(len(re.sub(r"[ \t\u00a0\u2002-\u200a]+", " ", text[shift:place])), label) for place, label in found]
    else:
        found = [(max(0, place - shift), label) for place, label in found]
    clean = re.sub("\xad(?=.)", "-", clean.rstrip())
    return clean, [(min(place, len(clean)), label) for place, label in found]


def _join(running: Flow, text: str, words: Words) -> int:
    """Make the text ready for a next line; return where that line's first whole word may begin."""
    if not running.text:
        return 0
    before = running.text.rstrip()
    if before.endswith("\xad") or (before.endswith("-") and re.search(r"[^\W\d_]-$", before)):
        stem = before[:-1]
        if _ADDRESS.search(stem):
            running.text = stem + "-"
            return len(running.text) - 1
        link = joined(stem, text, words)
        running.text = stem + link.text
        if link.doubt:
            running.doubts.append(link.doubt)
        return len(running.text) if link.text.endswith(" ") else len(running.text) - 1
    if before.endswith(" -") and re.match(r"[^\W\d_]", text):
        running.text = before
        return len(running.text) - 1
    if _ADDRESS.search(before) and re.search(r"[/_.=?&%-]$", before) and _GOES_ON_ADDRESS.match(text):
        running.text = before
        return len(running.text) - 1
    running.text = before + " "
    return len(running.text)
