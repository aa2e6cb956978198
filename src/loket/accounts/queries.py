"""Reads of accounts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from loket.accounts.models import DESK, WITH_A_DESK, Account, Grant, Role
from loket.core import clock

NOBODY = "none"
"""The filter for people who have no role today."""


@dataclass(frozen=True)
class Review:
    """One line of the access review (BIO-1): somebody with one of their roles, or with none."""

    account: Account
    grant: Grant | None
    passkeys: int

    @property
    def last_sign_in(self) -> dt.date | None:
        """The day, never the time."""
        at = self.account.last_login
        return at.astimezone(clock.ZONE).date() if at else None

    @property
    def has_second_factor(self) -> bool:
        """A passkey, or a code of an authenticator app beside a password."""
        return self.passkeys > 0 or self.account.has_code


def demo_accounts() -> list[str]:
    """User names of the demonstration's accounts: a deployment must have none."""
    return list(Account.objects.filter(is_demo=True).order_by("username").values_list("username", flat=True))


def people(*, search: str = "", role: str = "", closed: bool = False) -> QuerySet[Account]:
    """Open or closed accounts by name, each with as ``grants`` only those of today. ``search`` is a part of a name
    or user name; ``role`` the code of a role of today, or ``NOBODY``."""
    today = Grant.objects.in_force(clock.today())
    found = Account.objects.filter(is_active=not closed)
    if search:
        found = found.filter(Q(display_name__icontains=search) | Q(username__icontains=search))
    if role == NOBODY:
        found = found.exclude(pk__in=today.values("account"))
    elif role:
        found = found.filter(pk__in=today.filter(role=role).values("account"))
    return found.order_by(Lower("display_name"), "pk").prefetch_related(
        Prefetch("grants", today.order_by("role", "body", "unit"))
    )


def grants_of(account: Account) -> QuerySet[Grant]:
    """Everything somebody may do, will do and could do, the newest first."""
    return account.grants.order_by(F("ends_on").desc(nulls_first=True), "-begins_on", "role", "body", "unit")


def officers_without_second_factor() -> list[str]:
    """User names of officers of today who have neither a passkey nor an authenticator app."""
    officers = Grant.objects.in_force(clock.today()).filter(role=Role.OFFICER).values("account")
    without = Account.objects.filter(pk__in=officers, is_active=True, passkeys=None, totp_secret=b"")
    return list(without.order_by("username").values_list("username", flat=True))


def administrators() -> list[str]:
    """User names of those who manage people today."""
    today = Grant.objects.in_force(clock.today()).filter(role=Role.FUNCTIONAL_ADMINISTRATOR).values("account")
    found = Account.objects.filter(pk__in=today, is_active=True)
    return list(found.order_by("username").values_list("username", flat=True))


def access_review() -> Iterator[Review]:
    """Everyone who can sign in, with each role that has not ended, or with none; and whoever is closed but still has
    a role. By role, body, unit and name: each role's list can be looked over by itself."""
    current = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    accounts = (
        Account.objects.filter(Q(is_active=True) | Q(pk__in=current.values("account")))
        .annotate(passkey_count=Count("passkeys"))
        .prefetch_related(Prefetch("grants", current.order_by("begins_on"), to_attr="current"))
    )
    lines = [line for account in accounts for line in _lines(account, account.current, account.passkey_count)]
    yield from sorted(lines, key=_by_role)


def _lines(account: Account, grants: list[Grant], passkeys: int) -> list[Review]:
    return [Review(account, grant, passkeys) for grant in grants] or [Review(account, None, passkeys)]


def _by_role(line: Review) -> tuple[str, str, str, str]:
    role, body, unit = (line.grant.role, line.grant.body, line.grant.unit) if line.grant else ("", "", "")
    return role, body, unit, line.account.username


def addresses_of_body(body: str) -> list[str]:
    """Mail addresses of those who handle the reports of this body today; of a desk, of whose it is."""
    today = Grant.objects.in_force(clock.today())
    if body.startswith(DESK):
        number = body.removeprefix(DESK)
        if not (number.isascii() and number.isdigit()):
            return []
        granted = today.filter(role__in=WITH_A_DESK, account_id=int(number)).values("account")
    else:
        granted = today.filter(role=Role.OFFICER, body=body).values("account")
    open_ones = Account.objects.filter(pk__in=granted, is_active=True).exclude(email="")
    return list(open_ones.order_by("username").values_list("email", flat=True))
