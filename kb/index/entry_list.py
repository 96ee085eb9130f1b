"""The list of entries that both indexes share: an entry's position in it is its number in each index."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from kb.model import Entry

FILE = "entries.json"
_ADAPTER = TypeAdapter(tuple[Entry, ...])


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Write the entries into folder."""
    (folder / FILE).write_bytes(_ADAPTER.dump_json(tuple(entries)))


def open_entries(folder: Path) -> tuple[Entry, ...]:
    """Read the entries of folder."""
    return _ADAPTER.validate_json((folder / FILE).read_bytes())
