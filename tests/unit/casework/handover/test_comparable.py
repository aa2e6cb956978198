"""How comparable matters ended: from the frozen years alone, each at its latest revision, and never a single matter."""

import datetime as dt
from collections import Counter

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from loket.casework.handover.comparable import NotComparable, comparable
from loket.facts.models import SettledCase
from loket.figures.bands import band
from loket.snapshots import services as snapshots
from loket.snapshots import storage

pytestmark = pytest.mark.django_db

VIOLATIONS = ("undesirable_conduct", "financial_violation")
DESCRIPTIONS = ("forgery", "suspected_of_theft")
SETTLEMENTS = {"no_action": "none", "transfer": "disciplinary", "resignation_by_employee": "non_disciplinary"}
case = st.tuples(st.sampled_from(VIOLATIONS), st.sampled_from(DESCRIPTIONS), st.sampled_from(sorted(SETTLEMENTS)))


def freeze(year: int, cases: list[tuple[str, str, str]], reason: str = "") -> None:
    """The year with these settled cases; the facts of before are gone."""
    SettledCase.objects.filter(year=year).delete()
    SettledCase.objects.bulk_create(
        SettledCase(
            year=year,
            origin="live",
            unit="douane",
            violation=violation,
            description=description,
            investigation="no_investigation",
            contracted_out="no",
            settlement=settlement,
            settlement_class=SETTLEMENTS[settlement],
        )
        for violation, description, settlement in cases
    )
    snapshots.freeze(year=year, reference_date=dt.date(year + 1, 2, 1), reason=reason, actor="test")


def counted(violation: str, description: str = "") -> dict[str, str]:
    found = comparable(violation, description, "nl")
    group = found.same if description else found.alike
    return {outcome.settlement: str(outcome.count) for outcome in group.outcomes} if group else {}


def test_nothing_was_frozen_yet() -> None:
    found = comparable("undesirable_conduct", "forgery", "nl")
    assert not found.snapshots
    assert found.alike is not None
    assert not found.alike.outcomes


def test_every_frozen_year_counts_at_its_latest_revision() -> None:
    one = ("undesirable_conduct", "forgery", "transfer")
    freeze(2030, [one] * 9)
    freeze(2031, [one] * 7)
    assert counted(*one[:2]) == {"transfer": "15-19"}
    freeze(2030, [one], reason="verbeterd")
    assert counted(*one[:2]) == {"transfer": "5-9"}
    found = comparable(*one[:2], "nl")
    assert [manifest.name for manifest in found.snapshots] == ["2030/r2", "2031/r1"]
    SettledCase.objects.all().delete()
    assert counted(*one[:2]) == {"transfer": "5-9"}


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(case, min_size=1, max_size=40))
def test_every_number_is_the_band_of_what_was_counted(
    cases: list[tuple[str, str, str]], settings: LazySettings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.VAR = tmp_path_factory.mktemp("var")
    freeze(2030, cases)
    for violation in VIOLATIONS:
        for description in DESCRIPTIONS:
            found = comparable(violation, description, "nl")
            for group, alike in ((found.same, [(violation, description)]), (found.alike, None)):
                ended = Counter(s for v, d, s in cases if v == violation and (alike is None or (v, d) in alike))
                assert group is not None
                assert {one.settlement: one.count for one in group.outcomes} == {
                    s: band(n, 5) for s, n in ended.items()
                }
                assert group.count == band(ended.total(), 5)
                assert not [one for one in group.outcomes if str(ended[one.settlement]) == str(one.count)]


def test_a_changed_snapshot_is_not_compared_with(settings: LazySettings) -> None:
    freeze(2030, [("undesirable_conduct", "forgery", "transfer")])
    path = storage.folder(2030, 1) / "settled_case.parquet"
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(NotComparable):
        comparable("undesirable_conduct", "forgery", "nl")
