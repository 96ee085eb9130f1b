"""The gunicorn process that answers requests: only whole requests take a thread, and nobody's address or words get into the log."""

import logging
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn.http.errors import ConfigurationProblem, LimitRequestHeaders, LimitRequestLine, NoMoreData, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from web.serving.refusing import asked, refusal
from web.serving.waiting_room import Arrival, BodyTooLarge, ChunksBroken, HeadTooLarge, Progress, Refused, TooSlow, WaitingRoom

# A request is some hundreds of bytes, 64 kB at most: who needs longer than this for it does not mean well, or is better off trying again.
ARRIVE_SECONDS = 10
# How long a thread tries to hand over an answer. What the network can't take yet waits in the kernel, with room for any usual page.
ANSWER_SECONDS = 10
ROOM_FOR_ANSWER = 256 * 1024
# A next answer is begun when of those before no more than this waits on our side: then it fits beside that, whatever the kernel's own
# way of counting room. No limit is what the kernel has by itself.
MOST_UNSENT = 16 * 1024
_NO_LIMIT = 2**31 - 1
# A reader may still be sending when he is refused. Without these seconds the refusal would be lost to him.
LEAVE_SECONDS = 2
# Connections in each state; together they stay below gunicorn's own bound, so that no kind of them can keep new readers out.
MOST_ARRIVING = 300
MOST_KEPT = 200
MOST_LEAVING = 200
MOST_BYTES = 8 * 1024 * 1024
_AT_ONCE = 64 * 1024
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
# What a thread gives back of a connection whose request is not in yet.
_NOT_IN = object()
_log = logging.getLogger(__name__)


class _Arrived(Unreader):  # type: ignore[misc]
    """What gunicorn reads requests from: the bytes that are in, and never the socket, which could keep a thread waiting."""

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Say that there is no more, so that the connection is closed."""
        raise NoMoreData


class _Request(Request):  # type: ignore[misc]
    # The reader was told to go on before his request came to a thread.
    _policy_expect_continue = False


class _Parser(RequestParser):  # type: ignore[misc]
    mesg_class = _Request

    def __init__(self, settings: Any, client: Any) -> None:
        super().__init__(settings, (), client)
        self.unreader = _Arrived()

    def __next__(self) -> Any:
        """Return the next request. What can't be read goes along with the error, so that it can be told what was asked."""
        data = self.unreader.buf.getvalue()
        try:
            return super().__next__()
        except ParseException as error:
            error.data = data
            raise


