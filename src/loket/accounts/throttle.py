"""Wrong passwords and codes are slowed, without letting an outsider lock a colleague out and without addresses.

Every device where somebody has signed in before counts for itself (``known_devices``); all other devices together
share one count for each user name, whether that name exists or not. After ``TRIES`` in ``WINDOW`` that count waits
until the window is over; the wait never grows. Passkeys cannot be guessed and do not wait.
"""

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from loket.accounts.known_devices import known_device
from loket.accounts.models import Attempts
from loket.core.serverkey import server_key

TRIES = 5
WINDOW = dt.timedelta(minutes=15)

_TAKE = """
    INSERT INTO accounts_attempts AS a (bucket, wrong, since) VALUES (%(bucket)s, 1, %(now)s)
    ON CONFLICT (bucket) DO UPDATE SET
        wrong = CASE WHEN a.since <= %(cutoff)s THEN 1 ELSE a.wrong + 1 END,
        since = CASE WHEN a.since <= %(cutoff)s THEN %(now)s ELSE a.since END
    RETURNING wrong, since
"""


@dataclass(frozen=True)
class Try:
    """One try, counted before it is known to be right or wrong: many at once cannot slip through together.

    ``bucket`` is where it counted; ``number`` which one it is in this window; ``minutes`` until the window is over.
    """

    bucket: bytes
    number: int
    minutes: int

    @property
    def may(self) -> bool:
        """Whether this try counts at all; when not, a right answer is refused too."""
        return self.number <= TRIES

    @property
    def first_refused(self) -> bool:
        """Whether the wait begins with this one: the trail says so once."""
        return self.number == TRIES + 1

    def was_right(self) -> None:
        """Take this try back: only wrong ones count."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_attempts SET wrong = wrong - 1 WHERE bucket = %s AND wrong > 0", [self.bucket]
            )


def take(request: HttpRequest, username: str) -> Try:
    """Count a try for this name from this device. The count is bounded in the table by one row a name and device."""
    bucket, now = bucket_of(username, known_device(request, username)), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"bucket": bucket, "now": now, "cutoff": now - WINDOW})
        number, since = cursor.fetchone()
    return Try(bucket, number, max(1, -int((now - since - WINDOW).total_seconds() // 60)))


def bucket_of(username: str, device: str) -> bytes:
    """A digest under a key of this installation: the table does not say whose tries it counts."""
    text = f"{device}/{username.casefold()}"
    return blake2b(text.encode(), key=server_key("throttle"), digest_size=32).digest()


def forget_old() -> int:
    """Delete the counts of windows that are over: for the background process."""
    deleted, _ = Attempts.objects.filter(since__lte=timezone.now() - WINDOW).delete()
    return deleted
