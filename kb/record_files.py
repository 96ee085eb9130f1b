"""Records of one kind in a folder of their own, of which one is read when it is asked for.

A line of JSON each, and where each begins; mapped from file, so that processes share what is not in use as a value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np
from pydantic import TypeAdapter

_LINES = "regels.jsonl"
_BEGINS = "begin.npy"
Record = TypeVar("Record")
# Records that a process keeps as values: all that the corpus of today has, some megabytes.
MOST_REMEMBERED = 1_000


def write(records: Iterable[Record], form: TypeAdapter[Record], folder: Path) -> None:
    """Write records into a new folder."""
    folder.mkdir()
    lines = [form.dump_json(record) + b"\n" for record in records]
    (folder / _LINES).write_bytes(b"".join(lines))
    np.save(folder / _BEGINS, np.cumsum([0, *map(len, lines)], dtype=np.int64))


class Records(Sequence[Record], Generic[Record]):
    """The records of a folder, in order; may be shared between threads."""

    def __init__(self, folder: Path, form: TypeAdapter[Record]) -> None:
        """Open the folder. A line that is not as written raises pydantic.ValidationError where it is asked for."""
        with (folder / _LINES).open("rb") as file:
            lines = mmap(file.fileno(), 0, access=ACCESS_READ) if (folder / _LINES).stat().st_size else b""
        begins = np.load(folder / _BEGINS)
        self._size = len(begins) - 1

        def read(number: int) -> Record:
            return form.validate_json(lines[begins[number] : begins[number + 1]])

        self._read = read
        self._remembered = lru_cache(MOST_REMEMBERED)(read)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._size

    @overload
    def __getitem__(self, number: int) -> Record: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, number: int | slice) -> Record | tuple[Record, ...]:
        """Return a record, which is then remembered, or those of a slice."""
        numbers = range(self._size)[number]
        return self._remembered(numbers) if isinstance(numbers, int) else tuple(map(self._read, numbers))

    def __iter__(self) -> Iterator[Record]:
        """Walk by all of them, without pushing out what was asked for one by one."""
        return map(self._read, range(self._size))

    def __eq__(self, other: Any) -> bool:
        """Return whether another sequence holds the same records."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))


class ById(Mapping[str, Record], Generic[Record]):
    """Records by id: those of a sequence, each read when it is asked for, and then some that are at hand."""

    def __init__(self, records: Sequence[Record], numbers: Mapping[str, int], at_hand: Mapping[str, Record] = {}) -> None:
        """Take the number of each record in the sequence by its id."""
        self._records = records
        self._numbers = numbers
        self._at_hand = at_hand

    def __getitem__(self, identity: str) -> Record:
        """Return the record of an id. Raises KeyError."""
        number = self._numbers.get(identity)
        return self._at_hand[identity] if number is None else self._records[number]

    def __contains__(self, identity: object) -> bool:
        """Return whether there is one with this id, without reading it."""
        return identity in self._numbers or identity in self._at_hand

    def __iter__(self) -> Iterator[str]:
        """Walk by the ids."""
        return chain(self._numbers, self._at_hand)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers) + len(self._at_hand)
