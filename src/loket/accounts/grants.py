"""Writes about people and what they may do (BIO-1). Each stands in the audit trail, and each that takes something away
ends that person's sessions, so that it holds at once."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from loket.accounts import sessions
from loket.accounts.bodies import body_choices, unit_choices
from loket.accounts.links import new_link
from loket.accounts.models import FOR_A_BODY, FOR_A_UNIT, Account, Grant, Role, SignInLink
from loket.core import audit, clock
from loket.core.errors import UserError

INVITATION = dt.timedelta(days=7)
"""How long an invitation works when nobody uses it."""

PROGRAMS = ("demo", "melder", "vertrouwenspersoon", "nieuw", "onbekend", "controle.csv")
"""Actors in the audit trail that are no person, and the addresses of pages that stand where a person's would: nobody
could close that account."""


class AccessRefused(UserError):
    """A change of somebody's access that the rules do not allow. ``field`` is the field of the form it is about."""

    field: str | None = None

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NameTaken(AccessRefused):
    """Somebody has this user name, in these or other capitals; or a program goes by it."""


class OwnAccess(AccessRefused):
    """Nobody gives, takes or closes their own access: somebody else looks along."""


class BadScope(AccessRefused):
    """The role asks for a body or a unit that is not given, or the other way round, or it is unknown."""


class BadPeriod(AccessRefused):
    """The days do not follow each other, or lie in the past."""


class AlreadyGranted(AccessRefused):
    """The person has the same role for the same body or unit on one of these days."""


@transaction.atomic
def add_person(*, username: str, display_name: str, email: str, actor: str) -> Account:
    """A new account, without a role and without a way to sign in until it is invited. Raises ``NameTaken``."""
    account = Account(username=username.lower(), display_name=display_name, email=email)
    account.set_unusable_password()
    taken = NameTaken(_("Deze gebruikersnaam is al in gebruik. Kies een andere"), "username")
    if account.username in PROGRAMS:
        raise taken
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise taken from error
    _note(actor, "account.create", account)
    return account


@transaction.atomic
def grant(
    *,
    account: Account,
    role: str,
    body: str = "",
    unit: str = "",
    begins_on: dt.date,
    ends_on: dt.date | None = None,
    actor: str,
) -> Grant:
    """Give a role from a day up to and including a day, or without end: for a body, for a unit, or for neither.

    Raises ``OwnAccess``, ``BadScope``, ``BadPeriod`` (also for a first day before today) and ``AlreadyGranted``.
    """
    _lock(account, actor)
    _check_scope(role, body, unit)
    _check_period(begins_on, ends_on)
    given = Grant(
        account=account, role=role, body=body, unit=unit, begins_on=begins_on, ends_on=ends_on, granted_by=actor
    )
    if _overlapping(given):
        raise AlreadyGranted(_("Deze rol is er al op een van deze dagen. Kies andere dagen"), "role")
    given.save()
    _note(actor, "account.grant", account, **_described(given))
    sessions.end_all(account=account)
    return given


@transaction.atomic
def end_grant(*, grant: Grant, last_day: dt.date | None, actor: str) -> None:
    """Let a role end after ``last_day``, or at once when that is None: its last day is then yesterday, also when it
    began today or had yet to begin.

    Raises ``OwnAccess``, and ``BadPeriod`` when the role ended already or the day lies outside what is left of it.
    """
    _lock(grant.account, actor)
    grant.refresh_from_db()
    today = clock.today()
    if grant.ends_on and grant.ends_on < today:
        raise BadPeriod(_("Deze rol is al beëindigd"), "last_day")
    if last_day:
        _check_last_day(grant, last_day, today)
    grant.ends_on = last_day or today - dt.timedelta(days=1)
    grant.ended_by = actor
    grant.save(update_fields=["ends_on", "ended_by"])
    _note(actor, "account.grant-end", grant.account, **_described(grant))
    sessions.end_all(account=grant.account)


@transaction.atomic
def deactivate(*, account: Account, actor: str) -> None:
    """Close an account: no sign-in, no sessions, no open link. What the person did keeps their name."""
    _lock(account, actor)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    SignInLink.objects.filter(account=account).delete()
    _note(actor, "account.deactivate", account)
    sessions.end_all(account=account)


