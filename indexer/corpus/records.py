"""Records: YAML of a corpus read as a model of schemas.py, with the line on which each of its parts stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_origin

from indexer.corpus import corpus_files, schemas, yaml_lines
from indexer.corpus.faults import FaultList


@dataclass(frozen=True, slots=True)
class Records:
    """What a YAML text of a file says: `content` is of the model that was asked for."""

    file: Path
    data: yaml_lines.YamlData
    content: Any

    def line(self, *path: str | int) -> int:
        """Return the line of the value at path, or of the nearest value around it."""
        return self.data.line(path)


def read_file(model: Any, file: Path, faults: FaultList) -> Records | None:
    """Read a YAML file, or note its faults and return None; one that is not there is an empty one."""
    text = corpus_files.read(file, faults) if corpus_files.is_there(file) else ""
    return None if text is None else read(model, text, file, faults)


def read(model: Any, text: str, file: Path, faults: FaultList, first_line: int = 1) -> Records | None:
    """Read text, whose first line is line `first_line` of file, or note its faults and return None.

    An empty text is an empty list or mapping.
    """
    try:
        data = yaml_lines.load(text, first_line)
    except yaml_lines.YamlFault as fault:
        faults.add(file, fault.line, str(fault))
        return None
    empty: Any = () if get_origin(model) is tuple else {}
    content, problems = schemas.validated(model, empty if data.data is None else data.data)
    for path, sentence in problems:
        faults.add(file, data.line(path), sentence)
    return None if problems else Records(file, data, content)
