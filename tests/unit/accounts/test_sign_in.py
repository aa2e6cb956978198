"""Signing in: errors in place (WEB-2), nothing given away, a trace in the audit trail."""

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from loket.accounts import services
from loket.accounts.models import Account
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
WORD = services.DEMO_PASSWORD


@pytest.fixture(autouse=True)
def people(settings: Settings) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    services.ensure_demo_accounts()


def sign_in(client: Client, username: str = "fictie", password: str = WORD, following: str = "") -> str:
    data = {"username": username, "password": password, "volgende": following}
    answer = client.post("/aanmelden/", data)
    return answer.headers.get("Location", "") or answer.content.decode()


def last_action() -> str:
    entry = AuditEntry.objects.order_by("-position").first()
    assert entry
    return entry.action


def test_the_right_pair_leads_to_the_staff_pages(client: Client) -> None:
    assert sign_in(client) == "/beheer/"
    assert last_action() == "account.sign-in"


def test_capitals_in_the_name_do_not_matter(client: Client) -> None:
    assert sign_in(client, "Fictie") == "/beheer/"


@pytest.mark.parametrize(("username", "password"), [("fictie", "verkeerd"), ("niemand", WORD)])
def test_a_wrong_pair_does_not_say_which_is_wrong(client: Client, username: str, password: str) -> None:
    page = sign_in(client, username, password)
    assert "horen niet bij elkaar" in page
    assert "<title>Fout: Meld je aan" in page.replace("\n", "")
    assert f'value="{username}"' in page
    assert password not in page.replace("fictief-wachtwoord</strong>", "")
    assert last_action() == "account.sign-in-refused"


def test_a_wrong_name_is_not_written_down(client: Client) -> None:
    sign_in(client, "mijn-echte-wachtwoord", "x")
    assert not AuditEntry.objects.filter(target__contains="mijn-echte").exists()
    assert not AuditEntry.objects.filter(actor__contains="mijn-echte").exists()


def test_an_empty_form_names_both_fields_in_a_focused_summary(client: Client) -> None:
    page = sign_in(client, "", "")
    assert page.count("Vul je gebruikersnaam in") == 2
    assert page.count("Vul je wachtwoord in") == 2
    assert 'href="#id_username"' in page
    assert "autofocus" in page
    assert 'aria-describedby="id_username_error"' in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "beheer", "publications:list", "\0"],
)
def test_signing_in_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert sign_in(client, following=elsewhere) == "/beheer/"


def test_after_signing_in_you_come_where_you_were_going(client: Client) -> None:
    asked = client.get("/beheer/logboek/?pagina=2")
    assert asked.headers["Location"] == "/aanmelden/?volgende=/beheer/logboek/%3Fpagina%3D2"
    assert sign_in(client, "model", following="/beheer/logboek/?pagina=2") == "/beheer/logboek/?pagina=2"


def test_an_account_that_is_closed_does_not_open(client: Client) -> None:
    Account.objects.filter(username="fictie").update(is_active=False)
    assert "horen niet bij elkaar" in sign_in(client)


def test_signing_out_ends_the_session(client: Client) -> None:
    sign_in(client)
    assert client.post("/afmelden/").headers["Location"] == "/afgemeld/"
    assert client.get("/beheer/").status_code == 302


def test_the_session_gets_a_new_key(client: Client) -> None:
    client.get("/aanmelden/")
    sign_in(client)
    first = client.cookies["sessie"].value
    client.post("/afmelden/")
    sign_in(client)
    assert client.cookies["sessie"].value != first


def test_demo_people_exist_only_in_a_demonstration(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(services.NoDemonstration):
        services.ensure_demo_accounts()
    assert services.demo_people() == []


def test_making_them_twice_makes_them_once() -> None:
    services.ensure_demo_accounts()
    assert Account.objects.filter(is_demo=True).count() == len(services.DEMO_PEOPLE)


def test_the_demo_says_how_to_sign_in() -> None:
    with translation.override("nl"):
        assert next(services.demo_sign_in()) == f"fictie / {WORD}  (F. Fictie, beleidsmedewerker)"
