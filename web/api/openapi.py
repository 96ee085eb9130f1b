"""The description of the API (OpenAPI 3.1), made from the models that check requests and make answers."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from pydantic.json_schema import models_json_schema

from kb.knowledge_base import KnowledgeBase
from kb.telling.schemas import Probleem, Vorm
from web.asking.parameters import Parameters, known_values
from web.serving.live import Recent
from web.serving.problems import API_VERSION, MEDIA_TYPE

_REFERENCE = "#/components/schemas/{model}"
_ABOUT = """Zoek in de Kennisbank Weerbare Gemeenschappen, en krijg antwoord in letterlijke zinnen uit de bronnen.

- Alles is openbaar en alleen-lezen; er is geen sleutel nodig.
- Een onbekende parameter, een onbekende waarde of een dubbele parameter is een fout (400); alle fouten staan in het antwoord.
- Een parameter die leeg is, telt als niet gegeven.
- Een lijst van waarden geeft u door de parameter te herhalen: `thema=ouders&thema=jongeren`.
- Een vraag in een adres kan in logboeken onderweg blijven staan. Met POST staat hij in de inhoud.
- Een id verandert niet. Is een passage verhuisd, dan leidt het oude adres naar het nieuwe.
- Een `url` begint bij de wortel van de site, ook als die onder een pad staat: zet er het adres bij `servers` voor, zonder `/api/v1`.
- Verandert de API zo dat uw programma ervan zou breken, dan komt er een v2 en blijft v1 nog ten minste een jaar.
"""
_EXTENSION = "api-beschrijving"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API: where, what it is called, what it takes and gives; `view` answers it."""

    path: str
    name: str
    summary: str
    answer: type[Vorm]
    parameters: type[Parameters]
    view: Callable[[KnowledgeBase, Any], Vorm]
    by_post: bool = False


def register(app: Flask) -> None:
    """Let the application remember its descriptions: they hold its settings, so no other application may give them."""
    app.extensions[_EXTENSION] = Recent(4)


def document(base: KnowledgeBase, operations: Sequence[Operation], address: str) -> str:
    """Return the description as JSON; its examples and lists of values are those of this knowledge base."""
    documents: Recent = current_app.extensions[_EXTENSION]
    return documents.get((base.folder, address), lambda: json.dumps(_document(base, operations, address), ensure_ascii=False))


def _document(base: KnowledgeBase, operations: Sequence[Operation], address: str) -> dict[str, Any]:
    answers = [(operation.answer, "serialization") for operation in operations]
    bodies = [(operation.parameters, "validation") for operation in operations if operation.by_post]
    _, schemas = models_json_schema([*answers, *bodies, (Probleem, "serialization")], ref_template=_REFERENCE)  # type: ignore[list-item]
    known = known_values(base.library)
    for operation in operations:
        if operation.by_post:
            name_values(schemas["$defs"][operation.parameters.__name__]["properties"], known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kennisbank Weerbare Gemeenschappen",
            "version": API_VERSION,
            "summary": "Zoeken en antwoorden in letterlijke zinnen uit de bronnen",
            "description": _ABOUT,
            "contact": _contact(address),
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "paths": {operation.path: _methods(base, operation, known) for operation in operations},
        "components": {"schemas": schemas["$defs"], "headers": {"ApiVersion": _VERSION_HEADER}, "responses": _PROBLEMS},
    }


def _contact(address: str) -> dict[str, str]:
    settings = current_app.config["SETTINGS"]
    contact = {"name": f"Beheer kennisbank {settings.organisation}".strip(), "url": f"{address}/over"}
    return {**contact, "email": settings.contact} if settings.contact else contact


