"""A new report: what it takes, how it is sealed and inserted, and what follows last. ``services`` and ``drafts`` make
reports of it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cache
from secrets import choice as draw

from django.db import connection
from django.utils.translation import gettext as _

from loket.core import audit, clock, mail
from loket.core.errors import UserError
from loket.intake import terms
from loket.intake.configuration import configuration
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Report
from loket.intake.sealing import OpenReport, seal_report
from loket.keys.queries import sealing_key
from loket.vault.receipts import Receipt, new_receipt

REPORTER = "melder"
"""The actor of what a reporter does: nobody knows a name."""

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class AnonymousNotTaken(UserError):
    """This body wants to know who reports (WBK-14)."""


class NotYet(UserError):
    """A day of receipt that has not come yet."""


class NoStory(UserError):
    """A report or a message without words."""


@dataclass(frozen=True)
class Raised:
    """A report that stands. ``receipt`` is for the reporter's eyes, once."""

    report_id: uuid.UUID
    receipt: Receipt = field(repr=False)
    reference: str
    received_on: dt.date

    @property
    def acknowledge_by(self) -> dt.date:
        """The last day on which the reporter must hear that it is there (WBK-1)."""
        return terms.acknowledge_by(self.received_on)

    @property
    def feedback_by(self) -> dt.date:
        """The last day on which the reporter must hear what was done, as long as nobody acknowledged it (WBK-2)."""
        return terms.feedback_by(self.received_on, None)


def seal_new(
    body: str,
    content: Content,
    identity: Identity,
    channel: str,
    received_on: dt.date | None,
    receipt: Receipt | None,
) -> tuple[Raised, OpenReport]:
    """A new report, sealed and inserted, but not noted yet: ``note_raised`` follows in the same transaction. Raises
    what ``raise_report`` raises."""
    day = _check_new(body, content, identity, received_on)
    receipt = receipt or new_receipt()
    to = sealing_key(body)
    report = Report(
        reference=new_reference(),
        body=body,
        channel=Channel(channel),
        received_on=day,
        lookup=receipt.lookup,
        body_key_version=to.version,
    )
    keys = seal_report(report, content=content, identity=identity, body_key=to.public, mailbox=receipt.pair.public)
    _insert(report)
    return Raised(report.pk, receipt, report.reference, day), OpenReport(report, *keys)


def _insert(report: Report) -> None:
    """``save`` without what it does for other models: half the time of the busiest write there is."""
    names, statement = _insertion()
    with connection.cursor() as cursor:
        cursor.execute(statement, [getattr(report, name) for name in names])


@cache
def _insertion() -> tuple[list[str], str]:
    names = [field.attname for field in Report._meta.concrete_fields if not field.generated]
    columns, values = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    return names, f'INSERT INTO "{Report._meta.db_table}" ({columns}) VALUES ({values})'  # noqa: S608 (our own names)


def note_raised(raised: Raised, body: str, channel: str, actor: str) -> None:
    """The last of an act that raised a report: the notice to the body, and the entry in the trail."""
    mail.notice_for_body(body=body)
    audit.record(
        actor=actor,
        action="report.raise",
        target=f"report:{raised.reference}",
        summary={"body": body, "channel": str(channel)},
        day_only=actor == REPORTER,
    )


def _check_new(body: str, content: Content, identity: Identity, received_on: dt.date | None) -> dt.date:
    """The day of receipt, when nothing stands in the way."""
    found, today = configuration().body(body), clock.today()
    if identity.disclosure in {"", "anonymous"} and not found.anonymous:
        raise AnonymousNotTaken(_("Dit meldpunt neemt geen anonieme meldingen aan. Zeg wie je bent, of kies een ander"))
    if not content.story.strip():
        raise NoStory(_("Vertel wat er is gebeurd"))
    if received_on and received_on > today:
        raise NotYet(_("De dag van ontvangst ligt in de toekomst. Kies vandaag of een dag daarvoor"))
    return received_on or today


def new_reference() -> str:
    """Ten random characters in two groups, 50 bits: it does not tell how many reports there are, nor which came
    first."""
    code = "".join(draw(_SYMBOLS) for _ in range(10))
    return f"{code[:5]}-{code[5:]}"
