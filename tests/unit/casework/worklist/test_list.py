"""The worklist: what is due first stands first, in groups with their counts, and nothing of what was told."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from case_world import STORY, House, raise_for
from django.test import Client
from list_world import LIST, close, group, listed, open_some, put, read, row_of, shows, tally
from pytest_django import DjangoAssertNumQueries

from loket.accounts.models import Role
from loket.casework.models import Case
from loket.casework.sealing import OpenCase
from loket.casework.worklist import queries
from loket.core import clock
from people import officer, person, sign_in

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 11, 17, 12, tzinfo=clock.ZONE)
JUST_BEFORE_MIDNIGHT = dt.datetime(2027, 11, 17, 23, 59, 59, tzinfo=clock.ZONE)
JUST_AFTER_MIDNIGHT = dt.datetime(2027, 11, 17, 0, 0, 1, tzinfo=clock.ZONE)
QUERIES = 27
"""Session, person, grants, key, share and search key; what came in; a page, five counts, what reporters wrote."""


@pytest.mark.parametrize("moment", [NOON, JUST_BEFORE_MIDNIGHT, JUST_AFTER_MIDNIGHT])
def test_groups_and_counts_turn_at_the_day(house: House, moment: dt.datetime) -> None:
    with time_machine.travel(moment, tick=False):
        cases = open_some(house, 5)
        late, today, seven, eight, far = (
            put(case, days=days) for case, days in zip(cases, (-1, 0, 7, 8, 400), strict=True)
        )
        page = read(house.client("staal"))
    assert group(page, "late") == ("Te laat 1 zaak", [late.reference])
    assert group(page, "due") == ("Binnen 7 dagen 2 zaken", [today.reference, seven.reference])
    assert group(page, "later") == ("Later 2 zaken", [eight.reference, far.reference])
    assert tally(page) == ["1", "2", "2"]
    assert "16 nov 1 dag te laat" in row_of(page, late)
    assert "vandaag nog vandaag" in row_of(page, today)
    assert "24 nov nog 7 dagen" in row_of(page, seven)
    assert "25 nov nog 8 dagen" in row_of(page, eight)
    assert "21 dec 2028 nog 400 dagen" in row_of(page, far)
    assert "Woensdag 17 november 2027." in page


def test_a_row_says_what_comes_next_and_nothing_of_what_was_told(house: House, opened: OpenCase) -> None:
    page = read(house.client("proef"))
    row = row_of(page, opened.case)
    assert "Bevestig de ontvangst" in row
    assert "Ontvangen" in row
    assert "Omgangsvormen" in row
    assert "Douane" in row
    assert row.endswith("staal")
    assert STORY not in page


def test_a_report_that_came_in_meanwhile_is_a_case_with_a_dot(house: House) -> None:
    raised = raise_for("oif")
    page = read(house.client("staal"))
    case = Case.objects.get(report=raised.report_id)
    row = row_of(page, case)
    assert row.startswith(f"{case.reference} nieuw bericht")
    assert "Neem op je" in row


def test_labels_that_are_not_known_yet_say_so(house: House) -> None:
    (case,) = open_some(house)
    assert row_of(read(house.client("staal")), case).count("Nog te bepalen") == 2


def test_one_case_that_does_not_open_hides_no_other(house: House) -> None:
    broken, whole = open_some(house, 2, unit="douane")
    Case.objects.filter(pk=broken.pk).update(card=b"x" * 300)
    page = read(house.client("staal"))
    assert "Gaat niet open" in row_of(page, broken)
    assert "Douane" in row_of(page, whole)


def test_a_procedure_or_an_act_that_is_gone_leaves_its_code(house: House) -> None:
    gone, changed = open_some(house, 2)
    put(gone, procedure="vroeger", stage="oude_fase", next_act="oude_stap")
    put(changed, stage="oude_fase", next_act="oude_stap")
    page = read(house.client("staal"))
    for case in (gone, changed):
        assert "oude_stap" in row_of(page, case)
        assert "oude_fase" in row_of(page, case)


def test_the_number_of_queries_does_not_grow_with_the_cases(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = house.client("staal")
    client.get(LIST)
    with django_assert_num_queries(QUERIES - 1):  # nothing to ask about what reporters wrote
        client.get(LIST)
    raise_for("oif")
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
    for case in open_some(house, 300):
        put(case, report=uuid.uuid4())
    with django_assert_num_queries(QUERIES):
        assert len(listed(client.get(LIST).content.decode())) == queries.PAGE


def test_every_case_is_on_one_page_and_on_one_only(house: House) -> None:
    """Also when many are due on the same day: the next page starts after a row, not after a day."""
    cases = open_some(house, 3 * queries.PAGE + 1)
    for case in cases[:50]:
        put(case, days=-3)
    client, address, seen, pages = house.client("staal"), LIST, [], 0
    while address:
        page = read(client, address)
        seen += listed(page)
        pages += 1
        following = re.search(r'href="([^"]*na=[^"]+)">Volgende zaken', page)
        address = following[1] if following else ""
    assert pages == 4
    assert len(seen) == len(set(seen)) == len(cases)
    assert set(seen[:50]) == {case.reference for case in cases[:50]}


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01", "_", "2026-13-01_x", "' OR 1=1", "2026-01-01_" + "0" * 40, "%00", "９９99-01-01_a"]
)
def test_a_page_that_does_not_exist_is_the_first(house: House, cursor: str) -> None:
    (case,) = open_some(house)
    assert listed(read(house.client("staal"), f"{LIST}?na={cursor}")) == [case.reference]


def test_counts_stop(house: House) -> None:
    (one,) = open_some(house)
    values = {field.attname: getattr(one, field.attname) for field in Case._meta.fields} | {"is_indexed": True}
    Case.objects.bulk_create(
        Case(**{**values, "id": uuid.uuid4(), "reference": f"99-{number:05}"})
        for number in range(queries.MOST_COUNTED + 5)
    )
    page = read(house.client("staal"))
    assert "1.000+" in tally(page)
    assert shows(page) == ["Alle 1.000+", "Van mij 0", "Van niemand 1.000+"]
    assert "40 van 1.000+ zaken" in page


def test_nothing_to_do_says_so(house: House) -> None:
    assert "Er loopt nu geen enkele zaak." in read(house.client("staal"))
    assert tally(read(house.client("staal"))) == ["0", "0", "0"]


def test_another_body_sees_only_its_own(house: House) -> None:
    (ours,) = open_some(house)
    (theirs,) = open_some(house, body="mib", procedure="meldpunt")
    client = house.client("denkbeeld")
    page = read(client)
    assert listed(page) == [theirs.reference]
    assert ours.reference not in page
    assert sum(map(int, tally(page))) == 1
    assert client.get(f"{LIST}?meldpunt=oif").status_code == 404
    assert client.get(f"{LIST}?meldpunt=%00").status_code == 404


def test_an_officer_of_two_bodies_goes_from_one_to_the_other(house: House) -> None:
    officer_of_both = officer("twee", "mib", house.recovery)
    give_too(house, "twee", "oif")
    (ours,), (theirs,) = open_some(house), open_some(house, body="mib", procedure="meldpunt")
    client = sign_in(Client(), house.account("twee"), officer_of_both[1])
    first, second = read(client), read(client, f"{LIST}?meldpunt=oif")
    assert listed(first) == [theirs.reference]
    assert listed(second) == [ours.reference]
    assert '?meldpunt=oif">Naar OIF' in first
    assert '?meldpunt=mib">Naar' in second
    assert '<input type="hidden" name="meldpunt" value="oif">' in second


def give_too(house: House, username: str, body: str) -> None:
    """An officer of another body as well, with its key."""
    from loket.keys import services as keys

    person(username, Role.OFFICER, body=body)
    private = keys.open_body_with_recovery(body=body, recovery_private=house.recovery.private)
    keys.give(body=body, body_private=private, to=house.account(username), actor="test")


def test_a_body_without_procedures_has_an_empty_list(house: House) -> None:
    account, private = officer("raad", "vp", house.recovery)
    assert "Er loopt nu geen enkele zaak." in read(sign_in(Client(), account, private))


def test_with_a_locked_key_one_unlocks_and_comes_back(house: House) -> None:
    client = sign_in(Client(), house.account("staal"))
    answer = client.get(f"{LIST}?toon=mij")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/beheer/ontgrendelen/?volgende=%2Fbeheer%2Fzaken%2F%3Ftoon%3Dmij"


def test_without_the_bodys_key_one_hears_whom_to_ask(house: House) -> None:
    from loket.keys import services as keys

    late = person("laat", Role.OFFICER, body="oif")
    private = keys.make_person_key(account=late, actor="test")
    (case,) = open_some(house)
    answer = sign_in(Client(), late, private).get(LIST)
    assert answer.status_code == 403
    assert case.reference not in answer.content.decode()


def test_in_english_the_labels_are_english(house: House) -> None:
    (case,) = open_some(house, unit="douane", violation="undesirable_conduct")
    row = row_of(read(house.client("staal"), f"/en{LIST}"), case)
    assert "Acknowledge receipt" in row
    assert "Customs" in row
    assert "Conduct" in row


def test_closed_cases_stand_apart_newest_first(house: House) -> None:
    cases = open_some(house, queries.PAGE + 2)
    closed = [close(case, days_ago=days) for days, case in enumerate(cases[1:])]
    client = house.client("staal")
    assert listed(read(client)) == [cases[0].reference]
    first = read(client, f"{LIST}?fase=gesloten")
    assert listed(first) == [case.reference for case in closed[:-1]]
    assert group(first, "done")[0] == "Gesloten 41 zaken"
    following = re.search(r'href="([^"]*na=[^"]+)">Volgende zaken', first)
    assert following
    assert listed(read(client, following[1])) == [closed[-1].reference]
    assert "Neem op je" not in first
