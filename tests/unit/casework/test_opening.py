"""A case begins: from a report, once, with a number, terms and labels; and from elsewhere."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from case_world import House, make_house, raise_for
from django.db import connection, transaction

from loket.casework import access, index, opening, queries
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Bar, Case, Deadline, ItemKind
from loket.casework.sealing import open_private
from loket.core import audit, clock
from loket.core.models import AuditEntry, Notice
from loket.intake.content import Identity
from loket.intake.raising import Raised
from loket.keys.errors import NoBodyKey
from loket.vault.errors import WontOpen
from loket.vault.keys import new_pair

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def open_one(body: str = "oif", procedure: str = "oif", **more: object) -> Case:
    """A case that did not come with a report."""
    return opening.open_case(body=body, procedure=procedure, card=Card(), received_on=TODAY, actor="staal", **more)


def test_each_report_gets_one_case(house: House) -> None:
    reports = [raise_for("oif"), raise_for("oif"), raise_for("mib")]
    assert opening.open_new(body="oif") == 2
    assert opening.open_new(body="oif") == 0
    opening.sweep()
    assert {case.report for case in Case.objects.all()} == {one.report_id for one in reports}
    assert sorted(Case.objects.values_list("body", "procedure")) == [
        ("mib", "meldpunt"),
        ("oif", "oif"),
        ("oif", "oif"),
    ]


def test_a_body_that_works_no_cases_or_has_no_key_opens_none(house: House) -> None:
    assert opening.open_new(body="nergens") == 0
    assert opening.open_new(body="cmi") == 0


def test_a_new_case_has_a_number_terms_and_a_next_step(case: Case) -> None:
    """WBK-1: seven days from the day of receipt."""
    assert case.reference == f"{TODAY.year % 100:02}-0001"
    assert (case.stage, case.next_act, case.version) == ("received", "acknowledge", 1)
    assert case.due_on == TODAY + dt.timedelta(days=7)
    assert "acknowledgement" in Deadline.objects.filter(case=case).values_list("code", flat=True)


def test_numbers_follow_each_other_and_begin_again_each_year(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [open_one().reference[3:] for _ in range(3)] == ["0001", "0002", "0003"]
    monkeypatch.setattr(clock, "today", lambda: dt.date(TODAY.year + 1, 1, 1))
    assert open_one().reference == f"{TODAY.year % 100 + 1:02}-0001"


def test_the_trail_says_by_the_day_that_a_case_was_opened_and_nothing_of_it(case: Case) -> None:
    entry = AuditEntry.objects.get(action="case.open")
    assert (entry.actor, entry.target) == ("loket", f"case:{case.reference}")
    assert entry.summary == {"body": "oif", "procedure": "oif"}
    assert entry.at == clock.midnight(TODAY)
    assert audit.verify() is None


def test_the_labels_come_from_the_report(house: House, case: Case) -> None:
    desk = house.desk("staal")
    card = house.take("staal", case).card()
    assert (card.unit, card.violation, card.anonymous) == ("douane", "undesirable_conduct", True)
    assert access.visible(desk).filter(unit_digest=index.unit_digest(desk.search_key, "douane")).exists()
    assert b"douane" not in bytes(case.unit_digest)


def test_a_named_reporter_and_a_category_of_ones_own(house: House) -> None:
    raise_for("oif", identity=Identity(disclosure="named", name="R. Reporter"), category="unknown")
    opening.open_new(body="oif")
    house.desk("staal")
    card = house.take("staal", Case.objects.get()).card()
    assert (card.violation, card.anonymous) == ("", False)


def test_until_somebody_with_the_key_comes_nobody_sees_the_case(house: House) -> None:
    """A case from another body is about somebody: who that is, is known once the digests are made."""
    new = open_one(people=[(PersonContent(), PersonIdentity(name="Pia Proef", username="proef"))])
    desk = access.Desk(house.account("proef"), "oif", b"", bytes(32))
    assert not Bar.objects.filter(case=new).exists()
    assert not access.visible(desk).exists()
    assert not access.visible(house.desk("proef")).exists()
    assert access.visible(house.desk("staal")).get() == new


def test_a_case_that_does_not_open_stops_nobody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    broken, whole = open_one(), open_one()
    Case.objects.filter(pk=broken.pk).update(private_for_body=b"niets")
    assert list(access.visible(house.desk("staal"))) == [whole]
    assert broken.reference in caplog.text


def test_what_went_before_counts_for_the_terms(house: House) -> None:
    """WBK-2: the first acknowledgement anywhere in the organisation begins the three months."""
    acknowledged = TODAY - dt.timedelta(days=3)
    case = open_one(happened={"acknowledge": acknowledged})
    assert Deadline.objects.get(case=case, code="feedback").due_on > TODAY
    assert not Deadline.objects.filter(case=case, code="acknowledgement").exists()
    house.desk("staal")
    assert queries.happened(house.take("staal", case))["acknowledge"] == acknowledged


def test_a_case_comes_with_what_its_body_is_given(house: House, case: Case) -> None:
    items = [(ItemKind.HANDOVER, ItemContent(code="to_authority", text="het dossier"))]
    people = [(PersonContent(), PersonIdentity(name="A")), (PersonContent(role="witness"), PersonIdentity(name="B"))]
    new = open_one("bevoegd_gezag", "authority", content_items=items, people=people, origin=case)
    opened = house.take("gezag", new)
    assert [item.kind for item in opened.items()] == ["event", "handover", "event"]
    assert [person.number for person in opened.people()] == [1, 2]
    assert opened.case.origin == case


def test_a_body_hears_of_a_case_that_did_not_come_with_a_report(house: House) -> None:
    open_one("mib", "meldpunt")
    assert Notice.objects.filter(body="mib").count() == 1


def test_without_a_key_nothing_begins(house: House) -> None:
    with pytest.raises(NoBodyKey):
        open_one("cmi", "incident_desk")
    assert not Case.objects.exists()


def test_many_begin_at_once_in_few_statements(house: House, django_assert_max_num_queries: Callable) -> None:
    new = [opening.NewCase("oif", "oif", TODAY) for _ in range(50)]
    with django_assert_max_num_queries(65):
        assert len(opening.open_cases(new, actor="staal")) == 50


def test_nobody_else_opens_it(house: House, case: Case) -> None:
    with pytest.raises(WontOpen):
        open_private(case, new_pair().private)
    with pytest.raises(WontOpen):
        open_private(case, house.desk("denkbeeld").body_private)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_new_cases_at_once_open_each_once() -> None:
    make_house()
    reports: list[Raised] = [raise_for("oif") for _ in range(8)]

    def run(_number: int) -> int:
        try:
            return opening.open_new(body="oif")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(8))) == 8
    assert {case.report for case in Case.objects.all()} == {one.report_id for one in reports}
    assert len(set(Case.objects.values_list("reference", flat=True))) == 8


@pytest.mark.django_db(transaction=True)
def test_stopped_half_way_the_report_still_waits() -> None:
    make_house()
    raise_for("oif")
    with transaction.atomic():
        opening.open_new(body="oif")
        transaction.set_rollback(True)
    assert not Case.objects.exists()
    assert opening.open_new(body="oif") == 1
    assert Case.objects.get().reference.endswith("-0001")
