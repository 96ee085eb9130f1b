"""Errors of the API, as RFC 9457 (problem details) asks: status, title, detail, and all faults of the request."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

from kb.errors import InvalidRequest, KnowledgeBaseError, NotFound

API_VERSION = "1.5.0"
# What the standard asks an error to say in a header: on a page as much as on a problem.
TOLD_ALONG = ("Allow", "Retry-After")
MEDIA_TYPE = "application/problem+json"
_TITLES: Mapping[int, str] = {
    400: "Ongeldige aanvraag",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    408: "Te lang gewacht",
    410: "Weggehaald",
    413: "Te veel gegevens",
    415: "Verkeerd soort gegevens",
    429: "Te veel aanvragen",
    431: "Kopregels te lang",
    500: "Fout bij ons",
    503: "Tijdelijk niet beschikbaar",
}
_DETAILS: Mapping[int, str] = {
    400: "De aanvraag is niet te lezen.",
    404: "Dit adres bestaat niet in de API. De beschrijving staat op /api/v1/openapi.json.",
    405: "Dit adres kent deze methode niet. De kopregel Allow noemt wat wel kan.",
    413: "De aanvraag is te groot.",
    415: "Stuur de gegevens als application/json.",
    429: "U vraagt te veel in korte tijd. De kopregel Retry-After zegt na hoeveel seconden het weer kan.",
    431: "De kopregels van de aanvraag zijn te lang.",
    500: "Er ging iets mis bij ons. Probeer het later nog eens.",
    503: "Er is nu geen index om uit te antwoorden. Probeer het later nog eens.",
}


def problem_of(error: Exception) -> Response:
    """Return an error as a problem. What is not meant for a caller stays out of it."""
    if isinstance(error, InvalidRequest):
        return problem(400, str(error), error.faults)
    if isinstance(error, NotFound):
        return problem(404, str(error))
    if isinstance(error, HTTPException):
        response = problem(error.code or 500)
        for name, value in error.get_response().headers:
            if name in TOLD_ALONG:
                response.headers[name] = value
        return response
    return problem(503 if isinstance(error, KnowledgeBaseError) else 500)


def problem(status: int, detail: str = "", faults: Sequence[str] = ()) -> Response:
    """Return a problem; without detail the usual one of its status."""
    return Response(problem_json(status, detail, faults), status, mimetype=MEDIA_TYPE)


def problem_json(status: int, detail: str = "", faults: Sequence[str] = ()) -> str:
    """Return the text of a problem."""
    problem_fields = {"status": int(status), "title": _TITLES.get(status, HTTPStatus(status).phrase), "detail": detail or _detail(status)}
    return json.dumps({**problem_fields, "fouten": list(faults)} if faults else problem_fields, ensure_ascii=False)


def _detail(status: int) -> str:
    return _DETAILS.get(status) or _DETAILS[500 if status >= 500 else 400]
