"""Working lists of a source: where each begins and ends, and whether it has as many items as it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import fragment_fromstring

from indexer.corpus.faults import FaultList
from indexer.corpus.schemas import WorkingListFields
from indexer.corpus.source import Source
from indexer.corpus.source_passages import spans_within
from kb.model import Passage, Section, Span, WorkingList
from kb.passage_html import text_of

# What one item is in the HTML of a list. An item of a list that has items of its own is a heading over them.
_LIST_ITEMS = ".//li[not(.//li)][not(ancestor::aside)]"
_TABLE_ROWS = "./table/tbody/tr"
_PARAGRAPHS = "./p"


# Lists that are open at once: one holds another, seldom a third.
MOST_OPEN = 10


@dataclass(slots=True)
class _Open:
    """A list under construction; `begin` and `end` are places in the HTML of the passage under construction.

    `headings` are those that begin in it, `section` is the one in which it ends.
    """

    fields: WorkingListFields
    line: int
    begin: int
    sections_before: int
    end: int | None = None
    html: str = ""
    spans: list[Span] = field(default_factory=list)
    identity: str = ""
    headings: list[Section] = field(default_factory=list)
    section: Section | None = None


class WorkingLists:
    """Adds the working lists of one source to it, in the order in which they end."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.open: list[_Open] = []
        self.ended: list[_Open] = []
        self.placed: dict[str, _Open] = {}

    def begin(self, fields: WorkingListFields, line: int, html: str) -> None:
        """Begin a list after the html of the passage so far."""
        if self._has_room(line):
            self.open.append(_Open(fields, line, len(html), len(self.source.sections)))

    def resume(self, anchor: str, line: int, html: str) -> None:
        """Take up again, after the html of the passage so far, a list that ended in a passage before this one."""
        one = self.placed.pop(f"{self.source.document.id}.{anchor}", None)
        if one is None:
            self._fault(line, f"werklijst '{anchor}' is in geen eerdere passage geëindigd; verbeter het anker.")
            self.source.is_whole = False
        elif self._has_room(line):
            one.begin, one.end, one.sections_before = len(html), None, len(self.source.sections)
            self.open.append(one)

    def end(self, line: int, html: str) -> None:
        """End the list that was begun last after the html of the passage so far."""
        if not self.open and not self.source.is_whole:
            return
        if not self.open:
            self._fault(line, "hier eindigt een werklijst die nergens begint; zet <!-- werklijst: … --> voor de inleidende zin.")
            return
        ending = self.open.pop()
        ending.end = len(html)
        self.ended.append(ending)

    def place(self, html: str, passages: Sequence[Passage], section: Section | None) -> None:
        """Give the lists their places in the passages that html became, and add those that have ended."""
        for one in self.open + self.ended:
            before, until = text_of(html[: one.begin]), text_of(html[: one.end])
            one.spans += spans_within(passages, len(before) + 1 if before else 0, len(until))
            one.html += html[one.begin : one.end]
            one.begin = 0
        for one in self.ended:
            one.headings += self.source.sections[one.sections_before :]
            one.section = section
            one.identity = one.identity or self.source.claim(one.fields.werklijst, one.line, self.faults)
            self.placed[one.identity] = one
        self.ended.clear()

    def close(self) -> None:
        """Add the lists, and note those that the source ends without ending."""
        for one in self.placed.values():
            self._add(one)
        for one in self.open:
            self._fault(one.line, f"werklijst '{one.fields.werklijst}' eindigt nergens; zet <!-- /werklijst --> na het laatste punt.")

    def _has_room(self, line: int) -> bool:
        """Return whether one more list may be open, and note why not."""
        if len(self.open) < MOST_OPEN:
            return True
        self._fault(line, f"hier zijn al {MOST_OPEN} werklijsten begonnen en niet geëindigd; zet <!-- /werklijst --> na hun laatste punt.")
        self.source.is_whole = False
        return False

    def _add(self, one: _Open) -> None:
        fields, section, identity = one.fields, one.section, one.identity
        found, what = _count(one)
        if found != fields.aantal and self.source.is_whole:
            self._fault(
                one.line,
                f"werklijst '{identity}' zegt {fields.aantal} punten te hebben, maar het zijn er {found} ({what} geteld);"
                " verbeter aantal, items of grenzen.",
            )
        self.source.lists.append(
            WorkingList(
                id=identity,
                document_id=self.source.document.id,
                title=fields.titel,
                form=fields.vorm,
                count=fields.aantal,
                step=fields.stap or (section.step if section else None),
                audience=fields.doelgroep or (section.audience if section else ()),
                spans=tuple(one.spans),
            )
        )

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)


def _count(one: _Open) -> tuple[int, str]:
    """Return how many items a list has, and the Dutch word for what was counted."""
    if one.fields.items == "paragrafen":
        levels = [section.level for section in one.headings]
        return levels.count(min(levels, default=0)), "koppen"
    if one.fields.items == "vragen":
        return text_of(one.html).count("?"), "vraagtekens"
    html = fragment_fromstring(one.html, create_parent="div")
    if one.fields.items == "alineas":
        return len(html.xpath(_PARAGRAPHS)), "alinea's"
    if one.fields.vorm == "tabel":
        return len(html.xpath(_TABLE_ROWS)), "tabelrijen"
    return len(html.xpath(_LIST_ITEMS)), "lijstpunten"
