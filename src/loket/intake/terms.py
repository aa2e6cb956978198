"""The terms of the law, in calendar days in the Netherlands (WBK-1, WBK-2)."""

import calendar
import datetime as dt

ACKNOWLEDGE_DAYS = 7
FEEDBACK_MONTHS = 3
CHECK_IN_MONTHS = (3, 6, 12)


def acknowledge_by(received_on: dt.date) -> dt.date:
    """The last day on which the reporter must hear that the report is there (WBK-1): seven days after it was received,
    wherever in the organisation that was."""
    return received_on + dt.timedelta(days=ACKNOWLEDGE_DAYS)


def feedback_by(received_on: dt.date, acknowledged_on: dt.date | None) -> dt.date:
    """The last day on which the reporter must hear what was done (WBK-2): three months after the acknowledgement, or
    after day seven when none was sent."""
    start = acknowledged_on or acknowledge_by(received_on)
    return months_later(start, FEEDBACK_MONTHS)


def check_ins(answered_on: dt.date) -> list[dt.date]:
    """The days on which the reporter is asked whether they were treated worse since (WBK-11): three, six and twelve
    months after they heard what was done."""
    return [months_later(answered_on, months) for months in CHECK_IN_MONTHS]


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, that many months later; the last of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
