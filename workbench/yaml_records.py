"""The text of a YAML file with one record changed: all that stands around it, comments too, stays as it was typed."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.corpus import yaml_lines
from kb.errors import KnowledgeBaseError

Value = str | bool | int | Sequence[Any] | Mapping[str, Any] | None
_PLAIN = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_NAME = re.compile(r"(?!null\Z)[A-Za-z][A-Za-z0-9_]*", re.IGNORECASE)
_LONGEST_ROW = 110


def put(text: str, position: int | None, fields: Mapping[str, Value]) -> str:
    """Return a list with these fields of the record at position changed, or with a new record at its end.

    A field without a value goes; one that is not named stays. Raises KnowledgeBaseError when the file is written in another way than
    records below each other.
    """
    data = _list(text)
    if position is None:
        before = text.rstrip("\n")
        record = _dashed(_with_fields([], {}, [], fields, 2))
        new = f"{before}\n\n{record}\n" if before else f"{record}\n"
        return _checked(new, [*data, _plain_fields({}, fields)])
    lines = text.split("\n")
    begin, end = _stretch(text, position)
    indent = len(lines[begin]) - len(lines[begin].lstrip()) + 2
    inner = [" " * indent + lines[begin].strip().removeprefix("-").lstrip(), *lines[begin + 1 : end]]
    found = yaml_lines.load(text)
    starts = [found.line((position, key)) - 1 - begin for key in data[position]]
    record = _dashed(_with_fields(inner, data[position], starts, fields, indent), indent - 2)
    new = "\n".join([*lines[:begin], record, *lines[end:]])
    return _checked(new, [*data[:position], _plain_fields(data[position], fields), *data[position + 1 :]])


def without(text: str, position: int) -> str:
    """Return a list without the record at position."""
    data = _list(text)
    lines = text.split("\n")
    begin, end = _stretch(text, position)
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    new = "\n".join([*lines[:begin], *lines[end:]])
    return _checked(new, [*data[:position], *data[position + 1 :]])


def put_entries(text: str, entries: Mapping[str, Value]) -> str:
    """Return a mapping with these entries changed or added; one without a value goes."""
    found = yaml_lines.load(text)
    data = found.data if found.data is not None else {}
    if not isinstance(data, dict):
        raise _unfit()
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    head = lines[: min((found.line((key,)) - 1 for key in data), default=len(lines))]
    starts = [found.line((key,)) - 1 - len(head) for key in data]
    body = _with_fields(lines[len(head) :], data, starts, entries, 0)
    new = "\n".join([*head, *body]) + "\n" if head or body else ""
    return _checked(new, _plain_fields(data, entries))


def span(text: str, position: int) -> tuple[int, int]:
    """Return the first and the last line of the record at position, counted from 1."""
    begin, end = _stretch(text, position)
    return begin + 1, end


def _list(text: str) -> list[Any]:
    data = yaml_lines.load(text).data
    if data is None:
        return []
    if not isinstance(data, list) or not data:
        raise _unfit()
    return data


def _stretch(text: str, position: int) -> tuple[int, int]:
    """Return where a record begins, and where it ends: what is blank or a comment below it belongs to what comes next."""
    found, lines = yaml_lines.load(text), text.split("\n")
    begin = found.line((position,)) - 1
    dash = lines[begin].lstrip()
    if not dash.startswith("- ") or not isinstance(found.data[position], dict):
        raise _unfit()
    indent = len(lines[begin]) - len(dash)
    end = found.line((position + 1,)) - 1 if position + 1 < len(found.data) else len(lines)
    while end > begin + 1 and _is_beside(lines[end - 1], indent):
        end -= 1
    return begin, end


def _is_beside(line: str, indent: int) -> bool:
    """Return whether a line says nothing, or is a comment that stands no deeper than what it would belong to."""
    bare = line.lstrip()
    return not bare or (bare.startswith("#") and len(line) - len(bare) <= indent)


def _with_fields(lines: list[str], old: Mapping[str, Any], starts: Sequence[int], changes: Mapping[str, Value], indent: int) -> list[str]:
    """Return the lines of a mapping with fields changed; `starts` are the lines on which its fields begin."""
    if len(set(starts)) < len(starts) or any(not lines[at].lstrip() or lines[at].lstrip()[0] in "{?" for at in starts):
        # Written on one line, between brackets: what it says stays, and how it was typed doesn't.
        fresh = {**old, **changes}
        return [line for key, value in fresh.items() if _has(value) for line in _dumped(key, value, indent)]
    new: list[str] = []
    for key, begin, end in zip(old, starts, [*starts[1:], len(lines)][: len(starts)], strict=True):
        chunk = lines[begin:end]
        if key not in changes or _same(old[key], changes[key]):
            new += chunk
            continue
        tail = len(chunk)
        while tail > 1 and _is_beside(chunk[tail - 1], indent):
            tail -= 1
        new += [*(_dumped(key, changes[key], indent) if _has(changes[key]) else []), *chunk[tail:]]
    added = [key for key in changes if key not in old and _has(changes[key])]
    return [*new, *(line for key in added for line in _dumped(key, changes[key], indent))]


def _dashed(lines: Sequence[str], indent: int = 0) -> str:
    return "\n".join([" " * indent + "- " + lines[0].lstrip(), *lines[1:]])


def _dumped(key: str, value: Value, indent: int) -> list[str]:
    name = " " * indent + (key if _is_plain(key) or _NAME.fullmatch(key) else _scalar(key)) + ":"
    if isinstance(value, Mapping):
        return [name, *(line for inner, one in value.items() if _has(one) for line in _dumped(inner, one, indent + 2))]
    if isinstance(value, str) and "\n" in value and all(line.strip() == line and line for line in value.split("\n")):
        return [f"{name} |-", *(" " * (indent + 2) + line for line in value.split("\n"))]
    if isinstance(value, str | bool | int) or value is None:
        return [f"{name} {_scalar(value)}"]
    row = f"{name} [{', '.join(map(_scalar, value))}]" if all(_is_plain(one) for one in value) else ""
    if row and len(row) <= _LONGEST_ROW:
        return [row]
    lines = [name]
    for one in value:
        if isinstance(one, Mapping):
            inner = [line for field, said in one.items() if _has(said) for line in _dumped(field, said, indent + 4)]
            lines.append(_dashed(inner, indent + 2))
        else:
            lines.append(" " * (indent + 2) + f"- {_scalar(one)}")
    return "\n".join(lines).split("\n")


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if _is_plain(value) else json.dumps(str(value), ensure_ascii=False)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, Mapping) and bool(_PLAIN.fullmatch(str(value))) and str(value) != "null"


def _has(value: Value) -> bool:
    return value is not None and value not in ("", [], (), {})


def _plain(value: Any) -> Any:
    """Return a value as reading gives it: of texts alone."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if _has(one)}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if value is None else _scalar(value) if isinstance(value, bool) else str(value)


def _same(old: Any, new: Any) -> bool:
    return bool(_plain(old) == _plain(new))


def _plain_fields(old: Mapping[str, Any], changes: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in {**old, **changes}.items() if _has(value)}


def _checked(new: str, expected: Any) -> str:
    """Return the new text when it says what it should and nothing else."""
    try:
        said = yaml_lines.load(new).data
    except yaml_lines.YamlFault as error:
        raise _unfit() from error
    if _plain(said or type(expected)()) != _plain(expected):
        raise _unfit()
    return new


def _unfit() -> KnowledgeBaseError:
    return KnowledgeBaseError(
        "Dit bestand is met de hand anders ingedeeld dan de werkbank kan wijzigen. Wijzig het met een tekstverwerker."
    )
