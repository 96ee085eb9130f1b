"""The content as it stands in the folders now: read anew when a file changed, with the faults that a check would tell."""

import threading
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus import corpus
from indexer.corpus.corpus import Corpus
from indexer.fidelity import comparison
from indexer.keeping import earlier
from kb.errors import CorpusError, KnowledgeBaseError
from kb.library import Library
from workbench.place import Place

_lock = threading.Lock()
_kept: dict[tuple[Path, Path], tuple[frozenset[tuple[str, int, int]], "Content"]] = {}


@dataclass(frozen=True, slots=True)
class Content:
    """A corpus that can be read, or the faults why it can't; what a check warns of stands in `warnings`."""

    corpus: Corpus | None
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def content(place: Place) -> Content:
    """Return the content of a place; reading takes a second or two, so it is kept until a file changes."""
    with _lock:
        stamp = _stamp(place.corpus) | _stamp(place.own)
        kept = _kept.get((place.corpus, place.own))
        if kept and kept[0] == stamp:
            return kept[1]
        found = _read(place)
        _kept[place.corpus, place.own] = (stamp, found)
        return found


def library_of(place: Place) -> Library:
    """Return the library of a place. Raises KnowledgeBaseError while the content has faults."""
    found = content(place).corpus
    if found is None:
        raise KnowledgeBaseError("De inhoud heeft fouten; die staan op het overzicht. Herstel ze eerst, of zet bij Versies iets terug.")
    return found.library


def _read(place: Place) -> Content:
    try:
        read = corpus.load(place.corpus, place.own)
        comparison.check(read)
    except CorpusError as error:
        return Content(None, tuple(str(error).splitlines()))
    return Content(read, warnings=tuple(map(str, read.warnings)))


def _stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return what tells whether a file of a folder changed: drafts, who did what and what begins with a dot are no part of the content."""
    files = (path for path in folder.rglob("*") if path.is_file() and not _is_apart(path.relative_to(folder)))
    return frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def _is_apart(path: Path) -> bool:
    return path.parts[0] in ("wacht", earlier.LOGBOOK) or any(part.startswith(".") for part in path.parts)
