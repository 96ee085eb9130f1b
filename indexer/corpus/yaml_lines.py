"""YAML with line numbers: the data of a text, and the line on which each of its parts stands."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import Resolver

from indexer.corpus.corpus_files import unreadable_character

Path = tuple[str | int, ...]

# The corpus has lists in mappings in lists, and 2,500 values in its largest file. What is over would cost time and memory without end.
MOST_DEPTH = 20
MOST_VALUES = 20_000

_NULL = "tag:yaml.org,2002:null"
# What PyYAML says begins like this, and what an editor is told instead.
_PROBLEMS = {
    "mapping values are not allowed": "er staat een dubbele punt te veel; zet tekst met een dubbele punt tussen aanhalingstekens",
    "could not find expected ':'": "hier of op de regel ervoor mist een dubbele punt achter een naam",
    "expected ',' or ']'": "in een lijst tussen [ en ] mist een komma of het laatste haakje",
    "expected ',' or '}'": "tussen { en } mist een komma of het laatste haakje",
    "expected the node content": "hier mist een waarde, of een haakje dat sluit",
    "expected <block end>": "deze regel springt anders in dan de regels waar hij bij hoort",
    "found unexpected end of stream": "een aanhalingsteken wordt niet gesloten",
    "found character": "hier staat een tab of een ander teken dat niet kan; gebruik spaties, of zet de tekst tussen aanhalingstekens",
    "found unknown escape character": "achter een \\ staat een teken dat daar niet kan; zet de tekst tussen enkele aanhalingstekens",
    "expected escape sequence": "achter een \\ staat een teken dat daar niet kan; zet de tekst tussen enkele aanhalingstekens",
    "sequence entries are not allowed": "een streepje kan hier niet; begin er een nieuwe regel mee",
    "but found another document": "er staat een regel '---' midden in; haal haar weg",
    "found unexpected document separator": "een aanhalingsteken wordt niet gesloten voor de regel '---'",
}
# Of a tab and a mark of byte order the two loaders make different things.
_ODD = frozenset("\t\ufeff")
_PROBLEM = "kijk haakjes, aanhalingstekens, dubbele punten en inspringen na"


@dataclass(frozen=True, slots=True)
class YamlData:
    """`data` is of lists, mappings and texts as they were typed, None where nothing stands; `lines` maps each value's path to its line."""

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


class _Refused(yaml.MarkedYAMLError):
    """Valid YAML that has no place in a corpus; `problem` is a Dutch sentence."""


class _Bounded(Composer):
    """Composes nodes within bounds, in which every value is text: what is a number or a date is for the schemas to say."""

    yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in forms if tag == _NULL] for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    depth = 0
    values = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[attr-defined]
        sentence = self._refusal(event)
        if sentence:
            raise _Refused(problem=sentence, problem_mark=event.start_mark)
        self.values += 1
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, event: Any) -> str:
        if event.anchor is not None:
            return "ankers en verwijzingen (& en *) kunnen hier niet; zet tekst die zo begint tussen aanhalingstekens."
        if getattr(event, "tag", None) is not None:
            return "een uitroepteken voor een waarde kan hier niet; zet tekst die zo begint tussen aanhalingstekens."
        if self.depth >= MOST_DEPTH:
            return f"hier zit meer dan {MOST_DEPTH} diep iets in elkaar; zet tekst met haken of streepjes tussen aanhalingstekens."
        if self.values >= MOST_VALUES:
            return f"hier staan meer dan {MOST_VALUES} waarden; verdeel ze over meer bestanden."
        return ""


