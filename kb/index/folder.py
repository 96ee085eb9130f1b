"""The index on disk: `index/<generation>/` with a manifest, and a pointer `index/huidig` to the generation that serves.

A generation is built in a folder of its own, never changed afterwards, and put to use by one replacing of the pointer.
Killing a build at any moment leaves the pointer as it was; what it left behind is swept by the next build.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import stat
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import IndexDamaged, IndexMissing, KnowledgeBaseError

FORMAT = 16
MANIFEST = "manifest.json"
POINTER = "huidig"
_NEW_POINTER = "huidig.nieuw"
_BUILDING = ".bouw-"
_CHECK = "controle"
_GENERATION = re.compile(r"[0-9a-f]{12}")
# Whatever the umask of the account that builds: readable for the account that serves, and no file is changed after it was written.
_FILE_MODE = 0o444
_FOLDER_MODE = 0o755
_POINTER_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of and by: digests of the corpus and of what the analysis makes of words, the name of the model.

    `files` maps each file's path to its SHA-256. `instead_of` says, in Dutch, why this model stands in for the one that was wanted; it is
    empty when it does not.
    """

    format: int
    corpus: str
    analysis: str
    model: str
    counts: Mapping[str, int]
    files: Mapping[str, str]
    instead_of: str = ""


@contextlib.contextmanager
def begin(root: Path) -> Iterator[Path]:
    """Give an empty folder in which to build a generation, and remove it at the end unless it was published."""
    _make_folder(root)
    folder = root / f"{_BUILDING}{uuid.uuid4().hex[:12]}"
    with contextlib.ExitStack() as held:
        with _locked(root, fcntl.LOCK_EX):
            folder.mkdir()
            # Held until the end of this block or of the process, however it ends: by this another build sees that it is no left-over.
            held.enter_context(_locked(folder, fcntl.LOCK_SH))
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def seal(folder: Path, corpus: str, analysis: str, model: str, counts: Mapping[str, int], instead_of: str = "") -> Manifest:
    """Write the manifest of a folder that is complete, and put all its files on disk."""
    files = {str(file.relative_to(folder)): _digest(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = Manifest(FORMAT, corpus, analysis, model, dict(counts), files, instead_of)
    (folder / MANIFEST).write_text(as_text(manifest), encoding="utf-8")
    _settle(folder)
    return manifest


def as_text(manifest: Manifest) -> str:
    """Return a manifest as it stands in its file."""
    told = asdict(manifest)
    return json.dumps({_CHECK: _check(told), **told}, indent=1, ensure_ascii=False)


def publish(root: Path, folder: Path) -> Path:
    """Give a sealed folder its name, let the pointer name it, sweep older generations, and return this one.

    The one that served until now stays one round more, for who still reads from it and to fall back on.
    """
    with _locked(root, fcntl.LOCK_EX):
        previous = _serving(root)
        generation = root / folder.name.removeprefix(_BUILDING)
        # Written before anything is put in place: a full disk is met here.
        pointer = _new_pointer(generation)
        folder.rename(generation)
        _sync(root)
        pointer.replace(root / POINTER)
        _sync(root)
        _remove_all_but({generation, previous}, root)
    return generation


def adopt(root: Path, name: str, fill: Callable[[Path], None], keep: Collection[str]) -> Path:
    """Let a generation serve that was made elsewhere under this name, sweep those not to `keep`, and return this one.

    `fill` puts its files in an empty folder, when they are not in root yet. Of several processes one does it, and the others wait.
    """
    _make_folder(root)
    with _locked(root, fcntl.LOCK_EX):
        generation = root / name
        if not _is_file(generation / MANIFEST):
            # Nobody else can be at it: what is there, a process left that was killed.
            folder = root / f"{_BUILDING}{name}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                fill(folder)
                verify(folder)
                _settle(folder)
                folder.rename(generation)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        if _serving(root) != generation:
            _new_pointer(generation).replace(root / POINTER)
            _sync(root)
        _remove_all_but({generation, *(root / one for one in keep)}, root)
    return generation


def sweep(root: Path) -> None:
    """Remove every generation but the one that serves. Raises KnowledgeBaseError when one can't be removed."""
    with _locked(root, fcntl.LOCK_EX):
        serving = current(root)
        _remove_all_but({serving}, root)
        left = [path for path in root.iterdir() if _GENERATION.fullmatch(path.name) and path != serving]
    if left:
        raise KnowledgeBaseError(f"De map '{left[0]}' van een eerdere index is niet te verwijderen. Verwijder haar zelf.")


def current(root: Path) -> Path:
    """Return the folder of the generation that serves. Raises IndexMissing."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
        folder = root / name
        is_there = _GENERATION.fullmatch(name) and _is_file(folder / MANIFEST)
    except PermissionError as error:
        raise IndexMissing(_closed(error.filename, root)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissing(f"Er is geen index in '{root}'. Maak hem met: kb index") from error
    if not is_there:
        raise IndexMissing(f"De index in '{root}' wijst naar '{name[:40]}', maar die map is er niet. Maak de index opnieuw met: kb index")
    return folder


def earlier(root: Path) -> list[Path]:
    """Return the generations on disk that do not serve, the newest first; whether they are whole is not looked at."""
    serving = _serving(root)
    made = {}
    for file in root.glob(f"*/{MANIFEST}"):
        if _GENERATION.fullmatch(file.parent.name) and file.parent != serving:
            # Another build may sweep it at this moment.
            with contextlib.suppress(OSError):
                made[file.parent] = file.stat().st_mtime
    return sorted(made, key=lambda folder: made[folder], reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation. Raises IndexDamaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_whole = told.pop(_CHECK) == _check(told)
        # Of another form it may hold other things: that is looked at first.
        form = told["format"]
        manifest = Manifest(**told) if form == FORMAT else None
    except PermissionError as error:
        raise IndexDamaged(_closed(error.filename, folder.parent)) from error
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"Het manifest in '{folder}' is niet te lezen. Maak de index opnieuw met: kb index") from error
    if not is_whole:
        raise IndexDamaged(f"Het manifest in '{folder}' is beschadigd. Maak de index opnieuw met: kb index")
    if manifest is None:
        raise IndexDamaged(f"De index in '{folder}' heeft vorm {form} en dit programma leest vorm {FORMAT}. Maak hem opnieuw met: kb index")
    return manifest


def verify(folder: Path) -> Manifest:
    """Return the manifest of a generation after comparing every file with it: none differs, is gone or is too many.

    Raises IndexDamaged.
    """
    manifest = read_manifest(folder)
    try:
        present = _files(folder)
        for name in sorted(present - manifest.files.keys() - {MANIFEST}):
            raise IndexDamaged(f"Bestand '{name}' hoort niet bij de index in '{folder}'. Maak de index opnieuw met: kb index")
        for name, digest in manifest.files.items():
            if name not in present or _digest(folder / name) != digest:
                raise IndexDamaged(f"Bestand '{name}' van de index in '{folder}' is beschadigd of weg. Maak de index opnieuw met: kb index")
    except PermissionError as error:
        raise IndexDamaged(_closed(error.filename, folder.parent)) from error
    except OSError as error:
        raise IndexDamaged(
            f"'{error.filename or folder}' is niet te lezen. Kijk de schijf na en maak de index opnieuw met: kb index"
        ) from error
    return manifest


def _files(folder: Path) -> set[str]:
    """Return the regular files in a generation. Raises IndexDamaged when there is anything but files and folders."""
    found = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                found.add(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                found |= {f"{entry.name}/{name}" for name in _files(Path(entry.path))}
            else:
                raise IndexDamaged(f"'{entry.path}' is geen gewoon bestand en hoort niet bij de index. Maak de index opnieuw met: kb index")
    return found


def _closed(path: str, root: Path) -> str:
    return f"Dit account mag '{path}' niet lezen. Geef het leesrecht op alles in '{root}'."


def _settle(folder: Path) -> None:
    """Put all files of a folder on disk, and let none of them be changed."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(_FILE_MODE if path.is_file() else _FOLDER_MODE)
        _sync(path)


def _serving(root: Path) -> Path | None:
    try:
        return current(root)
    except IndexMissing:
        return None


def _new_pointer(generation: Path) -> Path:
    """Write a pointer to a generation, not yet in its place, and return it."""
    pointer = generation.parent / _NEW_POINTER
    # What a killed build left may be of another account.
    pointer.unlink(missing_ok=True)
    pointer.write_text(generation.name, encoding="utf-8")
    pointer.chmod(_POINTER_MODE)
    _sync(pointer)
    return pointer


def _remove_all_but(keep: set[Path | None], root: Path) -> None:
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
    try:
        with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
            return False
    except BlockingIOError:
        return True
    except OSError:  # gone by now, or no folder
        return False


@contextlib.contextmanager
def _locked(folder: Path, operation: int) -> Iterator[None]:
    """Hold a lock on a folder, which ends with this block or with the process."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, operation)
        yield
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, readable for every account; one that is there stays as it is."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)


def _is_file(path: Path) -> bool:
    """Return whether a regular file is there. Raises PermissionError, where Path.is_file would say no in some versions."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
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
