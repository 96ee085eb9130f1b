"""The index on disk: `index/<generation>/` with a manifest, and a pointer `index/huidig` to the generation that serves.

A generation is built in a folder of its own, never changed afterwards, and put to use by one atomic replace of the pointer.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import IndexDamaged, IndexMissing

FORMAT = 1
MANIFEST = "manifest.json"
POINTER = "huidig"
_BUILDING = ".bouw-"


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
    return folder


def seal(folder: Path, corpus: str, model: str, counts: Mapping[str, int]) -> Manifest:
    """Write the manifest of a folder that is complete, and put all its files on disk."""
    files = {str(file.relative_to(folder)): _digest(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = Manifest(FORMAT, corpus, model, dict(counts), files)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False), encoding="utf-8")
    for file in [*(folder / name for name in files), folder / MANIFEST]:
        _sync(file)
    return manifest


def publish(root: Path, folder: Path) -> Path:
    """Give a sealed folder its name, let the pointer name it, and return it."""
    generation = root / folder.name.removeprefix(_BUILDING)
    folder.rename(generation)
    pointer = root / f".{POINTER}-{uuid.uuid4().hex[:12]}"
    pointer.write_text(generation.name, encoding="utf-8")
    _sync(pointer)
    pointer.replace(root / POINTER)
    _sync(root)
    return generation


def current(root: Path) -> Path:
    """Return the folder of the generation that serves. Raises IndexMissing."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(f"Er is geen index in '{root}'. Maak hem met: kb index") from error
    folder = root / name
    if not name or "/" in name or not (folder / MANIFEST).is_file():
        raise IndexMissing(f"De index in '{root}' wijst naar '{name}', maar die map is er niet. Maak de index opnieuw met: kb index")
    return folder


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation. Raises IndexDamaged."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(f"Het manifest in '{folder}' is niet te lezen. Maak de index opnieuw met: kb index") from error
    if manifest.format != FORMAT:
        raise IndexDamaged(
            f"De index in '{folder}' heeft vorm {manifest.format} en dit programma leest vorm {FORMAT}. Maak hem opnieuw met: kb index"
        )
    return manifest


def verify(folder: Path) -> Manifest:
    """Return the manifest of a generation after comparing every file with it. Raises IndexDamaged."""
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        file = folder / name
        if not file.is_file() or _digest(file) != digest:
            raise IndexDamaged(f"Bestand '{name}' van de index in '{folder}' is beschadigd of weg. Maak de index opnieuw met: kb index")
    return manifest


def remove_all_but(root: Path, keep: set[Path]) -> None:
    """Remove generations, and folders of builds that were broken off, except those in keep."""
    for folder in root.iterdir():
        if folder.is_dir() and folder not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
