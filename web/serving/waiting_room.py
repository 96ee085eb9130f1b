"""Where a request waits until it is in: only whole requests take a thread, however slowly a reader sends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

# The address and the other lines before the body; gunicorn bounds each of them.
LARGEST_HEAD = 64 * 1024
# The body; the site itself refuses a larger one too.
LARGEST_REQUEST = 64 * 1024
# Far above what a chunk's line of its size needs.
_LONGEST_LINE = 1024
# An empty line, or a line that does not end as it should, after which gunicorn reads no further.
_HEAD_END = re.compile(rb"\r\n\r\n|(?<!\r)\n")
# More digits are a body that is too large in any case.
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:[^\r\n]*chunked[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_CHUNK_SIZE = re.compile(rb"[0-9a-f]{1,8}(?=[ \t]*[;\r])", re.IGNORECASE)
_EXPECTS = re.compile(rb"^expect:[ \t]*100-continue[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_Who = TypeVar("_Who")


class Refused(Exception):
    """A request that will not be answered, whatever more of it comes in; with what is in, once that is known."""

    data = b""


class HeadTooLarge(Refused):
    """The lines before the body have no end within LARGEST_HEAD."""


class BodyTooLarge(Refused):
    """A body in chunks is larger than LARGEST_REQUEST."""


class ChunksBroken(Refused):
    """A body in chunks does not say where its chunks end."""


class TooSlow(Refused):
    """A request was not in in time."""


class Progress(Enum):
    """How far a request is in."""

    MORE = "more bytes are to come"
    CONTINUE = "more bytes are to come once the reader is told to go on"
    WHOLE = "all of it is in, or it is plain that it will be refused"


class Arrival:
    """The bytes of one request as they come in. It finds where the request ends; judging it is left to who reads it."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._progress = self._follow()

    def add(self, data: bytes) -> Progress:
        """Take in further bytes, perhaps with the beginning of a next request. Raises Refused."""
        self.data += data
        return next(self._progress, Progress.WHOLE)

    def _follow(self) -> Iterator[Progress]:
        seen = 0
        while not (end := _HEAD_END.search(self.data, seen)):
            if len(self.data) > LARGEST_HEAD:
                raise HeadTooLarge
            seen = max(0, len(self.data) - 3)
            yield Progress.MORE
        head = bytes(self.data[: end.end()])
        progress = Progress.CONTINUE if _EXPECTS.search(head) and head.partition(b"\r\n")[0].endswith(b" HTTP/1.1") else Progress.MORE
        for _ in self._missing(head):
            yield progress
            progress = Progress.MORE

    def _missing(self, head: bytes) -> Iterator[None]:
        """Yield for as long as bytes of the body are missing."""
        if _CHUNKED.search(head):
            yield from self._missing_chunks(len(head))
        elif length := _LENGTH.search(head):
            wanted = int(length[1])
            # A larger one is refused by what its head says.
            while wanted <= LARGEST_REQUEST and len(self.data) < len(head) + wanted:
                yield

    def _missing_chunks(self, begin: int) -> Iterator[None]:
        place, size = begin, -1
        while size:
            while (end := self.data.find(b"\r\n", place)) < 0:
                if len(self.data) - place > _LONGEST_LINE:
                    raise ChunksBroken
                yield
            line = _CHUNK_SIZE.match(self.data, place)
            if not line:
                raise ChunksBroken
            size = int(line[0], 16)
            place = end + 2 + (size + 2 if size else 0)
            if place - begin > LARGEST_REQUEST:
                raise BodyTooLarge
        while not self.data.startswith(b"\r\n", place) and self.data.find(b"\r\n\r\n", place) < 0:
            if len(self.data) - begin > LARGEST_REQUEST:
                raise BodyTooLarge
            yield


@dataclass(slots=True)
class _Seat:
    until: float
    size: int = 0


class WaitingRoom(Generic[_Who]):
    """Who waits, in order of coming: each for so many seconds, and together no more than there is room for."""

    def __init__(self, seconds: float, most: int, most_bytes: int) -> None:
        self._seconds = seconds
        self._most = most
        self._most_bytes = most_bytes
        self._seats: dict[_Who, _Seat] = {}
        self._bytes = 0

    def __contains__(self, who: _Who) -> bool:
        """Return whether someone waits."""
        return who in self._seats

    def enter(self, who: _Who, now: float) -> None:
        """Let someone wait from now on."""
        self._seats[who] = _Seat(now + self._seconds)

    def hold(self, who: _Who, size: int) -> None:
        """Note how many bytes someone who waits has with him."""
        seat = self._seats[who]
        self._bytes += size - seat.size
        seat.size = size

    def leave(self, who: _Who) -> None:
        """Let someone go, if he was here."""
        seat = self._seats.pop(who, None)
        if seat:
            self._bytes -= seat.size

    def overdue(self, now: float) -> list[_Who]:
        """Return those whose time is over."""
        return [who for who, seat in self._seats.items() if seat.until <= now]

    def surplus(self) -> Iterator[_Who]:
        """Yield the one who waited longest as long as there are too many; each must leave."""
        while len(self._seats) > self._most or self._bytes > self._most_bytes:
            yield next(iter(self._seats))
