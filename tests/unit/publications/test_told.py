"""What readers were told before comes from the ledger: what was never published is told nowhere."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hand_tables import requests
from pytest_django import Settings
from small_folder import UNITS, source, table, write_folder

from loket.facts.models import SideActivity
from loket.figures.model import HIDDEN, TOTAL, Coordinates, Dimension, Table, is_hidden
from loket.publications import catalogue
from loket.publications.catalogue import Offer
from loket.publications.ledger import book
from loket.publications.protection import profiles
from loket.publications.restated import told
from loket.publications.source import Source
from loket.snapshots.services import freeze

pytestmark = pytest.mark.django_db
WAS = {("douane",): HIDDEN, ("other",): 2.0, (TOTAL,): 30.0}


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def made(tmp_path: Path) -> Source:
    """What revision 3 is made from."""
    found = source(write_folder(tmp_path / "data"))
    return replace(found, edition=replace(found.edition, revision=3))


@pytest.fixture
def annual(made: Source) -> Offer:
    return catalogue.find(made.data, "")


def freeze_three() -> None:
    for reason in ("", "een dubbele telling", "een nagekomen zaak"):
        frozen(2024, reason)


def frozen(year: int, reason: str) -> None:
    SideActivity.objects.create(year=year, unit="douane", origin=SideActivity.Origin.RECORD)
    freeze(year=year, reference_date=dt.date(year + 1, 2, 25), reason=reason, actor="fictie")


def published(revision: int, cells: Mapping[Coordinates, float], *, slug: str = "") -> None:
    """A page of the ledger."""
    entered(2024, revision, replace(table(), cells=cells), slug=slug)


def entered(year: int, revision: int, shown: Table, *, slug: str = "") -> None:
    profile = profiles.read(django_settings.DATA)[0]
    book.enter(
        year=year,
        slug=slug,
        revision=revision,
        profile=profile,
        tables=[book.written(shown)],
        seen=book.pages(),
        shown={},
        actor="fictie",
        target="publicatie",
    )


def cells(found: Table) -> dict[Coordinates, float | None]:
    return {at: None if is_hidden(n) else n for at, n in found.cells.items()}


def test_a_revision_that_went_out_is_as_it_was_told(made: Source, annual: Offer) -> None:
    freeze_three()
    published(1, WAS)
    published(2, {**WAS, ("douane",): 28})
    found = told.background(made, annual, made.tables).revisions
    assert [one.number for one in found] == [1, 2, 3]
    assert cells(found[0].tables["by_unit"]) == {("douane",): None, ("other",): 2, (TOTAL,): 30}
    assert found[2].tables == made.tables
    assert [list(one.because(2024)) for one in found[1:]] == [["een dubbele telling"], ["een nagekomen zaak"]]


def test_of_two_pages_of_one_revision_the_last_counts(made: Source, annual: Offer) -> None:
    freeze_three()
    published(1, WAS)
    published(1, {**WAS, ("other",): 4})
    assert cells(told.background(made, annual, made.tables).revisions[0].tables["by_unit"])["other",] == 4


def test_a_revision_that_never_went_out_is_not_told_but_its_reason_counts(made: Source, annual: Offer) -> None:
    freeze_three()
    published(1, WAS)
    found = told.background(made, annual, made.tables).revisions
    assert [one.number for one in found] == [1, 3]
    assert list(found[1].because(2024)) == ["een dubbele telling", "een nagekomen zaak"]


def test_another_publication_of_that_year_tells_nothing(made: Source, annual: Offer) -> None:
    freeze_three()
    published(1, WAS, slug="iets-anders")
    assert [one.number for one in told.background(made, annual, made.tables).revisions] == [3]


def test_an_edition_was_told_without_its_unit(made: Source, annual: Offer) -> None:
    freeze_three()
    year = Dimension("year", "year", None, total=False)
    whole = made.tables["by_unit"]
    wider = replace(whole, definition=replace(whole.definition, dimensions=(year, *whole.definition.dimensions)))
    part = replace(whole, definition=replace(whole.definition, dimensions=(year,)), cells={("2024",): 31})
    offer = replace(annual, slug="douane", unit=UNITS[0].code)
    page = book.written(replace(part, cells={("2024",): 29}), offer.unit, wider)
    assert page["cells"] == [[["2024", "douane"], 29]]
    profile = profiles.read(django_settings.DATA)[0]
    book.enter(
        year=2024,
        slug="douane",
        revision=1,
        profile=profile,
        tables=[page],
        seen=0,
        shown={},
        actor="fictie",
        target="x",
    )
    assert cells(told.background(made, offer, {"by_unit": part}).revisions[0].tables["by_unit"]) == {("2024",): 29}


def test_a_table_that_had_other_dimensions_is_not_laid_beside_that_of_now(made: Source, annual: Offer) -> None:
    freeze_three()
    published(1, WAS)
    other = table()
    other = replace(other, definition=replace(other.definition, dimensions=(Dimension("kind", "kind", "unit"),)))
    assert not told.background(made, annual, {"by_unit": other}).revisions[0].tables


def test_reports_over_earlier_years_told_of_the_years_in_their_tables(made: Source, annual: Offer) -> None:
    for reason in ("", "een lijst kwam na", "nog een lijst"):
        frozen(2023, reason)
    entered(2023, 1, requests({("2023", "staff"): 460}))
    entered(2023, 2, requests({("2023", "staff"): 470}))
    entered(2023, 2, table())
    freeze_three()
    found = told.background(made, annual, {"requests": requests(), "by_unit": table()})
    assert [(one.year, one.number, list(one.tables)) for one in found.before] == [(2023, 2, [])]
    entered(2023, 2, requests({("2023", "staff"): 470}))
    found = told.background(made, annual, {"requests": requests(), "by_unit": table()})
    assert [(one.year, one.number, list(one.tables)) for one in found.before] == [(2023, 2, ["requests"])]
    assert found.before[0].tables["requests"].cells["2023", "staff"] == 470
    assert found.revisions[0].reasons[2023] == ["nog een lijst"]


def test_without_a_snapshot_there_are_no_revisions(made: Source, annual: Offer) -> None:
    found = told.background(made, annual, made.tables)
    assert (found.lists, found.revisions) == (made.lists, ())
