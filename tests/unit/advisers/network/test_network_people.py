"""Who is in the network: appointed, changed, ended; and each act in the trail."""

import datetime as dt

import pytest
from network_world import BOSS, NO_INTENTION, REGISTERED, appointed

from loket.accounts.models import Role
from loket.advisers.models import Adviser, PeerGroup
from loket.advisers.network import queries, services
from loket.advisers.network.errors import AlreadyAppointed, BadPeriod, NoRole, UnknownCode
from loket.advisers.network.services import Place, Profile, State
from loket.core import clock
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 1, 1)
PLACE, STATE = Place("douane"), State(REGISTERED)


def last_entry() -> tuple[str, str, str]:
    entry = AuditEntry.objects.order_by("-position").first()
    assert entry is not None
    return entry.actor, entry.action, entry.target


def test_appointed_with_an_address_of_their_own() -> None:
    first, second = appointed("a1", name="Vertrouwenspersoon Één"), appointed("a2", name="Vertrouwenspersoon een")
    assert (first.slug, second.slug) == ("vertrouwenspersoon-een", "vertrouwenspersoon-een-2")
    assert last_entry() == (BOSS, "network.appoint", "account:a2")
    assert appointed("a3", name="愛").slug == "vertrouwenspersoon"


def test_only_who_holds_the_role_and_is_not_in_office() -> None:
    with pytest.raises(NoRole):
        services.appoint(account=person("zonder"), appointed_on=DAY, place=PLACE, state=STATE, actor=BOSS)
    adviser = appointed()
    with pytest.raises(AlreadyAppointed):
        services.appoint(account=adviser.account, appointed_on=DAY, place=PLACE, state=STATE, actor=BOSS)
    assert list(queries.can_be_appointed()) == []
    waiting = person("nieuw", Role.ADVISER)
    assert list(queries.can_be_appointed()) == [waiting]


@pytest.mark.parametrize("unit", ["not_published", "verzonnen", ""])
def test_a_unit_that_nobody_chooses_is_refused(unit: str) -> None:
    with pytest.raises(UnknownCode):
        appointed(unit=unit)


def test_a_certificate_of_tomorrow_and_an_unknown_state_are_refused() -> None:
    adviser = appointed()
    tomorrow = clock.today() + dt.timedelta(days=1)
    for state, error in ((State(REGISTERED, tomorrow), BadPeriod), (State("verzonnen"), UnknownCode)):
        with pytest.raises(error):
            services.change_state(adviser=adviser, state=state, actor=BOSS)
    assert Adviser.objects.get().certified_on is None


def test_who_left_is_out_of_the_network_and_the_directory_and_can_come_back() -> None:
    adviser, yesterday = appointed(), clock.today() - dt.timedelta(days=1)
    Adviser.objects.update(is_listed=True)
    with pytest.raises(BadPeriod):
        services.end(adviser=adviser, last_day=dt.date(2023, 12, 31), actor=BOSS)
    services.end(adviser=adviser, last_day=yesterday, actor=BOSS)
    assert list(queries.people()) == []
    assert list(queries.people(has_left=True)) == [adviser]
    assert not Adviser.objects.get().is_listed
    assert list(queries.in_office(yesterday)) == [adviser]
    with pytest.raises(BadPeriod):
        services.appoint(account=adviser.account, appointed_on=yesterday, place=PLACE, state=STATE, actor=BOSS)
    again = services.appoint(account=adviser.account, appointed_on=clock.today(), place=PLACE, state=STATE, actor=BOSS)
    assert (again.pk, again.ended_on) == (adviser.pk, None)


def test_place_state_and_profile_change_apart() -> None:
    adviser, group = appointed(), PeerGroup.objects.create(name="Groep 1")
    services.change_place(adviser=adviser, place=Place("toeslagen", True, group), actor=BOSS)
    services.change_state(adviser=adviser, state=State(NO_INTENTION, dt.date(2023, 5, 1)), actor=BOSS)
    told = Profile("Utrecht", ("nl", "fy"), "06 12345678", "Ik luister.", "I listen.", True)
    services.change_profile(adviser=adviser, profile=told, actor="luister")
    found = Adviser.objects.get()
    assert (found.unit, found.is_coordinating, found.group) == ("toeslagen", True, group)
    assert (found.certification, found.certified_on) == (NO_INTENTION, dt.date(2023, 5, 1))
    assert (found.languages, found.location, found.is_listed) == ("nl fy", "Utrecht", True)
    assert last_entry() == ("luister", "network.change", "account:luister")
    with pytest.raises(UnknownCode):
        services.change_profile(adviser=adviser, profile=Profile(languages=("xx",)), actor="luister")


def test_who_has_a_state_that_the_list_lost_can_still_move() -> None:
    adviser = appointed()
    Adviser.objects.update(certification="van_vroeger")
    services.change_place(adviser=adviser, place=Place("toeslagen"), actor=BOSS)
    assert Adviser.objects.values_list("unit", "certification").get() == ("toeslagen", "van_vroeger")


def test_a_certificate_holds_four_years() -> None:
    adviser = appointed(certified_on=dt.date(2024, 2, 29))
    assert queries.valid_through(adviser) == dt.date(2028, 2, 28)
    assert [queries.lapsing(dt.date(2028, 2, day)) for day in (27, 28)] == [[], [adviser]]


def test_the_trail_says_nothing_of_where_somebody_works() -> None:
    appointed(unit="toeslagen")
    text = " ".join(f"{entry.action}{entry.target}{entry.summary}" for entry in AuditEntry.objects.all())
    assert "toeslagen" not in text
