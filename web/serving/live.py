"""The knowledge base that serves: opened at start, and replaced when `kb index` has put another generation to use."""

import ctypes
import gc
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app, g

from kb.errors import IndexDamaged, IndexMissing, KnowledgeBaseError
from kb.index import folder as index_folder
from kb.index.database import CACHE, Database, follow
from kb.index.encoder import needs_torch
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.facets import Filters
from kb.retrieval.inquiry import Inquiry
from kb.retrieval.search import ALL_STAGES, Stages

EXTENSION = "kennisbank"
# A new generation is to serve within two seconds; opening one takes some tenths of a second.
CHECK_EVERY_SECONDS = 0.5
# How long a generation that could not be opened is left alone: twice as long each time, so that a passing fault is soon over and a lasting
# one costs little.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# How much of pages a process keeps, in bytes: some 300 of the usual 25 kB. A larger page than the largest is asked for once, by a program.
MOST_OF_PAGES = 8_000_000
LARGEST_PAGE = 100_000
# The results of how many questions it keeps, for the next page of them: each is some 30 kB.
MOST_FOUND = 30
# How long a search may take before it gives what it has: readers leave after a second. Searches take some milliseconds; this is for a
# machine that is too busy.
MOST_SECONDS = 0.8
_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class Recent:
    """The values made last, by key, together at most `most` by what `weigh` says of key and value; may be shared between threads.

    A value heavier than `heaviest` is not kept. Unless told otherwise each weighs one.
    """

    def __init__(self, most: int, weigh: Callable[[Any, Any], int] = lambda key, value: 1, heaviest: int | None = None) -> None:
        self._most = most
        self._heaviest = most if heaviest is None else heaviest
        self._weigh = weigh
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def get(self, key: Hashable, make: Callable[[], _Value], may_keep: Callable[[_Value], bool] = lambda _: True) -> _Value:
        """Return the value of key, made now when it is not remembered; two threads may make it at the same time."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                value: _Value = self._values[key]
                return value
        value = make()
        if may_keep(value) and self._weigh(key, value) <= self._heaviest:
            with self._lock:
                self._keep(key, value)
        return value

    def _keep(self, key: Hashable, value: Any) -> None:
        if key in self._values:
            self.weight -= self._weigh(key, self._values.pop(key))
        self._values[key] = value
        self.weight += self._weigh(key, value)
        while self.weight > self._most:
            self.weight -= self._weigh(*self._values.popitem(last=False))

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()
            self.weight = 0


class ServedKnowledgeBase(KnowledgeBase):
    """A generation that remembers what it was asked last; the memory goes with the generation.

    `pages` are pages made last, by all that they depend on besides the generation.
    """

    @cached_property
    def digest(self) -> str:
        """What tells this generation from every other: a digest of its manifest, which has those of all its files."""
        return sha256(repr(self.manifest).encode()).hexdigest()

    @cached_property
    def pages(self) -> Recent:
        """Pages made last, weighed in bytes with the addresses that they are kept by."""
        return Recent(MOST_OF_PAGES, lambda key, page: len(page) + len(str(key)), LARGEST_PAGE)

    @cached_property
    def _found(self) -> Recent:
        return Recent(MOST_FOUND)

    def forget(self) -> None:
        """Let go of all that is remembered: another generation is about to take its room."""
        self.pages.clear()
        self._found.clear()
        self.retriever.forget()

    def search(
        self,
        text: str,
        filters: Filters = Filters(),
        *,
        literal: bool = False,
        stages: Stages = ALL_STAGES,
        seconds: float | None = MOST_SECONDS,
    ) -> Inquiry:
        """Find as KnowledgeBase does, or give back what was found for the same question when that was complete."""
        find = partial(super().search, text, filters, literal=literal, stages=stages, seconds=seconds)
        return self._found.get((text, filters, literal, stages), find, lambda inquiry: inquiry.is_complete)


@dataclass(frozen=True, slots=True)
class _Failure:
    """A generation that could not be opened: why, what its files looked like, and how long to wait before it is tried again."""

    reason: str
    looks: tuple[object, ...]
    pause: float
    until: float


class LiveKnowledgeBase:
    """Gives each request one opened generation; a request keeps the one it began with.

    A generation that can't be opened is logged, named in `fault` and tried again, and the last good one keeps serving.
    """

    def __init__(
        self,
        root: Path,
        model: str | None = None,
        *,
        with_stories: bool = True,
        is_internal: bool = False,
        database: Database | None = None,
    ) -> None:
        """Serve the index folder `root`, with this embedding model or whichever the index was made with, and with personal stories or
        without; or the index in a database, of which a folder in `root` keeps some files at hand. Opens nothing yet."""
        self._root = root / CACHE if database else root
        self._database = database
        self._model = model
        self._with_stories = with_stories
        self._is_internal = is_internal
        self._current: ServedKnowledgeBase | None = None
        self._failure: _Failure | None = None
        self.fault: str | None = None

    @classmethod
    def opened(
        cls,
        root: Path,
        model: str | None = None,
        *,
        with_stories: bool = True,
        is_internal: bool = False,
        database: Database | None = None,
    ) -> "LiveKnowledgeBase":
        """Return it with its generation open. Raises IndexMissing, ModelMismatch or ModelUnavailable."""
        live = cls(root, model, with_stories=with_stories, is_internal=is_internal, database=database)
        live.open()
        return live

    def open(self) -> None:
        """Open the generation that serves or, when that is damaged, the last good one; with none, `fault` says why.

        Raises what a person must mend before starting: IndexMissing, ModelMismatch or ModelUnavailable.
        """
        try:
            self._follow()
            self._current = self._serving()
        except IndexDamaged as error:
            self._fall_back(error)
        except IndexMissing as error:
            if not index_folder.earlier(self._root):
                raise
            self._fall_back(error)

    @property
    def is_open(self) -> bool:
        """Return whether a generation is open."""
        return self._current is not None

    def may_open_before_fork(self) -> bool:
        """Return whether the processes that serve can share an opened generation: a torch model hangs in a forked process, and a
        connection with a database belongs to one."""
        if self._database:
            return False
        try:
            return not needs_torch(index_folder.current(self._root))
        except IndexMissing:
            return True

    def watch(self) -> None:
        """Open the generation that serves now, unless it is open, and look for another from now on, in a thread of this process.

        What was opened before the processes were split off may have been replaced since, for a reason: it answers nothing here.
        """
        if self._is_behind():
            self._current = None
            try:
                self.open()
            except KnowledgeBaseError as error:  # the other processes serve on: this one waits with them for a better index
                self._fall_back(error)
        threading.Thread(target=self._watch, name="index", daemon=True).start()

    def let_go_when_replaced(self) -> None:
        """Keep what is open for processes that are split off, until another generation serves: then let go of it, in a thread."""
        threading.Thread(target=self._let_go_when_replaced, name="index", daemon=True).start()

    def current(self) -> ServedKnowledgeBase:
        """Return the knowledge base to answer with now. Raises IndexDamaged when no generation is whole."""
        if self._current is None:
            raise IndexDamaged(self.fault or "De index is nog niet geopend.")
        return self._current

    def refresh(self) -> None:
        """Put the generation that the pointer names to use, when it is another one and whole.

        One that failed is tried again after a pause, longer each time, or at once when its files were changed.
        """
        try:
            self._follow()
            folder = index_folder.current(self._root)
        except (IndexMissing, IndexDamaged) as error:
            self._note(str(error))
            return
        if self._current and folder == self._current.folder:
            self.fault = self._failure = None
            return
        looks = _looks(self._root / index_folder.POINTER, folder / index_folder.MANIFEST)
        failure = self._failure if self._failure and self._failure.looks == looks else None
        if failure and time.monotonic() < failure.until:
            self._note(failure.reason)
            return
        if self._current:
            self._current.forget()
        try:
            self._current = self._opened(folder)
        except Exception as error:  # whatever is wrong with a new index, the old one must serve on
            pause = min(2 * failure.pause, LONGEST_PAUSE) if failure else FIRST_PAUSE
            self._failure = _Failure(_reason(folder, error), looks, pause, time.monotonic() + pause)
            self._note(self._failure.reason)
        else:
            self.fault = self._failure = None
            _log.info("Generatie %s dient.", folder.name)
        give_back()

    @property
    def lag(self) -> float | None:
        """How many seconds the database that answers is behind the one that is written to; None without, or when it is that one.

        Raises DatabaseUnreachable.
        """
        return self._database.lag() if self._database else None

    def _follow(self) -> None:
        """Have what the database names as serving in the folder of this machine. Raises IndexMissing or IndexDamaged."""
        if self._database:
            try:
                follow(self._database, self._root)
            except OSError as error:
                raise IndexDamaged(
                    f"'{error.filename or self._root}' is niet te schrijven ({error.strerror}). Geef dit account schrijfrecht op de map"
                    " van KB_INDEX, en zorg voor ruimte op de schijf."
                ) from error

    def _is_behind(self) -> bool:
        """Return whether the pointer names another generation than is open, or none is open."""
        try:
            return self._current is None or index_folder.current(self._root) != self._current.folder
        except IndexMissing:
            return False

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(CHECK_EVERY_SECONDS):
            before = self._current
            self.refresh()
            if self._current is not before:
                # By now the requests that began with the old generation are done.
                del before
                pause.wait(CHECK_EVERY_SECONDS)
                give_back()

    def _let_go_when_replaced(self) -> None:
        pause = threading.Event()
        while not self._is_behind():
            pause.wait(CHECK_EVERY_SECONDS)
        self._current = None
        give_back()

    def _fall_back(self, error: KnowledgeBaseError) -> None:
        """Serve the newest good generation before the one that can't be opened, or none."""
        self._note(str(error))
        self._current = self._first_good(index_folder.earlier(self._root))

    def _serving(self) -> ServedKnowledgeBase:
        """Return the generation that serves, opened. One that is replaced meanwhile may be swept away: then the one that serves by then."""
        folder = index_folder.current(self._root)
        while True:
            try:
                return self._opened(folder)
            except IndexDamaged:
                now = index_folder.current(self._root)
                if now == folder:
                    raise
                folder = now

    def _opened(self, folder: Path) -> ServedKnowledgeBase:
        """Return the generation in folder, with what a first reader would wait for already done."""
        base = ServedKnowledgeBase.open_generation(folder, self._model, with_stories=self._with_stories, database=self._database)
        if not self._is_internal and any(document.openness != "ja" for document in base.library.documents):
            raise IndexDamaged(
                "In deze index staat een bron die niet openbaar is. Zet KB_INTERN=ja als alleen medewerkers deze site lezen,"
                " of bouw de index zonder: kb index"
            )
        KnowledgeBase.answer(base, KnowledgeBase.search(base, "hoe betrek ik ouders"))
        return base

    def _first_good(self, folders: Sequence[Path]) -> ServedKnowledgeBase | None:
        for folder in folders:
            try:
                base = self._opened(folder)
            except KnowledgeBaseError as error:
                _log.error("Ook generatie %s is niet te gebruiken: %s", folder.name, error)
            else:
                _log.warning("De vorige generatie %s dient in plaats daarvan.", folder.name)
                return base
        return None

    def _note(self, reason: str) -> None:
        if reason != self.fault:
            _log.error("De index is niet te gebruiken: %s", reason)
        self.fault = reason


def live() -> LiveKnowledgeBase:
    """Return the live knowledge base of this application."""
    found: LiveKnowledgeBase = current_app.extensions[EXTENSION]
    return found


def current() -> ServedKnowledgeBase:
    """Return the knowledge base of this request: the same generation from its first line to its last."""
    if "knowledge_base" not in g:
        g.knowledge_base = live().current()
    base: ServedKnowledgeBase = g.knowledge_base
    return base


def _reason(folder: Path, error: Exception) -> str:
    if isinstance(error, KnowledgeBaseError):
        return str(error)
    return f"De index in '{folder}' is niet te openen ({type(error).__name__}). Maak hem opnieuw met: kb index"


def _looks(*files: Path) -> tuple[object, ...]:
    """Return what changes when one of the files is replaced, written or given other rights; nothing when one is gone."""
    try:
        return tuple((found.st_ino, found.st_mtime_ns, found.st_ctime_ns) for found in (file.stat() for file in files))
    except OSError:
        return ()


def give_back() -> None:
    """Return the memory and files of a generation that serves no more: it hangs together in cycles, and malloc keeps what is freed."""
    gc.collect()
    # Of glibc, where it was measured to give back 14 MB a process; elsewhere there is nothing to call.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
