"""Writes of a contact between somebody and their adviser. It is a report to one person: sealed by the room of intake,
which makes the entries of the trail too."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from loket.accounts.models import DESK
from loket.advisers.access import Desk
from loket.advisers.configuration import configuration, is_there
from loket.core import clock
from loket.core.errors import UserError
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.files import SealedUpload
from loket.intake.models import MessageKind, Report, State
from loket.intake.sealing import OpenReport
from loket.intake.terms import months_later
from loket.vault.receipts import Receipt

LOKET = "loket"
"""The actor of what the loket does by itself."""
BATCH = 100
"""Contacts that are destroyed in one round: the other sweeps get their turn after it."""


class BadReceipt(UserError):
    """A receipt that does not lead to a mailbox at this desk."""


@transaction.atomic
def write(
    *,
    report: OpenReport,
    text: str,
    actor: str,
    kind: str = MessageKind.MESSAGE,
    options: Sequence[str] = (),
    files: Sequence[SealedUpload] = (),
) -> int:
    """A message of the adviser, or a question with its ``options``; gives its number. The contact goes on with it, also
    when it had ended.

    Raises what ``intake.services.write_as_body`` raises: ``Gone``, ``NoStory``, ``BadAnswer``, ``TooMany``, ``TooBig``.
    """
    locked = intake.lock(report.report)
    intake.keep_until(report_id=locked.pk, day=None)
    number = intake.write_as_body(report=report, kind=kind, text=text, actor=actor, files=files, options=options)
    if locked.state != State.IN_PROGRESS:
        intake.set_state(report=locked, state=State.IN_PROGRESS, actor=actor)
    return number


@transaction.atomic
def end(*, report: OpenReport, actor: str) -> dt.date:
    """The contact ends; gives until when the reporter can read it (``keep.notebook`` of ``advisers.yaml``, months).
    After that day it is destroyed. Raises ``Gone``."""
    intake.lock(report.report)
    day = months_later(clock.today(), configuration().file.keep.notebook)
    intake.keep_until(report_id=report.report.pk, day=day)
    intake.set_state(report=report.report, state=State.ANSWERED, actor=actor)
    return day


def open_mailbox(
    *, desk: Desk, content: Content, identity: Identity, channel: str, receipt: Receipt, actor: str
) -> Report:
    """A mailbox for somebody who came in another way than by the site, once: with a receipt that made one already it
    gives that one. Raises ``NoStory``, ``NoBodyKey``, ``BeingRotated``, ``BadReceipt`` for a receipt that is in use
    elsewhere."""
    with suppress(IntegrityError), transaction.atomic():
        intake.register_report(
            body=desk.code,
            content=content,
            identity=identity,
            channel=channel,
            minutes="",
            actor=actor,
            receipt=receipt,
        )
    made = Report.objects.filter(lookup=receipt.lookup, body=desk.code).first()
    if made is None:
        raise BadReceipt(_("Deze pagina was niet compleet. Open de pagina opnieuw"))
    return made


def sweep() -> None:
    """Destroy what nobody needs any more: contacts that ended so long ago, and those in which nobody wrote for as
    long (BIO-3). No key is needed for it."""
    if not is_there():
        return
    today = clock.today()
    quiet_since = months_later(today, -configuration().file.keep.notebook)
    at_desks = Report.objects.filter(body__startswith=DESK).annotate(last=Max("messages__on"))
    ended = Q(kept_until__lte=today)
    quiet = Q(kept_until=None, received_on__lte=quiet_since) & (Q(last=None) | Q(last__lte=quiet_since))
    for report in at_desks.filter(ended | quiet).values_list("pk", flat=True)[:BATCH]:
        intake.destroy(report_id=report, actor=LOKET)
