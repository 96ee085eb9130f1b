"""When a request is in, and who may wait for how long."""

import pytest

from web.serving.waiting_room import LARGEST_HEAD, LARGEST_REQUEST, Arrival, BodyTooLarge, ChunksBroken, HeadTooLarge, Progress, WaitingRoom

GET = b"GET /zoeken?q=koffie HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"POST /api/v1/antwoorden HTTP/1.1\r\nHost: x\r\n"
EXPECTING = b"Expect: 100-continue\r\n"


@pytest.mark.parametrize(
    "whole",
    [
        GET,
        b"GET / HTTP/1.0\r\n\r\n",
        b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + b"Content-Length: 5\r\n\r\n12345",
        HEAD + b"content-length:0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\nA;naam=waarde\r\n0123\r\n6789\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip, Chunked\r\n\r\n0\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n",
    ],
)
def test_a_request_is_whole_with_its_last_byte_and_not_before(whole: bytes) -> None:
    arrival = Arrival()
    steps = [arrival.add(whole[place : place + 1]) for place in range(len(whole))]
    assert steps == [Progress.MORE] * (len(whole) - 1) + [Progress.WHOLE]
    assert arrival.data == whole
    at_once = Arrival()
    assert at_once.add(whole + GET[:10]) is Progress.WHOLE
    assert at_once.data == whole + GET[:10]


@pytest.mark.parametrize(
    "refused",
    [
        b"GET / HTTP/1.1\n",
        b"GET / HTTP/1.1\r\nHost: x\n",
        HEAD + b"Content-Length: 99999999999999\r\n\r\n",
        HEAD + b"Content-Length: %d\r\n\r\n" % (LARGEST_REQUEST + 1),
        HEAD + b"Content-Length: -5\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
    ],
)
def test_what_will_be_refused_does_not_wait(refused: bytes) -> None:
    assert Arrival().add(refused) is Progress.WHOLE


@pytest.mark.parametrize("chunks", [b"xyz\r\n", b"-5\r\n", b"\r\n", b"5 5\r\n", b"0x5\r\n", b"0" * 2_000])
def test_chunks_without_an_end_are_broken(chunks: bytes) -> None:
    with pytest.raises(ChunksBroken):
        Arrival().add(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)


def test_a_reader_who_asks_is_told_once_to_go_on() -> None:
    for body, end in ((b"Content-Length: 5\r\n\r\n", b"12345"), (b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\n12\r\n0\r\n\r\n")):
        arrival = Arrival()
        assert [arrival.add(part) for part in (HEAD, EXPECTING + body, end[:2], end[2:])] == [
            Progress.MORE,
            Progress.CONTINUE,
            Progress.MORE,
            Progress.WHOLE,
        ]
    assert Arrival().add(HEAD + EXPECTING + b"Content-Length: 5\r\n\r\n12345") is Progress.WHOLE
    assert Arrival().add(HEAD + EXPECTING + b"Content-Length: 99999999\r\n\r\n") is Progress.WHOLE
    assert Arrival().add(HEAD.replace(b"1.1", b"1.0") + EXPECTING + b"Content-Length: 5\r\n\r\n") is Progress.MORE


def test_what_has_no_end_is_too_large() -> None:
    arrival = Arrival()
    assert arrival.add(b"GET /" + b"x" * (LARGEST_HEAD - 5)) is Progress.MORE
    with pytest.raises(HeadTooLarge):
        arrival.add(b"x")
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    for last in (chunk, b"0\r\n" + b"x: y\r\n" * 3_000, b"FFFFFFFF\r\n"):
        arrival = Arrival()
        assert arrival.add(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + 3 * chunk) is Progress.MORE
        with pytest.raises(BodyTooLarge):
            arrival.add(last)


def test_each_waits_so_many_seconds() -> None:
    room: WaitingRoom[str] = WaitingRoom(10, 5, 100)
    room.enter("a", 100.0)
    room.enter("b", 103.0)
    room.hold("a", 1)
    assert [room.overdue(now) for now in (109.9, 110.0, 113.0)] == [[], ["a"], ["a", "b"]]
    room.leave("a")
    room.leave("a")
    assert ("a" in room, "b" in room, room.overdue(113.0)) == (False, True, ["b"])


def made_to_leave(room: WaitingRoom[str]) -> list[str]:
    left = []
    for who in room.surplus():
        room.leave(who)
        left.append(who)
    return left


def test_the_oldest_make_room() -> None:
    room: WaitingRoom[str] = WaitingRoom(10, 3, 100)
    for who in "abcde":
        room.enter(who, 0.0)
    assert made_to_leave(room) == ["a", "b"]
    for who, size in (("d", 10), ("d", 70), ("e", 30)):
        room.hold(who, size)
    assert made_to_leave(room) == []
    room.hold("e", 31)
    assert made_to_leave(room) == ["c", "d"]
    room.hold("e", 100)
    assert made_to_leave(room) == []
