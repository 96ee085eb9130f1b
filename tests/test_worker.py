"""Slow, half and strange requests to the site under gunicorn: they cost no thread, and what is refused is refused in Dutch."""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.site import Site, copy_of, site
from web.serving.worker import ARRIVE_SECONDS

QUESTION = json.dumps({"q": "koffie"}).encode()
HEAD = b"POST /api/v1/antwoorden HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ALIVE = b"GET /gezondheid/levend HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = ALIVE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
TOO_SLOW = {
    "status": 408,
    "title": "Te lang gewacht",
    "detail": "De aanvraag was na 10 seconden niet binnen. Probeer het nog eens.",
}
NO_PAGE = "Het adres dat u gebruikte, klopt niet helemaal. Begin opnieuw met zoeken of kies hieronder een andere weg."
TOO_MUCH = "Ververs de pagina. Helpt dat niet, probeer dan een andere browser."
SHORTER = "Maak uw tekst korter en probeer het nog eens. Gaat u terug in uw browser, dan staat daar meestal nog wat u typte."
# What every answer says, and which headers say how this one is sent.
OF_THIS_ANSWER = {"content-length", "content-type", "connection", "cache-control", "date", "server", "api-version", "allow"}


@pytest.fixture(scope="module")
def root(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(small_index, tmp_path_factory.mktemp("worker") / "index")


@pytest.fixture(scope="module")
def running(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(root, tmp_path_factory.mktemp("site"), log_level="debug") as started:
        yield started


def connect(running: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), timeout=2 * ARRIVE_SECONDS)


def rest(connection: socket.socket) -> bytes:
    """Return all that still comes in, until the other side ends the connection."""
    parts = []
    while part := connection.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def told(running: Site, *pieces: bytes) -> bytes:
    """Send pieces one by one and return all that the site says until it ends the connection."""
    with connect(running) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, piece in enumerate(pieces):
            time.sleep(0.05 if number else 0)
            connection.sendall(piece)
        return rest(connection)


def statuses(answers: bytes) -> list[int]:
    return [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]


def headers_of(answer: bytes) -> dict[str, str]:
    """Return the headers of an answer, by their names in small letters."""
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def refusal(answer: bytes) -> tuple[int, str]:
    """Return status and detail of a problem, or the sentence of a page."""
    head, _, body = answer.partition(b"\r\n\r\n")
    headers = headers_of(answer)
    assert (int(headers["content-length"]), headers["cache-control"]) == (len(body), "no-store")
    if headers["content-type"] == "application/problem+json":
        problem = json.loads(body)
        assert head.startswith(b"HTTP/1.1 %d " % problem["status"])
        return problem["status"], problem["detail"]
    assert headers["content-type"] == "text/html; charset=utf-8"
    return int(head[9:12]), re.findall(r"</h1>\n<p>([^<]*)</p>", body.decode())[0]


@contextlib.contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Do some work over and over, in a thread, until the block ends."""
    stop = threading.Event()

    def repeat() -> None:
        while not stop.wait(1):
            work()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def slowest(running: Site, seconds: float) -> float:
    """Ask something again and again for some seconds, on new connections, and return how long the slowest took."""
    end = time.monotonic() + seconds
    durations = []
    while time.monotonic() < end:
        began = time.monotonic()
        assert running.get("/gezondheid/levend")[0] == 200
        durations.append(time.monotonic() - began)
        time.sleep(0.1)
    return max(durations)


def test_half_and_dripping_requests_keep_nobody_waiting_and_are_ended(running: Site) -> None:
    halves = [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", HEAD + b"Content-Length: 50\r\n\r\n{", CHUNKED + b"5\r\n12"] * 50
    drips = [b"GET /zoeken?q=koffie HTTP/1.1\r\nX: ", HEAD + b"Content-Length: 50\r\n\r\n", CHUNKED + b"32\r\n"] * 4
    with contextlib.ExitStack() as stack:
        half = [stack.enter_context(connect(running)) for _ in halves]
        dripping = [stack.enter_context(connect(running)) for _ in drips]
        for connection, sent in zip([*half, *dripping], [*halves, *drips], strict=True):
            connection.sendall(sent)

        def drip() -> None:
            for connection in dripping:
                with contextlib.suppress(OSError):
                    connection.send(b"1")

        with meanwhile(drip):
            assert slowest(running, ARRIVE_SECONDS + 3) < 1
        for connection, sent in zip(half, halves, strict=True):
            connection.settimeout(0.1)
            answer = rest(connection)
            if sent.startswith(HEAD):
                assert json.loads(answer.partition(b"\r\n\r\n")[2]) == TOO_SLOW
            else:
                assert (refusal(answer) == (408, TOO_SLOW["detail"])) if sent else (answer == b"")
        for connection in dripping:
            connection.settimeout(0.1)
            with contextlib.suppress(ConnectionResetError):
                assert statuses(rest(connection)) == [408]
    lines = [json.loads(line) for line in running.log().splitlines()]
    refused = [line for line in lines if line.get("status") == 408]
    assert len(refused) == 150 + 12
    assert {tuple(line) for line in refused} == {("tijd", "niveau", "bron", "melding", "status", "fout")}
    assert not any("plaats" in line for line in lines)
    assert "127.0.0.1" not in "".join(json.dumps(line) for line in lines if not line["melding"].startswith("Listening"))


@pytest.mark.parametrize("requests", [1, 25])
def test_readers_who_take_no_answer_keep_nobody_waiting(running: Site, requests: int) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(12):
            reader = stack.enter_context(socket.socket())
            # A far reader with little room: nothing of an answer waits on his side, and little of it on the way.
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            reader.connect(("127.0.0.1", running.port))
            reader.sendall(b"GET /bestanden/x/stijl.css HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n" * requests)
        assert slowest(running, 3) < 1


def test_readers_who_do_not_hang_up_keep_nobody_waiting(running: Site) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(connect(running)).sendall(LAST)
        assert slowest(running, 3) < 1


def test_more_half_requests_than_there_is_room_for_push_out_the_oldest(root: Path, tmp_path: Path) -> None:
    with site(root, tmp_path, workers="1") as one, contextlib.ExitStack() as stack:
        half = [stack.enter_context(connect(one)) for _ in range(310)]
        for connection in half:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        assert one.get("/gezondheid/levend", timeout=1)[0] == 200
        # The first were dropped without a word; who is left gets an answer.
        assert half[0].recv(10) == b""
        half[-1].sendall(b"Host: x\r\nConnection: close\r\n\r\n")
        assert statuses(rest(half[-1])) == [200]


@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD, b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(QUESTION), QUESTION[:5], QUESTION[5:]],
        [HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n", b"3\r\n" + QUESTION[:3], b"\r", b"\nA;x=y\r\n" + QUESTION[3:13] + b"\r\n2\r\n",
         QUESTION[13:] + b"\r\n0\r", b"\nX-Trailer: a\r\n", b"\r\n"],
    ],
    ids=["length", "chunks"],
)  # fmt: skip
def test_a_request_in_pieces_is_answered(running: Site, pieces: list[bytes]) -> None:
    assert len(QUESTION) == 15
    whole = told(running, HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION)
    assert statuses(whole) == [200]
    assert told(running, *pieces).partition(b"\r\n\r\n")[2] == whole.partition(b"\r\n\r\n")[2]


def test_requests_may_follow_each_other_at_once_and_later(running: Site) -> None:
    post = HEAD + b"Content-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION
    chunked = CHUNKED + b"F\r\n" + QUESTION + b"\r\n0\r\n\r\n"
    assert statuses(told(running, ALIVE + post + chunked + ALIVE[:9], ALIVE[9:] + ALIVE, chunked, LAST)) == [200] * 7


def test_who_asks_whether_to_go_on_is_told_so_once(running: Site) -> None:
    expecting = HEAD + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: "
    with connect(running) as connection:
        connection.sendall(expecting + b"%d\r\n\r\n" % len(QUESTION))
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(QUESTION)
        assert statuses(rest(connection)) == [200]
    assert statuses(told(running, expecting + b"99999999\r\n\r\n")) == [413]


@pytest.mark.parametrize(
    ("sent", "status", "detail"),
    [
        (b"GET /Jansen\n", 400, NO_PAGE),
        (b"\x16\x03\x01\x02\n", 400, NO_PAGE),
        (b"GET / HTTP/9\r\n\r\n", 400, NO_PAGE),
        (b"GET /api/v1/themas HTTP/9\r\n\r\n", 400, "De aanvraag is niet te lezen."),
        (b"GET http://x/api/v1/themas HTTP/9\r\n\r\n", 400, "De aanvraag is niet te lezen."),
        (b"GET /zoeken?q=" + b"x" * 9_000 + b" HTTP/1.1\r\n\r\n", 400, "Het adres is te lang. Maak uw vraag korter."),
        (b"GET /api/v1/antwoorden?q=" + b"x" * 9_000 + b" HTTP/1.1\r\n\r\n", 400, "Het adres is te lang. Maak uw vraag korter."),
        (b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 9_000 + b"\r\n\r\n", 431, TOO_MUCH),
        (b"GET / HTTP/1.1\r\n" + b"X: x\r\n" * 20_000, 431, TOO_MUCH),
        (b"GET /api/v1/themas HTTP/1.1\r\n" + b"X: x\r\n" * 20_000, 431, "De kopregels van de aanvraag zijn te lang."),
        (HEAD + b"Content-Length: 70000\r\n\r\n" + b"x" * 70_000, 413, "De aanvraag is te groot."),
        (CHUNKED + (b"4000\r\n" + b"x" * 0x4000 + b"\r\n") * 5, 413, "De aanvraag is te groot."),
        (CHUNKED.replace(b"/api/v1/antwoorden", b"/oordeel") + (b"4000\r\n" + b"x" * 0x4000 + b"\r\n") * 5, 413, SHORTER),
        (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "De aanvraag is niet te lezen."),
        (CHUNKED + b"xyz\r\n", 400, "De aanvraag is niet te lezen."),
    ],
    ids=[
        "bare line end", "no text", "version", "version of the API", "with a host", "address", "address of the API", "a header", "headers",
        "headers of the API", "body", "chunks", "chunks of a page", "two lengths", "no chunk",
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_at_once_in_dutch_and_nothing_after_it_counts(
    running: Site, sent: bytes, status: int, detail: str
) -> None:
    before = running.log().count("/gezondheid/levend")
    began = time.monotonic()
    assert refusal(told(running, sent + ALIVE)) == (status, detail)
    assert time.monotonic() - began < 2
    assert running.log().count("/gezondheid/levend") == before


UNREADABLE = b"GET %s HTTP/9\r\nX-Forwarded-Prefix: /elders\r\n\r\n"


@pytest.mark.parametrize(
    "settings",
    [{}, {"hsts": "ja", "indexable": "ja", "base_url": "https://www.beekstad.nl/kennisbank"}, {"proxies": "1", "hsts": "ja"}],
    ids=["plain", "under a path", "behind a proxy"],
)
def test_what_is_refused_has_every_header_of_other_answers(root: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    under = {"base_url": "/kennisbank", "proxies": "/elders"}.get(next(iter(settings.keys() & {"base_url", "proxies"}), ""), "")
    with site(root, tmp_path, workers="1", **settings) as one:
        for path in ("/weg", "/api/v1/weg"):
            unknown = told(one, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-Prefix: /elders\r\n\r\n".encode())
            refused = told(one, UNREADABLE % path.encode())
            assert (statuses(unknown), statuses(refused)) == ([404], [400])
            usual = {name: value for name, value in headers_of(unknown).items() if name not in OF_THIS_ANSWER}
            assert ("strict-transport-security" in usual) == ("hsts" in settings)
            assert ("x-robots-tag" in usual) == ("indexable" not in settings)
            assert {"content-security-policy", "x-frame-options", "referrer-policy", "permissions-policy"} <= usual.keys()
            assert {name: value for name, value in headers_of(refused).items() if name not in OF_THIS_ANSWER} == usual
            assert headers_of(refused).get("api-version") == headers_of(unknown).get("api-version")
            assert headers_of(refused)["content-type"] == headers_of(unknown)["content-type"]
        page = told(one, UNREADABLE % b"/weg").decode()
        assert re.findall(r'<link rel="stylesheet" href="([^"]*)/bestanden/', page) == [under]
        assert "<h1>Deze aanvraag klopt niet</h1>" in page
        assert told(one, UNREADABLE % f"{under}/api/v1/weg".encode()).startswith(
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem"
        )
        head = told(one, b"HEAD /weg HTTP/9\r\nX-Forwarded-Prefix: /elders\r\n\r\n").decode()
        assert head == page.partition("\r\n\r\n")[0] + "\r\n\r\n"


def test_a_stopping_site_does_not_wait_for_half_requests(root: Path, tmp_path: Path) -> None:
    """They are let go of some seconds after; else they would wait until gunicorn, after ten, ends what still runs."""
    with site(root, tmp_path) as stopping, contextlib.ExitStack() as stack:
        half = [stack.enter_context(connect(stopping)) for _ in range(20)]
        for connection in half:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        stopping.process.terminate()
        began = time.monotonic()
        for connection in half:
            # One that was not taken in yet when the site stopped is refused by the system: let go as well.
            with contextlib.suppress(ConnectionResetError):
                assert rest(connection) == b""
        assert time.monotonic() - began < 8
        # What a process does at its end takes as long as the machine is busy.
        assert stopping.process.wait(30) == 0
