"""Months, minutes and numbers as people write them. Pure."""

import re

from loket.vault.digests import normal

_NAMES = (
    ("januari", "january"),
    ("februari", "february"),
    ("maart", "march", "mrt"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augustus", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
_SHORTEST = 3
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_WHOLE = re.compile(r"\d{1,6}")


def month_of(text: str, year: int) -> str:
    """A month as "2026-03", from "2026-03", "3-2026", "maart 2026", "mrt '26", "maart" or "3"; ``year`` is for what
    names none. Empty for anything else."""
    years: list[int] = []
    months: list[int] = []
    for word in normal(text).split():
        if not word.isdecimal():
            months.append(_named(word))
        elif len(word) == 4 or (len(word) == 2 and months and not years):
            years.append(int(word) if len(word) == 4 else 2000 + int(word))
        else:
            months.append(int(word[:3]))
    known = (years or [year])[0]
    return f"{known:04}-{months[0]:02}" if len(months) == 1 and len(years) < 2 and 1 <= months[0] <= 12 else ""


def _named(word: str) -> int:
    """The month whose name begins so; 0 for another word."""
    if len(word) < _SHORTEST:
        return 0
    found = (at for at, names in enumerate(_NAMES, 1) if any(name.startswith(word) for name in names))
    return next(found, 0)


def whole(text: str) -> int | None:
    """A whole number; None for anything else."""
    return int(text) if _WHOLE.fullmatch(text) and text.isascii() else None


def minutes_of(text: str) -> int | None:
    """Minutes, from "90" or "1:30"; None for anything else."""
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    return whole(text)


def shares(total: int, count: int) -> list[int]:
    """A number of minutes over so many requests, as evenly as whole minutes go."""
    return [total // count + (place < total % count) for place in range(count)]
