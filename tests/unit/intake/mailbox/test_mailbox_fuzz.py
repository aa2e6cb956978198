"""Whatever is typed at the door and in the mailbox: an answer that says what is wrong, and nothing half-written."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports_world import World, ask, make_world, raise_one, reporter

from loket.core import once
from loket.core.models import AuditEntry
from loket.intake.models import Message, Report
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db

TEXT = st.text(max_size=300) | st.sampled_from(
    ["<script>alert(1)</script>", "=1+1", "../../etc/passwd", "a\r\nSet-Cookie: x=1", "\x00", "\u202e", "' OR 1=1 --"]
)
FUZZ = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def raised(world: World) -> Raised:
    raised = raise_one()
    ask(world, raised)
    return raised


class Undone(Exception):
    """Ends the transaction of one example."""


def posted(client: Client, address: str, data: dict[str, str]) -> None:
    """Send it; whatever comes back is an answer, and what was refused wrote nothing."""
    try:
        with transaction.atomic():
            before = counts()
            answer = client.post(address, data)
            assert answer.status_code in {200, 302, 404, 422}, answer.status_code
            assert b"<script>alert" not in answer.content
            assert "x=1" not in str(answer.cookies)
            if answer.status_code in {404, 422}:
                assert counts() == before
            raise Undone
    except Undone:
        pass


def counts() -> tuple[int, int, int]:
    written = AuditEntry.objects.exclude(action="report.read").count()
    return Report.objects.count(), Message.objects.count(), written


@FUZZ
@given(typed=TEXT, stamp=TEXT)
def test_the_door(typed: str, stamp: str) -> None:
    answer = Client().post("/postvak/", {"receipt": typed, "stamp": stamp})
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content
    assert not answer.cookies


@FUZZ
@given(text=TEXT, token=TEXT | st.none())
def test_a_message(raised: Raised, text: str, token: str | None) -> None:
    posted(reporter(raised), "/postvak/bericht/", {"text": text, "token": token or once.new_token()})


@FUZZ
@given(choice=TEXT | st.sampled_from(["story", "no"]), text=TEXT)
def test_an_answer(raised: Raised, choice: str, text: str) -> None:
    posted(reporter(raised), "/postvak/antwoord/1/", {"choice": choice, "text": text})
