"""Sessions on the server, whose key in the table is a digest of the key in the cookie: a stolen table signs nobody in.

A session ends after an hour without a request (``SESSION_COOKIE_AGE``), after eight hours however busy
(``SESSION_LONGEST``), when its owner or an administrator ends it, and at once when the account is closed.
"""

import datetime as dt
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from loket.accounts.devices import device_of
from loket.accounts.models import Account, Session

STARTED = "started"
DEVICE = "device"
_STEP = 300
"""Seconds that must have gone by before a read moves the end of a session: not every request writes."""


class SessionStore(DatabaseStore):
    """Django's store in the database, with digests for keys."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        row = self._row
        if row is None:
            return {}
        if row.started_at and timezone.now() - row.started_at > dt.timedelta(seconds=settings.SESSION_LONGEST):
            row.delete()
            self._session_key = None
            return {}
        self._move_end(row)
        return data

    def exists(self, session_key: str) -> bool:
        return super().exists(digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(digest(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session. Whose it is and since when, also when Django signs somebody in by itself."""
        account = data.get(SESSION_KEY)
        if account:
            data.setdefault(STARTED, int(timezone.now().timestamp()))
        return Session(
            session_key=digest(self.session_key or ""),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=int(account) if account else None,
            started_at=dt.datetime.fromtimestamp(data[STARTED], dt.UTC) if account else None,
            device=data.get(DEVICE, ""),
        )

    def _get_session_from_db(self) -> Session | None:
        """The row under the digest of the cookie's key; ``load`` of Django reads it from here."""
        self._row: Session | None = Session.objects.filter(
            session_key=digest(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if self._row is None:
            self._session_key = None
        return self._row

    def _move_end(self, row: Session) -> None:
        end = timezone.now() + dt.timedelta(seconds=self.get_session_cookie_age())
        if end - row.expire_date > dt.timedelta(seconds=_STEP):
            Session.objects.filter(pk=row.pk).update(expire_date=end)


def digest(key: str) -> str:
    """What the table holds for this key of a cookie: 40 hexadecimal digits."""
    return blake2b(key.encode(), digest_size=20, person=b"loket.session").hexdigest()


def begin(request: HttpRequest) -> None:
    """Note when this sign-in was and on what kind of device."""
    request.session[STARTED] = int(timezone.now().timestamp())
    request.session[DEVICE] = device_of(request.META.get("HTTP_USER_AGENT", ""))


def own(request: HttpRequest) -> str:
    """The key in the table of the session of this request."""
    return digest(request.session.session_key or "")


def sessions_of(account: Account) -> list[Session]:
    """Their sessions that still run, newest first."""
    return list(Session.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-started_at"))


def end(*, account: Account, key: str) -> bool:
    """End one session of this account by its key in the table; False when it is not theirs or not there."""
    deleted, _ = Session.objects.filter(account=account, session_key=key).delete()
    return deleted > 0


def end_all(account: Account, *, but: str = "") -> int:
    """End every session of this account, except the one with key ``but`` in the table; how many there were."""
    deleted, _ = Session.objects.filter(account=account).exclude(session_key=but).delete()
    return deleted
