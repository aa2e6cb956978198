"""The description of the API is true: its addresses, its methods, its statuses and its schemas are the server's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from loket.casework.api import urls
from loket.core import clock
from loket.intake.api.errors import TITLES
from loket.intake.configuration import codes, configuration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("incident_desk")]

Json = dict[str, Any]
PROVINCE = Path(__file__).resolve().parents[3] / "data" / "voorbeeldland"


@pytest.fixture
def description() -> Json:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert "Access-Control-Allow-Origin" not in answer.headers
    found: Json = json.loads(answer.content)
    return found


def operations(description: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_names_every_address_and_no_other(description: Json) -> None:
    known = {f"/{pattern.pattern}".replace("<str:reference>", "{reference}") for pattern in urls.urlpatterns[:-1]}
    assert {f"/v1{path}" for path in description["paths"]} == known
    assert description["openapi"] == "3.0.3"


def test_every_method_that_is_not_named_is_refused(description: Json) -> None:
    for path, methods in description["paths"].items():
        address = "/api/v1" + path.replace("{reference}", "00000-00000")
        for method in ("get", "post", "put", "patch", "delete", "options"):
            status = getattr(Client(), method)(address).status_code
            assert (status == 405) == (method not in methods), f"{method} {path}"


def test_every_reference_within_it_leads_somewhere(description: Json) -> None:
    text = json.dumps(description)
    for found in set(_references(description)):
        at: Any = description
        for part in found.removeprefix("#/").split("/"):
            at = at[part]
        assert at
    assert '"null"' not in text
    assert "$defs" not in text


def test_every_operation_says_who_it_is_and_what_goes_wrong(description: Json) -> None:
    names = [operation["operationId"] for *_, operation in operations(description)]
    assert len(names) == len(set(names)) == 5
    for *_, operation in operations(description):
        assert operation["summary"]
        assert operation["tags"] in (["meldingen"], ["incidenten"])
        assert all(status in operation["responses"] or int(status) in TITLES for status in operation["responses"])


def test_its_codes_are_those_of_today(description: Json) -> None:
    report = description["components"]["schemas"]["ReportIn"]["properties"]
    assert report["body"]["enum"] == list(configuration().bodies)
    assert set(report["category"]["enum"]) == codes("violation")
    assert set(report["unit"]["enum"]) == codes("unit")
    assert set(description["components"]["schemas"]["ReporterIn"]["properties"]["kind"]["enum"]) == codes("reporter")
    assert report["receivedOn"]["format"] == "date"
    incident = description["components"]["schemas"]["IncidentIn"]["properties"]
    assert set(incident["unit"]["enum"]) == codes("unit")
    assert "laptop" in incident["item"]["enum"]
    assert "stolen" in incident["how"]["enum"]


def test_a_report_with_every_field_is_taken_and_answered_as_described(description: Json) -> None:
    schemas = description["components"]["schemas"]
    report = {name: _example(schema, schemas) for name, schema in schemas["ReportIn"]["properties"].items()}
    answer = Client().post("/api/v1/reports", report, content_type="application/json")
    assert answer.status_code == 201, answer.content
    told = json.loads(answer.content)
    assert sorted(told) == sorted(schemas["RaisedOut"]["properties"]) == sorted(schemas["RaisedOut"]["required"])
    bearer = {"Authorization": f"Bearer {told['receipt']}"}
    state = Client().get(answer.headers["Location"], headers=bearer)
    assert sorted(json.loads(state.content)) == sorted(schemas["ReportOut"]["required"])
    file: HttpResponse = Client().post(
        answer.headers["Location"] + "/files", b"x", content_type="application/octet-stream", headers=bearer
    )
    assert sorted(json.loads(file.content)) == sorted(schemas["FileOut"]["required"])


def test_an_incident_with_every_field_is_taken_and_answered_as_described(description: Json) -> None:
    schemas = description["components"]["schemas"]
    incident = {name: _example(schema, schemas) for name, schema in schemas["IncidentIn"]["properties"].items()}
    answer = Client().post("/api/v1/incidents", {"incidents": [incident]}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert sorted(told) == sorted(schemas["IncidentsOut"]["required"])
    assert sorted(told["incidents"][0]) == sorted(schemas["IncidentOut"]["required"])


def test_a_deployment_with_channels_says_that_they_have_a_key(settings: LazySettings, description: Json) -> None:
    assert description["paths"]["/reports"]["post"]["security"] == []
    assert description["paths"]["/incidents"]["post"]["security"] == []
    settings.DATA = PROVINCE
    told = json.loads(Client().get("/api/v1/openapi.json").content)
    assert told["paths"]["/reports"]["post"]["security"] == [{"channelKey": []}]
    assert told["components"]["schemas"]["ReportIn"]["properties"]["body"]["enum"] == ["desk"]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _example(schema: Json, schemas: Json) -> Any:
    if "$ref" in schema:
        inner = schemas[schema["$ref"].rpartition("/")[2]]
        return {name: _example(one, schemas) for name, one in inner["properties"].items()}
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "date":
        return clock.today().isoformat()
    return "naam@example.org"
