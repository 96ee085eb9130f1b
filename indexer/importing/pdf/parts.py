"""Parts of a document while they are still lines on pages: what becomes a block once all pages are known."""

from dataclasses import dataclass, field

from indexer.importing.blocks import BlockKind, Origin
from indexer.importing.pdf.pieces import Line
from indexer.importing.pdf.reading import Area


@dataclass(slots=True)
class Part:
    """Lines that belong together. `level` of a heading is 0 as long as nothing but its look is known; `indent` is where the mark of an
    item stands; `rows` are those of a table.
    """

    kind: BlockKind
    lines: list[Line]
    page: int
    origin: Origin = Origin.LOOKS
    level: int = 0
    mark: str = ""
    indent: float = 0.0
    number: int | None = None
    rows: list[list[list[Line]]] = field(default_factory=list)
    has_head: bool = True
    areas: list[tuple[int, Area]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, line after line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no part of the text, and why in Dutch."""

    line: Line
    reason: str


@dataclass(slots=True)
class Laid:
    """A page taken apart: its parts in the order of reading, the lines of its notes, and what was set aside."""

    number: int
    parts: list[Part] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
