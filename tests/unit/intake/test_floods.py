"""In a flood the API says when to come back, and the page keeps what was chosen."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from loket.core import limiter
from loket.intake.models import Draft, Report
from people import officer, recovery_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def flooded(settings: Settings, tmp_path: Path) -> None:
    settings.VAR, settings.DEMO = tmp_path, True
    officer("staal", "oif", recovery_key())
    settings.LIMITS = {"api": (0.1, 1), "draft": (0.1, 1)}
    limiter.forget()
    for purpose in settings.LIMITS:
        assert limiter.wait_for(purpose) == 0


def test_the_api_says_when_to_come_back() -> None:
    answer = Client().post("/api/v1/reports", {}, content_type="application/json")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 10
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Report.objects.count() == 0


def test_a_page_asks_to_wait_and_keeps_what_was_chosen() -> None:
    answer = Client().post("/melden/nieuw/oif/", {"category": "undesirable_conduct"})
    assert answer.status_code == 429
    assert "Het is nu heel druk" in answer.content.decode()
    assert 'value="undesirable_conduct" ' in answer.content.decode().replace("required", "")
    assert Draft.objects.count() == 0
