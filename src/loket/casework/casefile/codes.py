"""Codes as people read them: the organisation's lists, the labels of procedures, and days."""

import datetime as dt

from django.utils.formats import date_format

from loket.core import clock
from loket.core.language import page_language
from loket.figures.model import Labels, in_language
from loket.intake import configuration as intake
from loket.taxonomy.current import code_list, name_of


def words(labels: Labels | None) -> str:
    """A label of a procedure, in the language of this page; empty for none."""
    return in_language(labels, page_language()) if labels else ""


def choices(name: str) -> list[tuple[str, str]]:
    """The codes of a list that hold today, with their names, in the order in which they are printed."""
    year = clock.today().year
    return [(code.code, code.name(page_language())) for code in code_list(name) if code.holds_in(year)]


def label(name: str, code: str) -> str:
    """The name of a code, also of one that no longer holds; the code itself when the list does not know it."""
    if name == "violation" and code in intake.OWN_CATEGORIES:
        return str(intake.OWN_CATEGORIES[code])
    return name_of(name, code, page_language())


def short(name: str, code: str) -> str:
    """The short name of a code, for a narrow column."""
    return name_of(name, code, page_language(), short=True)


def day(date: dt.date) -> str:
    """A day in words, with its year."""
    return date_format(date, "j F Y")


def lower(text: str) -> str:
    """A label within a sentence: its first letter small, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
