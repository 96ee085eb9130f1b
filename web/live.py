"""The knowledge base that serves: opened at start, and replaced when `kb index` has put another generation to use."""

import logging
import threading
import time
from pathlib import Path

from flask import current_app, g

from kb import index_folder
from kb.errors import KnowledgeBaseError
from kb.knowledge_base import KnowledgeBase

EXTENSION = "kennisbank"
CHECK_EVERY_SECONDS = 1.0
_log = logging.getLogger(__name__)


class LiveKnowledgeBase:
    """Gives each request one opened generation; a request keeps the one it began with.

    The pointer is read at most once a second. A new generation that can't be opened is logged and the old one keeps serving.
    """

    def __init__(self, root: Path, model: str | None = None) -> None:
        """Open the generation that serves in the index folder `root`. Raises KnowledgeBaseError."""
        self._root = root
        self._model = model
        self._lock = threading.Lock()
        self._current = KnowledgeBase.open(root, model)
        self._checked = time.monotonic()
        self.fault: str | None = None

    def current(self) -> KnowledgeBase:
        """Return the knowledge base to answer with now."""
        if time.monotonic() - self._checked >= CHECK_EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._checked = time.monotonic()
                self._lock.release()
        return self._current

    def _refresh(self) -> None:
        try:
            folder = index_folder.current(self._root)
            if folder != self._current.folder:
                self._current = KnowledgeBase.open_generation(folder, self._model)
                _log.info("Generation %s serves.", folder.name)
            self.fault = None
        except KnowledgeBaseError as error:
            if self.fault is None:
                _log.error("The new index cannot be used, the old one keeps serving: %s", error)
            self.fault = str(error)


def current() -> KnowledgeBase:
    """Return the knowledge base of this request: the same generation from its first line to its last."""
    if "knowledge_base" not in g:
        live: LiveKnowledgeBase = current_app.extensions[EXTENSION]
        g.knowledge_base = live.current()
    base: KnowledgeBase = g.knowledge_base
    return base
