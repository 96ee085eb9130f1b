"""Error pages: what went wrong in plain words, and ways on. The API gets the same errors in its own shape."""

import logging

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from kb.errors import InvalidRequest, KnowledgeBaseError, NotFound
from web.serving.headers import is_api
from web.serving.logbook import route
from web.serving.problems import problem_of

_log = logging.getLogger(__name__)
_TITLES = {
    400: "Deze aanvraag klopt niet",
    404: "Deze pagina bestaat niet",
    405: "Dat kan hier niet",
    413: "Dit is te veel tekst",
    414: "Dit adres is te lang",
    429: "U vraagt te veel in korte tijd",
    500: "Er ging iets mis bij ons",
    503: "De kennisbank is er even niet",
}
_EXPLANATIONS = {
    400: "Het adres dat u gebruikte, klopt niet helemaal. Begin opnieuw met zoeken of kies hieronder een andere weg.",
    404: "Misschien is het adres verkeerd overgetypt, of is de tekst weggehaald.",
    405: "Ga terug naar de vorige pagina en probeer het daar nog eens.",
    413: "Maak uw tekst korter en probeer het nog eens.",
    414: "Maak uw vraag korter en probeer het nog eens.",
    429: "Wacht een minuut en probeer het dan nog eens.",
    500: "Uw vraag is niet beantwoord. Probeer het later nog eens.",
    503: "De beheerder moet de index opnieuw maken. Probeer het later nog eens.",
}


def register(app: Flask) -> None:
    """Show errors as a Dutch page, or as a problem to a user of the API."""
    app.register_error_handler(InvalidRequest, _invalid)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(KnowledgeBaseError, _no_index)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def error_page(status: int, *sentences: str) -> Response:
    """Return the error page of a status; sentences stand instead of its usual explanation."""
    title = _TITLES.get(status, _TITLES[500 if status >= 500 else 400])
    explanation = sentences or (_EXPLANATIONS.get(status, _EXPLANATIONS[500 if status >= 500 else 400]),)
    response = make_response(render_template("error.html", title=title, sentences=explanation, status=status), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _invalid(error: InvalidRequest) -> Response:
    return problem_of(error) if is_api(request.path) else error_page(400, *error.faults)


def _not_found(error: NotFound) -> Response:
    return problem_of(error) if is_api(request.path) else error_page(404, str(error))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()  # type: ignore[return-value]
    return problem_of(error) if is_api(request.path) else error_page(status)


def _no_index(error: KnowledgeBaseError) -> Response:
    _log.error("A request for %s could not be answered: %s", route(), error)
    return _http(ServiceUnavailable())


def _broken(error: Exception) -> Response:
    # The route, not the address: that may hold what a reader typed.
    _log.exception("A request for %s failed.", route(), exc_info=error)
    return _http(InternalServerError())
