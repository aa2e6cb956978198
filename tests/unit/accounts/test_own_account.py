"""One's own account: what is changed, what ends with it, and the fresh proof before it."""

import re

import pyotp
import pytest
from coming_in import WORD, at, come_in, first, later, now_of, second, set_up
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from loket.accounts.models import Account, Role
from loket.core import clock
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
ACCOUNT = "/beheer/account/"
NEW = "een heel andere zin dan eerst"


@pytest.fixture
def me(client: Client) -> Account:
    """fictie, signed in with password and code."""
    account, app = set_up()
    come_in(client, app)
    Account.objects.update(totp_step=0)
    return account


def twice(word: str) -> dict[str, str]:
    return {"password": word, "again": word}


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("-position").values_list("action", flat=True)[:3])


def secret_of(page: str) -> str:
    found = re.search(r'class="secret">(.*?)</p>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>|\s", "", found[1])


def test_the_page_says_who_you_are_and_what_you_may(client: Client, me: Account) -> None:
    me.grants.create(role=Role.OFFICER, body="oif", begins_on=clock.today(), granted_by="test")
    page = client.get(ACCOUNT).content.decode()
    assert "Fictie, fictie" in page
    assert "Beleidsmedewerker" in page
    assert "Behandelaar, " in page
    assert "Je hebt nog 10 herstelcodes" in page


def test_another_password_ends_the_other_sessions_and_gives_this_one_a_new_key(client: Client, me: Account) -> None:
    other, key = Client(), client.cookies["sessie"].value
    other.force_login(Account.objects.get())
    assert client.post(f"{ACCOUNT}wachtwoord/", twice(NEW)).headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert client.cookies["sessie"].value != key
    assert other.get(ACCOUNT).status_code == 302
    assert "account.password" in actions()
    assert first(Client(), word=WORD).status_code == 422
    assert first(Client(), word=NEW).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (twice("kort"), "minstens 12 tekens"),
        (twice("password1234"), "gebruiken veel mensen"),
        ({"password": NEW, "again": "iets anders"}, "Dit is een ander wachtwoord"),
        (twice(""), "Vul een wachtwoord in"),
        (twice("x" * 201), "Hooguit 200 tekens"),
        (twice("een zin met\0een gat"), "tekens"),
    ],
)
def test_a_password_that_is_not_good_is_explained(
    client: Client, me: Account, given: dict[str, str], said: str
) -> None:
    answer = client.post(f"{ACCOUNT}wachtwoord/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert first(Client(), word=WORD).status_code == 302


def test_another_app_takes_over_with_its_own_recovery_codes(client: Client, me: Account) -> None:
    page = client.get(f"{ACCOUNT}app/").content.decode()
    secret = secret_of(page)
    assert secret == secret_of(client.get(f"{ACCOUNT}app/").content.decode())
    assert secret not in str(dict(client.session))
    assert "<svg" in page
    assert client.post(f"{ACCOUNT}app/", {"code": "000000"}).status_code == 422
    shown = client.post(f"{ACCOUNT}app/", {"code": now_of(pyotp.TOTP(secret))}).content.decode()
    codes = re.findall(r"<li>([2-9A-Z]{5}-[2-9A-Z]{5})</li>", shown)
    assert len(set(codes)) == 10
    assert secret_of(client.get(f"{ACCOUNT}app/").content.decode()) != secret
    new = Client()
    first(new)
    assert second(new, codes[0]).status_code == 302


def test_the_code_that_set_up_an_app_does_not_sign_in_after(client: Client, me: Account) -> None:
    secret = secret_of(client.get(f"{ACCOUNT}app/").content.decode())
    code = now_of(pyotp.TOTP(secret))
    client.post(f"{ACCOUNT}app/", {"code": code})
    other = Client()
    first(other)
    assert second(other, code).status_code == 422


def test_an_invited_person_sets_up_a_password_and_then_an_app(client: Client) -> None:
    account = Account.objects.create(username="nieuw", display_name="N.")
    client.force_login(account)
    prove(client)
    assert client.post(f"{ACCOUNT}wachtwoord/", twice(NEW)).headers["Location"] == f"{ACCOUNT}app/"
    assert client.get("/beheer/").headers["Location"] == ACCOUNT
    secret = secret_of(client.get(f"{ACCOUNT}app/").content.decode())
    client.post(f"{ACCOUNT}app/", {"code": now_of(pyotp.TOTP(secret))})
    assert Account.objects.get().is_set_up
    assert "Regel eerst" not in client.get(ACCOUNT).content.decode()


def prove(client: Client) -> None:
    """As a sign-in leaves it."""
    session = client.session
    session["proved_at"] = 2**40
    session.save()


def test_recovery_codes_are_shown_once(client: Client, me: Account) -> None:
    shown = client.post(f"{ACCOUNT}herstelcodes/").content.decode()
    codes = re.findall(r"<li>([2-9A-Z]{5}-[2-9A-Z]{5})</li>", shown)
    assert len(codes) == 10
    assert client.get(f"{ACCOUNT}herstelcodes/").status_code == 405
    assert codes[0] not in client.get(ACCOUNT).content.decode()


def test_there_are_no_recovery_codes_without_a_password(client: Client) -> None:
    client.force_login(Account.objects.create(username="x", is_demo=True))
    prove(client)
    assert client.post(f"{ACCOUNT}herstelcodes/").status_code == 404


CHANGES = [
    "wachtwoord/",
    "app/",
    "herstelcodes/",
    "passkeys/nieuw/",
    "passkeys/nieuw/vraag/",
    "passkeys/1/verwijderen/",
]


@pytest.mark.parametrize("path", CHANGES)
def test_after_ten_minutes_every_change_asks_for_proof(client: Client, me: Account, path: str) -> None:
    with later(minutes=11):
        assert client.post(ACCOUNT + path).headers["Location"].startswith(f"{ACCOUNT}bevestigen/?volgende=")


def test_the_password_is_proof_for_ten_minutes(client: Client, me: Account) -> None:
    now = timezone.now()
    with later(minutes=11):
        where = client.get(f"{ACCOUNT}wachtwoord/").headers["Location"]
        assert client.post(where, {"password": "verkeerd", "volgende": f"{ACCOUNT}wachtwoord/"}).status_code == 422
        assert client.post(where, {"password": WORD}).headers["Location"] == f"{ACCOUNT}wachtwoord/"
        assert client.get(f"{ACCOUNT}wachtwoord/").status_code == 200
    with at(now), later(minutes=22):
        assert client.get(f"{ACCOUNT}wachtwoord/").status_code == 302


def test_proof_is_slowed_as_signing_in_is(client: Client, me: Account) -> None:
    for _ in range(5):
        client.post(f"{ACCOUNT}bevestigen/", {"password": "verkeerd"})
    answer = client.post(f"{ACCOUNT}bevestigen/", {"password": WORD})
    assert answer.status_code == 422
    assert "te vaak" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "bevestigen/", "wachtwoord/", "app/", "passkeys/nieuw/"])
def test_every_page_is_only_for_who_is_signed_in(client: Client, path: str) -> None:
    assert client.get(ACCOUNT + path).headers["Location"].startswith("/aanmelden/?volgende=")


def test_the_page_costs_the_same_with_many_sessions(client: Client, me: Account) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ACCOUNT)
        return len(queries)

    before = cost()
    for _ in range(20):
        Client().force_login(me)
    assert cost() == before


def test_who_has_nothing_to_show_is_not_asked_for_proof(client: Client) -> None:
    """Somebody who was invited, and took their time."""
    client.force_login(Account.objects.create(username="nieuw", display_name="N."))
    assert client.get(f"{ACCOUNT}wachtwoord/").status_code == 200
