"""The description of the calls about reports, made of the models that read and write them, with today's codes."""

from loket.intake.api.models import FileOut, RaisedOut, ReporterIn, ReportIn, ReportOut
from loket.intake.api.openapi import Part, Schema, answer, created, json_body, operation, problems, schemas_of
from loket.intake.configuration import codes, configuration

TAG = "meldingen"

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


def reports() -> Part:
    """Raising a report, adding a file, and asking how far it is."""
    return Part(
        tag=(TAG, "Meldingen en hun bestanden"), paths=_paths(), schemas=_schemas(), security=_security_schemes()
    )


def _paths() -> Schema:
    body = {"required": True, "content": json_body(ReportIn)}
    file = {
        "required": True,
        "description": "De bytes van het bestand, zoals ze zijn.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        "/reports": {
            "post": {
                **operation("raiseReport", "Doe een melding", TAG),
                "security": [{"channelKey": []}] if configuration().channels else [],
                "parameters": [_IDEMPOTENCY],
                "requestBody": body,
                "responses": {
                    "201": created(RaisedOut, "De melding staat"),
                    **problems(400, 401, 405, 413, 415, 422, 429, 503),
                },
            }
        },
        "/reports/{reference}": {
            "get": {
                **operation("readReport", "Lees hoe ver een melding is", TAG),
                "security": [{"receipt": []}],
                "parameters": [_REFERENCE],
                "responses": {"200": answer(ReportOut, "Hoe ver de melding is"), **problems(401, 404)},
            }
        },
        "/reports/{reference}/files": {
            "post": {
                **operation("addFile", "Voeg een bestand toe", TAG),
                "security": [{"receipt": []}],
                "parameters": [_REFERENCE, _IDEMPOTENCY, _DISPOSITION],
                "requestBody": file,
                "responses": {
                    "201": answer(FileOut, "Het bestand hoort bij de melding"),
                    **problems(400, 401, 404, 413, 422),
                },
            }
        },
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
    schemas = schemas_of((ReportIn, ReporterIn), (RaisedOut, ReportOut, FileOut))
    report, reporter = schemas["ReportIn"]["properties"], schemas["ReporterIn"]["properties"]
    report["body"]["enum"] = list(configuration().bodies)
    for field, name in (("category", "violation"), ("unit", "unit")):
        report[field]["enum"] = sorted(codes(name))
    reporter["kind"]["enum"] = sorted(codes("reporter"))
    for properties in (report, reporter):
        for schema in properties.values():
            schema.pop("default", None)
    return schemas
