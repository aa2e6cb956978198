"""Reminders before a certificate lapses: once for each step, and at the last step to the national adviser too."""

import datetime as dt

import pytest
from network_world import TODAY, appointed, boss

from loket.accounts.models import Account
from loket.advisers.models import Adviser
from loket.advisers.network import reminding, services
from loket.advisers.network.services import State
from loket.core import clock
from loket.core.models import AuditEntry, Notice
from loket.intake.terms import months_later

pytestmark = pytest.mark.django_db


def certified_until(last: dt.date) -> dt.date:
    return months_later(last + dt.timedelta(days=1), -48)


def told() -> list[int]:
    """How many mails each reminder asked for."""
    return [entry.summary["count"] for entry in AuditEntry.objects.filter(action="network.remind").order_by("position")]


def on(day: dt.date) -> None:
    with clock.as_of(day):
        for _ in range(2):
            reminding.sweep()


def test_each_step_once_and_the_last_to_the_national_adviser_too() -> None:
    last = dt.date(2027, 3, 1)
    appointed(email="a@voorbeeld.nl", certified_on=certified_until(last))
    Account.objects.filter(pk=boss().pk).update(email="b@voorbeeld.nl")
    for days in (181, 180, 100, 60, 15, 14, 3, -5):
        on(last - dt.timedelta(days=days))
    assert told() == [1, 1, 2]
    assert Notice.objects.count() == 2
    assert not any(b"voorbeeld" in bytes(notice.address) for notice in Notice.objects.all())


def test_who_was_not_reminded_for_long_gets_one_mail() -> None:
    appointed(email="a@voorbeeld.nl", certified_on=certified_until(TODAY - dt.timedelta(days=400)))
    on(TODAY)
    assert told() == [1]


def test_a_new_certificate_begins_anew() -> None:
    adviser = appointed(email="a@voorbeeld.nl", certified_on=certified_until(TODAY + dt.timedelta(days=10)))
    on(TODAY)
    services.change_state(adviser=adviser, state=State("lvv_registered", TODAY), actor="landelijk")
    on(TODAY)
    on(months_later(TODAY, 48) - dt.timedelta(days=100))
    assert told() == [1, 1]


def test_who_has_no_address_or_left_is_not_noted_as_told() -> None:
    appointed("zonder", certified_on=certified_until(TODAY))
    left = appointed("weg", email="w@voorbeeld.nl", certified_on=certified_until(TODAY))
    services.end(adviser=left, last_day=TODAY - dt.timedelta(days=1), actor="landelijk")
    on(TODAY)
    assert told() == []
    assert not Adviser.objects.exclude(reminded_for=None).exists()
    Account.objects.filter(username="zonder").update(email="z@voorbeeld.nl")
    on(TODAY)
    assert told() == [1]
