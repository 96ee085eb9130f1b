"""The original of a source: its lines as one text, the places of the source's words in it, and what getrouwheid/ says of its lines."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList


@dataclass(frozen=True, slots=True)
class OriginalPlace:
    """Where words of a source stand in its original: text[begin:end]; `identity` is that of their passage, quote or section."""

    identity: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of an original, first to last, and what was done with them and why."""

    first: int
    last: int
    reason: str

    def __str__(self) -> str:
        """Return the stretch as the report shows it."""
        lines = f"regel {self.first}" if self.first == self.last else f"regels {self.first}-{self.last}"
        return f"{lines}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reasons:
    """What getrouwheid/<bron>.yaml says of the lines of an original."""

    left_out: tuple[Stretch, ...] = ()
    moved: tuple[Stretch, ...] = ()
    joined: tuple[Stretch, ...] = ()
    marks: tuple[Stretch, ...] = ()
    signatures: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """The numbered lines of an original that are kept, also as one text with the offset where each begins; and the reasons for the rest."""

    lines: tuple[tuple[int, str], ...]
    reasons: Reasons
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[tuple[int, str]], reasons: Reasons) -> "Original":
        """Return an original of numbered lines; its text has a space after each."""
        lengths = [len(line) + 1 for _, line in lines]
        return cls(tuple(lines), reasons, "".join(f"{line} " for _, line in lines), tuple(accumulate(lengths, initial=0))[:-1])

    def lines_of(self, begin: int, end: int) -> tuple[int, int]:
        """Return the first and last line of text[begin:end]."""
        first = bisect_right(self.starts, begin) - 1
        last = bisect_left(self.starts, end) - 1
        return self.lines[first][0], self.lines[max(first, last)][0]


class _Entry(schemas.Record):
    regels: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(-[0-9]{1,6})?$")]
    reden: schemas.Text


class _ReasonsFile(schemas.Record):
    weggelaten: tuple[_Entry, ...] = ()
    verplaatst: tuple[_Entry, ...] = ()
    samengevoegd: tuple[_Entry, ...] = ()
    merktekens: tuple[_Entry, ...] = ()
    ondertekening: tuple[_Entry, ...] = ()


def read_reasons(file: Path, faults: FaultList) -> Reasons | None:
    """Read a file of getrouwheid/, or note its faults and return None; one that is not there gives no reasons."""
    found = records.read_file(_ReasonsFile, file, faults)
    if found is None:
        return None
    said: _ReasonsFile = found.content
    return Reasons(
        *(
            tuple(map(_stretch, entries))
            for entries in (said.weggelaten, said.verplaatst, said.samengevoegd, said.merktekens, said.ondertekening)
        )
    )


def _stretch(entry: _Entry) -> Stretch:
    first, _, last = entry.regels.partition("-")
    return Stretch(int(first), int(last or first), entry.reden)


def covers(stretches: Sequence[Stretch], number: int) -> bool:
    """Return whether one of the stretches has this line."""
    return any(stretch.first <= number <= stretch.last for stretch in stretches)
