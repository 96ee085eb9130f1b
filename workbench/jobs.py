"""What takes long: `kb` commands that run beside the werkbank, one at a time, with what they tell kept in a file each; and beside those a
preview of the site, which reads nothing that they change once it is open.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.disk import write_whole
from kb.errors import KnowledgeBaseError

_NAME = re.compile(r"[0-9]{13}")
# What one looks back at; of what went before only what it did is left, in the files themselves.
KEPT = 20
_LAST_LINES = 200
# These read the content, or write beside it.
_ONLY_READ = ("index", "check", "pack", "add", "try")
_ENDING = 8  # seconds
_OPEN = "Er is al een proefsite open. Sluit die eerst; zij staat op het overzicht."


class Busy(KnowledgeBaseError):
    """Something else is still running."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command: its name, what it does in Dutch, for what and who, whether it ended and how, what it told and what `kb` was asked."""

    name: str
    title: str
    about: str
    editor: str
    began: float
    outcome: int | None
    lines: tuple[str, ...]
    arguments: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command of `kb`."""
        return self.arguments[0] if self.arguments else ""

    @property
    def writes_content(self) -> bool:
        """Whether it puts files of the content in place of others, so that nobody else should meanwhile."""
        return self.command not in _ONLY_READ

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.outcome is None

    @property
    def went_well(self) -> bool:
        """Whether it did what it should; an index with the own model in place of another did."""
        return self.outcome in (0, 3)


class Jobs:
    """The commands of one werkbank, kept in a folder. One runs at a time, as all change the same files, and one preview beside it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = {**os.environ, **environment, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "200"}
        self._lock = threading.Lock()
        # What runs by itself, and the preview that is open.
        self._running: dict[bool, tuple[str, subprocess.Popen[bytes]]] = {}
        self._last: tuple[str, str] = ("", "")
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, title: str, about: str, editor: str, arguments: Sequence[str]) -> str:
        """Start `kb` with arguments and return the name of the job. Raises Busy while another one runs, and for a second preview."""
        is_preview = _is_preview(arguments)
        with self._lock:
            if self._process(is_preview):
                raise Busy(_OPEN if is_preview else "Er loopt al iets. Wacht tot dat klaar is en probeer het dan opnieuw.")
            name = f"{time.time_ns() // 1_000_000:013d}"
            told = json.dumps({"titel": title, "over": about, "wie": editor, "opdracht": list(arguments)}, ensure_ascii=False)
            (self._folder / f"{name}.json").write_text(told, encoding="utf-8")
            self._last = (name, told)
            with (self._folder / f"{name}.txt").open("wb") as output:
                # A job outlives the page that began it, and ends with the werkbank only when it is told to.
                process = subprocess.Popen(
                    [sys.executable, "-m", "indexer.cli", *arguments],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=self._environment, start_new_session=True,
                )  # fmt: skip
            self._running[is_preview] = (name, process)
            threading.Thread(target=self._wait, args=(name, process), daemon=True).start()
            self._forget_old()
        return name

    def get(self, name: str) -> Job | None:
        """Return a job by its name, None when there is none of that name."""
        if not _NAME.fullmatch(name):
            return None
        try:
            told = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            # Unpacking puts another folder in the place of the one that this file stands in, and moves it over after.
            if name != self._last[0]:
                return None
            told = json.loads(self._last[1])
        told_in = self._folder / f"{name}.txt"
        # Of what was taken out of it, zeros are left where it goes on being written.
        output = told_in.read_bytes().replace(b"\0", b"").decode("utf-8", errors="replace") if told_in.is_file() else ""
        # A program that shows how far it is, writes over its own line.
        lines = tuple(line.rsplit("\r", 1)[-1].rstrip() for line in output.split("\n") if line.strip())
        return Job(
            name,
            told["titel"],
            told["over"],
            told["wie"],
            int(name) / 1000,
            self._outcome(name),
            lines[-_LAST_LINES:],
            tuple(told.get("opdracht", ())),
        )

    def all(self) -> list[Job]:
        """Return the jobs that are kept, the last one first."""
        names = sorted((file.stem for file in self._folder.glob("*.json")), reverse=True)
        return [job for name in names if (job := self.get(name))]

    def running(self) -> Job | None:
        """Return the job that runs now; a preview that is open is none."""
        return self._now(is_preview=False)

    def preview(self) -> Job | None:
        """Return the preview that is open or opening."""
        return self._now(is_preview=True)

    def stop(self, name: str) -> None:
        """Ask a job that runs to end, and all that it began; when it doesn't, it is ended."""
        with self._lock:
            process = next((found for kind in (False, True) if self._name(kind) == name and (found := self._process(kind))), None)
        if process is None:
            return
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            os.killpg(process.pid, asked)
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                continue
            return

    def _now(self, *, is_preview: bool) -> Job | None:
        with self._lock:
            name = self._name(is_preview) if self._process(is_preview) else ""
        return self.get(name) if name else None

    def _name(self, is_preview: bool) -> str:
        return self._running[is_preview][0] if is_preview in self._running else ""

    def _process(self, is_preview: bool) -> "subprocess.Popen[bytes] | None":
        """Return the process that runs by itself, or that of the preview, when it has not ended."""
        found = self._running.get(is_preview)
        return found[1] if found and found[1].poll() is None else None

    def _outcome(self, name: str) -> int | None:
        """Return how a job ended; one that an earlier werkbank began and never saw the end of was broken off."""
        file = self._folder / f"{name}.eind"
        if file.is_file():
            return int(file.read_text(encoding="ascii"))
        with self._lock:
            return None if name in (self._name(False), self._name(True)) else -1

    def _wait(self, name: str, process: subprocess.Popen[bytes]) -> None:
        outcome = process.wait()
        # Whole or not there: a page may look while it is written.
        write_whole(self._folder / f"{name}.eind", str(outcome).encode())

    def _forget_old(self) -> None:
        open_now = self._name(True) if self._process(True) else ""
        for file in sorted(self._folder.glob("*.json"), reverse=True)[KEPT:]:
            if file.stem == open_now:
                continue
            for ending in (".json", ".txt", ".eind"):
                file.with_suffix(ending).unlink(missing_ok=True)


def _is_preview(arguments: Sequence[str]) -> bool:
    return list(arguments[:1]) == ["try"] and "--vraag" not in arguments
