"""YAML with line numbers: the data of a text, and the line on which each of its parts stands."""

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlData:
    """`data` as yaml.safe_load gives it; `lines` maps the path of each value to its line in the file."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of the value at path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path]


class YamlFault(Exception):
    """Text that is no YAML, or that says a thing twice; `line` counts from the first line of the file."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def load(text: str, first_line: int = 1) -> YamlData:
    """Parse text, whose first line is line `first_line` of its file. Raises YamlFault."""
    try:
        loader = yaml.SafeLoader(text)
    except yaml.YAMLError as error:
        raise YamlFault(first_line, f"dit is geen geldige YAML ({' '.join(str(error).split())}).") from error
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {(): first_line}
        if node is None:
            return YamlData(None, lines)
        _walk(node, (), first_line, lines)
        return YamlData(loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlFault(line, f"dit is geen geldige YAML ({error.problem}).") from error
    except yaml.YAMLError as error:
        raise YamlFault(first_line, f"dit is geen geldige YAML ({error}).") from error
    finally:
        loader.dispose()


def _walk(node: yaml.Node, path: Path, first_line: int, lines: dict[Path, int]) -> None:
    lines[path] = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _walk(child, (*path, position), first_line, lines)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            here = (*path, _key(key))
            line = first_line + key.start_mark.line
            if here in lines:
                raise YamlFault(line, f"'{key.value}' staat hier voor de tweede keer; voeg de twee samen.")
            _walk(child, here, first_line, lines)
            lines[here] = line


def _key(node: yaml.Node) -> str | int:
    return int(node.value) if node.tag == "tag:yaml.org,2002:int" else str(node.value)
