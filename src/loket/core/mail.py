"""Notices by mail, through an outbox: the web process writes a row in the caller's transaction, the sweep sends it.

A notice says that there is something new, and nothing else: no content, no name, no reference. A mail server that is
down or slow delays nothing, and loses nothing: what was not taken is tried again after a pause that grows. A crash
between sending and noting gives a second mail, never none.

Notices wait until the next full quarter of an hour (``MAIL_EVERY``), so that neither the outbox nor a log of mail tells
when somebody reported; and one notice serves everything that happens before it.
"""

import datetime as dt
import logging
from hashlib import blake2b
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from loket.core import clock
from loket.core.models import Notice
from loket.core.serverkey import server_key
from loket.vault import sealing
from loket.vault.place import Place

log = logging.getLogger(__name__)

MARGIN = dt.timedelta(seconds=30)
"""A transaction that ends later than this after it asked for a notice may miss the notice that it asked for."""

KEPT = dt.timedelta(days=1)
"""How long a notice waits for a mail server that nobody has set: kept for ever, they would tell of every report in
which quarter of an hour it came."""

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=6)
MOST_REFUSALS = 20
"""Times that a mail server may say that it does not know an address; that is about three days."""

STAFF = "*"
"""Stands where a notice for an officer names the body: for one member of staff, about what waits for them."""

BATCH = 50
"""Notices of one round: the other sweeps get their turn after it."""

_INSERT = """
INSERT INTO core_notice (body, recipient, address, language, slot, next_try, tries)
VALUES (%s, %s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING
"""


def notice_for_body(*, body: str) -> None:
    """Tell the officers of a body, at the next full quarter, that there is something new. Asking again before that
    adds nothing."""
    statement, values = asking(body=body)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def asking(*, body: str) -> tuple[str, list[Any]]:
    """The statement of ``notice_for_body`` with its values: for an act that is one statement."""
    return _INSERT, _values(body, f"body:{body}", b"", settings.LANGUAGE_CODE, _slot())


def notice_for_address(*, address: str, language: str) -> bool:
    """Tell the reporter who reads this address, at the next full quarter, that there is something new. The address is
    sealed until then. False, and nothing is done, when it is no address."""
    return _notice_for("", "reporter", address, language)


def notice_for_staff(*, address: str, language: str) -> bool:
    """Tell this member of staff, at the next full quarter, that something waits for them: not what, where, or for which
    body. The address is sealed until then. False, and nothing is done, when it is no address."""
    return _notice_for(STAFF, "staff", address, language)


def deliver() -> None:
    """Send what is due, each to one address. Several processes may do this at once. While no mail server is set,
    notices wait for ``KEPT`` and then go."""
    if not settings.EMAIL_HOST:
        Notice.objects.filter(slot__lt=clock.now() - KEPT).delete()
        return
    with _Post() as post:
        for _number in range(BATCH):
            if not _one(post):
                return


def waiting() -> int:
    """How many notices have not been sent."""
    return Notice.objects.count()


class _Post:
    """One connection to the mail server for a round, opened when the first mail needs it."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend = get_connection()

    def __enter__(self) -> "_Post":
        return self

    def __exit__(self, *_: object) -> None:
        self.backend.close()

    def send(self, address: str, language: str, body: str) -> None:
        """``body`` as the notice has it."""
        with translation.override(language):
            subject, text = _words(body)
        EmailMessage(
            subject, f"{text}\n", to=[address], connection=self.backend, headers={"Auto-Submitted": "auto-generated"}
        ).send()


def _words(body: str) -> tuple[str, str]:
    """Subject and text in the language of now: for a reporter, for one of the staff, or for an officer of a body."""
    if not body:
        return _("Er staat iets voor je klaar"), _("Er staat iets voor je klaar. Open je postvak met je woorden.")
    if body == STAFF:
        return _("Er wacht iets in het loket"), _("Er wacht iets in het loket. Meld je aan om te kijken.")
    return _("Er is iets nieuws in het loket"), _("Er is iets nieuws in het loket. Meld je aan om het te lezen.")


@transaction.atomic
def _one(post: _Post) -> bool:
    """Handle the notice that is due longest and that nobody else is handling; False when there is none, or when the
    mail server does not take mail now."""
    due = Notice.objects.filter(next_try__lte=clock.now()).order_by("next_try", "pk")
    notice = due.select_for_update(skip_locked=True).first()
    if notice is None:
        return False
    if not notice.address:
        _spread(notice)
        return True
    return _send(post, notice)


def _spread(notice: Notice) -> None:
    """From one notice for a body to one for each of its officers, each sent and tried again by itself."""
    for address in import_string(settings.MAIL_RECIPIENTS)(notice.body):
        sealed = _seal(address, notice.slot)
        _insert(notice.body, f"officer:{address.lower()}", sealed, notice.language, notice.slot, due=notice.next_try)
    notice.delete()


def _send(post: _Post, notice: Notice) -> bool:
    """True when the next one can be tried over the same connection."""
    address = sealing.unseal(bytes(notice.address), key=server_key("mail"), place=_place(notice.slot)).decode()
    try:
        post.send(address, notice.language, notice.body)
    except SMTPRecipientsRefused as error:
        _later(notice, is_unknown=all(500 <= code < 600 for code, _said in error.recipients.values()))
        return True
    except (SMTPException, OSError) as error:
        log.error("the mail server does not take mail now (%s); notices wait", type(error).__name__)
        _later(notice)
        return False
    notice.delete()
    return True


def _later(notice: Notice, *, is_unknown: bool = False) -> None:
    """Try again after a pause that doubles; give up only on an address that does not exist."""
    notice.tries += 1
    if is_unknown and notice.tries >= MOST_REFUSALS:
        log.error("a notice was given up: after %s tries its address is still unknown", notice.tries)
        notice.delete()
        return
    notice.next_try = clock.now() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(notice.tries - 1, 20))
    notice.save()


def _notice_for(body: str, whose: str, address: str, language: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    slot = _slot()
    _insert(body, f"{whose}:{address.lower()}", _seal(address, slot), language, slot)
    return True


def _insert(
    body: str, recipient: str, address: bytes, language: str, slot: dt.datetime, due: dt.datetime | None = None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _values(body, recipient, address, language, slot, due))


def _values(
    body: str, recipient: str, address: bytes, language: str, slot: dt.datetime, due: dt.datetime | None = None
) -> list[Any]:
    digest = blake2b(recipient.encode(), key=server_key("mail-recipient"), digest_size=32).digest()
    return [body, digest, address, language, slot, due or slot]


def _slot() -> dt.datetime:
    """When what is asked for now will be sent: so far ahead that the asking transaction has ended by then."""
    return clock.next_full(settings.MAIL_EVERY, clock.now() + MARGIN)


def _seal(address: str, slot: dt.datetime) -> bytes:
    return sealing.seal(address.encode(), key=server_key("mail"), place=_place(slot))


def _place(slot: dt.datetime) -> Place:
    return Place("core_notice", slot.astimezone(dt.UTC).isoformat(), "address")
