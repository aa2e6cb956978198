"""Passwords: the first of two factors, checked with Argon2id and the same work for every name, known or not."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.core import audit
from loket.core.errors import UserError

LONGEST = 200
_AT_ONCE = BoundedSemaphore(2)
"""Hashes in one process at the same moment: each takes 100 MiB, and anybody may ask for one."""


class WeakPassword(UserError):
    """A password that is too easy to guess."""


def account_of(username: str, password: str) -> Account | None:
    """The account that this pair belongs to, when it is open and has a second factor to go with it.

    One hash, whatever the name: Django hashes something else when there is no password to compare with. User names are
    ASCII: the database takes the capitals of some other letters for ours (ı, ſ), and such a name would be tried apart.
    """
    account = Account.objects.filter(username__iexact=username).first() if username.isascii() else None
    right = _fits(password, account.password if account else "")
    return account if account and right and account.is_active and account.has_code else None


def is_password_of(account: Account, password: str) -> bool:
    """Whether this is the account's password: one hash."""
    return _fits(password, account.password)


def _fits(password: str, encoded: str) -> bool:
    with _AT_ONCE:
        return check_password(password, encoded)


def check_strength(password: str) -> None:
    """Raises ``WeakPassword`` with what would be right."""
    try:
        validate_password(password)
    except ValidationError as error:
        codes = [problem.code for problem in error.error_list]
        short = _("Maak je wachtwoord langer: minstens 12 tekens. Een zin is goed te onthouden")
        common = _("Dit wachtwoord gebruiken veel mensen. Kies een ander")
        raise WeakPassword(short if "password_too_short" in codes else common) from error


@transaction.atomic
def set_password(*, account: Account, password: str, actor: str) -> None:
    """Give the account this password. Raises ``WeakPassword``. Ending other sessions is up to the caller."""
    check_strength(password)
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record(actor=actor, action="account.password", target=f"account:{account.username}", summary={})