class _Loader(_Bounded, yaml.SafeLoader):
    """Reads in Python: slowly, and with the sentences of _PROBLEMS when it can't."""


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _QuickLoader(_Bounded, CParser, Resolver):
        """Reads in C, four times as fast: the lists of the delivered content are over a million characters."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            Resolver.__init__(self)

        def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
            event: Any = self.peek_event()
            # In C a question mark may stand within [ ] and { } where in Python it may not.
            if getattr(parent, "flow_style", False) and not getattr(event, "style", "-") and "?" in event.value:
                raise yaml.YAMLError
            return super().compose_node(parent, index)


def _composed(text: str) -> yaml.Node | None:
    if yaml.__with_libyaml__ and _ODD.isdisjoint(text):
        # What it refuses, the other loader may take, or tells what is wrong.
        with suppress(yaml.YAMLError, ValueError, OverflowError):
            return _QuickLoader(text).get_single_node()
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def load(text: str, first_line: int = 1) -> YamlData:
    """Parse text, whose first line is line `first_line` of its file. Raises YamlFault."""
    try:
        node = _composed(text)
    except _Refused as error:
        raise YamlFault(first_line + _row(error), str(error.problem)) from error
    except yaml.MarkedYAMLError as error:
        raise YamlFault(first_line + _row(error), told(error)) from error
    except yaml.YAMLError as error:
        raise YamlFault(first_line, told(error)) from error
    except (ValueError, OverflowError) as error:
        # PyYAML looks at no number of a %YAML line or of a character ("\U...") before it uses it.
        raise YamlFault(first_line, "dit is geen geldige YAML: er staat een getal in dat te groot is.") from error
    lines: dict[Path, int] = {(): first_line}
    return YamlData(None if node is None else _value(node, (), first_line, lines), lines)


def renamed(data: YamlData, names: Mapping[str, str]) -> tuple[YamlData, list[tuple[int, str]]]:
    """Return data in which each value and key that is one of `names` has its new name, and (line, old name) of each."""
    found: list[tuple[int, str]] = []
    lines: dict[Path, int] = {(): data.line(())}

    def value(one: Any, old: Path, new: Path) -> Any:
        lines[new] = data.line(old)
        if isinstance(one, list):
            return [value(child, (*old, number), (*new, number)) for number, child in enumerate(one)]
        if isinstance(one, dict):
            return {name(key, (*old, key)): value(child, (*old, key), (*new, names.get(key, key))) for key, child in one.items()}
        return name(one, old) if isinstance(one, str) else one

    def name(text: str, path: Path) -> str:
        if text in names:
            found.append((data.line(path), text))
        return names.get(text, text)

    return YamlData(value(data.data, (), ()), lines), found


def told(error: yaml.YAMLError) -> str:
    """Return what is wrong with text that is no YAML, as a Dutch sentence."""
    if isinstance(error, yaml.reader.ReaderError):
        return f"dit is geen geldige YAML: er staat een onzichtbaar teken in (U+{error.character:04X}); haal het weg."
    problem = str(getattr(error, "problem", "") or "")
    return f"dit is geen geldige YAML: {next((dutch for begin, dutch in _PROBLEMS.items() if problem.startswith(begin)), _PROBLEM)}."


def _row(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _value(node: yaml.Node, path: Path, first_line: int, lines: dict[Path, int]) -> Any:
    """Return the value of a node at path, and note its lines."""
    line = lines[path] = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, position), first_line, lines) for position, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _text(node, line)
    mapping: dict[str, Any] = {}
    for key, child in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise YamlFault(line, "voor de dubbele punt staat hier een lijst; zet tekst met haken of streepjes tussen aanhalingstekens.")
        name = _text(key, line) or ""
        if name in mapping:
            raise YamlFault(line, f"'{name}' staat hier voor de tweede keer; voeg de twee samen.")
        mapping[name] = _value(child, (*path, name), first_line, lines)
        lines[(*path, name)] = line
    return mapping


def _text(node: yaml.Node, line: int) -> str | None:
    if node.tag == _NULL:
        return None
    found = unreadable_character(node.value)
    if found:
        raise YamlFault(line, f"hier staat een onzichtbaar teken (U+{ord(found.group()):04X}); haal het weg.")
    return str(node.value)
