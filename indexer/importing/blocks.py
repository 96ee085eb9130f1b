"""What a converter makes of a file: its blocks in reading order, what it set aside, and the words that the file holds.

A conversion runs in a process of its own and comes back as JSON (`as_json`, `from_json`); a draft is written from it.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from pydantic import TypeAdapter


class BlockKind(StrEnum):
    """What a block of a file is."""

    HEADING = "kop"
    PARAGRAPH = "alinea"
    ITEM = "lijstitem"
    TABLE = "tabel"
    QUOTE = "citaat"
    FIGURE = "figuur"
    CAPTION = "bijschrift"


class Origin(StrEnum):
    """How a converter knows what a block is: the file says so (a tag, a style), it looks so, or letters were read from a picture."""

    LABEL = "label"
    LOOKS = "opmaak"
    READ = "ocr"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in shares of its width and height (0 to 1), from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The words of a block from `offset` on stand on `page`."""

    offset: int
    page: int


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark of the footnote `label` stands after the first `offset` characters of a block's text, which does not hold it."""

    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its words on one line, without list mark and note marks, and what the file tells of it.

    `page` is the page of the file on which it begins (a slide of slides), from 1; None where the file has no pages. `level` is that of
    a heading (1 to 6) or the depth of a list item (from 0); `number` is that of a numbered item. A table has `rows` of cells, the first
    its head if `has_head`, and its text is theirs joined by spaces. A figure without words has an empty text. `doubts` are Dutch
    sentences for the person who looks it over; a block without them needs no look.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int = 0
    number: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    has_head: bool = True
    breaks: tuple[PageBreak, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    boxes: tuple[Box, ...] = ()
    origin: Origin = Origin.LABEL
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """The words of a note, under the mark that calls it; labels are unique within a file."""

    label: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words of the file that are no part of its text, and why in Dutch: 'paginanummer', 'kopregel', 'inhoudsopgave'."""

    text: str
    reason: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file as read: `pages` are the words of each page as the plainest reader of that format gives them (one where it has none).

    The words of `pages` are those of blocks, footnotes and set_aside together: the report of a draft proves it. Only the numbers of lists
    and the marks of notes may lack in `pages`: Word and the web compute them. `properties` are those
    that the file carries, by Dutch name: titel, auteur, gemaakt (a date), onderwerp, trefwoorden, programma.
    """

    kind: str
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    set_aside: tuple[SetAside, ...]
    pages: tuple[str, ...]
    has_pages: bool
    properties: dict[str, str]
    doubts: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Return the conversion as text that `from_json` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str | bytes) -> "Conversion":
        """Return a conversion from its JSON. Raises pydantic.ValidationError when it is another thing."""
        return _CONVERSION.validate_json(text)


_CONVERSION: TypeAdapter[Conversion] = TypeAdapter(Conversion)
