"""The gunicorn process that answers requests, with refusals in our own words and without addresses in the log."""

import logging
from http import HTTPStatus
from typing import Any

from gunicorn.http.errors import ConfigurationProblem, LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from web.problems import API_VERSION, MEDIA_TYPE, problem_json

_log = logging.getLogger(__name__)


class Worker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker. What gunicorn refuses before the application sees it gets the API's shape of an error, as text is all there is."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Refuse a request that could not be read, or say that it failed, without logging its address or its sender's."""
        status, detail = _refusal(exc)
        _log.log(
            logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO,
            "geweigerd",
            extra={"status": status, "fout": type(exc).__name__},
        )
        body = problem_json(status, detail).encode()
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nAPI-Version: {API_VERSION}\r\n"
            "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n"
        )
        try:
            write_nonblock(client, head.encode("latin-1") + body)
        except OSError:
            _log.debug("De lezer wachtte niet op het antwoord.")


def _refusal(error: Exception) -> tuple[int, str]:
    if isinstance(error, LimitRequestLine):
        # 400, as for any question that is too long, rather than 414: a reader sees one and the same fault.
        return HTTPStatus.BAD_REQUEST, "Het adres is te lang. Maak uw vraag korter."
    if isinstance(error, LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "De kopregels van de aanvraag zijn te lang."
    if isinstance(error, ParseException) and not isinstance(error, ConfigurationProblem):
        return HTTPStatus.BAD_REQUEST, "De aanvraag is niet te lezen."
    return HTTPStatus.INTERNAL_SERVER_ERROR, "Er ging iets mis bij ons. Probeer het later nog eens."
