"""Faults of a corpus: collected, never raised one by one, and shown as `bestand:regel: zin`.

A layer is held to its own words only. What own content says of the delivered layer may stop being true by an update of the program:
that is a warning, and what leaned on it is left out.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import CorpusError

# The longest sentence of our own, with the words that it shows, is under 300; a page of 100 is more than one mends at once.
MOST_CHARACTERS = 500
MOST_FAULTS = 100
LEFT_OUT = "Het hoort bij wat geleverd of weggehaald is, en blijft tot dan weg."
"""What is said after a fault that only warns, since it may come of an update."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing an editor has to mend; `file` is relative to the folder of its layer, `line` counts from 1."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return the fault as `bestand:regel: zin`."""
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(slots=True)
class FaultList:
    """Collects the faults of a whole corpus: the delivered one in `root`, and a layer in `own` whose ids begin with `prefix`, but for
    the sources that were `removed` from it.

    `lost` are the ids that own content leans on and that the delivered layer does not have, or not for all to see.
    """

    root: Path
    own: Path | None = None
    prefix: str = ""
    removed: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def add(self, file: Path, line: int, sentence: str, about: str = "", words_of: str = "") -> bool:
        """Note one fault; `sentence` is Dutch and says what is wrong and what to do. Return whether it is only a warning.

        `about` is the id that it is about, as in hiding.py, `words_of` that of a place whose words differ. In a file of the own layer an id
        of the delivered one makes a warning of it.
        """
        identity = about or words_of
        if identity and self.is_own(file) and not self.has_own_prefix(identity):
            self.warn(file, line, f"{sentence} {LEFT_OUT}")
            self.lost |= {about} - {""}
            return True
        self.faults.append(self._fault(file, line, sentence))
        return False

    def warn(self, file: Path, line: int, sentence: str) -> None:
        """Note what an editor should know and what stops no index."""
        self.warnings.append(self._fault(file, line, sentence))

    def is_own(self, file: Path) -> bool:
        """Return whether a file stands in the own layer."""
        return self.own is not None and file.is_relative_to(self.own)

    def has_own_prefix(self, identity: str) -> bool:
        """Return whether an id, also one as `thema.<id>`, is one of the own layer, and of nothing that was taken out of it."""
        first, dot, rest = identity.partition(".")
        is_gone = bool(dot) and (rest if first == "bron" else first) in self.removed
        return not is_gone and any(part.startswith(f"{self.prefix}-") for part in (first, rest))

    def root_of(self, file: Path) -> Path:
        """Return the folder of the layer in which a file stands."""
        return self.own if self.own is not None and self.is_own(file) else self.root

    def _fault(self, file: Path, line: int, sentence: str) -> Fault:
        shown = file.relative_to(self.root_of(file))
        return Fault(_shown(str(Path("eigen", shown) if self.is_own(file) else shown)), line, _shown(sentence))

    def raise_if_any(self) -> None:
        """Raise CorpusError with the first faults, in order of file and line, and the number of those that are not shown."""
        if not self.faults:
            return
        faults = sorted(set(self.faults), key=_in_order)
        left = len(faults) - MOST_FAULTS
        more = [f"en nog {left} {'fout' if left == 1 else 'fouten'}; verbeter eerst deze."] if left > 0 else []
        raise CorpusError("\n".join([*map(str, faults[:MOST_FAULTS]), *more]))


def _in_order(fault: Fault) -> tuple[str, int, list[tuple[int, str]]]:
    """Return by what faults are put in order: file, line and sentence, numbers in it by what they count to."""
    words = re.findall(r"[0-9]{1,9}|[^0-9]+|[0-9]", fault.sentence)
    return fault.file, fault.line, [(int(word), "") if word.isdecimal() else (-1, word) for word in words]


def _shown(text: str) -> str:
    """Return text as one line that any terminal takes; of a long one the middle is left out, for the end says what to do."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    half = MOST_CHARACTERS // 2 - 2
    return line if len(line) <= MOST_CHARACTERS else f"{line[:half]} … {line[-half:]}"
