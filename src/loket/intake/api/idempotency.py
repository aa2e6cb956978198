"""A call that is sent twice acts once: the ``Idempotency-Key`` names the act, and the answer is kept under seal.

The key that opens the kept answer follows from the idempotency key and the body of the call together, under a key of
this installation: the database alone opens nothing, not for who guesses a poor key and a short body, and who brings the
key with another body learns nothing either.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection, transaction

from loket.core import clock
from loket.core.errors import UserError
from loket.core.serverkey import server_key
from loket.intake.models import Answered
from loket.vault.errors import WontOpen
from loket.vault.place import Place
from loket.vault.sealing import seal, unseal

KEPT_DAYS = 2
"""How long the same call gets the same answer."""

_CLAIM = "INSERT INTO intake_answered (lookup, sealed, expires_on) VALUES (%s, '', %s) ON CONFLICT DO NOTHING"


class OtherCall(UserError):
    """This key was used for a call with another body."""


@dataclass(frozen=True)
class Call:
    """``what`` is done, by whom and to what; ``key`` is the caller's, ``digest`` that of the body."""

    what: str
    key: str
    digest: bytes

    @property
    def lookup(self) -> bytes:
        """Under which 32 bytes the answer is kept."""
        return self._digest(self._name, b"loket.idem.find")

    @property
    def secret(self) -> bytes:
        """What opens the answer."""
        return self._digest(self._name + self.digest, b"loket.idem.open")

    @property
    def place(self) -> Place:
        return Place("intake_answered", self.lookup.hex(), "sealed")

    @property
    def _name(self) -> bytes:
        return f"{self.what}\n{self.key}\n".encode()

    @staticmethod
    def _digest(value: bytes, use: bytes) -> bytes:
        return blake2b(value, key=server_key("idempotency"), digest_size=32, person=use).digest()


class Done(NamedTuple):
    """What an act answers, and the report that it is about: what is kept of the answer goes with that."""

    answer: bytes
    report: uuid.UUID


def once(call: Call | None, act: Callable[[], Done]) -> bytes:
    """What the act answers; the second time what it answered the first time, without acting.

    A second call waits here until the first has ended. When the act fails, nothing is kept and the key is free again.
    Without a call, that is without a key, it acts every time. Raises ``OtherCall``, and what ``act`` raises.
    """
    if call is None:
        return act().answer
    with transaction.atomic():
        if not _claimed(call):
            return _kept(call)
        done = act()
        sealed = seal(done.answer, key=call.secret, place=call.place)
        Answered.objects.filter(lookup=call.lookup).update(sealed=sealed, report=done.report)
        return done.answer


def _claimed(call: Call) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [call.lookup, clock.today() + dt.timedelta(days=KEPT_DAYS)])
        return bool(cursor.rowcount == 1)


def _kept(call: Call) -> bytes:
    kept = Answered.objects.get(lookup=call.lookup)
    try:
        return unseal(bytes(kept.sealed), key=call.secret, place=call.place)
    except WontOpen as error:
        raise OtherCall("deze Idempotency-Key hoort bij een ander bericht; neem voor elk bericht een nieuwe") from error
