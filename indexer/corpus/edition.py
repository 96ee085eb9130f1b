"""inhoud.yaml: which version of the knowledge this corpus holds, as its editors number it."""

from pathlib import Path

from indexer.corpus import corpus_files, records
from indexer.corpus.faults import FaultList
from indexer.corpus.schemas import EditionFile
from kb.model import Edition

FILE = "inhoud.yaml"


def edition(folder: Path, faults: FaultList) -> Edition | None:
    """Read the version of the content; a corpus without inhoud.yaml has none."""
    file = folder / FILE
    found = records.read_file(EditionFile, file, faults) if corpus_files.is_there(file) else None
    return Edition(found.content.versie, found.content.datum, found.content.wijzigingen) if found else None


def as_text(found: Edition | None) -> str:
    """Return the version for the report of an editor."""
    if found is None:
        return f"Inhoud: zonder versie; zet haar in {FILE}."
    return "\n".join([f"Inhoud: versie {found.version} van {found.date}", *(f"  {change}" for change in found.changes)])
