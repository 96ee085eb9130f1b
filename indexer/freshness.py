"""Whether an index still belongs to a corpus: told from files alone, without loading any model."""

import hashlib
from pathlib import Path

from indexer import training
from indexer.model import making
from kb.analysis.digest import analysis_digest
from kb.calibration import Calibration, open_calibration
from kb.errors import IndexDamaged, IndexMissing
from kb.index import folder as index_folder


def corpus_digest(folder: Path, own: Path | None = None, *, with_closed: bool = False) -> str:
    """Return a digest of all files of a corpus folder, of the own one over it, and of what this code makes of them: the index format and
    how it trains. Drafts (`wacht`) and what begins with a dot are in no index; a file of `bestanden` is known by its name, which is its
    digest."""
    digest = hashlib.sha256(f"vorm {index_folder.FORMAT}, training {training.settings()}, {making.recipe()}".encode())
    for layer in filter(None, (folder, own)):
        for file in sorted(layer.rglob("*")):
            name = file.relative_to(layer)
            if any(part.startswith(".") for part in name.parts):
                continue
            if name.parts[0] == "bestanden":
                digest.update(str(name).encode() + b"\0")
            elif file.is_file() and file.suffix in (".md", ".yaml", ".txt") and name.parts[0] != "wacht":
                digest.update(str(name).encode() + b"\0" + file.read_bytes() + b"\0")
        digest.update(b"\0laag\0" if own else b"")
    digest.update(b"\0ook besloten\0" if with_closed else b"")
    return digest.hexdigest()


def is_fresh(
    corpus_folder: Path, root: Path, model: str, numbers: Calibration, own: Path | None = None, *, with_closed: bool = False
) -> bool:
    """Return whether the serving generation is whole and was made of this corpus, by this code, with this model and these numbers."""
    try:
        folder = index_folder.current(root)
        manifest = index_folder.verify(folder)
        served_with = open_calibration(folder)
    except (IndexDamaged, IndexMissing, OSError, ValueError):
        return False
    made_of = (manifest.corpus, manifest.analysis, manifest.model, served_with)
    # An index with a model that stands in for another one is made anew as soon as somebody asks: the other may be there by now.
    return not manifest.instead_of and made_of == (
        corpus_digest(corpus_folder, own, with_closed=with_closed),
        analysis_digest(),
        model,
        numbers,
    )
