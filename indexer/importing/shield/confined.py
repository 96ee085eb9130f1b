"""What runs in the process of `sandbox`: it gives up its rights, reads one file and tells the outcome over its pipe."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import TypeAdapter

import indexer
import kb
from indexer.importing.blocks import Box
from indexer.importing.converting import convert
from indexer.importing.guards import Kind
from indexer.importing.refusals import Progress, Refused
from indexer.importing.shield import confinement

CONVERT, READ_PICTURES, SHOW_PAGE, OPEN = "omzetten", "letters-lezen", "bladzijde-tonen", "openbaar-maken"
BOXES = TypeAdapter(tuple[Box, ...])
WORDS = TypeAdapter(tuple[str, ...])
PAGES = TypeAdapter(tuple[int, ...])
_OUT_OF_MEMORY = "dit bestand vraagt te veel geheugen om te lezen. Splits het, of bewaar het met minder en kleinere plaatjes."
_TOO_DEEP = "dit bestand is zo diep genest dat het niet te lezen is. Bewaar het opnieuw, of maak er een PDF van."
_TOO_LARGE = "dit bestand pakt uit tot meer dan een document kan bevatten. Bewaar het opnieuw, of maak er een PDF van."
_DAMAGED = (
    "dit bestand is niet te lezen; waarschijnlijk is het beschadigd. Kijk of het in uw eigen programma opengaat en bewaar het opnieuw."
)


def main(file: Path, limits: Sequence[int], task: Sequence[str]) -> None:
    """Have a task done on a file, by a process that can be ended, and say how it ended if it said nothing itself.

    `limits` are those of memory, seconds of the processor, size of files and number of processes. In a namespace the first process is
    not ended by most signals, and who started it is not told of others: hence two.
    """
    say = _mouth()
    child = os.fork()
    if not child:
        _do(file, limits, task, say)
        os._exit(0)
    say("einde", str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _do(file: Path, limits: Sequence[int], task: Sequence[str], say: Callable[[str, str], None]) -> None:
    memory, seconds, file_size, processes = limits
    confinement.limit(memory, seconds, file_size)
    if processes:
        confinement.limit_processes(processes)
    if confinement.landlock_version():
        confinement.keep_to(_readable(), [file.parent, Path("/dev/null")])
    confinement.keep_from_sockets()
    try:
        say("uitkomst", _outcome(file, task, lambda page, of: say("bladzijde", f"{page} {of}")))
    except Refused as refusal:
        say("geweigerd", str(refusal))
    except MemoryError:
        say("geweigerd", _OUT_OF_MEMORY)
    except RecursionError:
        say("geweigerd", _TOO_DEEP)
    except OSError as error:
        say("geweigerd", _TOO_LARGE if error.errno == 27 else _DAMAGED)
    except Exception:
        # Whatever a library makes of a file that is not as it should be; its words are not for the person who adds it.
        say("geweigerd", _DAMAGED)


def _outcome(file: Path, task: Sequence[str], progress: Progress) -> str:
    if task[0] == SHOW_PAGE:
        from indexer.importing.pdf.page_images import page_image

        number, width, black = task[1:]
        return b64encode(page_image(file, int(number), int(width), BOXES.validate_json(black))).decode("ascii")
    if task[0] == OPEN:
        from indexer.importing.pdf.open_file import open_file

        words, pages = task[1:]
        return b64encode(open_file(file, WORDS.validate_json(words), PAGES.validate_json(pages))).decode("ascii")
    return convert(file, Kind(file.suffix[1:]), ocr=task[0] == READ_PICTURES, progress=progress).as_json()


def _mouth() -> Callable[[str, str], None]:
    """Return what says a line to who started this; what libraries print goes nowhere."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)

    def say(sort: str, rest: str) -> None:
        pipe.write(f"{sort} {rest}\n")
        pipe.flush()

    return say


def _readable() -> list[Path]:
    """Return what Python, our code and the programs it starts are made of; no settings, no other content."""
    ours = [Path(package.__file__ or "").parent for package in (indexer, kb)]
    python = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent]
    system = [Path(place) for place in ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom", "/dev/zero")]
    return [*ours, *python, *system]


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(limit) for limit in sys.argv[2:6]], sys.argv[6:])
