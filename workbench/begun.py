"""Edited answers that are being made: kept beside the content until they are saved or thrown away."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

from indexer.disk import write_whole
from indexer.keeping import earlier
from kb.errors import NotFound

_KEY = re.compile(r"[0-9]{13}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an answer: words of a place (all of it when `woorden` is ''), its label by the editor, and whether it never goes first."""

    plaats: str
    woorden: str = ""
    label: str = ""
    volgt: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """An answer that is being made: its name, the id of the answer that it changes ('' for a new one), who began it, the digests of the
    files when it was begun, and what was filled in so far."""

    key: str
    changes: str = ""
    editor: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    vraag: str = ""
    ook: tuple[str, ...] = ()
    regel: str = ""
    delen: tuple[Unit, ...] = ()
    niet: str = ""
    verder: tuple[str, ...] = ()
    themas: tuple[str, ...] = ()
    stappen: tuple[str, ...] = ()
    herkennen: tuple[str, ...] = ()
    anders: tuple[str, ...] = ()


_ADAPTER = TypeAdapter(Begun)


def new(own: Path, begun: Begun) -> Begun:
    """Keep an answer that is begun now, under a name of its own."""
    taken = [int(one.key) for one in all_of(own)]
    named = replace(begun, key=f"{max([time.time_ns() // 1_000_000, *(one + 1 for one in taken)]):013d}")
    keep(own, named)
    return named


def keep(own: Path, begun: Begun) -> None:
    """Keep what was filled in."""
    write_whole(own / earlier.BEGUN / f"{begun.key}.json", _ADAPTER.dump_json(begun))


def get(own: Path, key: str) -> Begun:
    """Return an answer that was begun. Raises NotFound."""
    file = own / earlier.BEGUN / f"{key}.json"
    if not _KEY.fullmatch(key) or not file.is_file():
        raise NotFound("Dit antwoord is al bewaard of weggegooid.")
    return _ADAPTER.validate_json(file.read_bytes())


def stamp(own: Path, key: str) -> str:
    """Return what tells whether an answer that was begun changed."""
    return sha256((own / earlier.BEGUN / f"{key}.json").read_bytes()).hexdigest()[:16]


def throw_away(own: Path, key: str) -> None:
    """Let go of an answer that was begun."""
    (own / earlier.BEGUN / f"{get(own, key).key}.json").unlink()


def all_of(own: Path) -> list[Begun]:
    """Return the answers that are being made, the last one first."""
    return [get(own, file.stem) for file in sorted((own / earlier.BEGUN).glob("*.json"), reverse=True) if _KEY.fullmatch(file.stem)]
