"""Working lists as a sheet: their lines, and the rungs of a ladder."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.library import Library
from kb.model import WorkingList
from kb.telling.remarks import beside
from web.showing.lines import Line, passage_lines


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of a ladder, from the lowest up: its name and what the source says of it."""

    name: Line
    explanation: Line


def lines_of(library: Library, working_list: WorkingList) -> list[Line]:
    """Return the lines of a working list in reading order; links to other pages are left out."""
    return [line for span in working_list.spans for line in passage_lines(library.passage[span.passage_id], span.begin, span.end)]


def rungs_of(library: Library, working_list: WorkingList) -> Sequence[Rung]:
    """Return the rungs of a ladder from the lowest up, as the source orders them."""
    return [_rung(line) for line in lines_of(library, working_list) if line.is_item]


def _rung(line: Line) -> Rung:
    name, mark, explanation = line.text.partition(":")
    begin = len(line.text) - len(explanation.lstrip())
    said = beside(line.remarks, begin, len(line.text)) if mark else ()
    return Rung(Line(name, remarks=beside(line.remarks, 0, len(name))), Line(explanation.strip(), remarks=said))
