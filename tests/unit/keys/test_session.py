"""An unlocked key: in two halves, of which neither opens it, for one person, for four hours at most."""

import json
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from loket.accounts.models import Account, Session
from loket.accounts.sessions import SessionStore
from loket.keys import services, session
from loket.vault import tokens
from loket.vault.errors import WontOpen
from loket.vault.place import Place
from loket.vault.sealing import unseal
from people import person, sign_in

ROOT = Path(__file__).resolve().parents[3]
KEYS = "/beheer/sleutels/"


def request_of(client: Client, account: Account) -> HttpRequest:
    """What the application sees of this browser's next request."""
    request = HttpRequest()
    request.user = account
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return request


@pytest.fixture
def private(staal: Account) -> bytes:
    return services.make_person_key(account=staal, actor="staal")


@pytest.fixture
def unlocked(client: Client, staal: Account, private: bytes) -> Client:
    return sign_in(client, staal, private)


def test_the_next_request_has_the_key(unlocked: Client, staal: Account, private: bytes) -> None:
    assert session.private_key(request_of(unlocked, staal)) == private


@pytest.mark.parametrize("gone", [settings.KEY_COOKIE_NAME, settings.SESSION_COOKIE_NAME])
def test_half_a_key_opens_nothing(unlocked: Client, staal: Account, gone: str) -> None:
    del unlocked.cookies[gone]
    assert session.private_key(request_of(unlocked, staal)) is None


def test_the_table_does_not_hold_the_key_nor_what_opens_it(unlocked: Client, staal: Account, private: bytes) -> None:
    rows = [SessionStore().decode(row.session_data) for row in Session.objects.all()]
    sealed = [b64decode(row["locked_key"]) for row in rows if "locked_key" in row]
    assert len(sealed) == 1
    token = unlocked.cookies[settings.KEY_COOKIE_NAME].value
    everything = json.dumps(rows) + str(list(Session.objects.values_list()))
    assert token not in everything
    assert private not in sealed[0]
    with pytest.raises(WontOpen):
        unseal(sealed[0], key=tokens.key(tokens.new_token(), "person"), place=Place("a", "b", "c"))


def test_a_sealed_half_moved_to_a_colleagues_session_does_not_open(
    unlocked: Client, staal: Account, proef: Account
) -> None:
    assert session.private_key(request_of(unlocked, proef)) is None


def test_a_second_user_in_this_process_gets_nothing_of_the_first(
    unlocked: Client, staal: Account, proef: Account, private: bytes
) -> None:
    services.make_person_key(account=proef, actor="proef")
    other = sign_in(Client(), proef)
    assert session.private_key(request_of(unlocked, staal)) == private
    assert session.private_key(request_of(other, proef)) is None
    other.cookies[settings.KEY_COOKIE_NAME] = unlocked.cookies[settings.KEY_COOKIE_NAME].value
    assert session.private_key(request_of(other, proef)) is None
    assert "Ontgrendel je sleutel" in other.get(KEYS).content.decode()


def test_four_hours_later_it_is_locked(unlocked: Client, staal: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    request = request_of(unlocked, staal)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + session.LASTS - 5)
    assert session.private_key(request) is not None
    monkeypatch.setattr(time, "time", lambda: now + session.LASTS + 5)
    assert session.private_key(request) is None


def test_a_key_that_was_replaced_elsewhere_is_locked_here(unlocked: Client, staal: Account) -> None:
    services.forget_person_key(account=staal, actor="beheer")
    services.make_person_key(account=staal, actor="staal")
    assert session.private_key(request_of(unlocked, staal)) is None


def test_unlocking_and_locking_change_the_session_key(client: Client, staal: Account, private: bytes) -> None:
    client.force_login(staal)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(client, staal, private)
    during = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.post("/beheer/vergrendelen/")
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert len({before, during, after}) == 3
    assert answer.cookies[settings.KEY_COOKIE_NAME]["max-age"] == 0
    assert session.private_key(request_of(client, staal)) is None
    assert client.get(KEYS).status_code == 200


def test_signing_in_with_a_passkey_that_unlocks_unlocks(client: Client, staal: Account, private: bytes) -> None:
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"1" * 32, actor="staal")
    for prf, opens in ((b"2" * 32, False), (b"1" * 32, True)):
        client.force_login(staal)
        request, response = request_of(client, staal), HttpResponse()
        session.after_sign_in(request, response, staal, prf=prf, credential=b"c", private_key=None)
        assert (settings.KEY_COOKIE_NAME in response.cookies) is opens


def test_signing_in_with_a_link_unlocks_with_the_key_it_brings(client: Client, staal: Account, private: bytes) -> None:
    for brought, opens in ((bytes(32), False), (private, True)):
        client.force_login(staal)
        response = HttpResponse()
        session.after_sign_in(request_of(client, staal), response, staal, private_key=brought)
        assert (settings.KEY_COOKIE_NAME in response.cookies) is opens


def test_a_new_passkey_unlocks_when_the_key_is_open(unlocked: Client, staal: Account, private: bytes) -> None:
    request = request_of(unlocked, staal)
    session.after_passkey_added(request, HttpResponse(), staal, credential=b"new", prf=b"3" * 32)
    assert services.open_with_prf(staal, b"new", b"3" * 32) == private
    session.after_passkey_removed(request, HttpResponse(), staal, credential=b"new")
    with pytest.raises(services.WontUnlock):
        services.open_with_prf(staal, b"new", b"3" * 32)


def test_a_new_passkey_without_an_open_key_unlocks_nothing(client: Client, staal: Account, private: bytes) -> None:
    sign_in(client, staal)
    session.after_passkey_added(request_of(client, staal), HttpResponse(), staal, credential=b"n", prf=b"3" * 32)
    with pytest.raises(services.WontUnlock):
        services.open_with_prf(staal, b"n", b"3" * 32)


def test_signing_out_takes_the_cookie_away(unlocked: Client, staal: Account) -> None:
    answer = unlocked.post("/afmelden/")
    assert answer.cookies[settings.KEY_COOKIE_NAME].value == ""
    assert session.private_key(request_of(unlocked, staal)) is None


@override_settings(SECURE=True, KEY_COOKIE_NAME="__Host-sleutel")
def test_the_cookie_is_for_this_host_for_no_script_and_for_no_other_site(
    client: Client, staal: Account, private: bytes
) -> None:
    client.force_login(staal)
    request, response = request_of(client, staal), HttpResponse()
    session.unlock(request, response, private)
    cookie = response.cookies["__Host-sleutel"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_another_worker_process_serves_the_next_request(client: Client) -> None:
    """The key is unlocked here, and a fresh process opens the page with the two cookies."""
    account = person("staal", "officer", body="oif")
    private = services.make_person_key(account=account, actor="staal")
    sign_in(client, account, private)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    told = connection.settings_dict
    script = (
        "import sys, json, django; from django.conf import settings;"
        "settings.DATABASES['default'].update(json.loads(sys.argv[2])); django.setup();"
        "from django.test import Client; from http.cookies import SimpleCookie;"
        "client = Client(); client.cookies = SimpleCookie(sys.argv[1]);"
        f"print('Ontgrendeld in deze browser' in client.get('{KEYS}', HTTP_HOST='localhost').content.decode())"
    )
    database = {name: told[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    for half, opens in ((cookies, "True"), (cookies.rsplit("; ", 1)[0], "False")):
        answer = subprocess.run(
            [sys.executable, "-c", script, half, json.dumps(database)],
            env={"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "loket.settings", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (answer.stdout.strip(), answer.returncode) == (opens, 0), answer.stderr
