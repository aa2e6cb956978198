"""Where somebody begins after signing in, and what stands in the menu above each page."""

import datetime as dt
import re

import pytest
from case_world import House
from django.test import Client
from list_world import LIST, read

from loket.accounts.links import new_link
from loket.accounts.models import Account, Role
from people import person, sign_in

pytestmark = pytest.mark.django_db


def menu(page: str) -> list[str]:
    part = page.partition('<nav class="staff-nav"')[2].partition("</nav>")[0]
    return re.findall(r"<a [^>]*>([^<]*)</a>", part)


def begins_at(account: Account) -> str:
    """Where somebody is led who comes in by a link."""
    token = new_link(account=account, actor="test", valid=dt.timedelta(hours=1))
    answer = Client().post(f"/aanmelden/eenmalig/{token}/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def demo(account: Account) -> Account:
    """Somebody who comes in by links, and counts as set up."""
    account.is_demo = True
    account.save()
    return Account.objects.get(pk=account.pk)


def test_an_officer_begins_at_the_worklist(house: House) -> None:
    assert begins_at(demo(house.account("staal"))) == LIST
    assert sign_in(Client(), house.account("staal")).get("/aanmelden/").headers["Location"] == LIST


@pytest.mark.parametrize("role", [None, Role.AUDITOR, Role.POLICY_OFFICER, Role.FUNCTIONAL_ADMINISTRATOR])
def test_others_begin_at_the_overview(role: Role | None) -> None:
    assert begins_at(demo(person("ander", *([role] if role else [])))) == "/beheer/"


def test_who_was_going_somewhere_goes_there(house: House) -> None:
    answer = sign_in(Client(), house.account("staal")).get("/aanmelden/?volgende=/beheer/account/")
    assert answer.headers["Location"] == "/beheer/account/"


def test_who_has_no_two_factors_yet_arranges_them_first(house: House) -> None:
    house.account("staal").passkeys.all().delete()
    assert begins_at(house.account("staal")) == "/beheer/account/"


@pytest.mark.parametrize(
    ("who", "items"),
    [
        ("staal", ["Werklijst", "Zoeken", "Melding registreren", "Sleutels"]),
        ("hoofd", ["Werklijst", "Zoeken", "Melding registreren", "Stand van zaken", "Bewaren", "Sleutels"]),
    ],
)
def test_the_menu_of_an_officer_and_of_a_head(house: House, who: str, items: list[str]) -> None:
    assert menu(read(house.client(who))) == items


@pytest.mark.parametrize(
    ("roles", "items"),
    [
        ([], ["Overzicht"]),
        ([Role.AUDITOR], ["Overzicht", "Bewaren", "Logboek"]),
        ([Role.POLICY_OFFICER], ["Overzicht", "Publicaties", "Bescherming", "Controles"]),
        ([Role.FUNCTIONAL_ADMINISTRATOR], ["Overzicht", "Toegang"]),
        ([Role.DIRECTOR], ["Overzicht", "Mijn onderdeel", "Signalen"]),
        ([Role.INTEGRITY_COORDINATOR, Role.AUDITOR], ["Overzicht", "Bewaren", "Mijn onderdeel", "Logboek"]),
    ],
)
def test_the_menu_of_others(roles: list[Role], items: list[str]) -> None:
    client = sign_in(Client(), person("ander", *roles, unit="douane"))
    assert menu(read(client, "/beheer/")) == items


@pytest.mark.parametrize(
    ("address", "current"), [(LIST, "Werklijst"), (f"{LIST}zoeken/", "Zoeken"), ("/beheer/sleutels/", "Sleutels")]
)
def test_the_item_of_this_page_is_marked(house: House, address: str, current: str) -> None:
    page = read(house.client("staal"), address)
    assert re.findall(r'aria-current="page">([^<]*)<', page) == [current]
