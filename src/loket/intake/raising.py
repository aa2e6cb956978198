"""A new report: what it takes, how it is sealed and inserted, and what follows last. ``services`` and ``drafts`` make
reports of it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from secrets import choice as draw
from typing import Any, TypedDict

from django.db import connection, transaction
from django.utils.translation import gettext as _

from loket.core import audit, clock, mail
from loket.core.errors import UserError
from loket.intake import terms
from loket.intake.addressees import takes_anonymous
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Report
from loket.intake.sealing import OpenReport, seal_report
from loket.keys.queries import SealingKey, holding, known_key, patience, sealing_key
from loket.vault.receipts import Receipt, new_receipt

REPORTER = "melder"
"""The actor of what a reporter does: nobody knows a name."""

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Entry(TypedDict):
    """An entry of the trail, as ``audit.record`` takes it."""

    actor: str
    action: str
    target: str
    summary: Mapping[str, int | str]
    day_only: bool


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


@dataclass(frozen=True)
class New:
    """What somebody raises. ``received_on``: the day of first receipt (WBK-1), today when not given; ``receipt``: the
    one that the reporter has already, a new one when not given."""

    body: str
    content: Content
    identity: Identity
    channel: str
    received_on: dt.date | None = None
    receipt: Receipt | None = None
    actor: str = REPORTER

    def __post_init__(self) -> None:
        """Raises ``NotOpen``, ``AnonymousNotTaken``, ``NoStory``, ``NotYet``."""
        anonymous_too = takes_anonymous(self.body)
        if self.identity.disclosure in {"", "anonymous"} and not anonymous_too:
            raise AnonymousNotTaken(
                _("Dit meldpunt neemt geen anonieme meldingen aan. Zeg wie je bent, of kies een ander")
            )
        if not self.content.story.strip():
            raise NoStory(_("Vertel wat er is gebeurd"))
        if self.received_on and self.received_on > clock.today():
            raise NotYet(_("De dag van ontvangst ligt in de toekomst. Kies vandaag of een dag daarvoor"))

    def sealed_to(self, key: SealingKey) -> tuple[Raised, OpenReport]:
        """The report, sealed and not inserted."""
        day = self.received_on or clock.today()
        receipt = self.receipt or new_receipt()
        report = Report(
            reference=new_reference(),
            body=self.body,
            channel=Channel(self.channel),
            received_on=day,
            lookup=receipt.lookup,
            body_key_version=key.version,
        )
        keys = seal_report(
            report, content=self.content, identity=self.identity, body_key=key.public, mailbox=receipt.pair.public
        )
        return Raised(report.pk, receipt, report.reference, day), OpenReport(report, *keys)

    def entry(self, raised: Raised) -> Entry:
        """What the trail says of it."""
        return {
            "actor": self.actor,
            "action": "report.raise",
            "target": f"report:{raised.reference}",
            "summary": {"body": self.body, "channel": str(self.channel)},
            "day_only": self.actor == REPORTER,
        }


def insert(new: New) -> tuple[Raised, OpenReport]:
    """The report, sealed and inserted, but not noted yet: ``note_raised`` follows in the same transaction. Raises
    ``NoBodyKey``, ``BeingRotated``."""
    raised, opened = new.sealed_to(sealing_key(new.body))
    names, statement = _insertion()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} VALUES ({_marks(names)})", _values(opened.report))
    return raised, opened


def note_raised(new: New, raised: Raised) -> None:
    """The last of an act that raised a report: the notice to the body, and the entry in the trail."""
    mail.notice_for_body(body=new.body)
    audit.record(**new.entry(raised))


def raise_at_once(new: New) -> Raised:
    """All of it in one statement, for the road that most reports come by: a round trip where there were six. The key
    is the one that this process knows; when it was replaced meanwhile nothing is written, and it goes step by step.

    Raises ``NoBodyKey``, ``BeingRotated``.
    """
    key = known_key(new.body)
    raised, opened = new.sealed_to(key)
    if not _write(new, key, raised, opened.report):
        with transaction.atomic():
            raised, _opened = insert(new)
            note_raised(new, raised)
    return raised


def _write(new: New, key: SealingKey, raised: Raised, report: Report) -> bool:
    """Whether it was written: the report, then the notice, then the entry, since every act queues for these two in that
    order (counting what the notice returned makes the entry wait for it)."""
    names, insertion = _insertion()
    held, about_key = holding(new.body, key)
    asking, about_notice = mail.asking(body=new.body)
    appending, about_entry = audit.appending(**new.entry(raised))
    statement = f"""
        WITH report AS ({insertion} SELECT {_marks(names)} WHERE {held} RETURNING true),
             notice AS ({asking} RETURNING true)
        SELECT {appending} FROM report, (SELECT count(*) FROM notice) AS asked
    """  # noqa: S608 (our own names)
    with patience(), connection.cursor() as cursor:
        cursor.execute(statement, [*_values(report), *about_key, *about_notice, *about_entry])
        return bool(cursor.rowcount)


@cache
def _insertion() -> tuple[list[str], str]:
    """``save`` does more than a report needs, at twice the time of the busiest write there is."""
    names = [field.attname for field in Report._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{name}"' for name in names)
    return names, f'INSERT INTO "{Report._meta.db_table}" ({columns})'


def _values(report: Report) -> list[Any]:
    return [getattr(report, name) for name in _insertion()[0]]


def _marks(names: list[str]) -> str:
    return ", ".join(["%s"] * len(names))


def new_reference() -> str:
    """Ten random characters in two groups, 50 bits: it does not tell how many reports there are, nor which came
    first."""
    code = "".join(draw(_SYMBOLS) for _ in range(10))
    return f"{code[:5]}-{code[5:]}"
