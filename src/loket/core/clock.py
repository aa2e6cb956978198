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
