"""The records of a list as they stand in its files: delivered, hidden or own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexer.corpus import own, yaml_lines
from kb.analysis.letters import hyphenated
from kb.errors import KnowledgeBaseError, NotFound
from workbench.editing import read
from workbench.place import Place

HIDDEN = own.HIDDEN
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list: by what it is known, its place in its file, what it says, and whether it is own or hidden."""

    key: str
    position: int
    data: Mapping[str, Any]
    is_own: bool
    is_hidden: bool

    def text(self, name: str) -> str:
        """Return a field as one line."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""


def records(place: Place, name: str, key: str) -> list[Record]:
    """Return the records of list `name` (`themas`), each known by its field `key`: the own ones first."""
    hidden = set(hidden_of(place).get(name, []))
    found = []
    for folder, is_own in ((place.own, True), (place.corpus, False)):
        for position, data in enumerate(records_of(folder, f"{name}.yaml")):
            identity = str(data.get(key, ""))
            found.append(Record(identity, position, data, is_own, not is_own and identity in hidden))
    return found


def record(place: Place, name: str, key: str, identity: str) -> Record:
    """Return one record, an own one before a delivered one. Raises NotFound."""
    for one in records(place, name, key):
        if one.key == identity:
            return one
    raise NotFound("Dit staat niet (meer) in de lijst.")


def hidden_of(place: Place) -> dict[str, list[str]]:
    """Return what verberg.yaml says."""
    data = _data(place.own, HIDDEN)
    return {str(name): list(ids or []) for name, ids in data.items()} if isinstance(data, dict) else {}


def new_id(place: Place, text: str, taken: set[str]) -> str:
    """Return an id of this own folder for something that is called so, and that none of `taken` has."""
    stem = hyphenated(text)[:_LONGEST_ID].strip("-") or "nieuw"
    begin = f"{own.prefix_of(place.own)}-{stem}"
    numbered = (f"{begin}-{number}" for number in range(2, len(taken) + 3))
    return begin if begin not in taken else next(one for one in numbered if one not in taken)


@dataclass(frozen=True, slots=True)
class Asked:
    """The own questions of a place: the file in which they stand, those of an editor, and those that are only proposed."""

    file: str
    questions: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


def asked(place: Place) -> dict[str, Asked]:
    """Return the own questions by the id they belong to."""
    return {
        str(identity): _asked(f"vragen/{file.name}", questions or [])
        for file in sorted((place.own / "vragen").glob("*.yaml"))
        if isinstance(data := _data(place.own, f"vragen/{file.name}"), dict)
        for identity, questions in data.items()
    }


def _asked(file: str, questions: Sequence[Any]) -> Asked:
    proposed = tuple(str(one.get("vraag", "")) for one in questions if isinstance(one, dict) and one.get("status"))
    confirmed = (str(one.get("vraag", "")) if isinstance(one, dict) else str(one) for one in questions)
    return Asked(file, tuple(one for one in confirmed if one not in proposed), proposed)


def written_out(place: Place) -> dict[str, str]:
    """Return what each abbreviation stands for, as the delivered list or, before it, the own one says."""
    both = [_data(folder, "afkortingen.yaml") for folder in (place.corpus, place.own)]
    return {str(letters): str(meaning) for data in both if isinstance(data, dict) for letters, meaning in data.items()}


def records_of(folder: Path, name: str) -> list[Mapping[str, Any]]:
    """Return what the records of a file of a folder say."""
    data = _data(folder, name)
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _data(folder: Path, name: str) -> Any:
    file = folder / name
    found = file.stat() if file.is_file() else None
    return _read(folder, name, found.st_mtime_ns, found.st_size) if found else None


@lru_cache(maxsize=64)
def _read(folder: Path, name: str, _changed: int, _size: int) -> Any:
    """Return what a file says: reading the longest takes some tenths of a second."""
    try:
        return yaml_lines.load(read(folder, name)).data
    except yaml_lines.YamlFault as fault:
        raise KnowledgeBaseError(f"{name}:{fault.line}: {fault} Herstel dit eerst, of zet bij Versies een eerdere staat terug.") from fault
