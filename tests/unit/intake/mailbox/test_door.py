"""A busy door: slow for whoever tries receipts by machine, open for whoever has one."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from reports_world import make_world, raise_one

from loket.core import clock
from loket.intake.mailbox import door
from loket.intake.mailbox.door import Answer, Stamp
from loket.intake.models import Door
from loket.vault.receipts import new_receipt

pytestmark = pytest.mark.django_db


def make_busy() -> None:
    Door.objects.create(minute=clock.now().replace(second=0, microsecond=0), wrong=door.LIMIT + 1)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forms count as old enough at once."""
    monkeypatch.setattr(door, "WAIT", dt.timedelta(seconds=-1))
    return


def shown(answer: HttpResponse) -> str:
    """The stamp in the form on this page."""
    found = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def knock(typed: str, stamp: str) -> HttpResponse:
    return Client().post("/postvak/", {"receipt": typed, "stamp": stamp})


def test_a_quiet_door_asks_no_stamp() -> None:
    make_world()
    assert knock(raise_one().receipt.code, "").status_code == 302


def test_a_busy_door_takes_a_form_that_was_shown_long_enough_ago(patient: None) -> None:
    make_world()
    receipt = raise_one().receipt
    make_busy()
    assert knock(receipt.code, shown(Client().get("/postvak/"))).status_code == 302


def test_a_busy_door_lets_nobody_hurry_with_a_right_receipt_either() -> None:
    make_world()
    make_busy()
    for receipt in (raise_one().receipt, new_receipt()):
        answer = knock(receipt.code, shown(Client().get("/postvak/")))
        assert answer.status_code == 422
        assert "Wacht vijf tellen" in answer.content.decode()
        assert receipt.code in answer.content.decode()


def test_waiting_goes_on_where_it_was() -> None:
    """Who was too soon keeps the stamp, so that trying again after the wait works."""
    make_busy()
    stamp = shown(Client().get("/postvak/"))
    assert shown(knock(new_receipt().code, stamp)) == stamp


def test_each_form_counts_once_at_a_busy_door(patient: None) -> None:
    make_world()
    make_busy()
    stamp = shown(Client().get("/postvak/"))
    first = knock(new_receipt().code, stamp)
    assert "Deze woorden kennen we niet" in first.content.decode()
    assert shown(first) != stamp
    assert "Wacht vijf tellen" in knock(raise_one().receipt.code, stamp).content.decode()


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", "1b671a64-40d5-491e-99b0-da01ff1f3341"])
def test_a_stamp_that_is_not_ours_gets_a_fresh_one(stamp: str) -> None:
    make_busy()
    answer = knock(new_receipt().code, stamp)
    assert "Wacht vijf tellen" in answer.content.decode()
    assert shown(answer) != stamp


def test_a_stamp_cannot_be_saved_up(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = Stamp.new()
    monkeypatch.setattr(door, "LONGEST", dt.timedelta(seconds=-1))
    assert stamp.answer() is Answer.USED_UP


def test_a_door_is_quiet_again_after_two_minutes() -> None:
    make_busy()
    assert door.is_busy()
    Door.objects.update(minute=clock.now() - dt.timedelta(minutes=3))
    assert not door.is_busy()
    door.count_wrong()
    assert Door.objects.count() == 1
