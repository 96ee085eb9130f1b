"""Faults of a corpus: collected, never raised one by one, and shown as `bestand:regel: zin`."""

from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import CorpusError

# The longest sentence of our own, with the words that it shows, is under 300; a page of 100 is more than one mends at once.
MOST_CHARACTERS = 400
MOST_FAULTS = 100


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
        self.faults.append(Fault(_shown(str(file.relative_to(self.root))), line, _shown(sentence)))

    def raise_if_any(self) -> None:
        """Raise CorpusError with the first faults, in order of file and line, and the number of those that are not shown."""
        if not self.faults:
            return
        faults = sorted(set(self.faults))
        left = len(faults) - MOST_FAULTS
        more = [f"en nog {left} {'fout' if left == 1 else 'fouten'}; verbeter eerst deze."] if left > 0 else []
        raise CorpusError("\n".join([*map(str, faults[:MOST_FAULTS]), *more]))


def _shown(text: str) -> str:
    """Return text as one line that any terminal takes; of a long one the middle is left out, for the end says what to do."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    half = MOST_CHARACTERS // 2 - 2
    return line if len(line) <= MOST_CHARACTERS else f"{line[:half]} … {line[-half:]}"
