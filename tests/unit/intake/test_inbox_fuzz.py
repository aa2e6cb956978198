"""Whatever is typed in the mailbox and the inbox: an answer that says what is wrong, and nothing half-written."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inbox_world import World, ask, make_world, raise_one, reporter

from loket.core import once
from loket.core.models import AuditEntry
from loket.intake.models import Message, Report
from loket.intake.raising import Raised
from loket.vault.receipts import Receipt

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


@FUZZ
@given(
    kind=TEXT | st.sampled_from(["message", "acknowledgement", "consent", "feedback"]),
    text=TEXT,
    about=TEXT | st.sampled_from(["share", "identity"]),
    whom=TEXT,
)
def test_what_an_officer_writes(world: World, raised: Raised, kind: str, text: str, about: str, whom: str) -> None:
    data = {"kind": kind, "text": text, "about": about, "whom": whom, "token": once.new_token()}
    posted(world.client(), f"/beheer/meldingen/{raised.reference}/bericht/", data)


@FUZZ
@given(
    data=st.fixed_dictionaries(
        {
            "channel": TEXT | st.just("phone"),
            "received_on": TEXT | st.just("1-11-2026"),
            "wanted_meeting": TEXT | st.just(""),
            "story": TEXT,
            "category": TEXT | st.just(""),
            "unit": TEXT | st.just("douane"),
            "concerned": TEXT,
            "reporter": TEXT | st.just(""),
            "disclosure": TEXT | st.sampled_from(["anonymous", "named"]),
            "name": TEXT,
            "email": TEXT | st.just(""),
            "phone": TEXT,
            "receipt": TEXT | st.just(Receipt(7).code),
        }
    )
)
def test_a_registration(world: World, data: dict[str, str]) -> None:
    posted(world.client(), "/beheer/meldingen/registreren/", data)


@FUZZ
@given(show=TEXT, after=TEXT, body=TEXT, reference=st.from_regex(r"[-a-zA-Z0-9_]{1,20}", fullmatch=True))
def test_addresses_of_the_inbox(world: World, show: str, after: str, body: str, reference: str) -> None:
    client = world.client()
    answers = [
        client.get("/beheer/meldingen/", {"stand": show, "na": after, "meldpunt": body}),
        client.get("/beheer/meldingen/", {"na": after}),
        client.get(f"/beheer/meldingen/{reference}/"),
    ]
    assert all(answer.status_code in {200, 404} for answer in answers)
