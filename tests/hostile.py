"""What comes of a file that was made to do harm, and whether it touched anything."""

import tempfile
import time
from pathlib import Path

import psutil
import pytest

from indexer.importing.reading import read_file
from indexer.importing.refusals import Refused
from indexer.importing.shield import sandbox

SHIELD_IS_HERE = pytest.mark.skipif(
    not (sandbox._has_namespaces() and sandbox.landlock_version()), reason="this machine has no namespaces or no Landlock"
)
ROOT_LINE = "root:x:0:0"
# Where a member of a zip would be written by who follows its name.
PLACES_OUTSIDE = (Path("/tmp/kb-weg.txt"), Path("/etc/cron.d/kwaad"), Path("kwaad"), Path(tempfile.gettempdir()) / "kwaad")


def told_of(file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str | tuple[str, ...], float]:
    """Return what comes of a file and in how many seconds; fails when anything else is touched by it."""
    temporary = file.parent / "tijdelijk"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    process = psutil.Process()
    before = file.read_bytes()
    began = time.monotonic()
    try:
        conversion = read_file(file)
        told: str | tuple[str, ...] = tuple(block.text for block in conversion.blocks)
        everything = conversion.as_json()
    except Refused as refusal:
        told = everything = str(refusal).removeprefix(f"'{file.name}': ")
    seconds = time.monotonic() - began
    assert ROOT_LINE not in everything
    assert (process.children(recursive=True), file.read_bytes()) == ([], before)
    assert sorted(file.parent.rglob("*")) == [file, temporary]
    assert [place for place in PLACES_OUTSIDE if place.exists()] == []
    return told, seconds
