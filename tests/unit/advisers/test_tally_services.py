"""Registering in the tally and what follows: counted once, in the right year, and only the adviser's own to see."""

import datetime as dt
from uuid import uuid4

import pytest
from tally_world import DIRECTOR, NEW, RESOLVED, SICK, TALK, adviser_at_desk, registered

from loket.advisers import queries, services
from loket.advisers.access import Desk
from loket.advisers.errors import (
    BadCode,
    BadId,
    BadMinutes,
    BadMonth,
    Changed,
    Ended,
    NoSettlement,
    NotClosed,
    NotThere,
    YearIsLoaded,
)
from loket.advisers.models import Entry
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.facts.models import AdviceRequest, Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk()


def test_a_request_is_registered_once_however_often_it_is_sent(desk: Desk) -> None:
    id = uuid4()
    first = registered(desk, id=id, minutes=20)
    again = registered(desk, id=id, minutes=20)
    year = clock.today().year
    assert first == again
    assert queries.number_in_year(desk, year) == 1
    for kind in ("advice_request", "advice_month"):
        assert len(facts.live_facts(kind, year)) == 1
    assert queries.open_entry(desk, id).content.contacts[0].minutes == 20
    assert AuditEntry.objects.filter(action="tally.register").count() == 1
