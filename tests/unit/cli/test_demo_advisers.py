"""The advisers of a demonstration: a whole network, a tally with something to see, and the same at every start."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.accounts.demo import ensure_people
from loket.advisers.directory.queries import listed
from loket.advisers.models import Adviser, Entry
from loket.advisers.network import queries
from loket.advisers.network.page import overview
from loket.advisers.totals.counting import years
from loket.advisers.totals.rises import month
from loket.cli.demo_advisers import CERTIFIED, FIRST, SIZE, fill
from loket.core import clock
from loket.keys.demo import prepare

pytestmark = pytest.mark.django_db
VOORBEELDLAND = Path(__file__).parents[2] / "data" / "voorbeeldland"


@pytest.fixture
def keys(settings: LazySettings, tmp_path: Path) -> dict[str, bytes]:
    settings.DEMO, settings.VAR = True, tmp_path
    people = ensure_people(bodies=[], units=[])
    return prepare(people={name: [] for name in people if name in FIRST}, actor="demo")


def test_the_network_has_something_to_show_and_a_second_start_adds_nothing(keys: dict[str, bytes]) -> None:
    fill(keys)
    assert sorted(queries.certifications(clock.today()).values(), reverse=True) == list(CERTIFIED)
    shown = overview()
    assert (shown.total, shown.lacking, shown.unanswered) == (SIZE, 3, 1)
    assert len(shown.lapses) >= 3
    assert [one.rows for one in shown.measures][-1], "hours of many enough to be shown"
    assert [one.name for one in listed("nl") if one.desk][:2] == ["G. Gehoor", "L. Luister"]
    last, this = years()
    assert min(last.new, this.new) > 150
    assert 0 < (this.carried or 0) == last.continuing
    assert [one.category for one in month().rising] == ["undesirable_conduct"]
    entries = Entry.objects.count()
    fill(keys)
    assert (Adviser.objects.count(), Entry.objects.count()) == (SIZE, entries)


def test_another_organisation_has_no_network_made_up(keys: dict[str, bytes], settings: LazySettings) -> None:
    settings.DATA = VOORBEELDLAND
    fill(keys)
    assert not Adviser.objects.exists()
