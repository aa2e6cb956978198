"""The monthly overview of a unit: bands and nothing finer, of one's own unit, of months that are over; page and PDF."""

import datetime as dt
import io

import pikepdf
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loket.accounts.models import Role
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.facts.models import CaseEvent
from loket.facts.services import yield_fact
from loket.organisation.model import Organisation, units_within
from loket.organisation.reading import read_organisation
from loket.publications.monthly.counts import last_month, overview
from loket.settings import BASE_DIR
from people import person, sign_in

DATA = BASE_DIR / "data" / "financien"
YEAR, MONTH = last_month(clock.today())
PAGE = "/beheer/onderdeel/douane/"


def event(
    event: str = "report",
    *,
    unit: str = "douane",
    violation: str = "undesirable_conduct",
    year: int = YEAR,
    month: int = MONTH,
) -> None:
    columns: dict[str, str | int] = {
        "unit": unit,
        "event": event,
        "violation": violation,
        "settlement_class": "none",
        "month": month,
    }
    yield_fact(kind="case_event", year=year, columns=columns, actor="staal")


@pytest.fixture
def client(db: None) -> Client:
    """The director of Douane."""
    return sign_in(Client(), person("directie", Role.DIRECTOR, unit="douane"))


def text(client: Client, query: str = "") -> str:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode().partition("<h1>")[2]


@pytest.mark.django_db
def test_counts_of_the_month_and_the_year_are_bands() -> None:
    for month, count in ((MONTH, 3), (max(1, MONTH - 1), 4)):
        for _ in range(count):
            event(month=month)
    event("settlement", violation="improper_communication")
    event(unit="toeslagen")
    event(year=YEAR - 1)
    found = overview(unit="douane", year=YEAR, month=MONTH)
    assert str(found.totals["report"].year) == "5-9"
    assert str(found.totals["report"].month) == ("1-4" if MONTH > 1 else "5-9")
    assert [str(found.totals[one].year) for one in ("investigation", "settlement")] == ["0", "1-4"]
    assert len(found.months) == MONTH


@pytest.mark.django_db
def test_few_of_an_event_are_not_told_apart_by_kind(client: Client) -> None:
    """Of four settlements all of one kind, the kind would say what each of them was."""
    for _ in range(4):
        event("settlement", violation="improper_communication")
    shown = text(client)
    assert "Ongepaste communicatie" not in shown
    assert "minder dan 5 dit jaar" in shown
    event("settlement", violation="improper_communication")
    assert "Ongepaste communicatie" in text(client)


class Bands(TestCase):
    """What one more matter changes: nothing, within a band."""

    @hypothesis_settings(deadline=None, max_examples=15)
    @given(count=st.integers(1, 8))
    def test_every_count_of_a_band_gives_the_same_overview(self, count: int) -> None:
        CaseEvent.objects.all().delete()
        seen = []
        for number in range(1, count + 2):
            event()
            seen.append((number // 5, overview(unit="douane", year=YEAR, month=MONTH)))
        assert all(seen[at][1] == seen[at + 1][1] for at in range(count) if seen[at][0] == seen[at + 1][0])


@pytest.mark.django_db
def test_loaded_year_figures_count_in_a_whole_year_only() -> None:
    facts.load(folder=DATA, actor="test")
    assert str(overview(unit="douane", year=2024, month=11).totals["settlement"].year) == "0"
    found = overview(unit="douane", year=2024, month=12)
    assert found.has_loaded
    assert found.totals["settlement"].year.low >= 5
    assert str(found.totals["settlement"].month) == "0"


def test_a_unit_holds_its_units_as_they_were_in_that_year() -> None:
    organisation: Organisation = read_organisation(DATA / "organisation.yaml")
    assert units_within(organisation, "belastingdienst", 2023) == ["belastingdienst", "adr", "drz"]
    assert units_within(organisation, "belastingdienst", 2024) == ["belastingdienst"]
    assert units_within(organisation, "policy_department", 2024) == ["policy_department", "sg_cluster", "adr", "drz"]
    assert units_within(organisation, "adr", 2023) == ["adr"]
    assert units_within(organisation, "nergens", 2024) == []


@pytest.mark.django_db
def test_a_month_is_shown_when_it_is_over(client: Client) -> None:
    today = clock.today()
    event(year=today.year, month=today.month)
    assert "1-4" not in text(client).partition("band-notes")[0]
    for month in (
        f"{today.year}-{today.month:02}",
        "2999-01",
        "2026-13",
        "1999-12",
        "2026-1",
        "x",
        "2026-01\0",
        "٢٠٢٥-٠١",
    ):
        assert client.get(PAGE, {"maand": month}).status_code == 404, month


@pytest.mark.django_db
def test_nobody_sees_the_unit_of_another(client: Client) -> None:
    assert client.get("/beheer/onderdeel/toeslagen/").status_code == 404
    assert client.get("/beheer/onderdeel/toeslagen/maandoverzicht.pdf").status_code == 404
    assert client.get("/beheer/onderdeel/x%00/").status_code == 404
    for role in (Role.POLICY_OFFICER, Role.AUDITOR, Role.FUNCTIONAL_ADMINISTRATOR):
        assert sign_in(Client(), person(f"een-{role}", role)).get(PAGE).status_code == 404
    coordinator = sign_in(Client(), person("coordinaat", Role.INTEGRITY_COORDINATOR, unit="douane"))
    assert coordinator.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_who_has_several_units_goes_from_one_to_the_other(client: Client) -> None:
    person("directie", Role.DIRECTOR, unit="toeslagen")
    shown = text(client)
    assert "/beheer/onderdeel/toeslagen/?maand=" in shown
    assert "Dienst Toeslagen" in shown


@pytest.mark.django_db
def test_that_somebody_looked_stands_in_the_trail_without_a_count(client: Client) -> None:
    event()
    text(client, f"?maand={YEAR}-{MONTH:02}")
    entry = AuditEntry.objects.latest("position")
    assert (entry.actor, entry.action, entry.target) == ("directie", "unit.overview", "unit:douane")
    assert entry.summary == {"month": f"{YEAR}-{MONTH:02}"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pdf_is_tagged_archivable_and_carries_its_tables(client: Client, language: str) -> None:
    for violation in ("undesirable_conduct", "financial_violation"):
        for _ in range(6):
            event(violation=violation)
    answer = client.get(f"{language}{PAGE}maandoverzicht.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    made = pikepdf.open(io.BytesIO(answer.content))
    assert made.Root.MarkInfo.Marked
    with made.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "3", "A")
    (name,) = made.attachments
    assert name == f"douane-{YEAR}-{MONTH:02}.csv"
    table = made.attachments[name].get_file().read_bytes().decode()
    assert "10-14" in table
    assert ",12" not in table
    assert client.get(f"{language}{PAGE}maandoverzicht.pdf").content == answer.content


@pytest.mark.django_db
def test_with_nothing_to_count_it_is_still_an_overview(client: Client) -> None:
    shown = text(client)
    assert "<td" in shown
    assert client.get(f"{PAGE}maandoverzicht.pdf").status_code == 200


def test_the_last_month_that_is_over() -> None:
    assert last_month(dt.date(2026, 1, 31)) == (2025, 12)
    assert last_month(dt.date(2026, 3, 1)) == (2026, 2)
