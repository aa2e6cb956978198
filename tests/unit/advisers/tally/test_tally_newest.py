"""The page remembers what was registered last without opening every request: it must be the same one all the same."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tally_pages import Sitting
from tally_world import NEW, RESOLVED, TALK, adviser_at_desk

from loket.advisers import queries, sealing, services
from loket.core import clock

YEAR = clock.today().year
MONTHS = st.integers(1, clock.today().month)


class TestNewest(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.tuples(MONTHS, st.none() | MONTHS), max_size=8))
    def test_it_is_the_last_of_all(self, registered: list[tuple[int, int | None]]) -> None:
        """Each registered in a month, and ended in that month or a later one, or still open."""
        desk = adviser_at_desk("luister")
        rows = [(uuid4(), replace(NEW, settlement=TALK), f"{YEAR}-{month:02}") for month, _end in registered]
        made = services.register_many(desk=desk, entries=rows)
        for row, (month, end) in zip(made, registered, strict=True):
            if end is not None:
                ended = f"{YEAR}-{max(month, end):02}"
                services.set_situation(desk=desk, entry=row.pk, version=row.version, code=RESOLVED, month=ended)
        everything = queries.newest_first(queries.entries(desk, YEAR))
        going_on = queries.open_entries(desk, YEAR)
        assert [one.entry.pk for one in going_on] == [one.entry.pk for one in everything if one.entry.is_open]
        found = queries.newest(desk, YEAR, going_on)
        assert (found and found.entry.pk) == (everything[0].entry.pk if everything else None)


@pytest.mark.django_db
@pytest.mark.skipif(clock.today().month < 3, reason="there must be earlier months")
def test_what_ended_before_the_newest_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = Sitting()
    ended = replace(NEW, settlement=TALK, situation=RESOLVED)
    services.register_many(desk=sitting.desk, entries=[(uuid4(), ended, f"{YEAR}-01") for _ in range(30)])
    opened = sitting.registered()
    shut, real = list[bytes](), sealing.unseal
    monkeypatch.setattr(sealing, "unseal", lambda sealed, **where: shut.append(sealed) or real(sealed, **where))
    going_on = queries.open_entries(sitting.desk, YEAR)
    assert queries.newest(sitting.desk, YEAR, going_on) == going_on[0]
    assert going_on[0].entry.pk == opened.entry.pk
    assert len(shut) == 1
