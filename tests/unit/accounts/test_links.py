"""One-time links: used once, also by two at the same moment; looking at them uses nothing up."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from coming_in import later, set_up
from django.db import connection
from django.test import Client

from loket.accounts import links
from loket.accounts.links import new_link, use_link
from loket.accounts.models import Account, Role, SignInLink
from loket.core import clock
from loket.core.models import AuditEntry

DAY = dt.timedelta(days=1)


@pytest.fixture
def invited(db: None) -> Account:
    account = Account.objects.create(username="nieuw.iemand", display_name="N. Iemand")
    account.grants.create(role=Role.POLICY_OFFICER, begins_on=clock.today(), granted_by="test")
    return account


def address(token: str) -> str:
    return f"/aanmelden/eenmalig/{token}/"


def test_looking_shows_a_button_and_uses_nothing_up(client: Client, invited: Account) -> None:
    token = new_link(account=invited, actor="test", valid=DAY)
    for _ in range(3):
        assert "Meld je aan met deze link" in client.get(address(token)).content.decode()
    assert client.post(address(token)).headers["Location"] == "/beheer/account/"


def test_it_works_once(client: Client, invited: Account) -> None:
    token = new_link(account=invited, actor="test", valid=DAY)
    client.post(address(token))
    thief = Client()
    assert thief.get(address(token)).status_code == 410
    assert thief.post(address(token)).status_code == 410
    assert "werkt niet meer" in thief.post(address(token)).content.decode()


def test_it_runs_out(client: Client, invited: Account) -> None:
    token = new_link(account=invited, actor="test", valid=DAY)
    with later(hours=25):
        assert client.post(address(token)).status_code == 410


def test_a_newer_one_replaces_it(invited: Account) -> None:
    old = new_link(account=invited, actor="test", valid=DAY)
    new_link(account=invited, actor="test", valid=DAY)
    with pytest.raises(links.LinkGone):
        use_link(old)


def test_a_closed_account_gets_nowhere_with_it(invited: Account) -> None:
    token = new_link(account=invited, actor="test", valid=DAY)
    Account.objects.update(is_active=False)
    with pytest.raises(links.LinkGone):
        use_link(token)


def test_there_is_no_link_around_two_factors(db: None) -> None:
    account, _app = set_up()
    with pytest.raises(links.AlreadySetUp):
        new_link(account=account, actor="test", valid=DAY)
    token = new_link(account=Account.objects.create(username="x"), actor="test", valid=DAY)
    SignInLink.objects.update(account=account)
    with pytest.raises(links.LinkGone):
        use_link(token)


def test_somebody_of_the_demonstration_gets_new_links_and_the_key_that_travels_along(db: None) -> None:
    account = Account.objects.create(username="staal", is_demo=True)
    token = new_link(account=account, actor="demo", valid=DAY, private_key=b"k" * 32)
    assert b"kkkk" not in bytes(SignInLink.objects.get().sealed_key)
    used = use_link(token)
    assert (used.account, used.private_key) == (account, b"k" * 32)
    assert b"kkkk".decode() not in repr(used)


def test_the_table_does_not_hold_the_token(invited: Account) -> None:
    token = new_link(account=invited, actor="test", valid=DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM accounts_signinlink l")
        assert token not in cursor.fetchone()[0]


def test_until_two_factors_stand_only_the_set_up_pages_open(client: Client, invited: Account) -> None:
    client.post(address(new_link(account=invited, actor="test", valid=DAY)))
    assert client.get("/beheer/").headers["Location"] == "/beheer/account/"
    page = client.get("/beheer/account/").content.decode()
    assert "Kies hoe je je voortaan aanmeldt" in page
    for path in ("wachtwoord/", "passkeys/nieuw/", "app/"):
        assert client.get(f"/beheer/account/{path}").status_code == 200
    assert not any(name.startswith("toestel-") for name in client.cookies)


def test_it_stands_in_the_trail(client: Client, invited: Account) -> None:
    client.post(address(new_link(account=invited, actor="voorbeeld", valid=DAY)))
    newest = AuditEntry.objects.order_by("-position")[:3]
    assert [(entry.actor, entry.action) for entry in newest] == [
        ("nieuw.iemand", "account.sign-in"),
        ("nieuw.iemand", "account.link-used"),
        ("voorbeeld", "account.link"),
    ]


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 3000, "aaaa" * 11])
def test_what_is_no_link_is_gone(client: Client, db: None, token: str) -> None:
    assert client.get(address(token)).status_code == 410
    assert client.post(address(token)).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_is_let_in() -> None:
    account = Account.objects.create(username="staal", is_demo=True)
    for _ in range(5):
        token, together = new_link(account=account, actor="test", valid=DAY), Barrier(2)

        def click(token: str = token, together: Barrier = together) -> bool:
            together.wait(10)
            try:
                use_link(token)
            except links.LinkGone:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(task.result() for task in [pool.submit(click), pool.submit(click)]) == [False, True]


def test_nothing_of_who_was_signed_in_here_before_is_left(client: Client, invited: Account) -> None:
    earlier, _app = set_up()
    client.force_login(earlier)
    session = client.session
    session["of_the_first"] = "x"
    session.save()
    client.post(address(new_link(account=invited, actor="test", valid=DAY)))
    assert "of_the_first" not in client.session
    assert not earlier.sessions.exists()
    assert "N. Iemand" in client.get("/beheer/account/").content.decode()
