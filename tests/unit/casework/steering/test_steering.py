"""The state of affairs of a body: right counts, for its head only, without the cases that the head is kept out of."""

import datetime as dt
import uuid

import pytest
from case_world import House
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from settling import add_person, do, new_case

from loket.accounts.models import Role
from loket.casework.access import visible
from loket.casework.models import Case, Deadline, Statement
from loket.casework.steering import queries
from loket.core import clock
from people import person, sign_in

pytestmark = pytest.mark.django_db
TODAY = clock.today()
PAGE = "/beheer/stand-van-zaken/"
DAY = dt.timedelta(days=1)


def text(house: House, who: str = "hoofd") -> str:
    answer = house.client(who).get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode().partition("<h1>")[2]


def copies(of: Case, count: int, **changed: object) -> None:
    """Many like this one, straight into the table: only their days and stages are counted."""
    rows = []
    for number in range(count):
        row = Case.objects.get(pk=of.pk)
        row.pk, row.reference = uuid.uuid4(), f"x{Case.objects.count()}-{number}"
        for name, value in changed.items():
            setattr(row, name, value)
        rows.append(row)
    Case.objects.bulk_create(rows, batch_size=2000)


def test_with_nothing_to_count_it_says_so(house: House) -> None:
    assert text(house).count("Er is nog niets te tellen") == 5


def test_load_by_stage_and_by_person(house: House) -> None:
    opened = new_case(house)
    do(opened, "acknowledge")
    copies(opened.case, 2, stage="received", assignee=None, due_on=TODAY - DAY)
    cases = visible(house.desk("hoofd"))
    stages = {load.name: (load.open, load.late) for load in queries.by_stage(cases, TODAY)}
    assert stages == {("oif", "acknowledged"): (1, 0), ("oif", "received"): (2, 2)}
    handlers = {load.name: (load.open, load.late) for load in queries.by_handler(cases, TODAY)}
    assert handlers == {("staal",): (1, 0), ("",): (2, 2)}
    shown = text(house)
    assert "Nog van niemand" in shown
    assert "2 zaken zijn te laat" in shown
    assert "<svg" in shown
    assert "<td" in shown


def test_ages_by_month(house: House) -> None:
    opened = new_case(house, received_on=TODAY)
    for days, count in ((40, 1), (100, 2), (200, 3), (1000, 1)):
        copies(opened.case, count, received_on=TODAY - days * DAY)
    copies(opened.case, 5, received_on=TODAY, closed_on=TODAY, due_on=None)
    assert queries.ages(visible(house.desk("hoofd")), TODAY) == [1, 1, 2, 4]


def test_terms_met_late_and_over_of_this_year_only(house: House) -> None:
    case = new_case(house).case
    Deadline.objects.all().delete()
    day = dt.date(TODAY.year, 1, 2)
    over = TODAY - DAY if day < TODAY else TODAY
    for code, due_on, met_on, dropped_on in (
        ("acknowledgement", day, day, None),
        ("feedback", day, day + DAY, None),
        ("detriment_3", over, None, None),
        ("detriment_6", TODAY + DAY, None, None),
        ("detriment_12", day, None, day),
        ("stage:received", day, day, None),
        ("stage:assessed", day - 400 * DAY, day - 390 * DAY, None),
    ):
        Deadline.objects.create(case=case, code=code, due_on=due_on, met_on=met_on, dropped_on=dropped_on)
    found = {one.code: (one.on_time, one.late, one.over) for one in queries.kept(visible(house.desk("hoofd")), TODAY)}
    late = {"detriment_3": (0, 0, 1)} if over < TODAY else {}
    assert found == {"acknowledgement": (1, 0, 0), "feedback": (0, 1, 0), "stage:": (1, 0, 0), **late}


def test_closing_time_of_half_and_of_nine_out_of_ten_destroyed_ones_too(house: House) -> None:
    opened = new_case(house)
    for days in range(1, 10):
        copies(opened.case, 1, received_on=TODAY - days * DAY, closed_on=TODAY, due_on=None)
    copies(opened.case, 1, received_on=TODAY - 900 * DAY, closed_on=TODAY - 800 * DAY, due_on=None)
    statement = {"procedure": "oif", "term": "other", "destroyed_by": "hoofd", "items": 1, "files": 0}
    its = {"received_on": TODAY - 50 * DAY, "closed_on": TODAY, "destroyed_on": TODAY}
    for reference, body in (("26-9001", "oif"), ("26-9002", "mib")):
        Statement.objects.create(reference=reference, body=body, **its, **statement)
    found = queries.closing(visible(house.desk("hoofd")), "oif", TODAY)
    assert (found.count, found.median, found.p90) == (10, 5, 9)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_the_median_and_the_ninth_decile_are_days_that_were_counted(days: list[int]) -> None:
    ordered = sorted(days)
    counted = {day: days.count(day) for day in days}
    for percent in (50, 90):
        assert queries._share(counted, percent) == ordered[-(-len(days) * percent // 100) - 1]


def test_what_came_in_by_month(house: House) -> None:
    opened = new_case(house, received_on=TODAY)
    first = TODAY.replace(day=1)
    copies(opened.case, 2, received_on=first - DAY, closed_on=TODAY, due_on=None)
    copies(opened.case, 2, received_on=first - 800 * DAY)
    found = queries.inflow(visible(house.desk("hoofd")), "oif", TODAY)
    assert (len(found), list(found)[-1], found[first], found[(first - DAY).replace(day=1)]) == (12, first, 1, 2)
    assert sum(found.values()) == 3


def test_a_case_that_the_head_is_kept_out_of_is_in_no_count(house: House) -> None:
    """Wall 4: not in the load, the ages, the terms, the inflow, nor among those of a colleague."""
    before = text(house)
    opened = new_case(house)
    add_person(opened, "hoofd")
    assert text(house) == before


def test_nobody_but_the_head_of_the_body(house: House) -> None:
    new_case(house)
    assert [house.client(who).get(PAGE).status_code for who in ("staal", "denkbeeld", "gezag")] == [404, 404, 404]
    client = house.client("hoofd")
    assert [client.get(f"{PAGE}?meldpunt={body}").status_code for body in ("oif", "mib", "x\0", "")] == [
        200, 404, 404, 200,
    ]  # fmt: skip
    alone = person("los", Role.HEAD, body="oif")
    assert sign_in(Client(), alone).get(PAGE).status_code == 404


def test_with_a_locked_key_it_leads_to_unlocking(house: House) -> None:
    answer = sign_in(Client(), house.account("hoofd")).get(PAGE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/beheer/ontgrendelen/")


def test_a_thousand_cases_take_as_many_queries_as_one(house: House) -> None:
    opened = new_case(house)
    client = house.client("hoofd")
    client.get(PAGE)

    def taken() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE).status_code == 200
        return len(found)

    one = taken()
    copies(opened.case, 1_000, received_on=TODAY - 20 * DAY)
    assert taken() == one
