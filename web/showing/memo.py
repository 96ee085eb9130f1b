"""A memo: chosen texts, with what a reader himself puts with them, in the order in which it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.model import Edition
from web.showing.chosen import Chosen, Selection

SITE_NAME = "Kennisbank Weerbare gemeenschappen"
TITLE = f"Mijn selectie uit de {SITE_NAME}"
# The headings that a reader may choose, in the order of a memo, by their names in a form; a text without one comes before them.
HEADINGS: Mapping[str, str] = {
    "aanleiding": "Aanleiding",
    "aanpak": "Aanpak",
    "voorbeelden": "Voorbeelden",
    "kosten": "Kosten en risico’s",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a reader puts beside a chosen text: one of HEADINGS or none, and a note, each line of it a paragraph."""

    heading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All that a reader wrote himself: a title, and what he puts beside each item, in the order of the items."""

    title: str = ""
    beside: Mapping[str, Beside] = field(default_factory=dict)


NO_WORDS = OwnWords()


@dataclass(frozen=True, slots=True)
class Piece:
    """A chosen text in a memo, by the number that it has in the list of sources, with the paragraphs of the reader's note."""

    number: int
    thing: Chosen
    note: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """The pieces under one heading; or, under none, those that come first."""

    heading: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo as it is taken along: its title, its parts, a sentence for what is not in it, and the version of the content."""

    title: str
    parts: Sequence[Part]
    left_out: Sequence[str] = ()
    edition: Edition | None = None

    @property
    def pieces(self) -> Sequence[Piece]:
        """Every piece, in order of its number."""
        return [piece for part in self.parts for piece in part.pieces]

    @property
    def has_remarks(self) -> bool:
        """Return whether the editor says something beside the words of a piece."""
        return any(piece.thing.has_remarks for piece in self.pieces)

    @property
    def has_notes(self) -> bool:
        """Return whether the reader put words of his own with a piece."""
        return any(piece.note for piece in self.pieces)


def memo_of(selection: Selection, own: OwnWords = NO_WORDS) -> Memo:
    """Return a selection as a memo. A note on a text that is not there is told with what is left out: it must not be lost."""
    parts: list[Part] = []
    number = 0
    for heading in ("", *HEADINGS):
        pieces = []
        for thing in selection.chosen:
            beside = own.beside.get(thing.item, Beside())
            if beside.heading == heading:
                number += 1
                pieces.append(Piece(number, thing, _paragraphs(beside.note)))
        if pieces:
            parts.append(Part(HEADINGS.get(heading, ""), pieces))
    there = {thing.item for thing in selection.chosen}
    lost = [line for item, beside in own.beside.items() if item not in there for line in _paragraphs(beside.note)]
    return Memo(own.title or TITLE, parts, [*selection.left_out, *lost], selection.edition)


def _paragraphs(note: str) -> list[str]:
    return [line for line in note.split("\n") if line]