@transaction.atomic
def reactivate(*, account: Account, actor: str) -> None:
    """Open an account again, with the roles that still hold."""
    _lock(account, actor)
    Account.objects.filter(pk=account.pk).update(is_active=True)
    _note(actor, "account.reactivate", account)


@transaction.atomic
def forget_factors(*, account: Account, actor: str) -> None:
    """Take away password, authenticator app, recovery codes and passkeys of somebody who lost them, so that they can be
    invited again. What is sealed to their key stays sealed: this opens nothing."""
    _lock(account, actor)
    account.passkeys.all().delete()
    account.recovery_codes.all().delete()
    account.set_unusable_password()
    account.totp_secret = b""
    account.save(update_fields=["password", "totp_secret"])
    _note(actor, "account.forget-factors", account)
    sessions.end_all(account=account)


@transaction.atomic
def invite(*, account: Account, actor: str) -> str:
    """The token of a link that signs in once, within ``INVITATION``. It is nowhere but in this answer.

    Raises ``OwnAccess``, ``links.AlreadySetUp`` and, for a closed account, ``AccessRefused``.
    """
    _lock(account, actor)
    if not Account.objects.filter(pk=account.pk, is_active=True).exists():
        raise AccessRefused(_("Dit account is gesloten. Open het eerst"))
    return new_link(account=account, actor=actor, valid=INVITATION)


def _lock(account: Account, actor: str) -> None:
    """Make changes to one person's access queue, and refuse those to one's own."""
    if account.username == actor:
        raise OwnAccess(_("Je kunt je eigen toegang niet veranderen. Vraag een andere beheerder"))
    Account.objects.select_for_update().get(pk=account.pk)


def _check_scope(role: str, body: str, unit: str) -> None:
    if role not in Role.values:
        raise BadScope(_("Kies een rol uit de lijst"), "role")
    if role in FOR_A_BODY and not body:
        raise BadScope(_("Kies voor welk meldpunt deze persoon werkt"), "body")
    if role not in FOR_A_BODY and body:
        raise BadScope(_("Alleen een behandelaar en een hoofd horen bij een meldpunt. Laat dit leeg"), "body")
    if body and body not in body_choices():
        raise BadScope(_("Kies een meldpunt uit de lijst"), "body")
    if role in FOR_A_UNIT and not unit:
        raise BadScope(_("Kies voor welk onderdeel deze persoon werkt"), "unit")
    if role not in FOR_A_UNIT and unit:
        raise BadScope(_("Alleen een coördinator en een directeur horen bij een onderdeel. Laat dit leeg"), "unit")
    if unit and unit not in unit_choices():
        raise BadScope(_("Kies een onderdeel uit de lijst"), "unit")


def _check_period(begins_on: dt.date, ends_on: dt.date | None) -> None:
    if begins_on < clock.today():
        raise BadPeriod(_("De eerste dag is voorbij. Kies vandaag of later"), "begins_on")
    if ends_on and ends_on < begins_on:
        raise BadPeriod(_("De laatste dag ligt voor de eerste. Kies een latere dag"), "ends_on")


def _check_last_day(grant: Grant, last_day: dt.date, today: dt.date) -> None:
    if last_day < max(today, grant.begins_on):
        raise BadPeriod(_("Kies als laatste dag vandaag of later, niet voor de eerste dag"), "last_day")
    if grant.ends_on and last_day > grant.ends_on:
        raise BadPeriod(_("De rol eindigt al eerder. Geef de rol opnieuw voor daarna"), "last_day")


def _overlapping(given: Grant) -> bool:
    """Whether an equal grant shares a day with this one."""
    equal = Grant.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=given.begins_on),
        account=given.account,
        role=given.role,
        body=given.body,
        unit=given.unit,
    )
    return (equal.filter(begins_on__lte=given.ends_on) if given.ends_on else equal).exists()


def _described(grant: Grant) -> dict[str, str]:
    """A grant for the trail; what is empty is left out."""
    days = {"begins_on": grant.begins_on.isoformat(), "ends_on": grant.ends_on.isoformat() if grant.ends_on else ""}
    scope = {"role": grant.role, "body": grant.body, "unit": grant.unit}
    return {name: value for name, value in {**scope, **days}.items() if value}


def _note(actor: str, action: str, account: Account, **summary: str) -> None:
    audit.record(actor=actor, action=action, target=f"account:{account.username}", summary=summary)
