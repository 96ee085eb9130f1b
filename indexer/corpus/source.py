"""What one source file says, and the line on which each of its ids is introduced."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus.faults import FaultList
from kb.model import Document, Passage, Quote, Section, WorkingList

_ANCHOR = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an id, with the line that has it."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of the source: its id, its mark, its words as HTML, the page on which its mark stands, and the line of its words."""

    id: str
    label: str
    html: str
    page: int | None
    line: int


@dataclass(slots=True)
class Source:
    """All that one source file says, complete once source_file.read returns it; not whole when a part of it could not be read.

    `lines` has the line of each id, and under `<bron>:<field>` that of a field of the front matter; `heading_pages` by section the page of
    the file on which its heading stands.
    """

    file: Path
    document: Document
    original: str
    is_whole: bool = True
    sections: list[Section] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    lists: list[WorkingList] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    heading_pages: dict[str, int | None] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the layer that it is from."""
        return self.file.parent.parent

    def claim(self, anchor: str, line: int, faults: FaultList) -> str:
        """Return the id for anchor and note a fault when it is malformed or taken."""
        identity = f"{self.document.id}.{anchor}"
        if not _ANCHOR.match(anchor):
            faults.add(self.file, line, f"anker '{anchor}' is niet goed; gebruik kleine letters, cijfers en streepjes.")
        if identity in self.lines:
            faults.add(self.file, line, f"anker '{anchor}' staat ook op regel {self.lines[identity]}; geef elk zijn eigen anker.")
        self.lines.setdefault(identity, line)
        return identity
