"""Writes of signals. A director who wants to find out who told something gets: three codes and a month. Not which
adviser, not which day, and not how many: what says the same in one month is one signal."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import Account, Grant, Role
from loket.advisers.configuration import configuration, is_there
from loket.advisers.counting import ADVISER
from loket.advisers.errors import BadCode
from loket.advisers.models import Signal
from loket.advisers.signals.size import refuse_small
from loket.core import audit, clock, mail
from loket.core.errors import UserError
from loket.intake.terms import months_later

TARGET = "signals"
"""What the trail names: the id of a signal would lead to its unit and its day."""


class NoDirector(UserError):
    """Nobody would read it."""


def offered(name: str) -> list[str]:
    """The codes of ``unit``, ``category`` or ``accused`` that a signal can have today."""
    left_out = configuration().file.signal.not_about if name == "accused" else []
    return [code for code in configuration().offered(name, clock.today().year) if code not in left_out]


def check(*, unit: str, category: str, accused: str) -> None:
    """Whether this may be sent. Raises ``BadCode``, ``TooSmall``, ``NoDirector``."""
    for name, code in (("unit", unit), ("category", category), ("accused", accused)):
        if code not in offered(name):
            raise BadCode(_("Kies uit de lijst"))
    refuse_small(unit)
    if not directors(unit):
        raise NoDirector(
            _("Dit onderdeel heeft hier geen directeur die het leest. Vraag de landelijk vertrouwenspersoon")
        )


@transaction.atomic
def send(*, unit: str, category: str, accused: str) -> Signal:
    """A signal of this month, or the one that says the same already: then its director hears nothing new, so that
    nobody learns how often it was sent. There is no actor: an adviser sends it, and no row says which. Raises what
    ``check`` raises."""
    check(unit=unit, category=category, accused=accused)
    month = clock.today().replace(day=1)
    signal, is_new = Signal.objects.get_or_create(unit=unit, category=category, accused=accused, month=month)
    for director in directors(unit) if is_new else ():
        if director.email:
            mail.notice_for_staff(address=director.email, language=settings.LANGUAGE_CODE)
    audit.record(actor=ADVISER, action="signal.send", target=TARGET, summary={}, day_only=True)
    return signal


@transaction.atomic
def read(*, signal: Signal, actor: str) -> None:
    """Its director has read it; the first time counts."""
    if Signal.objects.filter(pk=signal.pk, read_on=None).update(read_on=clock.today()):
        audit.record(actor=actor, action="signal.read", target=TARGET, summary={})


def directors(unit: str) -> list[Account]:
    """Who reads the signals of a unit today."""
    granted = Grant.objects.in_force(clock.today()).filter(role=Role.DIRECTOR, unit=unit).values("account")
    return list(Account.objects.filter(pk__in=granted, is_active=True).order_by("username"))


def sweep() -> None:
    """Destroy signals after the term of the tally (BIO-3)."""
    if not is_there():
        return
    first: dt.date = months_later(clock.today(), -configuration().file.keep.tally)
    Signal.objects.filter(month__lt=first.replace(day=1)).delete()
