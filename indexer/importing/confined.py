"""What runs in the process of `sandbox`: it gives up its rights, reads one file and tells the outcome over its pipe."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import indexer
import kb
from indexer.importing import confinement
from indexer.importing.converting import convert
from indexer.importing.guards import Kind
from indexer.importing.refusals import Refused

CONVERT, READ_PICTURES = "omzetten", "letters-lezen"
_OUT_OF_MEMORY = "dit bestand vraagt te veel geheugen om te lezen. Splits het, of bewaar het met minder en kleinere plaatjes."
_TOO_DEEP = "dit bestand is zo diep genest dat het niet te lezen is. Bewaar het opnieuw, of maak er een PDF van."
_TOO_LARGE = "dit bestand pakt uit tot meer dan een document kan bevatten. Bewaar het opnieuw, of maak er een PDF van."
_DAMAGED = (
    "dit bestand is niet te lezen; waarschijnlijk is het beschadigd. Kijk of het in uw eigen programma opengaat en bewaar het opnieuw."
)


def main(task: str, file: Path, memory: int, seconds: int, file_size: int, processes: int) -> None:
    """Have a task done on a file, under limits, by a process that can be ended, and say how it ended if it said nothing itself.

    In a namespace the first process is not ended by most signals, and who started it is not told of others: hence two.
    """
    say = _mouth()
    child = os.fork()
    if not child:
        _do(task, file, memory, seconds, file_size, processes, say)
        os._exit(0)
    say("einde", str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _do(task: str, file: Path, memory: int, seconds: int, file_size: int, processes: int, say: Callable[[str, str], None]) -> None:
    confinement.limit(memory, seconds, file_size)
    if processes:
        confinement.limit_processes(processes)
    if confinement.landlock_version():
        confinement.keep_to(_readable(), [file.parent, Path("/dev/null")])
    confinement.keep_from_sockets()
    try:
        kind = Kind(file.suffix[1:])
        conversion = convert(file, kind, ocr=task == READ_PICTURES, progress=lambda page, of: say("bladzijde", f"{page} {of}"))
        say("uitkomst", conversion.as_json())
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
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:7]))
