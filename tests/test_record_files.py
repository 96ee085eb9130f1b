"""Records in a folder: read one by one, and only when asked for."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from kb import record_files
from kb.record_files import MOST_REMEMBERED, Records


@dataclass(frozen=True)
class Tree:
    name: str
    years: int = 0


FORM = TypeAdapter(Tree)
TREES = (Tree("linde", 80), Tree("één eik", 200), Tree("beuk\nrood"))


def written(trees: tuple[Tree, ...], folder: Path) -> Records[Tree]:
    record_files.write(trees, FORM, folder)
    return Records(folder, FORM)


def test_they_are_read_back_in_order_by_number_slice_and_walk(tmp_path: Path) -> None:
    found = written(TREES, tmp_path / "bomen")
    assert (len(found), found[0], found[-1], found[1:], list(found)) == (3, TREES[0], TREES[2], TREES[1:], list(TREES))
    assert found == TREES
    assert found != TREES[:2]
    assert found != (*TREES[:2], Tree("wilg"))
    with pytest.raises(IndexError):
        found[3]


def test_there_may_be_none(tmp_path: Path) -> None:
    found = written((), tmp_path / "bomen")
    assert (len(found), list(found)) == (0, [])


def test_one_that_is_not_as_written_is_met_where_it_is_asked_for(tmp_path: Path) -> None:
    written(TREES, tmp_path / "bomen")
    lines = tmp_path / "bomen" / "regels.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b"80", b"xx"))
    found = Records(tmp_path / "bomen", FORM)
    assert found[1:] == TREES[1:]
    with pytest.raises(ValidationError):
        found[0]


def test_the_last_asked_are_remembered_and_a_walk_pushes_none_out(tmp_path: Path) -> None:
    found = written(tuple(Tree(str(number)) for number in range(MOST_REMEMBERED + 2)), tmp_path / "bomen")
    first = found[0]
    assert len(list(found)) == MOST_REMEMBERED + 2
    assert found[0] is first
    for number in range(1, MOST_REMEMBERED + 1):
        found[number]
    assert found[0] is not first
