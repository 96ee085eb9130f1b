"""A source file of one test: written, read, and its faults as an editor sees them."""

from pathlib import Path

from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.corpus.source_file import read

HEAD = """\
---
id: gids
titel: Gids
uitgever: Gemeente Beekstad
soort: handreiking
datum_herkomst: onbekend
bewijs: advies
origineel: gids.txt
herkomst: Voor de tests.
---
"""
FIRST = HEAD.count("\n") + 1


def faults_of(folder: Path, text: str) -> list[str]:
    file = folder / "gids.md"
    file.write_text(text, encoding="utf-8")
    faults = FaultList(folder)
    read(file, faults)
    return [str(fault) for fault in faults.faults]


def source_of(folder: Path, body: str, more: str = "") -> Source:
    """Return the source with this body; `more` are lines for its front matter."""
    file = folder / "gids.md"
    file.write_text(HEAD.replace("\nherkomst:", f"\n{more}herkomst:") + body, encoding="utf-8")
    faults = FaultList(folder)
    source = read(file, faults)
    assert [str(fault) for fault in faults.faults] == []
    assert source
    return source
