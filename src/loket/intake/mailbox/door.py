"""The door of the mailbox: wrong receipts are slowed for everybody together, and nobody is locked out.

No address is kept, only how many wrong receipts were tried in a minute. Above ``LIMIT`` the door is busy: every
attempt, right or wrong, then needs a form that was shown at least ``WAIT`` ago, and each form counts once. Whoever
types nine words never notices; whoever tries receipts by machine waits for each of them. The server itself never waits.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import Enum

from django.core.signing import BadSignature, TimestampSigner
from django.db import connection

from loket.core import clock, once
from loket.intake.models import Door

LIMIT = 60
"""Wrong receipts in one minute or the minute before it, after which the door is busy."""
WAIT = dt.timedelta(seconds=5)
"""How old a form must be at a busy door."""
LONGEST = dt.timedelta(hours=8)
"""How old a form may be at a busy door: a stamp cannot be saved up for later."""

_SIGNER = TimestampSigner(salt="loket.intake.door")


class Answer(Enum):
    """What the door says to a form."""

    COME_IN = "come in"
    TOO_SOON = "too soon"
    USED_UP = "used up"
    """Handled before, too old, or not one of ours: it needs a fresh stamp."""


@dataclass(frozen=True)
class Stamp:
    """When a form was shown, signed so that a browser cannot change it."""

    text: str

    @staticmethod
    def new() -> "Stamp":
        return Stamp(_SIGNER.sign(once.new_token()))

    def answer(self) -> Answer:
        """Whether a busy door takes this form. Call it once, in the transaction of the attempt."""
        try:
            token = uuid.UUID(_SIGNER.unsign(self.text, max_age=LONGEST))
        except (BadSignature, ValueError):
            return Answer.USED_UP
        if not self._is_old_enough():
            return Answer.TOO_SOON
        return Answer.COME_IN if once.first_time(token) else Answer.USED_UP

    def _is_old_enough(self) -> bool:
        try:
            _SIGNER.unsign(self.text, max_age=WAIT)
        except BadSignature:
            return True
        return False


def is_busy() -> bool:
    """Whether many wrong receipts were tried in this minute or the one before it, by anyone."""
    since = _minute() - dt.timedelta(minutes=1)
    return sum(Door.objects.filter(minute__gte=since).values_list("wrong", flat=True)) > LIMIT


def count_wrong() -> None:
    """Count one wrong receipt, and forget the minutes that no longer matter."""
    minute = _minute()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_door (minute, wrong) VALUES (%s, 1)"
            " ON CONFLICT (minute) DO UPDATE SET wrong = intake_door.wrong + 1",
            [minute],
        )
    Door.objects.filter(minute__lt=minute - dt.timedelta(minutes=1)).delete()


def _minute() -> dt.datetime:
    return clock.now().replace(second=0, microsecond=0)
