"""The API against its own description (API-1): calls that fit it and calls that do not, in process."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from loket.casework.api.openapi import description
from loket.intake.models import Report
from people import officer, recovery_key

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATHS = ("/reports", "/reports/{reference}", "/reports/{reference}/files", "/incidents")


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> None:
    """A demonstration, which needs no key of a channel, with bodies that take reports and incidents."""
    settings.VAR, settings.DEMO = tmp_path, True
    recovery = recovery_key()
    officer("staal", "oif", recovery)
    officer("denkbeeld", "mib", recovery)
    officer("incident", "cmi", recovery)


@contextmanager
def one_connection() -> Iterator[None]:
    """The end of a request leaves the connection of the test open, as Django's own test client does."""
    for sign in (request_started, request_finished):
        sign.disconnect(close_old_connections)
    try:
        yield
    finally:
        for sign in (request_started, request_finished):
            sign.connect(close_old_connections)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_the_api_keeps_to_its_description(house: None, path: str, mode: str) -> None:
    method = "GET" if path.endswith("}") else "POST"
    cases = calls()[path][method].as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @hypothesis_settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def hold(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS)
            transaction.set_rollback(True)

    with one_connection():
        hold()


@cache
def calls() -> Any:
    """What Schemathesis makes of the description: once, since that takes it longer than the calls themselves."""
    load_all_checks()
    made = schemathesis.openapi.from_dict(described())
    made.app = get_wsgi_application()
    return made


def described() -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    assert found["openapi"] == description()["openapi"]
    return found


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(max_size=300) | st.sampled_from([b"[" * 5000, b'{"a":' * 3000, b'"\\ud800"', b"1e999", b"\xff\xfe"]),
    kind=st.sampled_from(["application/json", "text/plain", "application/json; charset=utf-16", ""]),
    key=st.none() | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30),
)
def test_bytes_that_are_no_report_leave_nothing(house: None, body: bytes, kind: str, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    before = Report.objects.count()
    answer = Client().generic("POST", "/api/v1/reports", body, content_type=kind, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Report.objects.count() == before


@pytest.mark.parametrize("name", ["../../x", "a\r\nb", "%00", "é", "x" * 5000, "\"; filename*=utf-8''..%2f", "‮fdp.exe"])
def test_a_name_of_a_file_is_only_a_name(house: None, settings: Settings, name: str) -> None:
    raised = Client().post(
        "/api/v1/reports",
        {"body": "oif", "category": category(), "story": "verzonnen", "reporter": {"kind": kind()}},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert raised.status_code == 201, raised.content
    given_name = name.encode().decode("latin-1")
    answer = Client().generic(
        "POST",
        f"/api/v1/reports/{raised.json()['reference']}/files",
        b"verzonnen",
        content_type="text/plain",
        headers={
            "Authorization": f"Bearer {raised.json()['receipt']}",
            "Content-Disposition": f'attachment; filename="{given_name}"',
        },
    )
    assert answer.status_code in (201, 400, 422)
    if answer.status_code == 201:
        kept = answer.json()["name"]
        assert not set(kept) & set("/\\\r\n\0")
        assert len(kept) <= 255
    stored = [path for path in Path(settings.VAR).rglob("*") if path.is_file()]
    assert all("sealed" in path.parts for path in stored)


def category() -> str:
    found: str = described()["components"]["schemas"]["ReportIn"]["properties"]["category"]["enum"][0]
    return found


def kind() -> str:
    found: str = described()["components"]["schemas"]["ReporterIn"]["properties"]["kind"]["enum"][0]
    return found
