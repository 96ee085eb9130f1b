"""Faults of a corpus: collected, never raised one by one, and shown as `bestand:regel: zin`."""

from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import CorpusError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing an editor has to mend; `file` is relative to the corpus folder, `line` counts from 1."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return the fault as `bestand:regel: zin`."""
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(slots=True)
class FaultList:
    """Collects the faults of a whole corpus."""

    root: Path
    faults: list[Fault] = field(default_factory=list)

    def add(self, file: Path, line: int, sentence: str) -> None:
        """Note one fault; `sentence` is Dutch and says what is wrong and what to do."""
        self.faults.append(Fault(str(file.relative_to(self.root)), line, sentence))

    def raise_if_any(self) -> None:
        """Raise CorpusError with all faults, in order of file and line."""
        if self.faults:
            raise CorpusError("\n".join(str(fault) for fault in sorted(set(self.faults))))
