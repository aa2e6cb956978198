"""The page about a printed report that was checked: what it counts, what it filters, what it does not have."""

from pathlib import Path
from shutil import copytree

import pytest
from django.test import Client
from pytest_django import Settings

from loket.publications.contradictions import page

pytestmark = pytest.mark.django_db
PRINTED = Path(__file__).parents[3] / "data" / "financien" / "published"


def test_the_page_shows_every_finding_with_both_values_and_the_difference(client: Client) -> None:
    body = client.get("/publicaties/nagerekend/2024/").content.decode()
    checked = page.checked(PRINTED.parent, 2024)
    assert checked is not None
    assert body.count('scope="row"') == len(checked.examined.findings) > 20
    assert "41.069" in body
    assert "41.032" in body
    assert "+37" in body
    assert "−165" in body


@pytest.mark.parametrize("severity", page.SEVERITIES)
def test_a_severity_is_a_choice_of_these(client: Client, severity: str) -> None:
    checked = page.checked(PRINTED.parent, 2024)
    assert checked is not None
    body = client.get("/publicaties/nagerekend/2024/", {"ernst": severity}).content.decode()
    assert body.count('scope="row"') == checked.counts()[severity] > 0
    assert "Niet na te rekenen" not in body


def test_a_report_without_contradictions_says_so(client: Client) -> None:
    body = client.get("/publicaties/nagerekend/2023/").content.decode()
    assert "spreken elkaar nergens tegen" in body
    assert "Niet na te rekenen" in body
    assert "<table" not in body


@pytest.mark.parametrize("address", ["1999/", "2024/?ernst=heel", "2024/?ernst=errors"])
def test_what_there_is_not(client: Client, address: str) -> None:
    assert client.get(f"/publicaties/nagerekend/{address}").status_code == 404


def test_the_list_of_publications_leads_there(client: Client) -> None:
    body = client.get("/publicaties/").content.decode()
    assert "/publicaties/nagerekend/2024/" in body
    assert "/publicaties/nagerekend/2023/" in body


def test_an_organisation_without_printed_reports_has_no_such_page(client: Client, settings: Settings) -> None:
    settings.DATA = Path(__file__).parents[2] / "data" / "voorbeeldland"
    assert client.get("/publicaties/nagerekend/2024/").status_code == 404
    assert "nagerekend" not in client.get("/publicaties/").content.decode()


def test_a_change_of_a_file_is_seen_at_once(client: Client, settings: Settings, tmp_path: Path) -> None:
    copytree(PRINTED, tmp_path / "published")
    before = found(tmp_path)
    path = tmp_path / "published" / "2024" / "infographic_employees.csv"
    path.write_text(path.read_text("utf-8").replace("41069", "41032"), "utf-8")
    assert found(tmp_path) == before - 1


def found(data: Path) -> int:
    checked = page.checked(data, 2024)
    assert checked is not None
    return len(checked.examined.findings)
