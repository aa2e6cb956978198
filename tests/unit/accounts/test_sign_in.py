"""Password and code: errors in place (WEB-2), nothing given away, both factors always (BIO-1), a trace in the trail."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from cheap_hashes import CheapArgon2
from coming_in import WORD, at, come_in, first, later, now_of, second, set_up
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.accounts import second_factor
from loket.accounts.models import Account
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def last() -> AuditEntry:
    return AuditEntry.objects.latest("position")


def page_of(client: Client, username: str, password: str) -> str:
    answer = first(client, username, password)
    assert answer.status_code == 422
    return answer.content.decode()


def test_name_password_and_code_lead_to_the_staff_pages(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    assert (last().action, last().actor, last().summary) == ("account.sign-in", "fictie", {"way": "code"})
    assert client.get("/beheer/account/").status_code == 200


def test_a_password_alone_opens_nothing(client: Client) -> None:
    set_up()
    first(client)
    assert client.get("/beheer/account/").status_code == 302


def test_the_code_page_needs_a_password_first(client: Client) -> None:
    _account, app = set_up()
    assert second(client, now_of(app)).headers["Location"] == "/aanmelden/"


def test_the_code_page_closes_after_five_minutes(client: Client) -> None:
    _account, app = set_up()
    first(client)
    with later(minutes=6):
        assert second(client, now_of(app)).headers["Location"] == "/aanmelden/"


def test_a_password_that_changed_meanwhile_ends_the_wait_for_a_code(client: Client) -> None:
    account, app = set_up()
    first(client)
    account.set_password("iets heel anders dan eerst")
    account.save()
    assert second(client, now_of(app)).headers["Location"] == "/aanmelden/"


def test_capitals_in_the_name_do_not_matter(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app, "Fictie")


@pytest.mark.parametrize(("username", "password"), [("fictie", "verkeerd"), ("niemand", WORD)])
def test_a_wrong_pair_does_not_say_which_is_wrong(client: Client, username: str, password: str) -> None:
    set_up()
    page = page_of(client, username, password)
    assert "horen niet bij elkaar" in page
    assert "<title>Fout: Meld je aan" in page.replace("\n", "")
    assert f'value="{username}"' in page
    assert password not in page
    assert (last().action, last().target) == ("account.sign-in-refused", "account")


def test_a_wrong_name_is_not_written_down(client: Client) -> None:
    page_of(client, "mijn-echte-wachtwoord", "x")
    assert not AuditEntry.objects.filter(target__contains="mijn-echte").exists()
    assert not AuditEntry.objects.filter(actor__contains="mijn-echte").exists()


@pytest.mark.parametrize("kind", ["known", "unknown", "passkeys only", "closed", "no app"])
def test_every_name_costs_one_hash(client: Client, kind: str) -> None:
    """Equal time for known and unknown names: one Argon2 computation, also while the name has to wait."""
    account, _app = set_up("known")
    changes = {"passkeys only": {"password": "!x"}, "closed": {"is_active": False}, "no app": {"totp_secret": b""}}
    Account.objects.filter(pk=account.pk).update(**changes.get(kind, {}))
    for _ in range(8):
        before = CheapArgon2.work
        page_of(client, "unknown" if kind == "unknown" else "known", "verkeerd")
        assert CheapArgon2.work == before + 1


@pytest.mark.parametrize("change", [{"password": "!x"}, {"is_active": False}, {"totp_secret": b""}])
def test_an_account_that_cannot_come_in_by_password_says_nothing_else(
    client: Client, change: dict[str, object]
) -> None:
    account, _app = set_up()
    Account.objects.filter(pk=account.pk).update(**change)
    assert "horen niet bij elkaar" in page_of(client, "fictie", WORD)


def test_an_empty_form_names_both_fields_in_a_focused_summary(client: Client) -> None:
    page = page_of(client, "", "")
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
    _account, app = set_up()
    first(client, following=elsewhere)
    assert second(client, now_of(app)).headers["Location"] == "/beheer/"


def test_after_signing_in_you_come_where_you_were_going(client: Client) -> None:
    _account, app = set_up()
    asked = client.get("/beheer/account/app/?a=2")
    assert asked.headers["Location"] == "/aanmelden/?volgende=/beheer/account/app/%3Fa%3D2"
    first(client, following="/beheer/account/app/?a=2")
    assert second(client, now_of(app)).headers["Location"] == "/beheer/account/app/?a=2"


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_of_a_clock_that_differs_half_a_minute_is_right(client: Client, seconds: int) -> None:
    _account, app = set_up()
    first(client)
    code = app.at(timezone.now() + dt.timedelta(seconds=seconds))
    with at(timezone.now()):
        assert second(client, code).status_code == 302


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_from_further_away_is_not(client: Client, seconds: int) -> None:
    _account, app = set_up()
    first(client)
    assert second(client, app.at(timezone.now() + dt.timedelta(seconds=seconds))).status_code == 422


def test_a_code_works_once() -> None:
    """RFC 6238, 5.2: also within its own half minute, and also the one before it."""
    _account, app = set_up()
    moment = timezone.now()
    with at(moment):
        come_in(Client(), app)
        for code in (app.at(moment), app.at(moment - dt.timedelta(seconds=30))):
            thief = Client()
            first(thief)
            answer = second(thief, code)
            assert answer.status_code == 422
            assert "al gebruikt" in answer.content.decode()


def test_a_recovery_code_works_once_and_in_any_writing(client: Client) -> None:
    account, _app = set_up()
    codes = second_factor.new_recovery_codes(account=account, actor="test")
    first(client)
    assert second(client, f" {codes[0].lower().replace('-', ' ')} ").status_code == 302
    assert AuditEntry.objects.filter(action="account.recovery-code", summary={"left": 9}).exists()
    again = Client()
    first(again)
    assert second(again, codes[0]).status_code == 422
    assert second(again, codes[1]).status_code == 302


def test_new_recovery_codes_replace_the_old_ones(client: Client) -> None:
    account, _app = set_up()
    old = second_factor.new_recovery_codes(account=account, actor="test")
    new = second_factor.new_recovery_codes(account=account, actor="test")
    assert len(set(old + new)) == 20
    assert not second_factor.use_code(account=account, code=old[0])
    assert second_factor.use_code(account=account, code=new[0])


def test_a_recovery_code_of_somebody_else_does_not_work() -> None:
    mine, _app = set_up()
    other, _other_app = set_up("model")
    codes = second_factor.new_recovery_codes(account=other, actor="test")
    assert not second_factor.use_code(account=mine, code=codes[0])


def test_the_secret_of_the_app_is_sealed_to_its_row() -> None:
    """Moved to another account it does not open, and then no code fits."""
    account, app = set_up()
    assert app.secret.encode() not in bytes(account.totp_secret)
    other, _app = set_up("model")
    other.totp_secret = account.totp_secret
    assert not second_factor.use_code(account=other, code=now_of(app))


def test_signing_out_ends_the_session(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    stolen = client.cookies["sessie"].value
    assert client.post("/afmelden/").headers["Location"] == "/afgemeld/"
    client.cookies["sessie"] = stolen
    assert client.get("/beheer/").status_code == 302


def test_a_second_person_in_the_same_process_is_themselves() -> None:
    """No state is left on anything shared: two people, in turns."""
    people = {name: (Client(), set_up(name)[1]) for name in ("fictie", "model")}
    for name, (client, _app) in people.items():
        first(client, name)
    for client, app in people.values():
        assert second(client, now_of(app)).status_code == 302
    for name, (client, _app) in people.items():
        assert f"{name.title()}, {name}" in client.get("/beheer/account/").content.decode()


any_text = st.one_of(
    st.text(max_size=80), st.sampled_from(["\0", "fictie\0", "\udc80", "a" * 2000, "١٢٣٤٥٦", "' OR 1=1"])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_text, any_text, any_text)
def test_no_input_breaks_it(client: Client, username: str, password: str, code: str) -> None:
    typed = [text.encode("utf-8", "surrogatepass") for text in (username, password, code)]
    set_up(f"x{Account.objects.count()}")
    sent = {"username": typed[0], "password": typed[1], "volgende": typed[2]}
    assert client.post("/aanmelden/", urlencode(sent), FORM).status_code == 422
    first(client, f"x{Account.objects.count() - 1}")
    assert client.post("/aanmelden/code/", urlencode({"code": typed[2]}), FORM).status_code in (422, 302)


def test_a_megabyte_is_refused_before_it_is_hashed(client: Client) -> None:
    before = CheapArgon2.work
    assert first(client, "fictie", "x" * 1_100_000).status_code in (400, 413)
    assert first(client, "fictie", "x" * 201).status_code == 422
    assert CheapArgon2.work == before
