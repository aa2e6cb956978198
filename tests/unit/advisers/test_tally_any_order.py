"""Any acts by two advisers, over years, with the years closed at any moment or never: the facts in the database always
equal what follows from the entries."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tally_world import DIRECTOR, NEW, RESOLVED, SICK, TALK, adviser_at_desk, registered

from loket.advisers import queries, services
from loket.advisers.access import Desk
from loket.advisers.configuration import configuration
from loket.advisers.counting import carry_over
from loket.advisers.errors import Changed, Ended, NoSettlement, NotClosed
from loket.advisers.models import Entry
from loket.advisers.reckoning import facts_of, is_open_at
from loket.core import clock
from loket.facts.kinds import KINDS
from loket.facts.models import Fact

BEGAN, YEARS = dt.date(2025, 10, 5), range(2025, 2031)
COUNTED = ("advice_request", "advice_carried", "advice_month", "advice_reporter_accused", "adviser_evaluation")
REFUSED = (Changed, Ended, NoSettlement, NotClosed)

which = st.integers(0, 7)
settlements = st.sampled_from([TALK, DIRECTOR, "three_way_talk"])
situations = st.sampled_from([RESOLVED, SICK])


class Tally(RuleBasedStateMachine):
    """Two desks, the entries of each, and a day that moves on."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.day = clock.as_of(BEGAN)
        self.day.__enter__()
        self.desks = [adviser_at_desk("luister"), adviser_at_desk("gehoor")]
        self.ids: list[tuple[Desk, UUID]] = []

    def teardown(self) -> None:
        self.day.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def entry(self, place: int) -> tuple[Desk, Entry]:
        desk, id = self.ids[place % len(self.ids)]
        return desk, Entry.objects.get(pk=id)

    @rule(days=st.integers(20, 400))
    def time_goes_by(self, days: int) -> None:
        later = min(clock.today() + dt.timedelta(days), dt.date(YEARS[-1], 12, 31))
        self.day.__exit__(None, None, None)
        self.day = clock.as_of(later)
        self.day.__enter__()

    @rule(whose=st.integers(0, 1), settled=st.booleans(), asked=st.sampled_from(["", "yes"]))
    def is_registered(self, whose: int, settled: bool, asked: str) -> None:
        desk = self.desks[whose]
        labels = {"settlement": TALK, "situation": RESOLVED} if settled else {}
        self.ids.append((desk, registered(desk, reporter_accused=asked, **labels).pk))

    @rule(whose=st.integers(0, 1), months=st.lists(st.sampled_from(["2025-03", "2025-09"]), max_size=3))
    def is_read_in(self, whose: int, months: list[str]) -> None:
        rows = services.register_many(desk=self.desks[whose], entries=[(uuid4(), NEW, month) for month in months])
        self.ids += [(self.desks[whose], row.pk) for row in rows]

    @precondition(lambda self: self.ids)
    @rule(place=which)
    def is_sent_again(self, place: int) -> None:
        desk, entry = self.entry(place)
        assert registered(desk, id=entry.pk) == entry

    @precondition(lambda self: self.ids)
    @rule(place=which, code=settlements, at_year_end=st.booleans())
    def is_escalated(self, place: int, code: str, at_year_end: bool) -> None:
        desk, entry = self.entry(place)
        self.tried(desk=desk, entry=entry, act=services.set_settlement, code=code, month=self.month(entry, at_year_end))

    @precondition(lambda self: self.ids)
    @rule(place=which, code=situations, at_year_end=st.booleans())
    def ends(self, place: int, code: str, at_year_end: bool) -> None:
        desk, entry = self.entry(place)
        self.tried(desk=desk, entry=entry, act=services.set_situation, code=code, month=self.month(entry, at_year_end))

    @precondition(lambda self: self.ids)
    @rule(place=which)
    def is_reopened(self, place: int) -> None:
        desk, entry = self.entry(place)
        services.reopen(desk=desk, entry=entry.pk, version=entry.version)

    @precondition(lambda self: self.ids)
    @rule(place=which, field=st.sampled_from(["settlement", "situation"]), index=st.integers(0, 3))
    def is_taken_back(self, place: int, field: str, index: int) -> None:
        desk, entry = self.entry(place)
        self.tried(desk=desk, entry=entry, act=services.take_back, which=field, index=index)

    @precondition(lambda self: self.ids)
    @rule(place=which, unit=st.sampled_from(["douane", "toeslagen"]), asked=st.sampled_from(["", "no"]))
    def is_corrected(self, place: int, unit: str, asked: str) -> None:
        desk, entry = self.entry(place)
        labels = {name: getattr(NEW, name) for name in ("category", "subcategory", "accused")}
        self.tried(desk=desk, entry=entry, act=services.correct, unit=unit, reporter_accused=asked, **labels)

    @precondition(lambda self: self.ids)
    @rule(place=which)
    def is_evaluated(self, place: int) -> None:
        desk, entry = self.entry(place)
        self.tried(desk=desk, entry=entry, act=services.set_evaluation, code="link_sent")

    @rule()
    def the_years_are_closed(self) -> None:
        """What the sweep makes is what there would be: whatever came before it, nothing is counted twice."""
        carry_over()
        assert found() == self.wanted()
        trail = found()
        carry_over()
        assert found() == trail

    @invariant()
    def the_facts_are_what_follows_from_the_entries(self) -> None:
        """Carried facts may still have to be made, by the sweep; none stands that should not."""
        there, wanted = found(), self.wanted()
        missing = wanted - there
        assert not there - wanted
        assert {kind for kind, _rest in missing} <= {"advice_carried"}

    @invariant()
    def an_adviser_s_own_year_adds_up(self) -> None:
        for desk in self.desks:
            own = [queries.year_of(desk, year) for year in YEARS if year <= clock.today().year]
            assert all(one.new + one.carried == one.handled + one.continuing for one in own)
            mine = sum(whose is desk for whose, _id in self.ids)
            assert sum(one.new for one in own) == mine
            for one in queries.entries(desk, clock.today().year):
                assert one.entry.is_open == is_open_at(one.content, clock.today().year)

    def wanted(self) -> "Counter[tuple[str, object]]":
        configured, contents = configuration(), []
        for desk, id in self.ids:
            contents.append(queries.open_entry(desk, id).content)
        return Counter(
            (kind, (year, *sorted(columns.items())))
            for content in contents
            for kind, year, columns in facts_of(
                content, clock.today().year, configured.file.ongoing, configured.rank
            ).values()
        )

    def month(self, entry: Entry, at_year_end: bool) -> str | None:
        """December in January: for who says so afterwards."""
        today = clock.today()
        return f"{today.year - 1}-12" if at_year_end and today.month == 1 and entry.year < today.year else None

    def tried(self, *, desk: Desk, entry: Entry, act: Callable[..., Entry], **asked: object) -> None:
        """Do it, unless it is refused for a reason of the tally: then nothing has changed."""
        before = found()
        try:
            with transaction.atomic():
                act(desk=desk, entry=entry.pk, version=entry.version, **asked)
        except REFUSED:
            assert found() == before


def found() -> "Counter[tuple[str, object]]":
    """Every live fact, without its number."""
    return Counter(
        (kind, (fact.year, *sorted((name, getattr(fact, name)) for name in KINDS[kind].names)))
        for kind in COUNTED
        for fact in KINDS[kind].model._default_manager.filter(origin=Fact.Origin.LIVE)
    )


@pytest.mark.django_db
def test_the_facts_are_what_follows_from_the_entries_whatever_happens() -> None:
    run_state_machine_as_test(Tally, settings=settings(max_examples=10, stateful_step_count=20, deadline=None))
