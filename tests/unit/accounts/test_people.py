"""The functional administrator's pages: who has access, and the access review (BIO-1)."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from loket.accounts.models import Account, Grant, Role
from loket.core import clock
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LIST = "/beheer/toegang/"


@pytest.fixture
def client() -> Client:
    """Signed in as the functional administrator."""
    client = Client()
    client.force_login(person("beheer", Role.FUNCTIONAL_ADMINISTRATOR, name="B. Beheer"))
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_shows_everyone_with_the_roles_of_today(client: Client) -> None:
    staal = person("staal", Role.OFFICER, body="oif", name="S. Staal")
    Grant.objects.create(account=staal, role=Role.AUDITOR, begins_on=TODAY + dt.timedelta(1), granted_by="x")
    shown = page(client, LIST)
    assert "2 personen" in shown
    table = shown.partition("<tbody")[2]
    assert "Behandelaar" in table
    assert "Onderzoeksbureau Integriteit" in table
    assert "Auditor" not in table


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("zoek=sta", {"staal"}),
        ("zoek=S.%20ST", {"staal"}),
        ("zoek=%25", set()),
        ("rol=officer", {"staal"}),
        ("rol=none", {"niets"}),
        ("stand=dicht", {"weg"}),
        ("zoek=sta&rol=auditor", set()),
        ("rol=koning", {"beheer", "staal", "niets"}),
        ("zoek=%00&pagina=x", {"beheer", "staal", "niets"}),
    ],
)
def test_people_are_found_by_name_role_and_state(client: Client, query: str, names: set[str]) -> None:
    person("staal", Role.OFFICER, body="oif", name="S. Staal")
    person("niets")
    person("weg", Role.AUDITOR)
    Account.objects.filter(username="weg").update(is_active=False)
    shown = page(client, f"{LIST}?{query}")
    assert {name for name in ("beheer", "staal", "niets", "weg") if f"{LIST}{name}/" in shown} == names


def test_a_list_of_any_length_takes_as_many_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(120):
        person(f"p{number:03}", Role.AUDITOR, Role.POLICY_OFFICER)
    with django_assert_max_num_queries(9):
        shown = page(client, f"{LIST}?rol=auditor&pagina=2")
    assert "Pagina 2 van 3" in shown
    assert "?rol=auditor&amp;pagina=3" in shown


def test_a_new_person_is_added_and_found_by_their_page(client: Client) -> None:
    typed = {"display_name": "D. de Denker", "username": "D.Denker", "email": "d@voorbeeld.example"}
    answer = client.post(f"{LIST}nieuw/", typed)
    assert answer.headers["Location"] == f"{LIST}d.denker/"
    assert "D. de Denker" in page(client, f"{LIST}d.denker/")
    assert not Account.objects.get(username="d.denker").has_usable_password()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("username", "", "Vul een gebruikersnaam in"),
        ("username", "d/e", "2 tot 64 letters"),
        ("username", "denker\n", ""),
        ("username", "BEHEER", "al in gebruik"),
        ("display_name", "", "Vul de naam in"),
        ("display_name", "a\u202eb", "onzichtbare tekens"),
        ("display_name", "x" * 121, "hooguit 120"),
        ("email", "geen adres", "heel e-mailadres"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, field: str, typed: str, said: str
) -> None:
    data = {"display_name": "D. Denker", "username": "denker", "email": "", field: typed}
    answer = client.post(f"{LIST}nieuw/", data)
    if not said:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert f'href="#id_{field}"' in shown
    assert all(f'value="{kept}"' in shown for name, kept in data.items() if kept and name != field)
    assert Account.objects.count() == 1


def give(client: Client, who: str, **data: str) -> int:
    filled = {"role": Role.OFFICER, "body": "oif", "begins_on": TODAY.strftime("%d-%m-%Y"), "ends_on": "", **data}
    return client.post(f"{LIST}{who}/rol/", filled).status_code


def test_a_role_is_given_and_ended_on_the_page(client: Client) -> None:
    person("staal")
    assert give(client, "staal") == 302
    (held,) = Grant.objects.filter(account__username="staal")
    assert (held.role, held.body, held.granted_by) == ("officer", "oif", "beheer")
    address = f"{LIST}staal/rol/{held.pk}/"
    assert "Onderzoeksbureau" in page(client, address)
    assert client.post(address, {"last_day": ""}).status_code == 302
    shown = page(client, f"{LIST}staal/")
    assert "Ingetrokken" in shown
    assert "beëindigd door beheer" in shown
    assert client.post(address, {"last_day": ""}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"role": ""}, "Kies een rol"),
        ({"role": "koning"}, "Kies een rol uit de lijst"),
        ({"body": ""}, "Kies voor welk meldpunt"),
        ({"unit": "douane"}, "Alleen een coördinator en een directeur"),
        ({"unit": "", "body": "", "role": "director"}, "Kies voor welk onderdeel"),
        ({"unit": "nergens"}, "Kies een onderdeel uit de lijst"),
        ({"body": "mib", "role": "auditor"}, "Alleen een behandelaar en een hoofd horen bij een meldpunt"),
        ({"body": "hvk"}, "Kies een meldpunt uit de lijst"),
        ({"begins_on": "31-2-2027"}, "Vul dag, maand en jaar in"),
        ({"begins_on": "1-1-2020"}, "De eerste dag is voorbij"),
        ({"ends_on": "1-1-2020"}, "De laatste dag ligt voor de eerste"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_at_its_field(client: Client, wrong: dict[str, str], said: str) -> None:
    person("staal")
    filled = {"role": Role.OFFICER, "body": "oif", "begins_on": TODAY.isoformat(), "ends_on": "", **wrong}
    answer = client.post(f"{LIST}staal/rol/", filled)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'href="#id_{next(iter(wrong))}' in answer.content.decode()
    assert not Grant.objects.filter(account__username="staal").exists()


def test_an_equal_role_on_the_same_day_is_refused(client: Client) -> None:
    person("staal")
    assert [give(client, "staal"), give(client, "staal")] == [302, 422]


def test_nobody_changes_their_own_access_by_any_button(client: Client) -> None:
    (held,) = Grant.objects.filter(account__username="beheer")
    assert give(client, "beheer") == 422
    for last in (f"rol/{held.pk}", "uitnodigen", "vergeten", "sluiten", "openen"):
        assert client.post(f"{LIST}beheer/{last}/").status_code == 422, last
    assert "Dit ben jij" in page(client, f"{LIST}beheer/")


def test_who_has_a_role_and_no_way_in_is_to_be_invited_next(client: Client) -> None:
    Account.objects.create(username="n.nieuw", display_name="N. Nieuw")
    person("staal", Role.OFFICER, body="oif")
    assert "next-step" not in page(client, f"{LIST}n.nieuw/")
    assert "next-step" not in page(client, f"{LIST}staal/")
    assert give(client, "n.nieuw") == 302
    shown = page(client, f"{LIST}n.nieuw/")
    assert "Maak een uitnodiging" in shown.partition("next-step")[2]
    assert shown.count("primary-action") == 1


def test_a_link_to_sign_in_is_shown_once_and_never_kept(client: Client) -> None:
    client.post(f"{LIST}nieuw/", {"display_name": "D. Denker", "username": "denker", "email": ""})
    shown = client.post(f"{LIST}denker/uitnodigen/").content.decode()
    link = shown.partition('once">')[2].partition("<")[0]
    assert link.startswith("http://testserver/aanmelden/eenmalig/")
    assert link not in page(client, f"{LIST}denker/")
    assert link.split("/")[-2] not in str(list(AuditEntry.objects.values()))
    assert Client().get(link).status_code == 200


def test_who_lost_their_factors_is_invited_again_after_a_question(client: Client) -> None:
    person("staal", Role.AUDITOR)
    assert client.post(f"{LIST}staal/uitnodigen/").status_code == 422
    assert "kun je niet terugdraaien" in page(client, f"{LIST}staal/vergeten/")
    assert Account.objects.get(username="staal").is_set_up
    assert client.post(f"{LIST}staal/vergeten/").status_code == 302
    assert client.post(f"{LIST}staal/uitnodigen/").status_code == 200


def test_who_is_closed_is_out_at_once_and_can_come_back(client: Client) -> None:
    other = Client()
    other.force_login(person("staal", Role.AUDITOR))
    assert client.post(f"{LIST}staal/sluiten/").status_code == 302
    assert other.get("/beheer/").status_code == 302
    assert "Gesloten" in page(client, f"{LIST}staal/")
    assert client.post(f"{LIST}staal/uitnodigen/").status_code == 422
    assert client.post(f"{LIST}staal/openen/").status_code == 302
    assert "Gesloten" not in page(client, f"{LIST}staal/")


@pytest.mark.parametrize("last", ["", "rol/1/", "uitnodigen/", "sluiten/"])
@pytest.mark.parametrize("name", ["niemand", "BEHEER", "%00", "..%2f", "a" * 300])
def test_somebody_who_is_not_there_is_not_found(client: Client, name: str, last: str) -> None:
    address = f"{LIST}{name}/{last}"
    assert (client.post(address) if last else client.get(address)).status_code == 404


def test_a_role_is_ended_only_through_whose_it_is(client: Client) -> None:
    person("staal")
    model = person("model", Role.AUDITOR)
    address = f"{LIST}staal/rol/{model.grants.get().pk}/"
    assert client.post(address, {"last_day": ""}).status_code == 404
    assert Account.objects.get(username="model").roles == [Role.AUDITOR]


def review(client: Client) -> list[dict[str, str]]:
    answer = client.get(f"{LIST}controle.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_access_review_has_a_line_for_each_role_and_for_who_has_none(client: Client) -> None:
    staal = person("staal", Role.OFFICER, Role.AUDITOR, body="oif", name="=cmd()")
    Grant.objects.create(
        account=staal, role=Role.OFFICER, body="mib", begins_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 1, 2),
        granted_by="x",
    )  # fmt: skip
    Account.objects.create(username="niets", display_name="N. Niets")
    Account.objects.create(username="weg", display_name="W. Weg", is_active=False)
    Account.objects.filter(username="staal").update(last_login=dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC))
    lines = review(client)
    assert [(line["rol"], line["meldpunt"], line["gebruikersnaam"]) for line in lines] == [
        ("", "", "niets"),
        ("auditor", "", "staal"),
        ("functional_administrator", "", "beheer"),
        ("officer", "oif", "staal"),
    ]
    officer = lines[3]
    assert officer["naam"] == "'=cmd()"
    assert officer["laatst aangemeld"] == "2026-07-01"
    assert (officer["tweede factor"], officer["passkeys"]) == ("ja", "1")
    assert (lines[0]["tweede factor"], lines[0]["passkeys"]) == ("nee", "0")
    assert (officer["eerste dag"], officer["gegeven door"]) == (TODAY.isoformat(), "test")


def test_taking_the_review_out_stands_in_the_trail(client: Client) -> None:
    review(client)
    entry = AuditEntry.objects.get(action="account.review")
    assert (entry.actor, entry.summary) == ("beheer", {"rows": 1})


def test_the_review_of_many_people_takes_as_many_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        person(f"p{number:03}", Role.AUDITOR)
    with django_assert_max_num_queries(14):
        assert len(review(client)) == 61


def test_who_is_not_set_up_gets_to_their_own_account_and_no_further() -> None:
    fresh = Client()
    account = Account.objects.create(username="denker", display_name="D. Denker")
    account.grants.create(role=Role.FUNCTIONAL_ADMINISTRATOR, begins_on=TODAY, granted_by="x")
    fresh.force_login(account)
    for address in (LIST, "/beheer/", f"{LIST}nieuw/"):
        assert fresh.get(address).headers["Location"] == "/beheer/account/", address
    assert fresh.get("/beheer/account/").status_code == 200
    assert fresh.post("/afmelden/").status_code == 302
