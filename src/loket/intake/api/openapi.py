"""The description of the API (OpenAPI 3.0.3), made of the models that read and write it, with today's codes."""

from typing import Any

from pydantic.json_schema import models_json_schema

from loket.intake.api.errors import API_VERSION, PROBLEM, TITLES
from loket.intake.api.models import FileOut, RaisedOut, ReporterIn, ReportIn, ReportOut
from loket.intake.configuration import codes, configuration

Schema = dict[str, Any]

_REF = "#/components/schemas/{model}"
_IN, _OUT = (ReportIn, ReporterIn), (RaisedOut, ReportOut, FileOut)

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

_IDEMPOTENCY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Dezelfde sleutel met hetzelfde bericht geeft twee dagen lang hetzelfde antwoord.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_REFERENCE: Schema = {
    "name": "reference",
    "in": "path",
    "required": True,
    "description": "Het kenmerk van de melding.",
    "schema": {"type": "string", "example": "7K4MQ-2XD9T"},
}
_DISPOSITION: Schema = {
    "name": "Content-Disposition",
    "in": "header",
    "description": "De naam van het bestand (RFC 6266): attachment; filename*=UTF-8''verslag.pdf",
    "schema": {"type": "string"},
}


def description() -> Schema:
    """The whole description, as it holds today."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Integriteitsloket: een melding doen",
            "version": API_VERSION,
            "description": "Een ander kanaal stuurt een melding. Haar inhoud wordt verzegeld bewaard.",
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl"},
            "contact": {"name": "Integriteitsloket", "url": "/"},
        },
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": "meldingen", "description": "Meldingen en hun bestanden"}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "securitySchemes": _security_schemes(), "responses": _problems()},
    }


def _paths() -> Schema:
    body = {"required": True, "content": {"application/json": {"schema": _ref(ReportIn)}}}
    file = {
        "required": True,
        "description": "De bytes van het bestand, zoals ze zijn.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        "/reports": {
            "post": {
                **_operation("raiseReport", "Doe een melding"),
                "security": [{"channelKey": []}] if configuration().channels else [],
                "parameters": [_IDEMPOTENCY],
                "requestBody": body,
                "responses": {
                    "201": _created(RaisedOut, "De melding staat"),
                    **_refer(400, 401, 405, 413, 415, 422, 429, 503),
                },
            }
        },
        "/reports/{reference}": {
            "get": {
                **_operation("readReport", "Lees hoe ver een melding is"),
                "security": [{"receipt": []}],
                "parameters": [_REFERENCE],
                "responses": {"200": _answer(ReportOut, "Hoe ver de melding is"), **_refer(401, 404)},
            }
        },
        "/reports/{reference}/files": {
            "post": {
                **_operation("addFile", "Voeg een bestand toe"),
                "security": [{"receipt": []}],
                "parameters": [_REFERENCE, _IDEMPOTENCY, _DISPOSITION],
                "requestBody": file,
                "responses": {
                    "201": _answer(FileOut, "Het bestand hoort bij de melding"),
                    **_refer(400, 401, 404, 413, 422),
                },
            }
        },
        "/openapi.json": {
            "get": {
                **_operation("readDescription", "Lees deze beschrijving"),
                "security": [],
                "responses": {
                    "200": {
                        "description": "Deze beschrijving",
                        "headers": _VERSION_HEADER,
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            }
        },
    }


def _operation(name: str, summary: str) -> Schema:
    return {"operationId": name, "summary": summary, "description": f"{summary}.", "tags": ["meldingen"]}


def _answer(model: type, words: str) -> Schema:
    return {"description": words, "headers": _VERSION_HEADER, "content": {"application/json": {"schema": _ref(model)}}}


def _created(model: type, words: str) -> Schema:
    where = {
        "Location": {"schema": {"type": "string", "format": "uri-reference"}, "description": "Het adres van de melding"}
    }
    answer = _answer(model, words)
    return {**answer, "headers": {**answer["headers"], **where}}


def _refer(*statuses: int) -> Schema:
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def _problems() -> Schema:
    content = {PROBLEM: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {
        f"Problem{status}": {"description": title, "headers": _VERSION_HEADER, "content": content}
        for status, title in TITLES.items()
    }


def _security_schemes() -> Schema:
    return {
        "channelKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-Api-Key",
            "description": "De sleutel van je kanaal",
        },
        "receipt": {
            "type": "http",
            "scheme": "bearer",
            "description": "Wat de melder kreeg (receipt): de code, of de negen woorden",
        },
    }


def _schemas() -> Schema:
    _, definitions = models_json_schema(
        [*((model, "validation") for model in _IN), *((model, "serialization") for model in _OUT)], ref_template=_REF
    )
    schemas: Schema = definitions["$defs"]
    report, reporter = schemas["ReportIn"]["properties"], schemas["ReporterIn"]["properties"]
    report["body"]["enum"] = list(configuration().bodies)
    for field, name in (("category", "violation"), ("unit", "unit")):
        report[field]["enum"] = sorted(codes(name))
    reporter["kind"]["enum"] = sorted(codes("reporter"))
    for properties in (report, reporter):
        for schema in properties.values():
            schema.pop("default", None)
    return {**schemas, "Problem": _PROBLEM_SCHEMA}


def _ref(model: type) -> Schema:
    return {"$ref": _REF.format(model=model.__name__)}
