"""Reads of keys. Nothing here opens anything."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from loket.accounts.models import Account, Role
from loket.core import clock
from loket.keys.errors import BeingRotated, NoBodyKey
from loket.keys.models import BodyKey, PersonKey, RecoveryKey, Share, Unlocker
from loket.vault.keys import fingerprint

PATIENCE = "20s"
"""How long a report waits for the key of a body that is being replaced."""

_HOLD = """
    SELECT version, public
    FROM keys_bodykey, (SELECT set_config('lock_timeout', %s, true)) AS patience
    WHERE body = %s
    FOR KEY SHARE OF keys_bodykey
"""
"""The patience in the same round trip: the rows are locked after they were found."""

_known: "dict[str, SealingKey]" = {}


@dataclass(frozen=True)
class SealingKey:
    """What to seal to, and which ``version`` to write beside it."""

    version: int
    public: bytes


@dataclass(frozen=True)
class Person:
    """Somebody beside a body's key. ``fingerprint`` is empty when they have no key yet."""

    account: Account
    fingerprint: str
    entitled: bool
    has_share: bool

    @property
    def can_open(self) -> bool:
        return self.entitled and self.has_share


def sealing_key(body: str) -> SealingKey:
    """The body's public key, held as it is until the caller's transaction ends: a rotation waits for what is sealed to
    it now, and whoever comes during a rotation waits for the new key (FOR KEY SHARE against FOR UPDATE).

    Call it inside a transaction. Raises ``NoBodyKey``; ``BeingRotated`` after ``PATIENCE``, so that reports for one
    body never hold up every thread of the website. The patience holds for the rest of the transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("sealing_key holds a row: call it inside a transaction")
    with patience(), connection.cursor() as cursor:
        cursor.execute(_HOLD, [PATIENCE, body])
        row = cursor.fetchone()
    return _seen(body, row)


def known_key(body: str) -> SealingKey:
    """The body's public key as this process saw it last. It may have been replaced since: whoever writes what was
    sealed to it, writes it only where ``holding`` it is true. Raises ``NoBodyKey``."""
    return _known.get(body) or _seen(body, BodyKey.objects.filter(body=body).values_list("version", "public").first())


def _seen(body: str, row: tuple[int, bytes | memoryview] | None) -> SealingKey:
    if row is None:
        raise no_key(body)
    _known[body] = SealingKey(row[0], bytes(row[1]))
    return _known[body]


def holding(body: str, key: SealingKey) -> tuple[str, list[Any]]:
    """A condition with its values: this is the body's key, and it stays so until the transaction ends, as
    ``sealing_key`` has it. Run it within ``patience``."""
    return "keys_holds(%s, %s, %s)", [body, key.public, PATIENCE]


@contextmanager
def patience() -> Iterator[None]:
    """Raises ``BeingRotated`` when what runs in this block waited ``PATIENCE`` for a key."""
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        busy = _("Dit meldpunt krijgt net een nieuwe sleutel. Probeer het over vijf minuten opnieuw")
        raise BeingRotated(busy) from error


def no_key(body: str) -> NoBodyKey:
    words = _("voor %(body)s is nog geen sleutel gemaakt; laat de beheerder ./loket vault init geven")
    return NoBodyKey(words % {"body": body})


def has_body_key(body: str) -> bool:
    """Whether something can be sealed to this body."""
    return BodyKey.objects.filter(body=body).exists()


def desks_that_open() -> set[str]:
    """The desks of which the person whose it is holds the key: what is sealed to them can be read."""
    held = Share.objects.filter(body_key__recovery_key=None).values_list("body_key__body", flat=True)
    return set(held)


def desk_version(desk: str) -> int:
    """Of which version the key of this desk is, that the person whose it is holds; 0 when they hold none. What was
    sealed to an earlier one nobody opens."""
    held = Share.objects.filter(body_key__recovery_key=None, body_key__body=desk)
    return held.values_list("body_key__version", flat=True).first() or 0


def desk_renewed_on(account: Account) -> dt.date | None:
    """The day on which this person's desk got another key, because the one before was forgotten: what was sealed to
    that nobody can open. None when it has the key that it began with."""
    desk = BodyKey.objects.filter(body=account.desk, recovery_key=None, version__gt=1).first()
    return desk.made_on if desk else None


def body_keys() -> list[BodyKey]:
    """The key of every body, by code; not of a person's desk."""
    return list(BodyKey.objects.exclude(recovery_key=None).order_by("body"))


def bodies_without_key(bodies: Iterable[str]) -> list[str]:
    """Which of these bodies cannot take a report yet."""
    known = set(BodyKey.objects.values_list("body", flat=True))
    return sorted(set(bodies) - known)


def person_key(account: Account) -> PersonKey | None:
    """This person's key, if they have made one."""
    return PersonKey.objects.filter(account=account).first()


def unlockers(account: Account) -> list[Unlocker]:
    """The ways in which this person opens their key, the oldest first."""
    return list(Unlocker.objects.filter(person_key__account=account).order_by("made_on", "pk"))


def people(body: str) -> list[Person]:
    """Everybody who may open this body's reports today, or holds a share all the same."""
    entitled = {account.pk: account for account in officers(body)}
    shares = {share.account_id: share.account for share in _shares(body)}
    everyone = {**shares, **entitled}
    prints = {
        key.account_id: fingerprint(bytes(key.public)) for key in PersonKey.objects.filter(account__in=everyone.keys())
    }
    found = [
        Person(account, prints.get(pk, ""), entitled=pk in entitled, has_share=pk in shares)
        for pk, account in everyone.items()
    ]
    return sorted(found, key=lambda person: person.account.username)


def members(body: str) -> list[Person]:
    """Who can open what was sealed to this body: entitled today, and holding the key."""
    return [person for person in people(body) if person.can_open]


def waiting(body: str) -> list[Person]:
    """Officers of this body who were not given its key yet; without a fingerprint they must make their own first."""
    return [person for person in people(body) if not person.has_share]


def left(body: str) -> list[Person]:
    """Who still holds the key and is no officer of this body any more: take it back, and rotate."""
    return [person for person in people(body) if not person.entitled]


def officers(body: str) -> list[Account]:
    """The active accounts that are officers of this body today."""
    today = clock.today()
    in_force = Q(grants__ends_on=None) | Q(grants__ends_on__gte=today)
    granted = Q(grants__role=Role.OFFICER, grants__body=body, grants__begins_on__lte=today)
    return list(Account.objects.filter(granted & in_force, is_active=True).distinct().order_by("username"))


def recovery_key() -> RecoveryKey | None:
    """The public half of the recovery key, once there is one."""
    return RecoveryKey.objects.first()


def demo_keys_exist() -> bool:
    """Whether the keys of a demonstration are in this database: a deployment must have none."""
    return RecoveryKey.objects.filter(is_demo=True).exists()


def bodies_due_for_rotation() -> list[str]:
    """Bodies of which somebody who held the key has left since it was made."""
    return [key.body for key in body_keys() if key.given_up or left(key.body)]


def _shares(body: str) -> Iterable[Share]:
    return Share.objects.filter(body_key__body=body).select_related("account")
