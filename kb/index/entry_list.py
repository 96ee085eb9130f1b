"""The list of entries that both indexes share: an entry's position in it is its number in each index."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter

from kb import record_files
from kb.model import Entry
from kb.record_files import Records

FOLDER = "ingangen"
_FORM = TypeAdapter(Entry)


def write(entries: Iterable[Entry], folder: Path) -> None:
    """Write the entries into folder."""
    record_files.write(entries, _FORM, folder / FOLDER)


def open_entries(folder: Path) -> Records[Entry]:
    """Open the entries of folder."""
    return Records(folder / FOLDER, _FORM)
