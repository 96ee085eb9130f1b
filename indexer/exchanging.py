"""A folder of content exchanged for a new one in one step, and mended where that was broken off."""

import ctypes
import os
import shutil
from pathlib import Path

from indexer.corpus import corpus_files
from indexer.disk import alone

_HERE = -100
_EXCHANGE = 2


def aside(folder: Path) -> Path:
    """Return where a folder stands while it is exchanged: a hidden place, which nobody gives to a copy of his own."""
    return folder.absolute().with_name(f".{folder.absolute().name}.vorige")


def exchange(folder: Path, new: Path) -> None:
    """Put a new folder in the place of one, with what is in no package carried over. Broken off anywhere, `mend` finishes it."""
    before = aside(folder)
    with alone(folder.parent):
        if not folder.exists():
            new.rename(folder)
            return
        new.rename(before)
        if not _swapped(before, folder):
            # Of these two steps the first leaves no folder: what is set aside then is the old one.
            before.rename(new)
            folder.rename(before)
            try:
                new.rename(folder)
            except OSError:
                before.rename(folder)
                raise
        _finish(before, folder)


def mend(folder: Path) -> None:
    """Finish an exchange that was broken off, or take it back where the new folder had not come yet."""
    before = aside(folder)
    if not before.is_dir():
        return
    with alone(folder.parent):
        if before.is_dir() and not folder.exists():
            before.rename(folder)
        elif before.is_dir():
            _finish(before, folder)


def clear(folder: Path) -> None:
    """Remove a folder, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _finish(before: Path, folder: Path) -> None:
    """Move over what is in no package (drafts, the logbook and what begins with a dot) and remove what was set aside: the old folder, or
    the new one that never came in its place, and has none of these."""
    for path in before.iterdir():
        is_beside = path.name.startswith(".") or path.name in corpus_files.OWN_FOLDERS or path.suffix == ".jsonl"
        # A file that is being written goes on being so.
        if is_beside and not (folder / path.name).exists():
            path.rename(folder / path.name)
    clear(before)


def _swapped(one: Path, other: Path) -> bool:
    """Let two folders take each other's name at once; False where this machine can't."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
