"""The frame of the description of the API (OpenAPI 3.0.3): each room describes its own calls, and whoever knows them
all puts the parts together."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from loket.intake.api.errors import API_VERSION, PROBLEM, TITLES

Schema = dict[str, Any]

REF = "#/components/schemas/{model}"

_VERSION_HEADER = {
    "API-Version": {"schema": {"type": "string", "example": API_VERSION}, "description": "Versie van de API"}
}

_PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


@dataclass(frozen=True)
class Part:
    """What one room adds. ``tag``: its name and what it is about; ``security``: the keys that its calls ask for."""

    tag: tuple[str, str]
    paths: Schema
    schemas: Schema
    security: Schema


def describe(*parts: Part) -> Schema:
    """The whole description."""
    paths = {path: methods for part in parts for path, methods in part.paths.items()}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Integriteitsloket: meldingen en incidenten",
            "version": API_VERSION,
            "description": "Andere kanalen sturen meldingen en incidenten. Hun inhoud wordt verzegeld bewaard.",
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl"},
            "contact": {"name": "Integriteitsloket", "url": "/"},
        },
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": part.tag[0], "description": part.tag[1]} for part in parts],
        "paths": paths | _of_itself(parts[0].tag[0]),
        "components": {
            "schemas": {name: schema for part in parts for name, schema in part.schemas.items()}
            | {"Problem": _PROBLEM_SCHEMA},
            "securitySchemes": {name: scheme for part in parts for name, scheme in part.security.items()},
            "responses": _problems(),
        },
    }


def operation(name: str, summary: str, tag: str) -> Schema:
    """A call, in words."""
    return {"operationId": name, "summary": summary, "description": f"{summary}.", "tags": [tag]}


def answer(model: type, words: str) -> Schema:
    """An answer that is this model."""
    return {"description": words, "headers": _VERSION_HEADER, "content": json_body(model)}


def created(model: type, words: str) -> Schema:
    """The same, of what is there now at an address of its own."""
    where = {
        "Location": {"schema": {"type": "string", "format": "uri-reference"}, "description": "Het adres van de melding"}
    }
    found = answer(model, words)
    return {**found, "headers": {**found["headers"], **where}}


def json_body(model: type) -> Schema:
    """Content that is this model as JSON."""
    return {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}


def problems(*statuses: int) -> Schema:
    """What can go wrong."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def schemas_of(read: Sequence[type[BaseModel]], written: Sequence[type[BaseModel]]) -> Schema:
    """The schemas of the models that calls are read into, and that answers are written from."""
    modes = [*((model, "validation") for model in read), *((model, "serialization") for model in written)]
    _, definitions = models_json_schema(modes, ref_template=REF)  # type: ignore[arg-type]  # the modes are literals
    found: Schema = definitions["$defs"]
    return found


def _of_itself(tag: str) -> Schema:
    found = {
        "description": "Deze beschrijving",
        "headers": _VERSION_HEADER,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
    call = {**operation("readDescription", "Lees deze beschrijving", tag), "security": []}
    return {"/openapi.json": {"get": {**call, "responses": {str(HTTPStatus.OK.value): found}}}}


def _problems() -> Schema:
    content = {PROBLEM: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {
        f"Problem{status}": {"description": title, "headers": _VERSION_HEADER, "content": content}
        for status, title in TITLES.items()
    }
