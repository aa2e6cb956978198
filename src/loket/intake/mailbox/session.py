"""The mailbox: opened with a receipt, kept open in two halves, closed without a trace.

The cookie holds a token, the row holds the private half of the receipt's key sealed under that token: a stolen table
lacks the token, a stolen cookie lacks the sealed value, and the receipt itself is in neither. A wrong receipt takes the
work of a right one: a mailbox of nobody is opened instead.
"""

import datetime as dt
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from loket.core import clock
from loket.intake import draft_cookie, sealing
from loket.intake.content import Content, Identity
from loket.intake.models import MailboxSession, Report
from loket.intake.sealing import OpenMailbox
from loket.vault import tokens
from loket.vault.errors import WontOpen
from loket.vault.keys import new_pair
from loket.vault.place import Place
from loket.vault.receipts import Receipt
from loket.vault.sealing import seal, unseal

LASTS = dt.timedelta(minutes=30)
"""How long a mailbox stays open without being used, at least."""
STEP = dt.timedelta(minutes=10)
"""The end is rounded up to a multiple of this: the row does not tell when somebody was here (wall 7)."""

_PURPOSE = "mailbox"


def open_with(receipt: Receipt) -> str | None:
    """The token of a mailbox that this receipt opened; None when no report has this receipt."""
    report = Report.objects.defer("content", "identity").filter(lookup=receipt.lookup).first()
    private = receipt.pair.private
    if report is None:
        nobody, key = _nobody()
        sealing.open_mailbox(nobody, key)
        return None
    sealing.open_mailbox(report, private)
    token = tokens.new_token()
    lookup = tokens.lookup(token, _PURPOSE)
    sealed = seal(private, key=tokens.key(token, _PURPOSE), place=_place(lookup))
    MailboxSession.objects.create(lookup=lookup, report=report, sealed=sealed, expires_at=_end())
    return token


def opened(request: HttpRequest) -> OpenMailbox | None:
    """The mailbox that this browser has open; None when it is closed, or was not used for half an hour."""
    try:
        token = request.COOKIES.get(settings.MAILBOX_COOKIE_NAME, "")
        session = _session(token)
        if session is None:
            return None
        private = unseal(bytes(session.sealed), key=tokens.key(token, _PURPOSE), place=_place(bytes(session.lookup)))
        return sealing.open_mailbox(session.report, private)
    except WontOpen:
        return None


def has_cookie(request: HttpRequest) -> bool:
    """Whether this browser holds the half of a mailbox, open or not."""
    return settings.MAILBOX_COOKIE_NAME in request.COOKIES


def keep(response: HttpResponseBase, token: str) -> None:
    """Let the browser hold its half. A session cookie: it goes when the browser closes."""
    response.set_cookie(settings.MAILBOX_COOKIE_NAME, token, secure=settings.SECURE, httponly=True, samesite="Strict")


def close(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forget both halves."""
    token = request.COOKIES.get(settings.MAILBOX_COOKIE_NAME, "")
    with suppress(WontOpen):
        MailboxSession.objects.filter(lookup=tokens.lookup(token, _PURPOSE)).delete()
    draft_cookie.forget(response, settings.MAILBOX_COOKIE_NAME)


def forget_expired() -> None:
    """Remove the rows of mailboxes that were left open (a sweep)."""
    MailboxSession.objects.filter(expires_at__lte=clock.now()).delete()


def _session(token: str) -> MailboxSession | None:
    lookup = tokens.lookup(token, _PURPOSE)
    session = MailboxSession.objects.select_related("report").filter(lookup=lookup).first()
    if session is None or session.expires_at <= clock.now():
        return None
    if session.expires_at != (end := _end()):
        MailboxSession.objects.filter(lookup=lookup).update(expires_at=end)
    return session


def _end() -> dt.datetime:
    """Half an hour from now, rounded up."""
    end = (clock.now() + LASTS).astimezone(dt.UTC)
    start = end.replace(hour=0, minute=0, second=0, microsecond=0)
    return start - (start - end) // STEP * STEP


def _place(lookup: bytes) -> Place:
    return Place("intake_mailboxsession", lookup.hex(), "sealed")


@cache
def _nobody() -> tuple[Report, bytes]:
    """A report that is in no database, and the key that opens it."""
    pair, report = new_pair(), Report(body_key_version=1)
    sealing.seal_report(report, content=Content(), identity=Identity(), body_key=pair.public, mailbox=pair.public)
    return report, pair.private
