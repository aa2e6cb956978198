"""The pages of signals: the adviser reads the exact text before it goes, and the director reads exactly that."""

import uuid

import pytest
from django.test import Client

from loket.accounts.models import Role
from loket.advisers.models import Signal
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db

ROOM = "/beheer/signalen/"


@pytest.fixture
def adviser() -> Client:
    client = Client()
    client.force_login(person("luister", Role.ADVISER, name="L. Luister"))
    return client


@pytest.fixture
def director() -> Client:
    client = Client()
    client.force_login(person("directie", Role.DIRECTOR, unit="douane"))
    return client


def form(step: str = "stuur", **codes: str) -> dict[str, str]:
    given = {"unit": "douane", "category": "undesirable_conduct", "accused": "direct_manager", **codes}
    return {"stap": step, "token": str(uuid.uuid4()), **given}


def letter(page: str) -> str:
    return page.partition('<div class="signal-letter">')[2].partition("</div>")[0]


def test_what_is_shown_is_what_the_director_reads(adviser: Client, director: Client) -> None:
    shown = adviser.post(f"{ROOM}sturen/", form("bekijk"))
    assert shown.status_code == 200
    assert not Signal.objects.exists()
    sent = form()
    for _ in range(2):
        assert adviser.post(f"{ROOM}sturen/", sent).headers["Location"] == f"{ROOM}verstuurd/"
    page = director.get(ROOM).content.decode()
    assert letter(page) == letter(shown.content.decode()) != ""
    assert "Luister" not in page
    signal = Signal.objects.get()
    for _ in range(2):
        assert director.post(f"{ROOM}{signal.pk}/gelezen/").status_code == 303
    assert "Ik heb dit gelezen" not in director.get(ROOM).content.decode()
    assert AuditEntry.objects.filter(action="signal.read").count() == 1


@pytest.mark.parametrize("step", ["stuur", "bekijk"])
@pytest.mark.parametrize("wrong", [{"unit": "adr"}, {"unit": ""}, {"accused": "reporter_self"}, {"category": "\0"}])
def test_refused_with_the_reason_and_what_else_can_be_done(
    adviser: Client, director: Client, step: str, wrong: dict[str, str]
) -> None:
    answer = adviser.post(f"{ROOM}sturen/", form(step, **wrong))
    page = answer.content.decode()
    assert (answer.status_code, Signal.objects.count()) == (422, 0)
    assert "<title>Fout:" in page
    assert "Wat ook kan" in page
    assert 'value="undesirable_conduct"' in page


def test_a_token_that_is_none(adviser: Client, director: Client) -> None:
    assert adviser.post(f"{ROOM}sturen/", form() | {"token": "x"}).status_code == 422
    assert not Signal.objects.exists()


def test_the_signal_of_another_unit_is_not_there(adviser: Client, director: Client) -> None:
    person("ander", Role.DIRECTOR, unit="toeslagen")
    adviser.post(f"{ROOM}sturen/", form(unit="toeslagen"))
    assert "signal-letter" not in director.get(ROOM).content.decode()
    assert director.post(f"{ROOM}{Signal.objects.get().pk}/gelezen/").status_code == 404
    assert director.post(f"{ROOM}{uuid.uuid4()}/gelezen/").status_code == 404
    assert adviser.get(ROOM).status_code == 404
    assert director.get(f"{ROOM}sturen/").status_code == 404
