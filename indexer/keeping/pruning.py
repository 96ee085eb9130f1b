"""The lists of an own folder without what leans on a source that goes: references to it, and records that are made of its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from indexer.corpus import corpus_files, schemas
from indexer.corpus.yaml_lines import YamlData, load
from indexer.disk import write_whole

# Records of which only a reference goes; any other record that names the source is made of its words, and goes whole.
_LEANING = {
    "praktijkvoorbeelden.yaml": schemas.ExampleRecord,
    "taken.yaml": schemas.TaskRecord,
    "verwijzingen.yaml": schemas.ReferenceRecord,
    "zonder-antwoord.yaml": schemas.UnansweredRecord,
    "antwoorden.yaml": schemas.EditedAnswerRecord,
}
_PERSONS = "personen.yaml"
_NAMING = ("praktijkvoorbeeld.", "taak.", "")
# What is named goes after what names it, so that no list names what is not there when this is broken off.
_LAST = ("antwoorden.yaml", "taken.yaml", "praktijkvoorbeelden.yaml", _PERSONS)
# A mapping with one of these is nothing without it, and so is a record whose references are all gone.
_NEEDED = ("passage", "plaats", "passages", "onderdelen", "verwant", "delen")
_WIDTH = 140


@dataclass(frozen=True, slots=True)
class Leaning:
    """A place in a list that names what goes."""

    file: Path
    line: int
    name: str


def names_of(source: str) -> set[str]:
    """Return what stands for a source and all its parts: `<source>.` for whatever begins so, and `bron.<source>`."""
    return {f"{source}.", f"bron.{source}"}


def leaning(folder: Path, names: set[str]) -> Iterator[Leaning]:
    """Yield each place in the lists and questions of a folder that names one of `names`, as names_of has them."""
    for file in _lists(folder):
        data = load(file.read_text(encoding="utf-8-sig"))
        yield from (Leaning(file, data.line(path), value) for path, value in _texts(data.data, ()) if _is_of(value, names))


def without(folder: Path, names: set[str]) -> dict[Path, str]:
    """Return the new text of each list of a folder that names one of `names`, or what falls with it."""
    texts = {file: file.read_text(encoding="utf-8-sig") for file in _lists(folder)}
    changed: dict[Path, str] = {}
    gone = set(names)
    while True:
        before = len(gone)
        for file in texts:
            new = _without(file.name, changed.get(file, texts[file]), gone, file.parent != folder)
            if new is not None:
                changed[file] = new
        if len(gone) == before:
            return dict(sorted(changed.items(), key=lambda one: _LAST.index(one[0].name) if one[0].name in _LAST else -1))


def write(file: Path, text: str) -> None:
    """Write a file whole or not at all; an empty text removes it."""
    if not text.strip():
        file.unlink(missing_ok=True)
        return
    write_whole(file, text.encode())


def _lists(folder: Path) -> list[Path]:
    own = [folder / name for name in corpus_files.LISTS if (folder / name).is_file()]
    return [*own, *corpus_files.files_in(folder / "vragen")]


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _texts(one, (*path, number))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield (*path, key), key
            if key != "id":
                yield from _texts(one, (*path, key))


def _is_of(text: str, names: set[str]) -> bool:
    first, dot, _ = text.partition(".")
    return text in names or first + dot in names


def _without(name: str, text: str, gone: set[str], are_questions: bool) -> str | None:
    """Return the text of a list without what leans on `gone`, which grows with what falls; None when nothing does."""
    data = load(text)
    if isinstance(data.data, Mapping):
        items = [(key, {key: value}, _left_of(key, value, gone)) for key, value in data.data.items()]
    else:
        items = [(number, record, _pruned(name, record, gone)) for number, record in enumerate(data.data or [])]
    if all(left == item for _, item, left in items):
        return None
    for _, item, left in items:
        if left is None and not are_questions and isinstance(item, Mapping) and "id" in item:
            gone |= {f"{kind}{item['id']}" for kind in _NAMING}
    return _written(text, data, items)


def _left_of(key: str, value: Any, gone: set[str]) -> Any:
    return None if _is_of(key, gone) or (isinstance(value, str) and _is_of(value, gone)) else {key: value}


def _pruned(name: str, record: Any, gone: set[str]) -> Any:
    """Return what is left of a record, None when nothing is."""
    if name == _PERSONS:
        return None if record["id"] in gone else record
    if not any(_is_of(text, gone) for _, text in _texts(record, ())):
        return record
    model = _LEANING.get(name)
    left = _kept(record, gone) if model else None
    if left is None or (model and schemas.validated(model, left)[1]):
        return None
    return None if "delen" in left and left["delen"] != record["delen"] else left


def _kept(value: Any, gone: set[str]) -> Any:
    """Return a value without the names of `gone`; None when nothing is left of it."""
    if isinstance(value, str):
        return None if _is_of(value, gone) else value
    if isinstance(value, list):
        kept = [left for one in value if (left := _kept(one, gone)) is not None]
        return kept if kept or not value else None
    if isinstance(value, Mapping):
        left = {key: one if key == "id" else _kept(one, gone) for key, one in value.items()}
        if any(left[key] is None and value[key] is not None for key in left if key in _NEEDED):
            return None
        return {key: one for key, one in left.items() if one is not None} or None
    return value


def _written(text: str, data: YamlData, items: list[tuple[Any, Any, Any]]) -> str:
    """Return the text with each changed record written anew or left out; the lines of all others stay as they are."""
    lines = text.splitlines(keepends=True)
    starts = [data.line((key,)) - 1 for key, _, _ in items]
    ends = [*starts[1:], len(lines)]
    written = ["".join(lines[: starts[0]])]
    for (_, item, left), start, end in zip(items, starts, ends, strict=True):
        if left == item:
            written.append("".join(lines[start:end]))
        elif left is not None:
            told = [left] if isinstance(data.data, list) else left
            written.append(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=_WIDTH))
    is_empty = all(left is None for _, _, left in items)
    return "" if is_empty else "".join(written)
