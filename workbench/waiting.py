"""Drafts as an editor meets them: known by their whole id alone, held while they change, with who changed one last and what it was then."""

import contextlib
import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.disk import write_whole
from indexer.drafting import concept as concepts
from indexer.drafting import deciding, drafts, holding
from indexer.drafting.drafts import Draft
from indexer.importing import reading
from indexer.importing.guards import examine
from kb.errors import KnowledgeBaseError, NotFound
from workbench import logbook
from workbench.place import Place

LAST, PICTURES, STATES = ".laatst.json", ".bladzijden", ".staten"
KEPT = 10
_TEXTS = (drafts.ORIGINAL, drafts.FIDELITY, drafts.SOURCE, deciding.FILE, concepts.FILE)
_MOMENT = re.compile(r"[0-9]{13}")
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


@dataclass(frozen=True, slots=True)
class State:
    """What a draft was until it was changed at `moment`, and by which change it had become so ('' when nobody had changed it)."""

    moment: str
    change: Change


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


@contextlib.contextmanager
def changing(place: Place, draft: Draft, editor: str, what: str) -> Iterator[None]:
    """Keep what a draft is while it is changed, and note who did what when that went well. The own folder must be held."""
    kept = _kept(draft)
    try:
        yield
    except KnowledgeBaseError:
        shutil.rmtree(kept)
        raise
    for old in _folders(draft)[KEPT:]:
        shutil.rmtree(old)
    told = {"wie": editor, "wanneer": datetime.now(UTC).isoformat(timespec="seconds")}
    write_whole(draft.folder / LAST, json.dumps(told, ensure_ascii=False).encode())
    logbook.note(place.own, editor, what, draft.id)


def states(draft: Draft) -> list[State]:
    """Return what a draft was before, the last state first."""
    return [State(folder.name, _told(folder / LAST)) for folder in _folders(draft)]


def bring_back(draft: Draft, moment: str) -> None:
    """Make a draft what it was at a moment. Raises NotFound when that is not kept. To be done while it is `changing`."""
    kept = next((folder for folder in _folders(draft) if folder.name == moment), None)
    if kept is None:
        raise NotFound("Deze eerdere staat is er niet meer.")
    # The concept last: with it the decisions hold.
    for name in _TEXTS:
        if (kept / name).is_file():
            write_whole(draft.folder / name, (kept / name).read_bytes())
        else:
            (draft.folder / name).unlink(missing_ok=True)


def _kept(draft: Draft) -> Path:
    """Keep what a draft is now, whole, and return where."""
    root = draft.folder / STATES
    root.mkdir(exist_ok=True)
    moment = max([time.time_ns() // 1_000_000, *(int(folder.name) + 1 for folder in _folders(draft))])
    unfinished = root / ".nieuw"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in (*_TEXTS, LAST):
        if (draft.folder / name).is_file():
            shutil.copyfile(draft.folder / name, unfinished / name)
    return unfinished.rename(root / f"{moment:013d}")


def _folders(draft: Draft) -> list[Path]:
    root = draft.folder / STATES
    return sorted((folder for folder in root.iterdir() if _MOMENT.fullmatch(folder.name)), reverse=True) if root.is_dir() else []


def _told(file: Path) -> Change:
    told = json.loads(file.read_bytes()) if file.is_file() else {}
    return Change(told.get("wie", ""), told.get("wanneer", ""))


def digest(draft: Draft) -> str:
    """Return what tells whether a draft changed."""
    found = hashlib.sha256()
    for name in (concepts.FILE, deciding.FILE, drafts.SOURCE):
        file = draft.folder / name
        found.update(file.read_bytes() if file.is_file() else b"")
        found.update(b"\0")
    return found.hexdigest()[:16]


def last_change(place: Place, draft: Draft) -> Change:
    """Return who changed a draft last: who decided something, or else who brought the file."""
    if (draft.folder / LAST).is_file():
        return _told(draft.folder / LAST)
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
    write_whole(kept, drawn)
    return drawn
