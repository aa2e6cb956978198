"""What rises: against twelve months, as bands, and told once a month without saying what."""

import pytest
from totals_world import months

from loket.accounts.models import Account, Role
from loket.advisers.models import RiseNotice
from loket.advisers.totals import noticing
from loket.advisers.totals.rises import last_month, month
from loket.core.models import AuditEntry, Notice
from loket.figures.bands import Band
from loket.figures.chance import LEVEL, chance
from people import person

pytestmark = pytest.mark.django_db

BEFORE = [(2025, 10), (2025, 11), (2025, 12), *((2026, number) for number in range(1, 10))]
NOW = (2026, 10)


def test_a_rise_is_shown_as_bands() -> None:
    assert last_month() == NOW
    months({**dict.fromkeys(BEFORE, 2), NOW: 14})
    months({**dict.fromkeys(BEFORE, 3), NOW: 3}, unit="toeslagen")
    found = month()
    assert found.can_compare
    (one,) = found.rising
    assert (one.unit, one.category, one.now, one.before) == (
        "douane", "undesirable_conduct", Band(10, 14), Band(20, 24)
    )  # fmt: skip


def test_a_month_that_runs_and_one_long_ago_do_not_count() -> None:
    months({**dict.fromkeys(BEFORE, 2), NOW: 2, (2026, 11): 30, (2025, 9): 300})
    assert month().rising == ()


def test_all_that_was_looked_at_is_one_family() -> None:
    """What would stand out alone does not among all units and categories; what is clearer does."""
    months({**dict.fromkeys(BEFORE, 2), NOW: 8})
    assert chance(8, 24) < LEVEL
    assert month().rising == ()
    months({NOW: 6})
    assert [one.now for one in month().rising] == [Band(10, 14)]


def test_fewer_than_the_threshold_are_never_shown() -> None:
    months({BEFORE[0]: 5})
    months({NOW: 4}, unit="toeslagen", category="financial_violation")
    assert month().rising == ()
    months({NOW: 8}, unit="toeslagen", category="financial_violation")
    assert [one.unit for one in month().rising] == ["toeslagen"]


def test_a_young_tally_cannot_be_compared() -> None:
    months({(2025, 11): 1, NOW: 50})
    assert (month().can_compare, month().rising) == (False, ())
    assert month().cells > 40


def test_the_national_adviser_is_told_once_a_month_also_when_nothing_rises() -> None:
    Account.objects.filter(pk=person("landelijk", Role.NATIONAL_ADVISER).pk).update(email="l@voorbeeld.nl")
    for _ in range(3):
        noticing.sweep()
    assert (Notice.objects.count(), RiseNotice.objects.count()) == (1, 1)
    entry = AuditEntry.objects.get(action="network.remind")
    assert (entry.target, entry.summary) == ("month:2026-10", {"count": 1})
