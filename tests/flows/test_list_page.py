"""The page of a list of cases: what the policy officer sees of it, and offers instead."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings
from django.test import Client

from loket.accounts.models import Role
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.publications.models import Protection
from loket.publications.protection import services
from loket.snapshots import services as freezing
from people import person

DATA = Path(__file__).resolve().parents[1] / "data" / "voorbeeldland"
PAGE = "/beheer/publicaties/bescherming/settled_cases/"
INSIDE = """
  - code: intern
    label: {nl: Intern, de: Intern}
    threshold: 2
    line_lists: true
    attacker: {nl: Kent de zaken, de: Kennt die Fälle}
"""


@pytest.fixture
def officer(client: Client, settings: LazySettings, tmp_path: Path) -> Client:
    """Signed in, with a frozen year and a profile that tells every row."""
    settings.VAR, settings.PROTECTED = tmp_path, tmp_path / "protected"
    settings.DATA = copytree(DATA, tmp_path / "data")
    with (settings.DATA / "protection.yaml").open("a") as stream:
        stream.write(INSIDE)
    facts.load(folder=settings.DATA, actor="test")
    for year in (2029, 2030):
        freezing.freeze(year=year, reference_date=date(year + 1, 2, 1), reason="test", actor="test")
    client.force_login(person("policy", Role.POLICY_OFFICER))
    return client


def shown(officer: Client, **asked: str) -> str:
    """The page, after what it asked for was made."""
    officer.get(PAGE, asked)
    for row in Protection.objects.all():
        services.run(row.pk)
    answer = officer.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_it_shows_the_full_list_what_is_offered_and_what_that_costs(officer: Client) -> None:
    page = shown(officer, drempel="2")
    assert "De volledige lijst heeft 5 regels, waarvan 5 verschillend." in page
    assert "komen er 5 minder dan 2 keer voor" in page
    assert "Wat we in plaats daarvan tonen" in page
    assert "Meer behouden kan niet" in page
    assert "van de verschillen is over" in page
    assert page.count("Toon de volledige lijst (5 regels), alleen voor jou") == 1
    assert AuditEntry.objects.filter(action="publication.protect-view", summary__table="settled_cases").exists()


@pytest.mark.django_db
def test_who_may_see_every_row_is_offered_nothing_else(officer: Client) -> None:
    page = shown(officer, profiel="intern")
    assert "Wie dit profiel leest, krijgt elke regel: 5 zaken." in page
    assert "Wat we in plaats daarvan tonen" not in page
    assert page.count('scope="row"') == 5


@pytest.mark.django_db
def test_a_table_that_is_no_list_has_no_offer(officer: Client) -> None:
    shown(officer)
    answer = officer.get("/beheer/publicaties/bescherming/settled_by_unit/")
    assert answer.status_code == 200
    assert "Wat we in plaats daarvan tonen" not in answer.content.decode()
