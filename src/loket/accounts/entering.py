"""Coming in: the checks of a sign-in, and what happens when all of them are passed."""

import dataclasses

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.accounts import hooks, passwords, proof, second_factor, sessions, throttle
from loket.accounts.known_devices import known_device, remember_device
from loket.accounts.models import Account
from loket.core import audit, limiter
from loket.core.errors import UserError

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "pending"
_SECONDS = 300
"""How long the second factor may follow after the first."""


class SignInRefused(UserError):
    """A name with a password, or a code, that is not right. It does not say which part."""


class MustWait(SignInRefused):
    """Too many wrong tries from devices like this one."""

    def __init__(self, minutes: int) -> None:
        wait = ngettext(
            "Probeer het over %(count)d minuut opnieuw.", "Probeer het over %(count)d minuten opnieuw.", minutes
        )
        known = _("Met een passkey, of op een toestel waarop je je eerder aanmeldde, kan het nu ook.")
        super().__init__(" ".join([_("Er is te vaak iets verkeerds ingevuld."), wait % {"count": minutes}, known]))


class Busy(SignInRefused):
    """More passwords than this machine hashes beside its other work: a flood of them does not stop the site."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Er melden zich nu heel veel mensen aan. Wacht even en probeer het opnieuw. "
                "Met een passkey kan het meteen"
            )
        )


@dataclasses.dataclass(frozen=True)
class Opened:
    """What the sign-in itself gave to open keys with; handed on to the room of keys and nowhere kept."""

    prf: bytes | None = dataclasses.field(default=None, repr=False)
    credential: bytes | None = None
    private_key: bytes | None = dataclasses.field(default=None, repr=False)


def check_pair(request: HttpRequest, *, username: str, password: str) -> Account:
    """The account of this name and password: the same work for any name, also while it has to wait. A flood keeps
    nobody out who was here before: a known device has few tries of its own, and takes none from the common ones.

    Raises ``SignInRefused``, ``MustWait`` or ``Busy``.
    """
    if not known_device(request, username) and limiter.wait_for("sign-in"):
        raise Busy
    attempt = throttle.take(request, username)
    account = passwords.account_of(username, password)
    _hold(attempt, "account")
    if account is None:
        note_refused()
        raise SignInRefused(_("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw"))
    attempt.was_right()
    return account


def check_code(request: HttpRequest, *, account: Account, code: str) -> None:
    """Hold a code of the app, or a recovery code, to this account; it is used up. Raises ``SignInRefused`` or
    ``MustWait``."""
    target = f"account:{account.username}"
    attempt = throttle.take(request, account.username)
    _hold(attempt, target)
    if not second_factor.use_code(account=account, code=code):
        note_refused(target)
        raise SignInRefused(_("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code en vul die in"))
    attempt.was_right()


def check_own_password(request: HttpRequest, *, account: Account, password: str) -> None:
    """Hold a password to the account that is signed in already. Raises ``SignInRefused`` or ``MustWait``."""
    target = f"account:{account.username}"
    attempt = throttle.take(request, account.username)
    right = passwords.is_password_of(account, password)
    _hold(attempt, target)
    if not right:
        note_refused(target)
        raise SignInRefused(_("Dit is niet je wachtwoord. Probeer het opnieuw"))
    attempt.was_right()


def wait_for_code(request: HttpRequest, *, account: Account, following: str) -> None:
    """Remember, for five minutes, that the first factor was right."""
    request.session.flush()
    request.session[PENDING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "since": int(timezone.now().timestamp()),
        "following": following,
    }


def pending(request: HttpRequest) -> tuple[Account, str] | None:
    """Who has passed the first factor in this session, and where they were going; None when nobody has."""
    found = request.session.get(PENDING)
    if not found or timezone.now().timestamp() - found["since"] > _SECONDS:
        return None
    account = Account.objects.filter(pk=found["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != found["hash"]:
        return None
    return account, found["following"]


def enter(
    request: HttpRequest, account: Account, *, way: str, following: str, opened: Opened | None = None
) -> HttpResponse:
    """Let somebody in with a fresh session, and lead them on: to where they were going, else to their first page.
    ``way``: what they came in with, for the trail."""
    request.session.flush()
    login(request, account, backend=BACKEND)
    sessions.begin(request)
    proof.give(request)
    name = account.username
    audit.record(actor=name, action="account.sign-in", target=f"account:{name}", summary={"way": way})
    lead_to = (following or first_page(account)) if account.is_set_up else resolve_url("accounts:account")
    response = HttpResponseRedirect(lead_to)
    if way != "link":
        remember_device(request, response, name)
    hooks.call("AFTER_SIGN_IN", request, response, account, **vars(opened or Opened()))
    return response


def first_page(account: Account) -> str:
    """Where somebody begins: the first page of their role, or the overview."""
    own = (view for role, view in settings.FIRST_PAGES.items() if role in account.roles)
    return resolve_url(next(own, settings.LOGIN_REDIRECT_URL))


def _hold(attempt: throttle.Try, target: str) -> None:
    if attempt.may:
        return
    if attempt.first_refused:
        audit.record(actor="onbekend", action="account.wait", target=target, summary={"minutes": attempt.minutes})
    raise MustWait(attempt.minutes)


def note_refused(target: str = "account") -> None:
    """A failed sign-in, without what was typed: people type passwords in the wrong field."""
    audit.record(actor="onbekend", action="account.sign-in-refused", target=target, summary={})


def note_signed_out(account: Account) -> None:
    """Somebody signed out."""
    audit.record(actor=account.username, action="account.sign-out", target=f"account:{account.username}", summary={})
