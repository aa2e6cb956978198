"""The description of the call about incidents, and of the whole API: this room knows both."""

from loket.casework.api.models import ContactIn, IncidentIn, IncidentOut, IncidentsIn, IncidentsOut, codes_of
from loket.casework.configuration import configuration
from loket.intake.api.described import reports
from loket.intake.api.openapi import Part, Schema, answer, describe, json_body, operation, problems, schemas_of

TAG = "incidenten"


def description() -> Schema:
    """The whole description, as it holds today."""
    return describe(reports(), incidents())


def incidents() -> Part:
    """Sending incidents."""
    key = {
        "type": "http",
        "scheme": "bearer",
        "description": "De sleutel van je kanaal voor incidenten",
    }
    return Part(
        tag=(TAG, "Verlies, diefstal en schade"), paths=_paths(), schemas=_schemas(), security={"incidentKey": key}
    )


def _paths() -> Schema:
    return {
        "/incidents": {
            "post": {
                **operation("sendIncidents", "Stuur incidenten", TAG),
                "security": [{"incidentKey": []}] if configuration().channels else [],
                "requestBody": {"required": True, "content": json_body(IncidentsIn)},
                "responses": {
                    "200": answer(IncidentsOut, "Alle incidenten stonden er al"),
                    "201": answer(IncidentsOut, "De incidenten staan"),
                    **problems(400, 401, 405, 413, 415, 422, 429, 503),
                },
            }
        }
    }


def _schemas() -> Schema:
    schemas = schemas_of((IncidentsIn, IncidentIn, ContactIn), (IncidentsOut, IncidentOut))
    incident = schemas["IncidentIn"]["properties"]
    for field, name in (("item", "incident_item"), ("how", "incident_how"), ("unit", "unit")):
        incident[field]["enum"] = sorted(codes_of(name))
    incident["contact"] = {"$ref": "#/components/schemas/ContactIn"}
    for properties in (incident, schemas["ContactIn"]["properties"]):
        for schema in properties.values():
            schema.pop("default", None)
    return schemas
