"""Months, as the tally keeps them ("2026-03") and as people read them."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format

JANUARY = 1


def month_of(day: dt.date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> dt.date:
    """The first day of a month."""
    return dt.date(int(month[:4]), int(month[5:]), 1)


def in_words(month: str) -> str:
    """As in "maart 2026"."""
    return date_format(first_day(month), "F Y")


def back_to(day: dt.date, year: int) -> Iterator[str]:
    """The months from that of ``day`` back to January of ``year``."""
    for past in range(day.year * 12 + day.month - 1, year * 12 - 1, -1):
        yield f"{past // 12:04}-{past % 12 + 1:02}"


def month_choices(today: dt.date) -> list[tuple[str, str]]:
    """The months in which a request can be registered, the newest first: of this year, and in January also of the year
    before, which is then not closed yet."""
    since = today.year - 1 if today.month == JANUARY else today.year
    return [(month, in_words(month)) for month in back_to(today, since)]
