"""The editor's remarks beside words of a source: how a damaged word was meant, which year 'this year' was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.corpus.faults import FaultList
from indexer.corpus.schemas import RemarkFields
from indexer.corpus.source import Source
from indexer.corpus.source_passages import spans_within
from kb.model import Passage, Remark
from kb.passage_html import text_of, with_remarks


@dataclass(frozen=True, slots=True)
class _Pending:
    """A remark on the passage under construction, and the line that makes it."""

    remark: Remark
    line: int


class Remarks:
    """Puts the remarks of one source into its passages."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.pending: list[_Pending] = []

    def add(self, fields: RemarkFields, line: int, html: str) -> None:
        """Add a remark on words of the passage under construction, which are there once, or once in the longer words that place them."""
        text, around = text_of(html), fields.plaats or fields.opmerking
        if (fields.bedoeld is None) == (fields.tekst is None):
            self._fault(line, f"bij '{fields.opmerking}' hoort één van beide: bedoeld of tekst.")
        elif (text.count(around), around.count(fields.opmerking)) != (1, 1):
            # Of a source that was not read whole, the words may stand in what is missing.
            if self.source.is_whole:
                self._fault(line, f"'{around}' staat niet precies één keer in de passage erboven; neem het over, of geef een plaats.")
        else:
            begin = text.index(around) + around.index(fields.opmerking)
            said = f"bedoeld: {fields.bedoeld}" if fields.bedoeld else fields.tekst or ""
            self.pending.append(_Pending(Remark(begin, begin + len(fields.opmerking), said), line))

    def place(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return the passages that the text was cut into, with the remarks made since the last call."""
        found: dict[str, list[Remark]] = {}
        for pending in sorted(self.pending, key=lambda pending: pending.remark.end):
            remark, spans = pending.remark, spans_within(passages, pending.remark.begin, pending.remark.end)
            if len(spans) == 1:
                found.setdefault(spans[0].passage_id, []).append(Remark(spans[0].begin, spans[0].end, remark.text))
            else:
                self._fault(pending.line, "deze woorden lopen over een knip in de passage; zet de knip ergens anders.")
        self.pending.clear()
        return [
            replace(passage, html=with_remarks(passage.html, here), remarks=tuple(here)) if (here := found.get(passage.id)) else passage
            for passage in passages
        ]

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)
