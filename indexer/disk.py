"""Files written so that nothing is ever half there, whatever breaks off."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole, in a folder that is made where it is missing, or leave the file as it was."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Always of the same name: what was left by a program that was killed, the next one writes over.
    new = file.with_name(f".{file.name.lstrip('.')}.nieuw")
    with new.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    flush(file.parent)


def flush(folder: Path) -> None:
    """Have what a folder lists on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is in such a block with this folder, which is made where it is missing, and hold it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
