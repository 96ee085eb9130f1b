"""The index on disk: `index/<generation>/` with a manifest, and a pointer `index/huidig` to the generation that serves.

A generation is built in a folder of its own, never changed afterwards, and put to use by one replacing of the pointer.
Killing a build at any moment leaves the pointer as it was; what it left behind is swept by the next build.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import IndexDamaged, IndexMissing

FORMAT = 3
MANIFEST = "manifest.json"
POINTER = "huidig"
_BUILDING = ".bouw-"
_CHECK = "controle"
_GENERATION = re.compile(r"[0-9a-f]{12}")
# Readable for the account that serves, writable for nobody: a generation is never changed.
_FILE_MODE = 0o444


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. `files` maps each file's path to its SHA-256."""

    format: int
    corpus: str
    model: str
    counts: Mapping[str, int]
    files: Mapping[str, str]


def begin(root: Path) -> Path:
    """Make and return an empty folder in which to build a generation."""
    folder = root / f"{_BUILDING}{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    # Held until this process ends, however it ends: by this another build sees that the folder is no left-over.
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_SH)
    return folder


def seal(folder: Path, corpus: str, model: str, counts: Mapping[str, int]) -> Manifest:
    """Write the manifest of a folder that is complete, and put all its files on disk."""
    files = {str(file.relative_to(folder)): _digest(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = Manifest(FORMAT, corpus, model, dict(counts), files)
    told = asdict(manifest)
    (folder / MANIFEST).write_text(json.dumps({_CHECK: _check(told), **told}, indent=1, ensure_ascii=False), encoding="utf-8")
    for path in [folder, *folder.rglob("*")]:
        if path.is_file():
            path.chmod(_FILE_MODE)
        _sync(path)
    return manifest


def publish(root: Path, folder: Path) -> Path:
    """Give a sealed folder its name, let the pointer name it, and return it."""
    generation = root / folder.name.removeprefix(_BUILDING)
    pointer = folder / POINTER
    pointer.write_text(generation.name, encoding="utf-8")
    _sync(pointer)
    folder.rename(generation)
    _sync(root)
    (generation / POINTER).replace(root / POINTER)
    _sync(root)
    return generation


def current(root: Path) -> Path:
    """Return the folder of the generation that serves. Raises IndexMissing."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissing(f"Er is geen index in '{root}'. Maak hem met: kb index") from error
    folder = root / name
    if not _GENERATION.fullmatch(name) or not (folder / MANIFEST).is_file():
        raise IndexMissing(f"De index in '{root}' wijst naar '{name[:40]}', maar die map is er niet. Maak de index opnieuw met: kb index")
    return folder


def earlier(root: Path) -> list[Path]:
    """Return the generations on disk that do not serve, the newest first; whether they are whole is not looked at."""
    try:
        serving = current(root)
    except IndexMissing:
        serving = None
    found = [file.parent for file in root.glob(f"*/{MANIFEST}") if _GENERATION.fullmatch(file.parent.name) and file.parent != serving]
    return sorted(found, key=lambda folder: (folder / MANIFEST).stat().st_mtime, reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation. Raises IndexDamaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_whole = told.pop(_CHECK) == _check(told)
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise IndexDamaged(f"Het manifest in '{folder}' is niet te lezen. Maak de index opnieuw met: kb index") from error
    if not is_whole:
        raise IndexDamaged(f"Het manifest in '{folder}' is beschadigd. Maak de index opnieuw met: kb index")
    if manifest.format != FORMAT:
        raise IndexDamaged(
            f"De index in '{folder}' heeft vorm {manifest.format} en dit programma leest vorm {FORMAT}. Maak hem opnieuw met: kb index"
        )
    return manifest


def verify(folder: Path) -> Manifest:
    """Return the manifest of a generation after comparing every file with it. Raises IndexDamaged."""
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        if not _has_digest(folder / name, digest):
            raise IndexDamaged(f"Bestand '{name}' van de index in '{folder}' is beschadigd of weg. Maak de index opnieuw met: kb index")
    return manifest


def remove_all_but(root: Path, keep: set[Path]) -> None:
    """Remove generations except those in keep, and what broken-off builds left; nothing else that stands in root is touched."""
    for path in root.iterdir():
        is_left_over = path.name.startswith(_BUILDING) and not _is_held(path)
        if path.is_dir() and path not in keep and (is_left_over or _GENERATION.fullmatch(path.name)):
            shutil.rmtree(path, ignore_errors=True)


def _check(told: Mapping[str, object]) -> str:
    """Return a digest of what a manifest tells, by which a changed byte of its own is noticed."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _is_held(folder: Path) -> bool:
    """Return whether a process that is still running builds in this folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _has_digest(file: Path, digest: str) -> bool:
    try:
        return _digest(file) == digest
    except OSError:
        return False


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
