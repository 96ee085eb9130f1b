"""Sentences as an editor chooses them: each piece of a source with its sentences, and what was ticked as parts of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.analysis.sentences import sentences_of
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, Passage, WorkingList
from workbench.begun import Unit

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence or item that can be ticked, and the value that says so; `is_item` it stands in a list."""

    value: str
    text: str
    is_item: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage or quote with its sentences; `why_not` says why nothing of it can be chosen, '' when it can. `has_heading`: a heading has
    the same id. `lists` begin here."""

    id: str
    kind: str
    text: str
    runs: tuple[tuple[bool, tuple[Choice, ...]], ...]
    why_not: str
    has_heading: bool
    lists: tuple[WorkingList, ...] = ()


def pieces(library: Library, part_id: str) -> Iterator[tuple[str, object]]:
    """Yield what stands in a part of a source, in reading order: ("kop", Section) and ("stuk", Piece)."""
    document = library.document[library.section[part_id].document_id]
    inside = False
    for item in document.order:
        if item.kind == "section":
            inside = library.section[item.id].part_id == part_id
            if inside:
                yield "kop", library.section[item.id]
        elif inside and item.kind in ("passage", "quote"):
            yield "stuk", _piece(library, item.id, item.kind)


def chosen(library: Library, values: Sequence[str]) -> Iterator[Unit]:
    """Yield the parts that were ticked, in the order of the sources: sentences in a row are one part, a whole place is one too."""
    whole = {value for value in values if _BETWEEN not in value and _is_place(library, value)}
    yield from (Unit(place) for place in values if place in whole)
    ticked: dict[str, set[int]] = {}
    for value in values:
        place, _, number = value.partition(_BETWEEN)
        if place not in whole and number.isdigit() and place in {*library.passage, *library.quote}:
            ticked.setdefault(place, set()).add(int(number))
    for place, numbers in ticked.items():
        passage = library.place(place)
        found = [one for one in sentences_of(passage) if one.number in numbers]
        for _, run in groupby(enumerate(found), lambda at: at[1].number - at[0]):
            row = [one for _, one in run]
            yield Unit(place, passage.text[row[0].begin : row[-1].end])


def words_of(library: Library, unit: Unit) -> str:
    """Return the words of a part as its source has them, '' when its place is not there."""
    if unit.woorden:
        return unit.woorden
    listed = library.working_list.get(unit.plaats)
    if listed:
        return "\n".join(library.place(span.passage_id).text[span.begin : span.end] for span in listed.spans)
    example = library.example.get(unit.plaats.removeprefix(EXAMPLE_PREFIX)) if unit.plaats.startswith(EXAMPLE_PREFIX) else None
    identity = example.passages[0] if example else unit.plaats
    return library.text(identity) if identity in library.passage or identity in library.quote else ""


def _is_place(library: Library, identity: str) -> bool:
    return identity in library.passage or identity in library.quote or identity in library.working_list


def _piece(library: Library, identity: str, kind: str) -> Piece:
    section = library.section_of(identity)
    has_heading = identity in library.section
    if library.is_protected(identity):
        why_not = "Persoonlijk verhaal: hieruit wordt niets overgenomen."
        return Piece(identity, kind, library.text_in_report(identity), (), why_not, has_heading)
    place = library.place(identity)
    why_not = "Verlopen oproep of aankondiging: hieruit wordt niets overgenomen." if section.time_bound else ""
    lists = tuple(one for one in library.lists if one.spans and one.spans[0].passage_id == identity)
    return Piece(identity, kind, place.text, () if why_not else tuple(_runs(place)), why_not, has_heading, lists)


def _runs(place: Passage) -> Iterator[tuple[bool, tuple[Choice, ...]]]:
    """Yield the sentences of each block, and the items of a row together."""

    def block_of(begin: int) -> tuple[bool, int]:
        at = next(number for number, block in enumerate(place.blocks) if block.begin <= begin < block.end)
        return place.blocks[at].is_item, 0 if place.blocks[at].is_item else at

    for (is_item, _), run in groupby(sentences_of(place), lambda one: block_of(one.begin)):
        yield is_item, tuple(Choice(f"{place.id}{_BETWEEN}{one.number}", place.text[one.begin : one.end], is_item) for one in run)
