"""Links that sign in once: an invitation, or the demonstration's. Only the digest of a link's token is kept."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loket.accounts.models import Account, SignInLink
from loket.core import audit
from loket.core.errors import UserError
from loket.vault import sealing, tokens
from loket.vault.errors import WontOpen
from loket.vault.place import Place

_PURPOSE = "link"


class LinkGone(UserError):
    """The link was used before, ran out, was replaced by a newer one, or never was."""

    def __init__(self) -> None:
        super().__init__(_("Deze link werkt niet meer. Vraag je functioneel beheerder om een nieuwe"))


class AlreadySetUp(UserError):
    """The account has two factors of its own: a link beside them would be a way around them."""

    def __init__(self) -> None:
        super().__init__(
            _("Deze persoon kan zich al aanmelden. Haal eerst de wachtwoorden en passkeys van dit account weg")
        )


@dataclass(frozen=True)
class UsedLink:
    """Whom a link lets in. ``private_key``: the person's key that travelled with it (a demonstration only)."""

    account: Account
    private_key: bytes | None = field(repr=False)


@transaction.atomic
def new_link(*, account: Account, actor: str, valid: dt.timedelta, private_key: bytes | None = None) -> str:
    """The token of a fresh link; earlier ones of this account stop working.

    Raises ``AlreadySetUp`` for an account with two factors of its own, demonstration's people excepted.
    """
    if account.is_set_up and not account.is_demo:
        raise AlreadySetUp
    SignInLink.objects.filter(account=account).delete()
    token = tokens.new_token()
    lookup = tokens.lookup(token, _PURPOSE)
    sealed = sealing.seal(private_key, key=tokens.key(token, _PURPOSE), place=_place(lookup)) if private_key else b""
    SignInLink.objects.create(lookup=lookup, account=account, expires_at=timezone.now() + valid, sealed_key=sealed)
    audit.record(actor=actor, action="account.link", target=f"account:{account.username}", summary={})
    return token


def link_holds(token: str) -> bool:
    """Whether a link would work now; looking does not use it up."""
    return _find(token).exists()


@transaction.atomic
def use_link(token: str) -> UsedLink:
    """Use a link up. Of two at once, one is let in. Raises ``LinkGone``."""
    link = _find(token).select_for_update().first()
    if link is None or not link.account.is_active or (link.account.is_set_up and not link.account.is_demo):
        raise LinkGone
    private = None
    if link.sealed_key:
        key = tokens.key(token, _PURPOSE)
        private = sealing.unseal(bytes(link.sealed_key), key=key, place=_place(bytes(link.lookup)))
    link.delete()
    name = link.account.username
    audit.record(actor=name, action="account.link-used", target=f"account:{name}", summary={})
    return UsedLink(link.account, private)


def _find(token: str) -> models.QuerySet[SignInLink]:
    try:
        lookup = tokens.lookup(token, _PURPOSE)
    except (WontOpen, UnicodeEncodeError):
        return SignInLink.objects.none()
    return SignInLink.objects.filter(lookup=lookup, expires_at__gt=timezone.now())


def _place(lookup: bytes) -> Place:
    return Place("accounts_signinlink", lookup.hex(), "sealed_key")
