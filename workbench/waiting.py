"""Drafts as an editor meets them: known by their whole id alone, held while they change, with who changed one last and what it was then."""

import contextlib
import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.importing import concept as concepts
from indexer.importing import drafts, holding, mending, reading
from indexer.importing.drafts import Draft
from indexer.importing.guards import examine
from kb.errors import KnowledgeBaseError, NotFound
from workbench import logbook
from workbench.place import Place

LAST, PICTURES = ".laatst.json", ".bladzijden"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A command that holds the own folder for a moment is waited for; one that takes long is told of.
_PATIENCE = 3.0
_WIDTH = 1_000
_TAKEN_IN = "bestand ingelezen"


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed a draft last, and when (ISO 8601); '' is not known."""

    editor: str
    moment: str


def ids(place: Place) -> list[str]:
    """Return the ids of all drafts."""
    folder = place.own / holding.WAITING
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and _ID.fullmatch(path.name)) if folder.is_dir() else []


def get(place: Place, identity: str) -> Draft:
    """Return a draft by its whole id. Raises NotFound, and KnowledgeBaseError when its file can't be read."""
    if identity not in ids(place):
        raise NotFound("Dit concept is er niet meer: het is gepubliceerd of weggegooid.")
    folder = place.own / holding.WAITING / identity
    return Draft(folder, concepts.read(folder))


@contextlib.contextmanager
def held(place: Place) -> Iterator[None]:
    """Hold the own folder, waiting a moment for who has it. Raises KnowledgeBaseError when that takes long."""
    end = time.monotonic() + _PATIENCE
    with contextlib.ExitStack() as stack:
        while True:
            try:
                finished = stack.enter_context(holding.held(place.own))
                break
            except KnowledgeBaseError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        if finished:
            logbook.note(place.own, "de werkbank", "afgebroken publicatie afgemaakt", finished)
        yield


def changed(place: Place, draft: Draft, editor: str, what: str) -> None:
    """Note who did what to a draft. The own folder must be held."""
    told = {"wie": editor, "wanneer": datetime.now(UTC).isoformat(timespec="seconds")}
    holding.write_whole(draft.folder / LAST, json.dumps(told, ensure_ascii=False).encode())
    logbook.note(place.own, editor, what, draft.id)


def digest(draft: Draft) -> str:
    """Return what tells whether a draft changed."""
    found = hashlib.sha256()
    for name in (concepts.FILE, mending.FILE, drafts.SOURCE):
        file = draft.folder / name
        found.update(file.read_bytes() if file.is_file() else b"")
        found.update(b"\0")
    return found.hexdigest()[:16]


def last_change(place: Place, draft: Draft) -> Change:
    """Return who changed a draft last: who decided something, or else who brought the file."""
    file = draft.folder / LAST
    if file.is_file():
        told = json.loads(file.read_bytes())
        return Change(told["wie"], told["wanneer"])
    brought = [one for one in logbook.last(place.own, 500) if one["wat"] == _TAKEN_IN and one["over"] == draft.concept.naam_bestand]
    return Change(brought[0]["wie"], brought[0]["wanneer"]) if brought else Change("", "")


def has_pictures(draft: Draft) -> bool:
    """Return whether pages of the file can be shown."""
    return draft.file.suffix == ".pdf"


def picture(draft: Draft, page: int) -> bytes:
    """Return a page of the file as PNG, as it was drawn the first time. Raises NotFound and Refused."""
    if not has_pictures(draft) or not 1 <= page <= len(draft.read.pages):
        raise NotFound("Deze bladzijde is er niet.")
    kept = draft.folder / PICTURES / f"{page:d}.png"
    if kept.is_file():
        return kept.read_bytes()
    drawn = reading.page_picture(examine(draft.file), page, _WIDTH)
    kept.parent.mkdir(exist_ok=True)
    holding.write_whole(kept, drawn)
    return drawn
