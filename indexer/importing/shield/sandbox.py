"""A process of its own for what reads a file of others: without network, kept to one folder, bounded, and ended when it must be.

What runs in it is `confined`. It says three things over its pipe: how far it is, the outcome, or why there is none; whatever else
happens to it becomes a sentence here, and nothing of it reaches the process that asked.
"""

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import indexer
from indexer.importing.refusals import Progress, Refused, unheard
from indexer.importing.shield.confinement import landlock_version

# A user of its own, without network or messages, in which the end of the first process is the end of all.
_NAMESPACES = ("--user", "--net", "--ipc", "--pid", "--fork", "--kill-child=KILL")
_AT_ONCE = 65_536
# Long for the kernel to end what was killed, and short where something got away that no namespace holds.
_ENDED_IN = 2.0
_FOLDER_PREFIX = "kb-lezen-"

_SAVE_ANEW = "Bewaar het opnieuw met het programma waarmee het is gemaakt, of druk het af als nieuwe PDF, en voeg dat toe."
_UNSHIELDED = (
    "Bestanden van anderen worden alleen gelezen in een afgeschermd proces, en dat kan op deze machine niet: {}."
    " Vraag de beheerder dit aan te zetten (docs/beveiliging.md), of geef --zonder-afscherming als u de maker van het bestand vertrouwt."
)
_NO_NAMESPACE = "'unshare' ontbreekt of mag hier geen proces zonder netwerk beginnen"
_NO_LANDLOCK = "de kern van het besturingssysteem heeft geen Landlock, dat andere bestanden afschermt"


class Unshielded(Refused):
    """This machine cannot shield what reads a file; it is not about the file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. `silence` is how long it may say nothing, `seconds` how long all takes (both by the clock)."""

    memory: int = 1_200_000_000
    processor_seconds: int = 60
    file_size: int = 64_000_000
    processes: int = 32
    silence: float = 120
    seconds: float = 120
    outcome: int = 32_000_000


USUAL = Limits()
# A file comes out that is about as large as the one that went in (guards.MOST_BYTES), in letters that a line can hold.
OPENING = Limits(outcome=100_000_000)
# A page takes about 8 seconds, in a process of its own after a second of drawing; what is done is heard of.
READING_PICTURES = Limits(processor_seconds=30 * 60, silence=180, seconds=2 * 60 * 60)


def run(task: Sequence[str], content: bytes, ending: str, limits: Limits, *, shielded: bool = True, progress: Progress = unheard) -> bytes:
    """Return the outcome of a task of `confined`, with its arguments, on a file.

    Raises Refused when there is none, Unshielded before anything is read.
    Without `shielded` it goes on where a shield is lacking, with the limits and with what shield there is.
    """
    if shielded:
        require_shield()
    with _private_folder() as folder:
        file = folder / f"bestand.{ending}"
        file.write_bytes(content)
        with _started(task, file, limits) as process:
            outcome, rest = _heard(process, limits, progress)
    if outcome:
        return outcome
    raise Refused(rest)


def require_shield() -> None:
    """Raise Unshielded when this machine cannot shield what reads a file."""
    if not _has_namespaces():
        raise Unshielded(_UNSHIELDED.format(_NO_NAMESPACE))
    if not landlock_version():
        raise Unshielded(_UNSHIELDED.format(_NO_LANDLOCK))


@cache
def _has_namespaces() -> bool:
    unshare = shutil.which("unshare")
    if not unshare:
        return False
    tried = subprocess.run([unshare, *_NAMESPACES, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return tried.returncode == 0


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=_FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        # Without the links in its path, which the rules of the shield would stumble over.
        yield Path(folder).resolve()


@contextlib.contextmanager
def _started(task: Sequence[str], file: Path, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    # -P: whatever lies in its folder is not imported. -s: nor is what a person installed for himself.
    python = [sys.executable, "-P", "-s", "-B", "-m", "indexer.importing.shield.confined"]
    namespaces = ["unshare", *_NAMESPACES, "--"] if _has_namespaces() else []
    numbers = [str(number) for number in (limits.memory, limits.processor_seconds, limits.file_size, limits.processes if namespaces else 0)]
    process = subprocess.Popen(
        [*namespaces, *python, str(file), *numbers, *task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=file.parent,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": str(Path(indexer.__file__).parents[1]),
            "LANG": "C.UTF-8",
            "HOME": str(file.parent),
            "TMPDIR": str(file.parent),
            # Half the time and less memory on a machine that does other things too.
            "OMP_THREAD_LIMIT": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        start_new_session=True,
    )
    try:
        yield process
    finally:
        # Also what it left behind; the number stays taken until it is waited for.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _await_end(process.stdout)


def _await_end(pipe: IO[bytes] | None) -> None:
    """Wait until nobody holds the other end of a pipe: what is ended may write in its folder until then, which is about to be removed."""
    if not pipe:
        return
    end = time.monotonic() + _ENDED_IN
    with selectors.DefaultSelector() as selector, pipe:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(max(0.0, end - time.monotonic())) and _read(pipe):
            pass


def _heard(process: subprocess.Popen[bytes], limits: Limits, progress: Progress) -> tuple[bytes, str]:
    """Return the outcome that a process gives, or the sentence that says why it gives none."""
    try:
        lines = _lines(process, limits)
        for line in lines:
            sort, _, rest = line.partition(b" ")
            match sort:
                case b"bladzijde":
                    page, _, of = rest.partition(b" ")
                    progress(int(page[:9]), int(of[:9]))
                case b"uitkomst":
                    return rest, ""
                case b"geweigerd":
                    return b"", _plain(rest)
                case b"einde":
                    return b"", _ended(int(rest[:9]))
                case _:
                    break
    except TimeoutError:
        return b"", f"het lezen duurde te lang en is gestopt. {_SAVE_ANEW}"
    except OverflowError:
        return b"", f"er kwam meer uit dan een document kan bevatten. {_SAVE_ANEW}"
    except ValueError:
        pass
    return b"", _ended(None)


def _lines(process: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    """Yield what a process says, line by line. Raises TimeoutError and OverflowError."""
    assert process.stdout
    end = time.monotonic() + limits.seconds
    waiting, taken = bytearray(), 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, min(limits.silence, end - time.monotonic()))):
                raise TimeoutError
            piece = _read(process.stdout)
            if not piece:
                return
            taken += len(piece)
            if taken > limits.outcome:
                raise OverflowError
            waiting += piece
            if b"\n" in piece:
                *lines, rest = waiting.split(b"\n")
                waiting = bytearray(rest)
                yield from map(bytes, lines)


def _read(pipe: IO[bytes]) -> bytes:
    return os.read(pipe.fileno(), _AT_ONCE)


def _ended(status: int | None) -> str:
    """Return what is told of a process that ended without an outcome."""
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"het lezen kostte te veel rekentijd of geheugen en is gestopt. {_SAVE_ANEW}"
    return f"het lezen is afgebroken: dit bestand is beschadigd, of te groot om uit te pakken. {_SAVE_ANEW}"


def _plain(sentence: bytes) -> str:
    """Return a sentence of the process on one line, without what a terminal acts on: what ran there may be the file's own."""
    text = "".join(character if character.isprintable() else " " for character in sentence[:2000].decode("utf-8", "replace"))
    return " ".join(text.split())
