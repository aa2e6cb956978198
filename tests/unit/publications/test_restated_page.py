"""What a new revision changed, as the policy officer sees it: was, is, because; and nobody unseen."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from pytest_django import Settings

from loket.accounts.models import Role
from loket.core.models import AuditEntry
from loket.facts.models import AdviceRequest, SideActivity
from loket.publications.restated import page
from loket.snapshots.services import freeze
from loket.snapshots.storage import folder
from people import person

pytestmark = pytest.mark.django_db
UNITS = ("douane", "belastingdienst", "toeslagen")


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person("fictie", Role.POLICY_OFFICER))
    return client


def frozen(year: int, reason: str = "", **counts: int) -> None:
    """So many more side activities of each unit, and a new revision."""
    for unit, count in counts.items():
        SideActivity.objects.bulk_create(
            SideActivity(year=year, unit=unit, origin=SideActivity.Origin.RECORD) for _ in range(count)
        )
    freeze(year=year, reference_date=dt.date(year + 1, 2, 25), reason=reason, actor="fictie")


def rows(client: Client, address: str, table: str) -> list[list[str]]:
    """The rows of one table of the page."""
    body = html.fromstring(client.get(address).content)
    found = body.xpath(f"//section[@id='{table}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_each_cell_that_changed_stands_with_what_it_was_what_it_is_and_why(officer: Client) -> None:
    frozen(2024, douane=3, toeslagen=1)
    frozen(2024, "een nagekomen opgave", douane=2)
    found = rows(officer, "/beheer/publicaties/2024/herzien/2/", "side_activities_by_unit")
    assert found == [
        ["Douane", "3", "5", "+2", "een nagekomen opgave"],
        ["Totaal", "4", "6", "+2", "een nagekomen opgave"],
    ]


def test_a_cell_of_an_earlier_year_has_the_reason_of_that_year() -> None:
    for year in (2023, 2024):
        asked(year)
        frozen(year)
    for year, reason in ((2023, "een lijst kwam na"), (2024, "een vraag stond op papier")):
        asked(year)
        frozen(year, reason)
    found = page.revision(2024, 2, "nl", only="advice_by_category")
    assert found is not None
    lines = [line for line in found.sheets[0].lines if line.name.endswith("Totaal")]
    assert [(line.name, line.was, line.now, line.difference, line.because) for line in lines] == [
        ("2023, Totaal", "1", "2", "+1", ("een lijst kwam na",)),
        ("2024, Totaal", "1", "2", "+1", ("een vraag stond op papier",)),
    ]


def asked(year: int) -> None:
    """One advice request."""
    AdviceRequest.objects.create(
        year=year,
        origin=AdviceRequest.Origin.RECORD,
        category="undesirable_conduct",
        subcategory="intimidation",
        unit="douane",
        accused="manager_undifferentiated" if year < 2024 else "direct_manager",
        settlement="three_way_talk",
        situation="situation_ongoing",
    )


def test_the_list_of_years_leads_there_when_there_is_something_to_compare(officer: Client) -> None:
    frozen(2024, douane=3)
    assert "herzien" not in officer.get("/beheer/publicaties/").content.decode()
    frozen(2024, "een nagekomen opgave", douane=1)
    assert 'href="/beheer/publicaties/2024/herzien/2/"' in officer.get("/beheer/publicaties/").content.decode()


def test_every_revision_is_compared_with_the_one_before_it(officer: Client) -> None:
    frozen(2024, douane=3)
    frozen(2024, "tweede", douane=1)
    frozen(2024, "derde", toeslagen=1)
    found = page.revision(2024, 3, "nl")
    assert found is not None
    assert [one.revision for one in found.others] == [2]
    assert {because for sheet in found.sheets for line in sheet.lines for because in line.because} == {"derde"}
    assert (
        'href="/beheer/publicaties/2024/herzien/2/"'
        in officer.get("/beheer/publicaties/2024/herzien/3/").content.decode()
    )


def test_when_no_cell_changed_the_page_says_so(officer: Client) -> None:
    frozen(2024, douane=3)
    freeze(year=2024, reference_date=dt.date(2025, 3, 1), reason="een andere peildatum", actor="fictie")
    assert "Geen enkele tabel veranderde." in officer.get("/beheer/publicaties/2024/herzien/2/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "2024/herzien/0/",
        "2024/herzien/1/",
        "2024/herzien/3/",
        "2024/herzien/2/?tabel=weg",
        "2024/herzien/2/?tabel=%00",
        "1999/herzien/2/",
        pytest.param(f"{'9' * 400}/herzien/2/", id="a year that is no name of a folder"),
        pytest.param(f"2024/herzien/{'9' * 400}/", id="a revision that is no name of a folder"),
    ],
)
def test_what_is_not_there(officer: Client, address: str) -> None:
    frozen(2024, douane=3)
    frozen(2024, "een nagekomen opgave", douane=1)
    assert officer.get(f"/beheer/publicaties/{address}").status_code == 404


def test_who_looked_stands_in_the_trail(officer: Client) -> None:
    frozen(2024, douane=3)
    frozen(2024, "een nagekomen opgave", douane=1)
    officer.get("/beheer/publicaties/2024/herzien/2/", {"tabel": "side_activities_by_unit"})
    entry = AuditEntry.objects.get(action="snapshot.restated-view")
    assert (entry.actor, entry.target, entry.summary) == (
        "fictie", "snapshot:2024/r2", {"table": "side_activities_by_unit"},
    )  # fmt: skip


def test_many_cells_are_shown_for_one_table_only(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MANY", 1)
    frozen(2024, douane=3)
    frozen(2024, "een nagekomen opgave", douane=1)
    address = "/beheer/publicaties/2024/herzien/2/"
    assert len(rows(officer, address, "side_activities_by_unit")) == 1
    assert "Toon alle 2 cellen" in officer.get(address).content.decode()
    assert len(rows(officer, f"{address}?tabel=side_activities_by_unit", "side_activities_by_unit")) == 2


def test_more_cells_cost_no_more_queries(officer: Client) -> None:
    frozen(2024, douane=3)
    frozen(2024, "een onderdeel", douane=1)
    frozen(2024, "alle onderdelen", **dict.fromkeys(UNITS, 50))
    assert cost(officer, 2) == cost(officer, 3)


def cost(client: Client, number: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/beheer/publicaties/2024/herzien/{number}/").status_code == 200
    return len(asked)


def test_facts_that_are_not_as_they_were_frozen_are_named_and_no_500(officer: Client) -> None:
    frozen(2024, douane=3)
    frozen(2024, "een nagekomen opgave", douane=1)
    path = folder(2024, 1) / "side_activity.parquet"
    path.chmod(0o644)
    path.write_bytes(b"")
    answer = officer.get("/beheer/publicaties/2024/herzien/2/")
    assert (answer.status_code, "side_activity.parquet" in answer.content.decode()) == (409, True)
