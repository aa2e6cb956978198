"""Roles through time: which hold on which day, who may change them, and that a change holds at once (BIO-1)."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loket.accounts import grants, links
from loket.accounts.models import Account, Grant, Role, Session, SignInLink
from loket.core import clock
from loket.core.models import AuditEntry
from people import person

TODAY = clock.today()
DAY = dt.timedelta(days=1)
around = st.integers(-400, 400).map(lambda days: TODAY + days * DAY)
ahead = st.integers(0, 400).map(lambda days: TODAY + days * DAY)


def account(username: str = "staal") -> Account:
    return Account.objects.create(username=username, display_name="S. Staal")


class InForce(TestCase):
    """Laws of begin and end, for any days."""

    @settings(deadline=None, max_examples=60)
    @given(begin=around, length=st.none() | st.integers(0, 400), day=around)
    def test_a_grant_holds_from_its_first_day_up_to_and_including_its_last(
        self, begin: dt.date, length: int | None, day: dt.date
    ) -> None:
        end = None if length is None else begin + length * DAY
        Grant.objects.create(account=account(), role=Role.AUDITOR, begins_on=begin, ends_on=end, granted_by="x")
        assert Grant.objects.in_force(day).exists() == (begin <= day and (end is None or day <= end))

    @settings(deadline=None, max_examples=60)
    @given(begin=ahead, length=st.none() | st.integers(0, 400), day=ahead)
    def test_a_grant_that_is_ended_at_once_holds_on_no_day_from_now(
        self, begin: dt.date, length: int | None, day: dt.date
    ) -> None:
        end = None if length is None else begin + length * DAY
        given = grants.grant(account=account(), role=Role.AUDITOR, begins_on=begin, ends_on=end, actor="beheer")
        grants.end_grant(grant=given, last_day=None, actor="beheer")
        assert not Grant.objects.in_force(day).exists()

    @settings(deadline=None, max_examples=60)
    @given(begin=ahead, last=ahead, day=ahead)
    def test_a_planned_end_takes_away_what_comes_after_it_and_nothing_else(
        self, begin: dt.date, last: dt.date, day: dt.date
    ) -> None:
        given = grants.grant(account=account(), role=Role.AUDITOR, begins_on=begin, actor="beheer")
        if last < begin:
            with pytest.raises(grants.BadPeriod):
                grants.end_grant(grant=given, last_day=last, actor="beheer")
            last = dt.date.max
        else:
            grants.end_grant(grant=given, last_day=last, actor="beheer")
        assert Grant.objects.in_force(day).exists() == (begin <= day <= last)

    @settings(deadline=None, max_examples=60)
    @given(periods=st.lists(st.tuples(ahead, st.none() | st.integers(0, 60)), max_size=6), day=ahead)
    def test_of_equal_grants_never_two_hold_on_one_day(
        self, periods: list[tuple[dt.date, int | None]], day: dt.date
    ) -> None:
        who = account()
        for begin, length in periods:
            end = None if length is None else begin + length * DAY
            taken = {one for one in who.grants.all() if (end is None or one.begins_on <= end)}
            overlaps = any(one.ends_on is None or one.ends_on >= begin for one in taken)
            try:
                grants.grant(account=who, role=Role.AUDITOR, begins_on=begin, ends_on=end, actor="beheer")
            except grants.AlreadyGranted:
                assert overlaps
            else:
                assert not overlaps
        assert who.grants.in_force(day).count() <= 1


def give(who: Account, role: str = Role.AUDITOR, body: str = "", unit: str = "", actor: str = "beheer") -> Grant:
    return grants.grant(account=who, role=role, body=body, unit=unit, begins_on=TODAY, actor=actor)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "body", "unit", "field"),
    [
        (Role.OFFICER, "", "", "body"),
        (Role.HEAD, "", "", "body"),
        (Role.AUDITOR, "oif", "", "body"),
        (Role.OFFICER, "nergens", "", "body"),
        (Role.OFFICER, "hvk", "", "body"),
        (Role.OFFICER, "oif", "douane", "unit"),
        (Role.HEAD, "oif", "douane", "unit"),
        (Role.DIRECTOR, "", "", "unit"),
        (Role.INTEGRITY_COORDINATOR, "", "nergens", "unit"),
        (Role.INTEGRITY_COORDINATOR, "", "other_or_unknown", "unit"),
        (Role.DIRECTOR, "oif", "douane", "body"),
        ("koning", "", "", "role"),
    ],
)
def test_a_role_and_its_body_or_unit_have_to_fit(role: str, body: str, unit: str, field: str) -> None:
    with pytest.raises(grants.BadScope) as caught:
        give(account(), role, body, unit)
    assert caught.value.field == field
    assert not Grant.objects.exists()


@pytest.mark.django_db
def test_a_head_and_who_answers_for_a_unit_have_theirs_of_today() -> None:
    who = account()
    for role, body, unit in (
        (Role.HEAD, "oif", ""),
        (Role.DIRECTOR, "", "douane"),
        (Role.INTEGRITY_COORDINATOR, "", "toeslagen"),
        (Role.INTEGRITY_COORDINATOR, "", "douane"),
    ):
        give(who, role, body, unit)
    ended = give(who, Role.DIRECTOR, unit="adr")
    grants.end_grant(grant=ended, last_day=None, actor="beheer")
    again = Account.objects.get(pk=who.pk)
    assert (again.bodies, again.headed, again.units) == ([], ["oif"], ["douane", "toeslagen"])


@pytest.mark.django_db
def test_an_officer_works_for_the_bodies_of_today() -> None:
    who = account()
    give(who, Role.OFFICER, "oif")
    grants.grant(account=who, role=Role.OFFICER, body="mib", begins_on=TODAY + DAY, actor="beheer")
    again = Account.objects.get(pk=who.pk)
    assert (again.roles, again.bodies) == ([Role.OFFICER], ["oif"])


@pytest.mark.django_db
def test_days_that_are_over_or_turned_around_are_refused() -> None:
    who = account()
    for begin, end in ((TODAY - DAY, None), (TODAY, TODAY - DAY)):
        with pytest.raises(grants.BadPeriod):
            grants.grant(account=who, role=Role.AUDITOR, begins_on=begin, ends_on=end, actor="beheer")


@pytest.mark.django_db
def test_a_grant_ends_once_and_is_never_made_longer() -> None:
    given = grants.grant(account=account(), role=Role.AUDITOR, begins_on=TODAY, ends_on=TODAY + DAY, actor="beheer")
    with pytest.raises(grants.BadPeriod):
        grants.end_grant(grant=given, last_day=TODAY + 2 * DAY, actor="beheer")
    grants.end_grant(grant=given, last_day=None, actor="beheer")
    with pytest.raises(grants.BadPeriod):
        grants.end_grant(grant=given, last_day=None, actor="beheer")


@pytest.mark.django_db
def test_nobody_changes_their_own_access() -> None:
    who = account()
    given = give(who)
    acts = [
        lambda: give(who, Role.FUNCTIONAL_ADMINISTRATOR, actor="staal"),
        lambda: grants.end_grant(grant=given, last_day=None, actor="staal"),
        lambda: grants.deactivate(account=who, actor="staal"),
        lambda: grants.reactivate(account=who, actor="staal"),
        lambda: grants.forget_factors(account=who, actor="staal"),
        lambda: grants.invite(account=who, actor="staal"),
    ]
    before = AuditEntry.objects.count()
    for act in acts:
        with pytest.raises(grants.OwnAccess):
            act()
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["grant", "end", "close", "forget"])
def test_a_change_ends_the_sessions_of_that_person_and_of_nobody_else(act: str) -> None:
    who, other = person("staal"), person("model", Role.AUDITOR)
    given = give(who)
    theirs, others = Client(), Client()
    theirs.force_login(who)
    others.force_login(other)
    match act:
        case "grant":
            give(who, Role.POLICY_OFFICER)
        case "end":
            grants.end_grant(grant=given, last_day=None, actor="beheer")
        case "close":
            grants.deactivate(account=who, actor="beheer")
        case "forget":
            grants.forget_factors(account=who, actor="beheer")
    assert list(Session.objects.values_list("account__username", flat=True)) == ["model"]
    assert theirs.get("/beheer/").status_code == 302
    assert others.get("/beheer/").status_code == 200


@pytest.mark.django_db
def test_a_closed_account_has_no_way_in_and_keeps_its_roles() -> None:
    who = account()
    give(who)
    token = grants.invite(account=who, actor="beheer")
    grants.deactivate(account=who, actor="beheer")
    assert not links.link_holds(token)
    with pytest.raises(grants.AccessRefused):
        grants.invite(account=who, actor="beheer")
    grants.reactivate(account=who, actor="beheer")
    assert links.link_holds(grants.invite(account=who, actor="beheer"))
    assert Account.objects.get(pk=who.pk).roles == [Role.AUDITOR]


@pytest.mark.django_db
def test_a_new_invitation_takes_the_place_of_the_one_before() -> None:
    who = account()
    first, second = (grants.invite(account=who, actor="beheer") for _ in range(2))
    assert (links.link_holds(first), links.link_holds(second)) == (False, True)
    assert SignInLink.objects.count() == 1


@pytest.mark.django_db
def test_who_lost_every_factor_can_be_invited_again() -> None:
    who = person("staal")
    with pytest.raises(links.AlreadySetUp):
        grants.invite(account=who, actor="beheer")
    grants.forget_factors(account=who, actor="beheer")
    assert links.link_holds(grants.invite(account=Account.objects.get(pk=who.pk), actor="beheer"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["staal", "STAAL", "melder", "Demo", "nieuw", "Controle.csv"])
def test_a_name_that_somebody_or_some_program_has_is_refused(name: str) -> None:
    account("Staal")
    with pytest.raises(grants.NameTaken):
        grants.add_person(username=name, display_name="X", email="", actor="beheer")
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_made_or_given_and_the_others_hear_why() -> None:
    """A double click on "Voeg toe", and on "Geef de rol"."""
    at_once, before = 4, AuditEntry.objects.count()

    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except grants.AccessRefused as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    def add() -> Account:
        return grants.add_person(username="staal", display_name="S. Staal", email="", actor="beheer")

    with ThreadPoolExecutor(at_once) as pool:
        made = sorted(pool.map(attempt, [add] * at_once))
        who = Account.objects.get()
        given = sorted(pool.map(attempt, [lambda: give(who)] * at_once))
    assert made == ["NameTaken"] * (at_once - 1) + ["done"]
    assert given == ["AlreadyGranted"] * (at_once - 1) + ["done"]
    assert AuditEntry.objects.count() == before + 2


@pytest.mark.django_db
def test_every_change_stands_in_the_trail_with_who_did_it() -> None:
    who = grants.add_person(username="staal", display_name="S. Staal", email="", actor="beheer")
    given = give(who, Role.OFFICER, "oif")
    grants.end_grant(grant=given, last_day=TODAY, actor="beheer")
    grants.deactivate(account=who, actor="beheer")
    grants.reactivate(account=who, actor="beheer")
    grants.invite(account=who, actor="beheer")
    entries = list(AuditEntry.objects.order_by("position"))
    assert [entry.action for entry in entries] == [
        "account.create",
        "account.grant",
        "account.grant-end",
        "account.deactivate",
        "account.reactivate",
        "account.link",
    ]
    assert {(entry.actor, entry.target) for entry in entries} == {("beheer", "account:staal")}
    assert entries[1].summary == {"role": "officer", "body": "oif", "begins_on": TODAY.isoformat()}
    assert "S. Staal" not in str([entry.summary for entry in entries])
