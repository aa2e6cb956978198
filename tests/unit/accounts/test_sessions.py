"""Sessions: a stolen table signs nobody in; they end when they should; their owner sees and ends them (BIO-1)."""

import datetime as dt

import pytest
from coming_in import come_in, later, set_up
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone

from loket.accounts import sessions
from loket.accounts.devices import device_of
from loket.accounts.models import Account, Session
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
ACCOUNT = "/beheer/account/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_no_value_of_a_cookie_stands_in_the_table(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM accounts_session s")
        table = " ".join(row[0] for row in cursor.fetchall())
    assert client.cookies["sessie"].value not in table
    assert sessions.digest(client.cookies["sessie"].value) in table


def test_a_stolen_row_signs_nobody_in(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    thief = Client()
    thief.cookies["sessie"] = Session.objects.get().session_key
    assert not is_in(thief)
    assert is_in(client)


def test_signing_in_gives_a_new_key_at_each_step(client: Client) -> None:
    """A key that somebody else put in the browser before (fixation) is worth nothing after."""
    _account, app = set_up()
    client.post("/aanmelden/passkey/vraag/", headers={"host": "localhost"})
    before = client.cookies["sessie"].value
    come_in(client, app)
    assert client.cookies["sessie"].value != before
    assert Session.objects.count() == 1


def test_an_hour_without_a_request_ends_it(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    with later(minutes=61):
        assert not is_in(client)


def test_a_request_moves_the_end_until_eight_hours_have_passed(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    for minutes in range(50, 8 * 60, 50):
        with later(minutes=minutes):
            assert is_in(client), minutes
    with later(minutes=481):
        assert not is_in(client)
    assert not Session.objects.filter(account__isnull=False).exists()


def test_a_read_right_after_another_writes_nothing(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    end = Session.objects.get().expire_date
    assert is_in(client)
    assert Session.objects.get().expire_date == end


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    account, app = set_up()
    come_in(client, app)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert not is_in(client)


def test_the_account_page_lists_them_and_ends_one() -> None:
    account, app = set_up()
    here, there = Client(), Client(headers={"user-agent": FIREFOX})
    come_in(here, app)
    account.refresh_from_db()
    Account.objects.update(totp_step=0)
    come_in(there, app)
    page = here.get(ACCOUNT).content.decode()
    assert "Firefox op Windows" in page
    assert page.count("hier ben je nu") == 1
    assert here.post(f"{ACCOUNT}sessies/beeindigen/", {"session": key_of(there)}).status_code == 302
    assert not is_in(there)
    assert is_in(here)
    assert AuditEntry.objects.latest("position").action == "account.sessions-ended"


def test_all_others_can_be_ended_at_once() -> None:
    _account, app = set_up()
    clients = [Client() for _ in range(3)]
    for client in clients:
        Account.objects.update(totp_step=0)
        come_in(client, app)
    clients[1].post(f"{ACCOUNT}sessies/andere-beeindigen/")
    assert [is_in(client) for client in clients] == [False, True, False]


@pytest.mark.parametrize("key", ["", "x", "\0", "a" * 5000])
def test_ending_what_is_not_there_changes_nothing(client: Client, key: str) -> None:
    _account, app = set_up()
    come_in(client, app)
    assert client.post(f"{ACCOUNT}sessies/beeindigen/", {"session": key}).status_code == 302
    assert is_in(client)


def test_nobody_ends_the_session_of_somebody_else() -> None:
    one, two = Client(), Client()
    come_in(one, set_up()[1])
    come_in(two, set_up("model")[1], "model")
    one.post(f"{ACCOUNT}sessies/beeindigen/", {"session": key_of(two)})
    one.post(f"{ACCOUNT}sessies/andere-beeindigen/")
    assert is_in(two)


def test_a_session_that_was_ended_during_a_request_does_not_come_back(client: Client) -> None:
    """Saving finds no row to update, and makes none."""
    _account, app = set_up()
    come_in(client, app)
    store = sessions.SessionStore(client.cookies["sessie"].value)
    store["x"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()


def test_ended_sessions_are_swept() -> None:
    now = timezone.now()
    Session.objects.create(session_key="a", session_data="", expire_date=now - dt.timedelta(seconds=1))
    Session.objects.create(session_key="b", session_data="", expire_date=now + dt.timedelta(seconds=99))
    sessions.SessionStore.clear_expired()
    assert [session.pk for session in Session.objects.all()] == ["b"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox/Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1", "Safari/iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge/Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome/Android"),
        ("curl/8", ""),
        ("", ""),
        ("\0" * 9000, ""),
    ],
)
def test_a_device_is_a_few_words_without_a_version(said: str, words: str) -> None:
    assert device_of(said) == words


def test_the_engine_is_ours() -> None:
    assert settings.SESSION_ENGINE == "loket.accounts.sessions"


def key_of(client: Client) -> str:
    return sessions.digest(client.cookies["sessie"].value)
