"""Stopped at any statement, an act leaves everything as it was; not stopped, it leaves all of it, with one mail."""

from collections.abc import Callable

import pytest
from case_world import House, make_house, raise_for
from django.db import connection, transaction

from loket.casework import opening, services
from loket.casework.content import PersonContent, PersonIdentity
from loket.casework.models import Bar, Case, Deadline, Item, Person, Reader
from loket.casework.sealing import OpenCase
from loket.core.models import AuditEntry, Notice
from loket.intake.content import Identity
from loket.intake.models import Message, Report

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (Case, Item, Deadline, Person, Bar, Reader, Message, Report, Notice, AuditEntry)


class Stopped(BaseException):
    """The machine stops here."""


@pytest.fixture
def stage() -> tuple[House, OpenCase]:
    house = make_house()
    raise_for("oif", identity=Identity(disclosure="named", name="R.", email="r@example.org", notify=True))
    opening.open_new(body="oif")
    house.desk("staal")
    return house, house.take("staal", Case.objects.get())


def world() -> list[list[tuple[object, ...]]]:
    """Every row of every table that an act writes."""
    return [sorted(model.objects.values_list(), key=repr) for model in TABLES]


def run_until(statement: int, act: Callable[[], object]) -> bool:
    """Whether the act came to its end before so many statements."""
    count = 0

    def stop(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal count
        count += 1
        if count == statement:
            raise Stopped
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(stop):
            act()
    except Stopped:
        return False
    return True


def each_stop(act: Callable[[], object]) -> int:
    """Stop it everywhere, and then not; gives at how many places it was stopped."""
    before, statement = world(), 1
    while not run_until(statement, act):
        assert world() == before, f"stopped at statement {statement}"
        statement += 1
    assert world() != before
    return statement - 1


def test_a_step_with_a_letter(stage: tuple[House, OpenCase]) -> None:
    _house, opened = stage

    def act() -> object:
        return services.act(
            opened=opened, act="acknowledge", version=opened.case.version, values={}, text="Dank", actor="staal"
        )

    notices = Notice.objects.count()
    assert each_stop(act) > 10
    assert (Message.objects.count(), Notice.objects.count()) == (1, notices + 1)


def test_naming_who_handles_the_case(stage: tuple[House, OpenCase]) -> None:
    _house, opened = stage

    def act() -> object:
        return services.add_person(
            opened=opened,
            version=opened.case.version,
            content=PersonContent(),
            identity=PersonIdentity(name="Staal"),
            actor="staal",
        )

    assert each_stop(act) > 10
    assert Case.objects.get().assignee is None


def test_sharing_out(stage: tuple[House, OpenCase]) -> None:
    house, opened = stage
    desk, to = house.desk("hoofd"), house.account("proef")
    each_stop(lambda: services.assign(desk=desk, case=opened.case, to=to, actor="hoofd"))
    each_stop(lambda: services.give_access(desk=desk, case=opened.case, to=to, reason="works_along", actor="hoofd"))
    each_stop(lambda: services.declare_conflict(desk=desk, case=opened.case, actor="hoofd"))


def test_taking_up_new_reports(stage: tuple[House, OpenCase]) -> None:
    raise_for("oif")
    each_stop(lambda: opening.open_new(body="oif"))
    assert not Report.objects.filter(is_taken=False).exists()
    with transaction.atomic():
        assert opening.open_new(body="oif") == 0


def test_the_first_look_at_a_new_case(stage: tuple[House, OpenCase]) -> None:
    house, opened = stage
    opening.open_case(
        body="oif",
        procedure="oif",
        card=opened.card(),
        received_on=opened.case.received_on,
        people=[(PersonContent(), PersonIdentity(name="Pia Proef"))],
        actor="gezag",
    )
    each_stop(lambda: house.desk("staal"))
    assert not Case.objects.filter(is_indexed=False).exists()