class Worker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker in which no thread waits for a reader: requests come in on the main thread, which gives each whole one to a thread.

    What is refused before the application sees it gets the page or the problem that the application has for it, with all its headers.
    Only `handle…` run in other threads; a connection is with one thread at a time.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.max_keepalived = MOST_KEPT
        self._arriving: WaitingRoom[Any] = WaitingRoom(ARRIVE_SECONDS, MOST_ARRIVING, MOST_BYTES)
        self._leaving: WaitingRoom[Any] = WaitingRoom(LEAVE_SECONDS, MOST_LEAVING, MOST_BYTES)

    def enqueue_req(self, conn: Any) -> None:
        """Take in a request of a connection: of a new one when it comes, of a kept one, which has something to read, now."""
        conn.arrival = Arrival()
        if conn.parser is None:
            conn.parser = _Parser(self.cfg, conn.client)
            conn.initialized = True
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM_FOR_ANSWER)
            self._wait(conn, EVENT_READ, self._receive)
        else:
            super().enqueue_req(conn)

    def _wait(self, conn: Any, event: int, then: Callable[[Any, Any], None]) -> None:
        """Let a connection wait until it can be read or written."""
        conn.sock.setblocking(False)
        self._arriving.enter(conn, time.monotonic())
        self._arriving.hold(conn, len(conn.arrival.data))
        self.poller.register(conn.sock, event, partial(self._if_still(self._arriving, then), conn))
        self._make_room(self._arriving)

    def _receive(self, conn: Any, sock: Any) -> None:
        try:
            is_whole = self._read(conn)
        except Refused as error:
            self._refuse(conn, error)
        except OSError:
            self._drop(conn)
        else:
            if is_whole:
                self._release(conn)
                super().enqueue_req(conn)
            else:
                self._arriving.hold(conn, len(conn.arrival.data))
                self._make_room(self._arriving)

    def _read(self, conn: Any) -> bool:
        """Read what is there, without waiting, and return whether the request is whole. Raises Refused, or OSError when nobody is there."""
        try:
            data = conn.parser.unreader.take_buffered() or conn.sock.recv(_AT_ONCE)
        except BlockingIOError:
            return False
        if not data:
            raise ConnectionError
        progress = conn.arrival.add(data)
        if progress is Progress.WHOLE:
            conn.parser.unreader.unread(bytes(conn.arrival.data))
            conn.arrival = None
        elif progress is Progress.CONTINUE:
            self._say(conn.sock, _GO_ON)
        return progress is Progress.WHOLE

    def handle(self, conn: Any) -> Any:
        """Answer a request that is in."""
        try:
            if conn.arrival and not self._read(conn):
                return _NOT_IN
        except Refused as error:
            error.data = bytes(conn.arrival.data)
            self.handle_error(None, conn.sock, conn.client, error)
            return False
        except OSError:
            return False
        return super().handle(conn)

    def murder_pending(self) -> None:
        """Let go of those whose time is over; gunicorn calls this every second or sooner."""
        # A process that was asked to stop waits no longer for the end of a request than for that of an answer.
        now = time.monotonic() + (0 if self.alive else ARRIVE_SECONDS - LEAVE_SECONDS)
        for conn in self._arriving.overdue(now):
            # Browsers open connections that they do not use: that is nothing to refuse.
            if conn.arrival.data and self.alive:
                self._refuse(conn, TooSlow())
            else:
                self._drop(conn)
        for conn in self._leaving.overdue(time.monotonic()):
            self._drop(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Wait for more of a connection, or end it; gunicorn's own way of ending may hold up the main thread for seconds."""
        result = not fs.cancelled() and not fs.exception() and fs.result()
        if result is _NOT_IN:
            self._wait(conn, EVENT_READ, self._receive)
        elif not result:
            self._see_out(conn)
        elif conn.has_room:
            super().finish_request(conn, fs)
        else:
            # A next answer would keep a thread waiting until the reader has taken enough of this one.
            conn.arrival = Arrival()
            self._wait(conn, EVENT_WRITE, partial(self._go_on, fs))

    def _go_on(self, fs: Any, conn: Any, sock: Any) -> None:
        self._release(conn)
        _limit_unsent(sock, _NO_LIMIT)
        super().finish_request(conn, fs)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request; a reader who does not take the answer in time is left."""
        conn.sock.settimeout(ANSWER_SECONDS)
        try:
            is_kept = super().handle_request(req, conn)
            conn.has_room = _has_room(conn.sock)
        except TimeoutError as error:
            _log.info("afgebroken", extra={"fout": type(error).__name__})
            return False
        return is_kept

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Refuse a request that could not be read, or say that it failed, without logging its address or its sender's."""
        status, sentence = _refusal(exc)
        _log.log(
            logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO,
            "geweigerd",
            extra={"status": status, "fout": type(exc).__name__},
        )
        data = f"{req.method} {req.uri}".encode("latin-1", "replace") if req else getattr(exc, "data", b"")
        self._say(client, refusal(self.wsgi, asked(data, self.wsgi.config["SETTINGS"]), status, sentence))

    @staticmethod
    def _say(sock: Any, words: bytes) -> None:
        try:
            write_nonblock(sock, words)
        except OSError:
            _log.debug("De lezer wachtte niet op het antwoord.")

    def _refuse(self, conn: Any, error: Refused) -> None:
        self._release(conn)
        error.data = bytes(conn.arrival.data)
        self.handle_error(None, conn.sock, conn.client, error)
        self._see_out(conn)

    def _see_out(self, conn: Any) -> None:
        """End a connection when the reader has ended his side, so that what he was told reaches him."""
        conn.arrival = conn.parser = None
        conn.drained = 0
        self._leaving.enter(conn, time.monotonic())
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._if_still(self._leaving, self._drain), conn))
        except OSError:
            self._drop(conn)
        self._make_room(self._leaving)

    def _drain(self, conn: Any, sock: Any) -> None:
        try:
            data = sock.recv(_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.drained += len(data)
        if not data or conn.drained > _AT_ONCE:
            self._drop(conn)

    def _release(self, conn: Any) -> None:
        self._arriving.leave(conn)
        self._leaving.leave(conn)
        # A thread may have closed the socket, or it was never waited for.
        with suppress(KeyError, ValueError):
            self.poller.unregister(conn.sock)

    @staticmethod
    def _if_still(room: WaitingRoom[Any], then: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """Return `then` for those who still wait: one may have had to make room in the same round of events in which he was heard."""

        def call(conn: Any, sock: Any) -> None:
            if conn in room:
                then(conn, sock)

        return call

    def _make_room(self, room: WaitingRoom[Any]) -> None:
        for oldest in room.surplus():
            self._drop(oldest)

    def _drop(self, conn: Any) -> None:
        self._release(conn)
        self.nr_conns -= 1
        conn.close()


def _has_room(sock: Any) -> bool:
    """Return whether the kernel can take another answer; if not, the socket is writable once it can, and keeps that limit until then."""
    _limit_unsent(sock, MOST_UNSENT)
    poll = select.poll()
    poll.register(sock, select.POLLOUT)
    has_room = bool(poll.poll(0))
    if has_room:
        _limit_unsent(sock, _NO_LIMIT)
    return has_room


def _limit_unsent(sock: Any, most: int) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, most)


def _refusal(error: Exception) -> tuple[int, str]:
    """Return the status, and what to say when that is more than its usual sentence."""
    if isinstance(error, LimitRequestLine):
        # 400, as for any question that is too long, rather than 414: a reader sees one and the same fault.
        return HTTPStatus.BAD_REQUEST, "Het adres is te lang. Maak uw vraag korter."
    if isinstance(error, LimitRequestHeaders | HeadTooLarge):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, ""
    if isinstance(error, BodyTooLarge):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ""
    if isinstance(error, TooSlow):
        return HTTPStatus.REQUEST_TIMEOUT, f"De aanvraag was na {ARRIVE_SECONDS} seconden niet binnen. Probeer het nog eens."
    if isinstance(error, ParseException | ChunksBroken) and not isinstance(error, ConfigurationProblem):
        return HTTPStatus.BAD_REQUEST, ""
    return HTTPStatus.INTERNAL_SERVER_ERROR, ""
