"""Numbers that were typed instead of referred to.

A report may not hold a number that counts something unless it comes from a cell. Years, dates and the markers
of a numbered list count nothing. Words are known for Dutch and English, digits in every language.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from loket.figures.formats import months

MEND = (
    'schrijf een verwijzing naar een cel, zoals {{ tabel[2024, code] }}, of {{ fixed("112") }} als het getal niets telt'
)

_DUTCH = (
    "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|"
    "negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|miljoen|miljard"
)
_ENGLISH = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
NUMBER_WORDS: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(
        rf"(?:een|één|en|ën)*(?:{_DUTCH})(?:{_DUTCH}|een|en|ën)*|helft|kwart|driekwart|anderhalve?",
        re.IGNORECASE,
    ),
    "en": re.compile(rf"(?:{_ENGLISH})s?|half|quarters?|twice|dozens?", re.IGNORECASE),
}
COUNTED: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(
        "(?:meldingen|zaken|(?:advies)?vragen|klachten|medewerkers|mensen|(?:vertrouwens)?personen|keer|signalen|"
        "schendingen|maatregelen|nevenwerkzaamheden|procent)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        "(?:reports|cases|requests|questions|complaints|employees|people|persons|advisers|times|signals|"
        "violations|measures|activities|percent)",
        re.IGNORECASE,
    ),
}
"""After one of these words a number like 2024 is a count, unless a word such as "in" makes it a year."""

_BEFORE_YEAR = re.compile(
    r"\b(?:in|van|tot|sinds|vanaf|over|en|met|uit|per|voor|dan|of|from|to|since|over|and|for|than|during)\s+$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[\w&#]*\d\w*(?:[.,]\w*\d\w*)*[%‰]?")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MARKER = re.compile(r"^[ ]*[0-9]{1,9}[.)](?= )", re.MULTILINE)
_TARGET = re.compile(r"(?<=\]\()[^()\s]*(?=\))")


def literals(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each literal number that counts something. Link targets do not print."""
    readable = _TARGET.sub(_blank, _MARKER.sub(_blank, text))
    for match in _DIGITS.finditer(readable):
        if not (_is_year(readable, match, language) or _is_day(readable, match, language)):
            yield match.start(), match.group()
    for offset, character in enumerate(readable):
        if unicodedata.category(character) in ("Nl", "No"):
            yield offset, character
    if known := NUMBER_WORDS.get(language):
        for match in _WORD.finditer(readable):
            if known.fullmatch(match.group()):
                yield match.start(), match.group()


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_year(text: str, match: re.Match[str], language: str) -> bool:
    """``2024`` in "in 2024" and "Ambities 2024", not in "2024 meldingen"."""
    if not _YEAR.fullmatch(match.group()):
        return False
    after = _WORD.match(text[match.end() :].lstrip())
    counted = COUNTED.get(language)
    counts = after and counted and counted.fullmatch(after.group())
    return not counts or bool(_BEFORE_YEAR.search(text, 0, match.start()))


def _is_day(text: str, match: re.Match[str], language: str) -> bool:
    """``25`` in "25 februari"."""
    after = _WORD.match(text[match.end() :].lstrip())
    day = match.group()
    return day.isascii() and day.isdigit() and 1 <= int(day) <= 31 and _in_month(after, language)


def _in_month(word: re.Match[str] | None, language: str) -> bool:
    return word is not None and word.group().lower() in months(language)
