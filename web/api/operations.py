"""The JSON API under /api/v1, by the NLGov REST API Design Rules. Each function answers one operation; openapi.py describes them all."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from kb.knowledge_base import KnowledgeBase
from kb.telling import schemas, shapes, shapes_lists
from kb.telling.schemas import (
    Antwoord,
    Begrippen,
    Bronnen,
    Citaten,
    Ingangen,
    Praktijkvoorbeelden,
    Stappen,
    Taken,
    Themas,
    Vorm,
    Werklijsten,
    Zoekresultaten,
)
from web.api import openapi
from web.api.openapi import Operation
from web.asking.parameters import (
    AnswerParameters,
    EntranceParameters,
    ExampleParameters,
    ListParameters,
    Parameters,
    QuestionedSearchParameters,
    QuoteParameters,
)
from web.serving.etags import tagged
from web.serving.headers import is_api
from web.serving.live import current
from web.serving.moving import redirect_moved
from web.serving.page_memory import page_key
from web.serving.problems import API_VERSION
from web.showing.citing import site_address

PREFIX = "/api/v1"
blueprint = Blueprint("api", __name__)
_operations: list[Operation] = []
_View = TypeVar("_View", bound=Callable[..., Vorm])


def register(app: Flask) -> None:
    """Put the API into the application, and its version on every answer under /api, faults and unknown addresses included."""

    @app.after_request
    def version(response: Response) -> Response:
        if is_api(request.path):
            response.headers["API-Version"] = API_VERSION
            # Faults and what holds a question are kept nowhere.
            response.headers.setdefault("Cache-Control", "no-store")
            if request.method == "OPTIONS":
                # There is nothing in it that could be of a type.
                response.headers.remove("Content-Type")
        return response

    openapi.register(app)
    app.register_blueprint(blueprint, url_prefix=PREFIX)


def _operation(
    path: str, answer: type[Vorm], summary: str, parameters: type[Parameters] = Parameters, by_post: bool = False
) -> Callable[[_View], _View]:
    """Let a function answer GET requests for a path; `by_post` also POST, which keeps the question out of addresses and logs."""

    def added(view: _View) -> _View:
        _operations.append(Operation(path, view.__name__, summary, answer, parameters, view, by_post))

        def respond() -> Response:
            # What may be asked by POST holds a question.
            return answered() if by_post else tagged(page_key(), answered)

        def answered() -> Response:
            base = current()
            if request.method != "POST":
                request_parameters = parameters.of_address(request.args, base.library)
            elif request.mimetype == "application/json":
                request_parameters = parameters.of_json(request.get_data(), base.library)
            else:
                raise UnsupportedMediaType
            return _json(view(base, request_parameters))

        blueprint.add_url_rule(path, view.__name__, respond, methods=["GET", "POST"] if by_post else ["GET"])
        return view

    return added


@_operation("/zoekresultaten", Zoekresultaten, "Zoek passages, citaten en praktijkvoorbeelden", QuestionedSearchParameters, by_post=True)
def zoek(base: KnowledgeBase, parameters: QuestionedSearchParameters) -> Zoekresultaten:
    """Search and return a page of results."""
    inquiry = base.search(parameters.question, parameters.filters, literal=parameters.literal)
    return shapes.search_results(base, inquiry, parameters.page, parameters.page_size)


@_operation("/antwoorden", Antwoord, "Beantwoord een vraag met letterlijke zinnen uit de bronnen", AnswerParameters, by_post=True)
def antwoord(base: KnowledgeBase, parameters: AnswerParameters) -> Antwoord:
    """Answer with literal sentences."""
    inquiry = base.search(parameters.question, literal=parameters.literal)
    return shapes.answer(base, base.answer(inquiry), inquiry)


@_operation("/citaten", Citaten, "Geef de citaten", QuoteParameters)
def citaten(base: KnowledgeBase, parameters: QuoteParameters) -> Citaten:
    """Return the quotes that have the chosen values."""
    library = base.library
    chosen = [
        quote
        for quote in library.quotes
        if _any_of(parameters.themes, quote.themes)
        and _any_of(parameters.speakers, library.public_speakers(quote))
        and _any_of(parameters.municipalities, [quote.municipality])
    ]
    return Citaten(totaal=len(chosen), citaten=[shapes_lists.quote(library, quote) for quote in chosen])


@_operation("/praktijkvoorbeelden", Praktijkvoorbeelden, "Geef de praktijkvoorbeelden", ExampleParameters)
def praktijkvoorbeelden(base: KnowledgeBase, parameters: ExampleParameters) -> Praktijkvoorbeelden:
    """Return the practice examples that have the chosen values."""
    chosen = [
        example
        for example in base.library.examples
        if _any_of(parameters.themes, example.themes)
        and _any_of(parameters.municipalities, example.municipalities)
        and _any_of(parameters.steps, example.steps)
    ]
    return Praktijkvoorbeelden(totaal=len(chosen), praktijkvoorbeelden=[shapes_lists.example(base.library, example) for example in chosen])


@_operation("/themas", Themas, "Geef alle thema's")
def themas(base: KnowledgeBase, parameters: Parameters) -> Themas:
    """Return all themes."""
    found = shapes_lists.themes(base.library)
    return Themas(totaal=len(found), themas=found)


@_operation("/stappen", Stappen, "Geef alle stappen van de handreiking")
def stappen(base: KnowledgeBase, parameters: Parameters) -> Stappen:
    """Return all steps."""
    found = [shapes_lists.step(base.library, step) for step in base.library.steps]
    return Stappen(totaal=len(found), stappen=found)


@_operation("/taken", Taken, "Geef alle taken, met wat daarbij helpt")
def taken(base: KnowledgeBase, parameters: Parameters) -> Taken:
    """Return all tasks."""
    found = [shapes_lists.task(base.library, task) for task in base.library.tasks]
    return Taken(totaal=len(found), taken=found)


@_operation("/werklijsten", Werklijsten, "Geef de werklijsten, elk in haar geheel", ListParameters)
def werklijsten(base: KnowledgeBase, parameters: ListParameters) -> Werklijsten:
    """Return the working lists that have the chosen values."""
    chosen = [one for one in base.library.lists if _any_of(parameters.steps, [one.step]) and _any_of(parameters.forms, [one.form])]
    return Werklijsten(totaal=len(chosen), werklijsten=[shapes_lists.working_list(base.library, one) for one in chosen])


@_operation("/ingangen", Ingangen, "Geef de bladzijden waar een vraag misschien gewoon naar zoekt", EntranceParameters, by_post=True)
def ingangen(base: KnowledgeBase, parameters: EntranceParameters) -> Ingangen:
    """Return the pages that a question may simply be looking for."""
    return Ingangen(vraag=parameters.question, ingangen=shapes.entrances(base, parameters.question))


@_operation("/begrippen", Begrippen, "Geef alle begrippen, met de woorden waarmee een bron ze omschrijft")
def begrippen(base: KnowledgeBase, parameters: Parameters) -> Begrippen:
    """Return all terms, sorted."""
    terms = sorted(base.library.terms, key=lambda term: term.name.casefold())
    return Begrippen(totaal=len(terms), begrippen=[shapes_lists.term(base.library, term) for term in terms])


@_operation("/bronnen", Bronnen, "Geef alle bronnen")
def bronnen(base: KnowledgeBase, parameters: Parameters) -> Bronnen:
    """Return all sources."""
    found = [shapes_lists.document(base.library, document) for document in base.library.documents]
    return Bronnen(totaal=len(found), bronnen=found)


@blueprint.get("/passages/<identity>")
def give_passage(identity: str) -> AnyResponse:
    """Return one passage; an id that has moved leads on to the new one."""
    library = current().library
    Parameters.of_address(request.args, library)
    if moved := redirect_moved(library, identity, lambda present: f"{PREFIX}/passages/{present}"):
        return moved
    return tagged(page_key(), lambda: _json(shapes_lists.passage(library, identity)))


def _first_passage(base: KnowledgeBase, parameters: Parameters) -> schemas.Passage:
    return shapes_lists.passage(base.library, base.library.passages[0].id)


_operations.append(Operation("/passages/{id}", "passage", "Geef één passage", schemas.Passage, Parameters, _first_passage))


@blueprint.get("/openapi.json")
def give_description() -> Response:
    """Describe the API; programs on other sites may read this."""
    response = tagged(
        page_key(),
        lambda: Response(openapi.document(current(), tuple(_operations), site_address()), mimetype="application/json"),
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _any_of(chosen: tuple[Any, ...], values: Any) -> bool:
    return not chosen or not set(chosen).isdisjoint(values)


def _json(answer: Vorm) -> Response:
    return Response(answer.model_dump_json(), mimetype="application/json")
