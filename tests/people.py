"""Fictitious people for tests, signed in and with their keys as the application itself would leave them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils.module_loading import import_string

from loket.accounts.models import FOR_A_BODY, FOR_A_UNIT, Account, Role
from loket.core import clock
from loket.keys import queries, services, session
from loket.vault.keys import Pair


def person(username: str, *roles: str, body: str = "", unit: str = "", name: str = "") -> Account:
    """An account that holds these roles from today on, for ``body`` or ``unit`` where a role asks for one. It has a
    passkey, so that it counts as set up."""
    account, _ = Account.objects.get_or_create(username=username, defaults={"display_name": name or username})
    for role in roles:
        scope = {"body": body if role in FOR_A_BODY else "", "unit": unit if role in FOR_A_UNIT else ""}
        account.grants.get_or_create(role=role, **scope, defaults={"begins_on": clock.today(), "granted_by": "test"})
    passkey = {"account": account, "public_key": b"", "label": "test", "added_on": clock.today()}
    account.passkeys.get_or_create(credential=b"test " + username.encode(), defaults=passkey)
    return Account.objects.get(pk=account.pk)


def recovery_key() -> Pair:
    """The recovery key; once in a test."""
    return services.make_recovery_key(actor="test")


def officer(username: str, body: str, recovery: Pair) -> tuple[Account, bytes]:
    """An officer of a body with a key of their own, and with the body's, which is made when there is none. Returns the
    account and the private half of the person's key."""
    account = person(username, Role.OFFICER, body=body)
    private = services.make_person_key(account=account, actor="test")
    if not queries.has_body_key(body):
        services.make_body_key(body=body, actor="test")
    body_private = services.open_body_with_recovery(body=body, recovery_private=recovery.private)
    services.give(body=body, body_private=body_private, to=account, actor="test")
    return account, private


def head(username: str, body: str, recovery: Pair) -> tuple[Account, bytes]:
    """An officer of a body who is its head too, with both keys."""
    _account, private = officer(username, body, recovery)
    return person(username, Role.HEAD, body=body), private


def adviser(username: str) -> tuple[Account, bytes]:
    """A confidential adviser with a key of their own. Their desk gets its key when it is first opened."""
    account = person(username, Role.ADVISER)
    return account, services.make_person_key(account=account, actor="test")


def sign_in(client: Client, account: Account, private: bytes | None = None) -> Client:
    """Sign this person in, with their key unlocked when it is given."""
    client.force_login(account)
    if private is None:
        return client
    request, response = HttpRequest(), HttpResponse()
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = store(client.cookies[settings.SESSION_COOKIE_NAME].value)
    request.user = account
    session.unlock(request, response, private)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    client.cookies[settings.KEY_COOKIE_NAME] = response.cookies[settings.KEY_COOKIE_NAME].value
    return client
