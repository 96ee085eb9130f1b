"""What lies beside the sources of a folder and belongs to none of them, and files that are not what their name says."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from indexer.corpus import corpus_files
from indexer.corpus.cross_references import EXAMPLES
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from kb.library import Library

DRAFTS = "wacht"
_FILE = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,5}")


def check(root: Path, sources: Sequence[Source], below: Library, faults: FaultList) -> None:
    """Note each original, list of reasons, file and list of questions in root without its source, of which all could be read.

    Questions may be about a source of the layer below too, and a file may be that of a draft.
    """
    of = {"origineel": {source.original for source in sources}}
    of["getrouwheid"] = {f"{source.document.id}.yaml" for source in sources}
    of["bestanden"] = {str(source.document.file) for source in sources} | _of_drafts(root)
    known = {*(source.document.id for source in sources), *(source.file.stem for source in sources)}
    known |= {document.id for document in below.documents}
    of["vragen"] = {EXAMPLES, *(f"{name}.yaml" for name in known)}
    for folder, names in of.items():
        for file in corpus_files.files_in(root / folder):
            # An update of the layer below may take a source away that own questions are about.
            note = faults.warn if folder == "vragen" and faults.is_own(file) else faults.add
            # Of a source that names another original, that it is not there is told.
            if file.name not in names and not (folder == "origineel" and file.stem in known):
                note(file, 1, "dit hoort bij geen bron; verwijder het, of zet de bron terug.")
    for file in corpus_files.visible(root / "bestanden"):
        sentence = _unlike_its_name(file, faults)
        if sentence:
            faults.add(file, 1, sentence)


def _of_drafts(root: Path) -> set[str]:
    """Return the names of files that drafts in root were made of."""
    texts = (file for file in (root / DRAFTS).glob("*/*") if file.suffix in (".md", ".yaml") and file.is_file())
    return {name for file in texts for name in _FILE.findall(file.read_text(encoding="utf-8", errors="replace"))}


def _unlike_its_name(file: Path, faults: FaultList) -> str:
    """Return why a file of `bestanden` is not what its name says, '' when it is: that is the digest of what it holds."""
    if not _FILE.fullmatch(file.name):
        return "een bestand heet hier naar zijn SHA-256 met zijn uitgang erachter (64 tekens, een punt en bijvoorbeeld pdf)."
    if not corpus_files.is_own_file(file, faults.root_of(file)):
        return "dit is geen gewoon bestand in deze map; zet het bestand zelf hier."
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return "dit bestand is niet te lezen; kijk of u er leesrecht op hebt."
    if digest != file.name.partition(".")[0]:
        return "dit is een ander bestand dan zijn naam zegt; zet het juiste terug, of neem het opnieuw op."
    return ""
