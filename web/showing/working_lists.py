"""Working lists as a sheet: their lines, and the rungs of a ladder."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.library import Library
from kb.model import WorkingList
from web.showing.lines import Line, passage_lines


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of a ladder, from the lowest up: its name and what the source says of it."""

    name: str
    explanation: str


def lines_of(library: Library, working_list: WorkingList) -> list[Line]:
    """Return the lines of a working list in reading order; links to other pages are left out."""
    return [line for span in working_list.spans for line in passage_lines(library.passage[span.passage_id], span.begin, span.end)]


def rungs_of(library: Library, working_list: WorkingList) -> Sequence[Rung]:
    """Return the rungs of a ladder from the lowest up, as the source orders them."""
    items = (line.text.partition(":") for line in lines_of(library, working_list) if line.is_item)
    return [Rung(name, explanation.strip()) for name, _, explanation in items]
