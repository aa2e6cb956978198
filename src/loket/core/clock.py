"""What time it is, for the law: calendar days in Europe/Amsterdam (standards: WBK, "dates are calendar
days")."""

import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def now() -> dt.datetime:
    """This moment, in Dutch time."""
    return dt.datetime.now(ZONE)


def today() -> dt.date:
    """The calendar day in the Netherlands, also between midnight there and midnight UTC."""
    return now().date()


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which this day begins in the Netherlands."""
    return dt.datetime.combine(day, dt.time(), ZONE)


def next_full(minutes: int, moment: dt.datetime) -> dt.datetime:
    """The next moment at which the clock shows a multiple of so many minutes past midnight UTC: never ``moment``
    itself."""
    step = dt.timedelta(minutes=minutes)
    begin = moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return begin + step * ((moment - begin) // step + 1)