def _methods(base: KnowledgeBase, operation: Operation, known: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    schema = operation.parameters.model_json_schema(ref_template=_REFERENCE)
    question = next((field.examples[0] for field in operation.parameters.model_fields.values() if field.examples), None)
    example = operation.view(base, operation.parameters.model_validate({"q": question} if question else {}, context=known))
    success = {
        "description": "Gelukt.",
        "headers": _VERSIONED,
        "content": {
            "application/json": {
                "schema": {"$ref": _REFERENCE.format(model=operation.answer.__name__)},
                "example": _shortened(example.model_dump(mode="json")),
            }
        },
    }
    responses: dict[str, Any] = {"200": success, "400": _problem("400")}
    if "{id}" in operation.path:
        moved = {"description": "Deze passage is verhuisd; Location noemt het nieuwe adres.", "headers": _VERSIONED}
        responses |= {"301": moved, "404": _problem("404"), "410": _problem("410")}
    if not operation.by_post:
        success["headers"] = _TAGGED
        responses["304"] = {"description": "Niet veranderd sinds het antwoord met de ETag uit If-None-Match.", "headers": _TAGGED}
    responses |= {status: _problem(status) for status in ("429", "500", "503")}
    common = {"summary": operation.summary, "description": operation.answer.__doc__}
    parameters = _parameters(operation.path, schema, known, base)
    methods: dict[str, Any] = {"get": {"operationId": operation.name, **common, "parameters": parameters, "responses": responses}}
    if operation.by_post:
        body = {"$ref": _REFERENCE.format(model=operation.parameters.__name__)}
        methods["post"] = {
            "operationId": f"{operation.name}ViaPost",
            **common,
            "responses": {**responses, "413": _problem("413"), "415": _problem("415")},
            "requestBody": {"required": True, "content": {"application/json": {"schema": body, "example": {"q": question}}}},
        }
    return methods


def _parameters(path: str, schema: Mapping[str, Any], known: Mapping[str, Sequence[Any]], base: KnowledgeBase) -> list[dict[str, Any]]:
    properties: dict[str, dict[str, Any]] = dict(schema.get("properties", {}))
    name_values(properties, known)
    parameters = []
    if "{id}" in path:
        parameters.append(
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "Id van een passage of van een los citaat.",
                "schema": {"type": "string", "minLength": 1},
                "example": base.library.passages[0].id,
            }
        )
    for name, value in properties.items():
        described = {"name": name, "in": "query", "required": name in schema.get("required", ()), "description": value.pop("description")}
        # What is left empty counts as not given, as in the addresses that a form makes.
        may_be_empty = {} if described["required"] else {"allowEmptyValue": True}
        parameters.append({**described, **may_be_empty, "schema": value})
    return parameters


def name_values(properties: Mapping[str, dict[str, Any]], known: Mapping[str, Sequence[Any]]) -> None:
    """Put the values that a list of the knowledge base has into the schemas of the parameters that take them."""
    for name, value in properties.items():
        value.pop("title", None)
        if name in known:
            value["items"]["enum"] = list(known[name])


def _shortened(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with one of each list: enough for an example."""
    return {name: value[:1] if isinstance(value, list) else value for name, value in answer.items()}


def _problem(status: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/Fout{status}"}


_VERSION_HEADER = {"description": "De volledige versie van de API.", "schema": {"type": "string"}, "example": API_VERSION}
_VERSIONED = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
_ETAG = {"description": "Waaraan dit antwoord te herkennen is; verandert met de bronnen.", "schema": {"type": "string"}}
_TAGGED = {**_VERSIONED, "ETag": _ETAG}
_RETRY_AFTER = {"Retry-After": {"description": "Na hoeveel seconden het weer kan.", "schema": {"type": "integer"}}}
_PROBLEMS = {
    f"Fout{status}": {
        "description": description,
        "headers": {**_VERSIONED, **_RETRY_AFTER} if status == "429" else _VERSIONED,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model=Probleem.__name__)}}},
    }
    for status, description in {
        "400": "De aanvraag klopt niet; alle fouten staan erbij.",
        "404": "Dit bestaat niet.",
        "410": "Dit was er en is weggehaald; 'detail' noemt de datum.",
        "413": "De aanvraag is te groot.",
        "415": "De inhoud is geen application/json.",
        "429": "Te veel aanvragen in korte tijd.",
        "500": "Er ging iets mis bij ons.",
        "503": "Er is nu geen index om uit te antwoorden.",
    }.items()
}
