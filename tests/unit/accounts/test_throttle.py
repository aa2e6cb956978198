"""Guessing is slowed; nobody is locked out by somebody else, and no address is kept."""

import datetime as dt

import pytest
from coming_in import WORD, come_in, first, later, now_of, second, set_up
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from loket.accounts import throttle
from loket.accounts.models import Account, Attempts
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
WAIT = "Er is te vaak iets verkeerds ingevuld"


def guess(client: Client, username: str = "fictie", times: int = 1) -> str:
    page = ""
    for _ in range(times):
        page = first(client, username, "verkeerd").content.decode()
    return page


def test_after_five_wrong_passwords_a_right_one_waits_too(client: Client) -> None:
    set_up()
    assert WAIT not in guess(client, times=5)
    page = first(client).content.decode()
    assert WAIT in page
    assert "Probeer het over 15 minuten opnieuw." in page
    assert "passkey" in page


def test_the_wait_ends_after_a_quarter_and_does_not_grow(client: Client) -> None:
    _account, app = set_up()
    guess(client, times=30)
    with later(minutes=16):
        come_in(client, app)


def test_a_known_device_does_not_wait_for_an_outsider(client: Client) -> None:
    """OWASP device cookies: the law that matters most here."""
    _account, app = set_up()
    with later(minutes=-20):
        come_in(client, app)
    client.post("/afmelden/")
    outsider = Client()
    assert WAIT in guess(outsider, times=40)
    come_in(client, app)
    assert WAIT in first(outsider).content.decode()


def test_a_known_device_is_slowed_by_its_own_guesses_alone(client: Client) -> None:
    _account, app = set_up()
    with later(minutes=-20):
        come_in(client, app)
    client.post("/afmelden/")
    assert WAIT in guess(client, times=6)
    assert WAIT not in guess(Client())


def test_a_device_is_known_for_the_one_who_signed_in_there(client: Client) -> None:
    _account, app = set_up()
    set_up("model")
    come_in(client, app)
    client.post("/afmelden/")
    guess(Client(), "model", times=6)
    assert WAIT in first(client, "model").content.decode()


def test_a_made_up_device_cookie_is_no_device(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    forger = Client()
    name = next(name for name in client.cookies if name.startswith("toestel-"))
    guess(forger, times=6)
    for value in ("x", f"x{client.cookies[name].value}", "nieuw:abc:def"):
        forger.cookies[name] = value
        assert WAIT in first(forger).content.decode()


def test_a_password_alone_does_not_make_a_device_known(client: Client) -> None:
    set_up()
    first(client)
    assert not any(name.startswith("toestel-") for name in client.cookies)


def test_an_unknown_name_waits_as_a_known_one_does(client: Client) -> None:
    set_up()
    for name in ("fictie", "niemand"):
        assert WAIT not in guess(client, name, times=5)
        assert WAIT in guess(client, name)


def test_one_name_does_not_wait_for_another(client: Client) -> None:
    set_up()
    _account, app = set_up("model")
    guess(client, "fictie", times=9)
    come_in(client, app, "model")


def test_codes_are_slowed_with_the_passwords(client: Client) -> None:
    """A right password in between does not give five more tries."""
    _account, app = set_up()
    first(client)
    for _ in range(4):
        assert WAIT not in second(client, "000000").content.decode()
    first(client)
    assert WAIT not in second(client, "000000").content.decode()
    assert WAIT in second(client, now_of(app)).content.decode()


def test_right_tries_do_not_count(client: Client) -> None:
    set_up()
    for _ in range(12):
        assert first(client).status_code == 302


def test_the_trail_says_once_that_a_wait_began(client: Client) -> None:
    set_up()
    guess(client, times=20)
    assert AuditEntry.objects.filter(action="account.wait").count() == 1
    assert AuditEntry.objects.filter(action="account.sign-in-refused").count() == throttle.TRIES


def test_the_table_says_nothing_about_who_or_where(client: Client) -> None:
    set_up()
    guess(client, times=2)
    row = Attempts.objects.get()
    assert (len(bytes(row.bucket)), row.wrong) == (32, 2)
    assert b"fictie" not in bytes(row.bucket)
    assert {field.name for field in Attempts._meta.fields} == {"bucket", "wrong", "since"}


def test_old_counts_are_swept() -> None:
    Attempts.objects.create(bucket=b"old", wrong=3, since=timezone.now() - dt.timedelta(minutes=16))
    Attempts.objects.create(bucket=b"new", wrong=3, since=timezone.now())
    assert throttle.forget_old() == 1
    assert throttle.forget_old() == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), max_size=12))
def test_it_waits_exactly_from_the_sixth_wrong_one_on(db: None, tries: list[bool]) -> None:
    client, wrong, name = Client(), 0, f"x{Account.objects.count()}"
    set_up(name)
    for right in tries:
        answer = first(client, name, WORD if right else "verkeerd")
        assert (WAIT in answer.content.decode()) == (wrong >= throttle.TRIES)
        wrong += not right


def test_a_name_in_letters_that_the_database_takes_for_ours_gives_no_tries_of_its_own(client: Client) -> None:
    """The capital of ı (U+0131) is I."""
    set_up()
    assert WAIT in guess(client, times=6)
    assert first(client, "f\u0131ctie", WORD).status_code == 422


def test_a_flood_of_passwords_leaves_the_machine_to_others(client: Client, settings: Settings) -> None:
    """Each takes 100 MiB and a quarter of a second, from anybody; what is refused costs nothing and leaves nothing."""
    set_up()
    settings.LIMITS = {"sign-in": (0.001, 1)}
    guess(client)
    entries = AuditEntry.objects.count()
    assert "Wacht even en probeer het opnieuw" in guess(client, username="ander")
    assert first(client).status_code == 422
    assert AuditEntry.objects.count() == entries
    assert Attempts.objects.count() == 1


def test_a_flood_does_not_keep_out_who_was_here_before(client: Client, settings: Settings) -> None:
    _account, app = set_up()
    with later(minutes=-20):
        come_in(client, app)
    client.post("/afmelden/")
    settings.LIMITS = {"sign-in": (0.001, 1)}
    assert "Wacht even en probeer het opnieuw" in guess(Client(), times=2)
    come_in(client, app)
