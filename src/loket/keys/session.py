"""A person's unlocked key, for as long as they work: half in a cookie, half in the session.

The cookie holds a token, the session the private half sealed under that token. A stolen session table lacks the token,
a stolen cookie lacks the sealed value, and nothing is kept in a process: any worker can serve the next request, and a
worker that served one person has nothing left of them for the next.
"""

import base64
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from loket.accounts.models import Account
from loket.core import audit
from loket.keys import queries, services
from loket.keys.errors import KeysError
from loket.vault import tokens
from loket.vault.errors import WontOpen
from loket.vault.keys import pair_of
from loket.vault.place import Place
from loket.vault.sealing import seal, unseal

LASTS = 4 * 60 * 60
"""Seconds that a key stays unlocked at most; the session may end before that."""

_SEALED, _UNTIL = "locked_key", "locked_key_until"
_PURPOSE = "person"


def unlock(request: HttpRequest, response: HttpResponseBase, private: bytes) -> None:
    """Keep the signed-in person's private half for the requests to come; the session gets another key."""
    account, token = _account(request), tokens.new_token()
    sealed = seal(private, key=tokens.key(token, _PURPOSE), place=_place(account))
    request.session.cycle_key()
    request.session[_SEALED] = base64.b64encode(sealed).decode()
    request.session[_UNTIL] = int(time.time()) + LASTS
    response.set_cookie(settings.KEY_COOKIE_NAME, token, secure=settings.SECURE, httponly=True, samesite="Strict")
    _note(account, "key.unlock")


def lock(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forget it; the session gets another key."""
    if request.session.pop(_SEALED, None) is not None:
        _note(_account(request), "key.lock")
    request.session.pop(_UNTIL, None)
    request.session.cycle_key()
    forget_cookie(response)


def private_key(request: HttpRequest) -> bytes | None:
    """The signed-in person's private half; None when it is locked, when four hours have passed, or when their key was
    replaced meanwhile."""
    sealed, token = request.session.get(_SEALED), request.COOKIES.get(settings.KEY_COOKIE_NAME)
    if not sealed or not token or request.session.get(_UNTIL, 0) < time.time() or not request.user.is_authenticated:
        return None
    account = _account(request)
    try:
        private = unseal(base64.b64decode(sealed), key=tokens.key(token, _PURPOSE), place=_place(account))
    except WontOpen:
        return None
    return private if _is_current(account, private) else None


def state(request: HttpRequest) -> str:
    """How the key of whoever is signed in stands: "open", "locked", or "none" when they have not made one yet."""
    if private_key(request):
        return "open"
    return "locked" if queries.person_key(_account(request)) else "none"


def after_sign_in(
    request: HttpRequest,
    response: HttpResponseBase,
    account: Account,
    *,
    prf: bytes | None = None,
    credential: bytes | None = None,
    private_key: bytes | None = None,
) -> None:
    """Unlock at once with what the sign-in itself gave: a passkey's answer, or the key that came with a demonstration's
    link. What does not open leaves the key locked; the sign-in stands."""
    if private_key is None and prf and credential:
        try:
            private_key = services.open_with_prf(account, credential, prf)
        except KeysError:
            return
    if private_key and _is_current(account, private_key):
        unlock(request, response, private_key)


def after_sign_out(_request: HttpRequest, response: HttpResponseBase, *_account: Account) -> None:
    """The session has ended; the browser's half goes too."""
    forget_cookie(response)


def after_passkey_added(
    request: HttpRequest,
    _response: HttpResponseBase,
    account: Account,
    *,
    credential: bytes,
    prf: bytes | None = None,
    salt: bytes = b"",
) -> None:
    """Let a new passkey unlock too, if it can (``prf``) and the key is unlocked now."""
    private = private_key(request)
    if private and prf:
        services.add_passkey(
            account=account, private=private, credential=credential, prf=prf, salt=salt, actor=account.username
        )


def after_passkey_removed(
    _request: HttpRequest, _response: HttpResponseBase, account: Account, *, credential: bytes
) -> None:
    """A passkey that is gone opens nothing any more."""
    services.drop_passkey(account=account, credential=credential, actor=account.username)


def forget_cookie(response: HttpResponseBase) -> None:
    """Take the browser's half away; with ``Secure`` where the name asks for it, or the browser keeps it."""
    response.set_cookie(
        settings.KEY_COOKIE_NAME, "", max_age=0, secure=settings.SECURE, httponly=True, samesite="Strict"
    )


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise TypeError("a key belongs to somebody who is signed in")
    return request.user


def _is_current(account: Account, private: bytes) -> bool:
    key = queries.person_key(account)
    return key is not None and pair_of(private).public == bytes(key.public)


def _place(account: Account) -> Place:
    return Place("accounts_session", str(account.pk), _SEALED)


def _note(account: Account, action: str) -> None:
    audit.record(actor=account.username, action=action, target=f"account:{account.username}", summary={})
