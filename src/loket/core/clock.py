"""What time it is, for the law: calendar days in Europe/Amsterdam (standards: WBK, "dates are calendar
days")."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")

_day: ContextVar[dt.date | None] = ContextVar("day", default=None)


def now() -> dt.datetime:
    """This moment, in Dutch time."""
    return dt.datetime.now(ZONE)


def today() -> dt.date:
    """The calendar day in the Netherlands, also between midnight there and midnight UTC; or the day of ``as_of``."""
    return _day.get() or now().date()


@contextmanager
def as_of(day: dt.date) -> Iterator[None]:
    """For what a demonstration does as if it were this day. ``now`` stays what it is: the audit trail says when
    something was really written, and its times do not go back."""
    held = _day.set(day)
    try:
        yield
    finally:
        _day.reset(held)


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which this day begins in the Netherlands."""
    return dt.datetime.combine(day, dt.time(), ZONE)


def next_full(minutes: int, moment: dt.datetime) -> dt.datetime:
    """The next moment at which the clock shows a multiple of so many minutes past midnight UTC: never ``moment``
    itself."""
    step = dt.timedelta(minutes=minutes)
    begin = moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return begin + step * ((moment - begin) // step + 1)
