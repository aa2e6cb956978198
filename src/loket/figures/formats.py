"""How a number is written in a language.

Groups and decimals follow CLDR (through Babel): 1.200 and 7,9 in Dutch, 1,200 and 7.9 in English.
Percentages are whole and round half up. Words go up to twelve; larger numbers stay digits. A number that is not told
is the sign ``x``, never a zero and never blank.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent

from loket.figures.model import Labels, Table, is_hidden

Form = Callable[[float, str], str]
"""Value and language to the text that is printed."""

SMALL: Mapping[str, str] = {
    "nl": "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
}
"""The words for zero to twelve."""

SIGN = "x"
"""What stands where a number is not told."""

NOT_SHOWN: Labels = {"nl": "niet getoond", "en": "not shown"}
"""The sign in words, for who hears a page."""

HIDES: Labels = {
    "nl": "Dit aantal tonen we niet, om niemand herkenbaar te maken.",
    "en": "We do not show this number, so that nobody can be recognised.",
}
"""What the sign means, below a table."""

WHY_NOT: Labels = {
    "nl": f"{HIDES['nl']} Het is klein, of je kunt er een klein aantal mee uitrekenen.",
    "en": f"{HIDES['en']} It is small, or a small number can be worked out with it.",
}
"""The same with the reason, where there is room: beside one number, and in every file."""

ROUNDED: Labels = {"nl": "afgerond op veelvouden van {base}", "en": "rounded to multiples of {base}"}
"""What is said of a table whose counts are rounded."""


def ours(texts: Labels, language: str) -> str:
    """Words of our own, which no organisation gives: in English for a language that they do not have."""
    return texts.get(language, texts["en"])


@lru_cache(maxsize=4096)
def count(value: float, language: str) -> str:
    """1200 as ``1.200``; a value that is not whole with one decimal: ``7,9``."""
    if is_hidden(value):
        return SIGN
    if not float(value).is_integer():
        return decimal(value, language)
    return format_decimal(value, format="#,##0", locale=_locale(language))


def decimal(value: float, language: str) -> str:
    """With one decimal, also when it is whole: ``7,0``."""
    return SIGN if is_hidden(value) else format_decimal(value, format="#,##0.0", locale=_locale(language))


def form_of(table: Table) -> Form:
    """How the cells of a table print: as counts, or all with a decimal when one of them has it (scores)."""
    measured = table.definition.measure is not None
    scores = measured and not all(is_hidden(n) or float(n).is_integer() for n in table.cells.values())
    return decimal if scores else count


@lru_cache(maxsize=4096)
def percent(value: float, language: str) -> str:
    """A percentage: 54 as ``54%``."""
    if is_hidden(value):
        return SIGN
    return format_percent(math.floor(value + 0.5) / 100, format="#,##0%", locale=_locale(language))


def signed(value: float, language: str) -> str:
    """A difference: ``+77``, ``−81`` (a real minus sign), ``0``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + count(abs(value), language)


def spoken(value: float, language: str) -> str:
    """As ``count``, for who cannot see the sign: ``niet getoond``."""
    return ours(NOT_SHOWN, language) if is_hidden(value) else count(value, language)


def rounded(base: int, language: str) -> str:
    """``afgerond op veelvouden van 5``."""
    return ours(ROUNDED, language).format(base=base)


def words(value: float, language: str) -> str:
    """``twaalf``; from thirteen on, and for what is not whole, as ``count``."""
    small = SMALL.get(language, "").split()
    return small[int(value)] if float(value).is_integer() and 0 <= value < len(small) else count(value, language)


@lru_cache(maxsize=64)
def months(language: str) -> frozenset[str]:
    """The names of the months, in small letters."""
    return frozenset(str(name).lower() for name in get_month_names("wide", locale=_locale(language)).values())


def day(value: date, language: str) -> str:
    """``25 februari 2025``."""
    return format_date(value, "d MMMM y", locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
