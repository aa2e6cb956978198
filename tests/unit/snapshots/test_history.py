"""Why figures differ between two revisions: the reason of the year that changed."""

from pathlib import Path

import pytest
from small_year import add_facts, freeze_year

from loket.snapshots import history
from loket.snapshots.errors import SnapshotDamaged
from loket.snapshots.storage import folder


def frozen(year: int, reason: str = "") -> None:
    add_facts(year, quay=1)
    freeze_year(year, reason)


def test_the_revisions_of_a_year_stand_in_order() -> None:
    frozen(2030)
    frozen(2030, "een nagekomen opgave")
    assert [(one.revision, one.reason) for one in history.manifests(2030)] == [
        (1, "eerste vaststelling"),
        (2, "een nagekomen opgave"),
    ]
    assert history.manifests(2029) == []


def test_a_year_that_was_not_corrected_has_the_reason_of_the_new_revision() -> None:
    frozen(2029)
    frozen(2030)
    frozen(2030, "een nagekomen opgave")
    assert history.reasons(*history.manifests(2030)) == {2030: ("een nagekomen opgave",)}


def test_an_earlier_year_that_was_corrected_in_between_has_its_own_reasons() -> None:
    frozen(2029)
    frozen(2030)
    frozen(2029, "dubbel geteld")
    frozen(2029, "een vergeten onderdeel")
    frozen(2030, "nieuwe cijfers over 2029")
    assert history.reasons(*history.manifests(2030)) == {
        2029: ("dubbel geteld", "een vergeten onderdeel"),
        2030: ("nieuwe cijfers over 2029",),
    }


def test_an_earlier_year_that_was_frozen_in_between_was_first_frozen() -> None:
    frozen(2030)
    frozen(2029)
    frozen(2030, "2029 is er nu ook")
    assert history.reasons(*history.manifests(2030))[2029] == ("eerste vaststelling",)


def test_a_manifest_that_was_changed_gives_no_reasons() -> None:
    frozen(2030)
    path: Path = folder(2030, 1) / "manifest.json"
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8").replace("a.tester", "someone"), "utf-8")
    with pytest.raises(SnapshotDamaged):
        history.manifests(2030)
