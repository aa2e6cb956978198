"""``recommendations.yaml`` of a data folder: what was recommended before this system kept it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import Located, Strict, Text, Year, read_located
from loket.publications.recommendations.wording import LANGUAGES, BadWording, worded

FILE = "recommendations.yaml"


class Wording(Strict):
    """The same text in both languages."""

    nl: Text
    en: Text


class Entry(Strict):
    """One recommendation, and what came of it."""

    audience: Literal["everyone", "managers"]
    text: Wording
    follow_up: Literal["open", "under_way", "done", "not_done"] = "open"
    came_of_it: Wording | None = None


class YearEntry(Strict):
    """Those of the report over one year: for everyone first, then for managers."""

    year: Year
    recommendations: Annotated[list[Entry], Field(min_length=1)]


class RecommendationsFile(Strict):
    """``recommendations.yaml``; docs/data-folder.md says what each field means."""

    years: list[YearEntry]


def read(folder: Path) -> list[YearEntry]:
    """What the folder holds, none when it has no such file. Raises ``BadFile`` at the first mistake: a year that stands
    there twice, a manager's before everyone's, a number that counts something, a follow-up without words."""
    path = folder / FILE
    if not path.exists():
        return []
    found = read_located(path, RecommendationsFile)
    years = [one.year for one in found.value.years]
    for place, year in enumerate(years):
        if year in years[:place]:
            raise found.bad(f"{year} staat er dubbel; voeg de jaren samen", "years", place, "year")
        _check(found, place)
    return found.value.years


def _check(found: Located[RecommendationsFile], year: int) -> None:
    entries = found.value.years[year].recommendations
    for place, entry in enumerate(entries):
        where = ("years", year, "recommendations", place)
        if place and (entry.audience, entries[place - 1].audience) == ("everyone", "managers"):
            raise found.bad("zet eerst wat voor iedereen is, en dan wat voor leidinggevenden is", *where, "audience")
        if (entry.follow_up == "open") != (entry.came_of_it is None):
            raise found.bad("geef bij een opvolging ook came_of_it, en bij open niet", *where, "follow_up")
        _check_words(found, entry.text, *where, "text")
        if entry.came_of_it:
            _check_words(found, entry.came_of_it, *where, "came_of_it")


def _check_words(found: Located[RecommendationsFile], words: Wording, *where: str | int) -> None:
    for language in LANGUAGES:
        try:
            worded(getattr(words, language), language)
        except BadWording as error:
            message = str(error)
            raise found.bad(message[0].lower() + message[1:], *where, language) from error
