"""Reminders before a certificate lapses: once for each step of ``certificate.remind_days``, to the adviser, and at the
last step to the national adviser too. The mail says that something waits, and not what."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from loket.accounts.models import Account
from loket.advisers.configuration import configuration, is_there
from loket.advisers.models import Adviser
from loket.advisers.network import queries
from loket.core import audit, clock, mail

NETWORK = "loket"
"""The actor of what the program does by itself."""


def sweep() -> None:
    """Remind everybody whose certificate came to a next step (``settings.SWEEPS``). Two sweepers share the work; one
    that is killed leaves a certificate as it was, or told of."""
    if not is_there():
        return
    steps, today = configuration().file.certificate.remind_days, clock.today()
    if steps:
        for adviser in queries.lapsing(today + dt.timedelta(days=max(steps))):
            step = due(adviser, today)
            if step:
                _remind(adviser, step)


def due(adviser: Adviser, today: dt.date) -> int:
    """The step, in days before the end, of which nobody was told yet: the last one that was reached; 0 when there is
    none."""
    last, steps = queries.valid_through(adviser), configuration().file.certificate.remind_days
    reached = [step for step in steps if last and (last - today).days <= step]
    told = adviser.reminded_step if adviser.reminded_for == last else 0
    return min(reached) if reached and (not told or min(reached) < told) else 0


@transaction.atomic
def _remind(adviser: Adviser, step: int) -> None:
    """Ask for the mails of one certificate, and note it, in one transaction."""
    locked = Adviser.objects.select_for_update(skip_locked=True, of=("self",)).select_related("account")
    found = locked.filter(pk=adviser.pk, reminded_for=adviser.reminded_for, reminded_step=adviser.reminded_step).first()
    told = sum(_mail(one) for one in _who(found, step)) if found else 0
    if found and told:
        found.reminded_for, found.reminded_step = queries.valid_through(found), step
        found.save(update_fields=["reminded_for", "reminded_step"])
        summary: dict[str, int | str] = {"days": step, "count": told}
        audit.record(
            actor=NETWORK, action="network.remind", target=f"account:{found.account.username}", summary=summary
        )


def _who(adviser: Adviser, step: int) -> list[Account]:
    is_last = step == min(configuration().file.certificate.remind_days)
    people = [adviser.account] if adviser.account.is_active else []
    return people + (queries.national() if is_last else [])


def _mail(account: Account) -> bool:
    return mail.notice_for_staff(address=account.email, language=settings.LANGUAGE_CODE)
