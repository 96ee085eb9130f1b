"""Records: YAML of a corpus read as a model of schemas.py, with the line on which each of its parts stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_origin

from indexer.corpus import corpus_files, schemas, yaml_lines
from indexer.corpus.faults import FaultList
from kb.errors import KnowledgeBaseError

NOTHING: Mapping[str, str] = {}
_Model = TypeVar("_Model", bound=schemas.Record)


@dataclass(frozen=True, slots=True)
class Records:
    """What a YAML text of a file says: `content` is of the model that was asked for."""

    file: Path
    data: yaml_lines.YamlData
    content: Any

    def line(self, *path: str | int) -> int:
        """Return the line of the value at path, or of the nearest value around it."""
        return self.data.line(path)

    def without(self, positions: Collection[int]) -> "Records":
        """Return the records of a list but those at these positions."""
        kept = [position for position in range(len(self.content)) if position not in positions]
        places: dict[str | int, int] = {old: new for new, old in enumerate(kept)}
        lines: dict[yaml_lines.Path, int] = {(): self.data.line(())}
        lines |= {(places[path[0]], *path[1:]): at for path, at in self.data.lines.items() if path and path[0] in places}
        return replace(self, data=yaml_lines.YamlData(None, lines), content=tuple(self.content[position] for position in kept))


def read_file(model: Any, file: Path, faults: FaultList, moved: Mapping[str, str] = NOTHING) -> Records | None:
    """Read a YAML file, or note its faults and return None; one that is not there is an empty one.

    An id of `moved` is read as the id that took its place, with a warning.
    """
    text = corpus_files.read(file, faults) if corpus_files.is_there(file) else ""
    return None if text is None else read(model, text, file, faults, moved=moved)


def read_alone(model: type[_Model], file: Path, unreadable: str) -> _Model:
    """Return what a file says that is no part of a corpus.

    Raises KnowledgeBaseError with `unreadable`, a Dutch sentence that ends in a colon, and every fault in the file.
    """
    faults = FaultList(file.parent)
    found = read_file(model, file, faults)
    if found is None or faults.faults:
        raise KnowledgeBaseError("\n".join([unreadable, *map(str, sorted(set(faults.faults)))]))
    content: _Model = found.content
    return content


@lru_cache(maxsize=1_000)
def _data_of(text: str, first_line: int) -> yaml_lines.YamlData:
    """Return the data of a text, which nobody changes: the werkbank reads all files again for a change of one, and YAML is most of that."""
    return yaml_lines.load(text, first_line)


def read(model: Any, text: str, file: Path, faults: FaultList, first_line: int = 1, moved: Mapping[str, str] = NOTHING) -> Records | None:
    """Read text, whose first line is line `first_line` of file, or note its faults and return None.

    An empty text is an empty list or mapping.
    """
    try:
        data = _data_of(text, first_line)
    except yaml_lines.YamlFault as fault:
        faults.add(file, fault.line, str(fault))
        return None
    if moved:
        data, found = yaml_lines.renamed(data, moved)
        for line, old in found:
            faults.warn(file, line, f"'{old}' is verhuisd naar '{moved[old]}'; neem het nieuwe id over.")
    empty: Any = () if get_origin(model) is tuple else {}
    content, problems = schemas.validated(model, empty if data.data is None else data.data)
    for path, sentence in problems:
        faults.add(file, data.line(path), sentence)
    return None if problems else Records(file, data, content)
