"""Once a month the national adviser is told that a month is over and can be looked at: whether something rises or not,
so that the mail itself says nothing."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from loket.advisers.models import RiseNotice
from loket.advisers.network.queries import national
from loket.advisers.network.reminding import NETWORK
from loket.advisers.totals.rises import last_month
from loket.core import audit, mail


def sweep() -> None:
    """Tell of the last month that is over, once (``settings.SWEEPS``)."""
    year, number = last_month()
    month = dt.date(year, number, 1)
    if not RiseNotice.objects.filter(month=month).exists():
        _tell(month)


@transaction.atomic
def _tell(month: dt.date) -> None:
    """Ask for the mails and note it, in one transaction; of two sweepers one does it."""
    _noted, is_new = RiseNotice.objects.get_or_create(month=month)
    people = national() if is_new else []
    told = sum(mail.notice_for_staff(address=one.email, language=settings.LANGUAGE_CODE) for one in people)
    if told:
        summary: dict[str, int | str] = {"count": told}
        audit.record(actor=NETWORK, action="network.remind", target=f"month:{month:%Y-%m}", summary=summary)
