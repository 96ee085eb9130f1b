"""The JSON API under /api/v1, by the NLGov REST API Design Rules."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from kb.errors import InvalidRequest
from web import shapes
from web.live import current
from web.parameters import SearchParameters, read_parameters

API_VERSION = "1.0.0"
blueprint = Blueprint("api", __name__)


@blueprint.after_request
def _version(response: Response) -> Response:
    response.headers["API-Version"] = API_VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(InvalidRequest)
def _invalid(error: InvalidRequest) -> Response:
    return problem(400, "Ongeldige aanvraag", str(error), fouten=list(error.faults))


@blueprint.get("/zoekresultaten")
def search_results() -> Response:
    """Search and return a page of results."""
    base = current()
    wanted = _asked()
    found = base.search(wanted.question, wanted.filters, literal=wanted.literal)
    return jsonify(shapes.search_results(base, found, wanted.page, wanted.page_size))


@blueprint.get("/antwoorden")
def answers() -> Response:
    """Answer with literal sentences."""
    base = current()
    wanted = _asked()
    found = base.search(wanted.question, wanted.filters, literal=wanted.literal)
    return jsonify(shapes.answer(base, base.answer(found), found))


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """Return an error as RFC 9457 asks."""
    response = jsonify({"status": status, "title": title, "detail": detail, **more})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def _asked() -> SearchParameters:
    wanted = read_parameters(request.args, current().library)
    if not wanted.question:
        raise InvalidRequest("De parameter 'q' is leeg. Geef daarin een vraag of trefwoorden.")
    return wanted
