"""What ``./loket bench cases`` measures with: cases as real as the application's own."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from loket.casework import access
from loket.casework.models import Case
from loket.cli.bench_cases import LIST, SEARCH, queries
from loket.cli.bench_cases_fill import BARRED, CLOSED, OWN, Fill, name_of
from loket.cli.bench_house import STORY
from people import officer, recovery_key, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(settings: LazySettings, tmp_path: Path) -> Fill:
    settings.VAR = tmp_path
    return Fill(*officer("staal", "oif", recovery_key()))


def test_they_open_and_are_listed_found_and_kept_back(fill: Fill) -> None:
    fill.until(1)
    fill.until(BARRED)
    desk, client = fill.desk, sign_in(Client(), fill.account, fill.private)
    assert Case.objects.count() == BARRED
    assert access.visible(desk).count() == BARRED - 1
    assert Case.objects.filter(closed_on__isnull=False).count() > BARRED // (2 * CLOSED)
    assert Case.objects.filter(assignee=fill.account).count() > BARRED // (2 * OWN)
    page = client.get(LIST).content.decode()
    assert page.count("Gaat niet open") == 0
    assert page.count('scope="row"') == 40
    assert STORY[:100] in client.get(f"{LIST}{fill.own}/").content.decode()
    assert client.post(SEARCH, {"sought": name_of(0)}).content.decode().count('scope="row"') == 1


def test_a_page_is_asked_as_often_with_more(fill: Fill) -> None:
    client = sign_in(Client(), fill.account, fill.private)
    fill.until(1)
    few = queries(lambda: client.get(LIST))
    fill.until(60)
    assert queries(lambda: client.get(LIST)) == few > 0
