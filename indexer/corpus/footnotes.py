"""Footnotes of a source: marks `[^3]` in its text, and below the same heading paragraphs `[^3]: …` with the words of each note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.corpus import markdown_html, page_marks
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Footnote, Link, Source
from kb.model import ContentItem, Section
from kb.passage_html import pages_marked

_DEFINITION = re.compile(r"\[\^([\w-]+)\]:[ \t]*(.*)")
_MARK = re.compile(r"\[\^([\w-]+)\]")


@dataclass(slots=True)
class _Note:
    """A note below the present heading: the line of its first mark with the page that stands on, and that of its words; 0 for none yet."""

    mark_line: int = 0
    page: int | None = None
    line: int = 0
    words: str = ""


class Footnotes:
    """Gathers the notes of one source, heading by heading."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.notes: dict[str, _Note] = {}

    def take(self, text: str, line: int) -> str:
        """Take the words of notes out of Markdown text that begins on a line; where they stood, empty lines are left."""
        kept: list[str] = []
        note: _Note | None = None
        for number, row in enumerate(text.split("\n"), start=line):
            found = _DEFINITION.match(row)
            if found:
                note = self._defined(found.group(1), number)
                note.words = found.group(2)
            elif note and row.strip():
                note.words += f"\n{row}"
            else:
                kept += _marks_after(note) if note else []
                note = None
            kept.append("" if note else row)
        kept += _marks_after(note) if note else []
        return "\n".join(kept)

    def see(self, text: str, marked: str, line: int, page: int | None) -> list[str]:
        """Note the marks in Markdown text that begins on a line and a page; return the labels seen for the first time.

        `marked` is the same text with its page marks set in.
        """
        first = []
        for here, there in zip(_MARK.finditer(text), _MARK.finditer(marked), strict=True):
            note = self.notes.setdefault(here.group(1), _Note())
            if not note.mark_line:
                note.mark_line = line + text.count("\n", 0, here.start())
                note.page = next(reversed(pages_marked(marked[: there.start()])), page)
                first.append(here.group(1))
        return first

    def close(self, section: Section) -> Iterator[ContentItem]:
        """Yield the notes below a heading that ends here, and note those without a mark or without words."""
        for label, note in self.notes.items():
            if not note.line:
                self._fault(note.mark_line, f"noot [^{label}] heeft onder deze kop geen woorden; zet er een regel '[^{label}]: …' bij.")
            elif not note.mark_line:
                self._fault(note.line, f"naar deze noot verwijst onder deze kop niets; zet [^{label}] in de tekst, of haal de noot weg.")
            elif not note.words.strip():
                self._fault(note.line, f"noot [^{label}] is leeg; zet haar woorden achter de dubbele punt, of haal de noot weg.")
            else:
                anchor = markdown_html.note_anchor(section.id, label).partition(".")[2]
                identity = self.source.claim(anchor, note.line, self.faults)
                html, targets = markdown_html.render(page_marks.set_in(note.words), self.source.document.id)
                self.source.links += [Link(target, note.line) for target in targets]
                self.source.footnotes.append(Footnote(identity, label, html, note.page, note.line))
                yield ContentItem("footnote", identity, html)
        self.notes.clear()

    def _defined(self, label: str, line: int) -> _Note:
        note = self.notes.setdefault(label, _Note())
        if note.line:
            self._fault(line, f"noot [^{label}] staat onder deze kop ook op regel {note.line}; geef elke noot haar eigen naam.")
        note.line = note.line or line
        return note

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)


def _marks_after(note: _Note) -> list[str]:
    """Return the page marks with which the lines of a note end, and take them off: they are of the text after it."""
    rows = note.words.split("\n")
    last = len(rows)
    while last > 1 and page_marks.page_of(rows[last - 1]):
        last -= 1
    note.words = "\n".join(rows[:last])
    return rows[last:]
