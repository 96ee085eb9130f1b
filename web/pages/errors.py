"""Errors of a request: each becomes a page, or a problem for a user of the API."""

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.utils import redirect

from kb.errors import InvalidRequest, KnowledgeBaseError, NotFound
from web.asking.tidying import tidied_address
from web.serving.headers import is_api
from web.serving.logbook import route
from web.serving.problems import TOLD_ALONG, problem, problem_of
from web.serving.refusing import PAGE
from web.showing.error_page import error_page
from web.showing.removal import told_of_removal

_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Show errors as a Dutch page, or as a problem to a user of the API; also those of requests that come no further than gunicorn."""
    app.extensions[PAGE] = error_page
    app.register_error_handler(InvalidRequest, _invalid)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(KnowledgeBaseError, _no_index)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _invalid(error: InvalidRequest) -> Response:
    return problem_of(error) if is_api(request.path) else _led_on() or error_page(400, *error.faults)


def _not_found(error: NotFound) -> Response:
    removed = told_of_removal()
    if is_api(request.path):
        return problem(410, removed) if removed else problem_of(error)
    return _led_on() or (error_page(410, removed) if removed else error_page(404, str(error)))


def _led_on() -> Response | None:
    """Return what leads on to the page that was meant, when only a mark behind its address is in the way."""
    address = tidied_address()
    return redirect(address, 301, Response) if address else None  # type: ignore[return-value]


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()  # type: ignore[return-value]
    if is_api(request.path):
        return problem_of(error)
    page = (_led_on() if status == 404 else None) or error_page(status)
    for name, value in error.get_response().headers:
        if name in TOLD_ALONG:
            page.headers[name] = value
    return page


def _no_index(error: KnowledgeBaseError) -> Response:
    _log.error("A request for %s could not be answered: %s", route(), error)
    return _http(ServiceUnavailable())


def _broken(error: Exception) -> Response:
    # The route, not the address: that may hold what a reader typed.
    _log.exception("A request for %s failed.", route(), exc_info=error)
    return _http(InternalServerError())
