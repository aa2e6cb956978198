"""The words in which a report says something about figures, and how far each of them reaches.

That "ruim", "bijna" and "ongeveer" stand for a rounded figure, and that 50 percent is "de helft", says VRT Taal
(https://vrttaal.net/taaladvies-spelling/getallen); how far they reach, nobody says. The bounds here are ours, wide on
purpose: a sentence that one can defend is no contradiction. They stand in docs/check-report.md too, and a report can
set others for itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Subject = Literal["amount", "share", "change", "rank", "top", "printed"]


@dataclass(frozen=True)
class Bounds:
    """Between these times what a word names; None has no end, ``open`` ends do not belong to it."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False


def _bounds(low: int | None, high: int | None, *, open_low: bool = False, open_high: bool = False) -> Bounds:
    """Bounds from percentages."""
    lowest, highest = (None if one is None else Fraction(one, 100) for one in (low, high))
    return Bounds(lowest, highest, open_low, open_high)


QUALIFIERS: Mapping[str, Bounds] = {
    "ongeveer": _bounds(90, 110),
    "ruim": _bounds(100, 130, open_low=True),
    "iets meer dan": _bounds(100, 115, open_low=True),
    "bijna": _bounds(85, 100, open_high=True),
    "vrijwel": _bounds(95, 105),
    "meer dan": _bounds(100, None, open_low=True),
    "minder dan": _bounds(None, 100, open_high=True),
    "minstens": _bounds(100, None),
    "hooguit": _bounds(None, 100),
}
PLAIN = "ongeveer"
"""How a share or a multiple without a qualifier is read."""

CHANGES: Mapping[str, Bounds] = {
    "steeg": _bounds(100, None, open_low=True),
    "daalde": _bounds(None, 100, open_high=True),
    "evenveel": _bounds(100, 100),
    "vrijwel evenveel": _bounds(95, 105),
}
PARTS: Mapping[str, Bounds] = {
    "meerderheid": _bounds(50, None, open_low=True),
    "grootste deel": _bounds(50, None, open_low=True),
    "minderheid": _bounds(None, 50, open_high=True),
    "overgrote deel": _bounds(60, None, open_low=True),
    "alle": _bounds(100, 100),
}

NUMBERS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
}  # fmt: skip

SHARES: Mapping[str, Fraction] = {
    "de helft": Fraction(1, 2),
    "een kwart": Fraction(1, 4),
    "een derde": Fraction(1, 3),
    "driekwart": Fraction(3, 4),
    "twee derde": Fraction(2, 3),
    "een vijfde": Fraction(1, 5),
    "een zesde": Fraction(1, 6),
    "een achtste": Fraction(1, 8),
    "een tiende": Fraction(1, 10),
    "alle": Fraction(1),
}
MULTIPLES: Mapping[str, Fraction] = {
    "verdubbeld": Fraction(2),
    "verdrievoudigd": Fraction(3),
    "verviervoudigd": Fraction(4),
    "gehalveerd": Fraction(1, 2),
}
RANKS: Mapping[str, tuple[int, int]] = {
    "grootste": (0, 1),
    "op een na grootste": (1, 1),
    "op twee na grootste": (2, 1),
    "kleinste": (0, -1),
    "op een na kleinste": (1, -1),
}
"""The place in a list, and from which side it is counted."""

TOPS: Mapping[str, int] = {"twee grootste": 2, "drie grootste": 3, "vier grootste": 4}
PRINTED = ("is", "procent", "procentpunt", "stijging van", "daling van")
"""Claims that print a figure: column value holds it."""

SYNONYMS: Mapping[str, str] = {
    "circa": "ongeveer",
    "rond": "ongeveer",
    "krap": "bijna",
    "net geen": "bijna",
    "iets minder dan": "bijna",
    "ten minste": "minstens",
    "minimaal": "minstens",
    "hoogstens": "hooguit",
    "maximaal": "hooguit",
    "de meeste": "grootste",
    "meeste": "grootste",
    "meest": "grootste",
    "minste": "kleinste",
    "minst": "kleinste",
    "gestegen": "steeg",
    "toegenomen": "steeg",
    "gedaald": "daalde",
    "afgenomen": "daalde",
    "gelijk gebleven": "evenveel",
    "gelijk": "evenveel",
    "stabiel": "vrijwel evenveel",
    "drie kwart": "driekwart",
    "tweederde": "twee derde",
    "twee keer zoveel": "verdubbeld",
    "drie keer zoveel": "verdrievoudigd",
    "half zoveel": "gehalveerd",
}
"""Other words for the same claim, alone or as a part of it."""
_SYNONYM = re.compile(rf"\b(?:{'|'.join(sorted(SYNONYMS, key=len, reverse=True))})\b")

UNCHECKED = "kan niet"
"""A sentence for which the report prints no figures to check it with."""


@dataclass(frozen=True)
class Claim:
    """What a claim says. ``amount``: left against right or value; ``share``: left as part of right; ``change``: left
    against what right was; each within ``bounds`` times ``factor``. ``rank`` and ``top``: a place in a list.
    ``printed``: a printed figure.
    """

    words: str
    subject: Subject
    bounds: Bounds = Bounds(None, None)
    factor: Fraction = Fraction(1)
    place: int = 0
    sign: int = 1


def claim(words: str, tolerance: Mapping[str, int] | None = None) -> Claim | None:
    """What these words claim; None for words that are no claim. ``tolerance`` gives other bounds, in percent."""
    words = _usual(words)
    tolerance = {_usual(word): percent for word, percent in (tolerance or {}).items()}
    if words in PRINTED:
        return Claim(words, "printed")
    if words in RANKS:
        place, sign = RANKS[words]
        return Claim(words, "rank", place=place, sign=sign)
    if words in TOPS:
        return Claim(words, "top", place=TOPS[words])
    if words == "geen":
        return Claim(words, "amount", _bounds(100, 100), Fraction(0))
    if words in CHANGES:
        return Claim(words, "change", _with(CHANGES[words], words, tolerance))
    if words in PARTS:
        return Claim(words, "share", _with(PARTS[words], words, tolerance))
    if words in QUALIFIERS:
        return Claim(words, "amount", _with(QUALIFIERS[words], words, tolerance))
    return _qualified(words, tolerance)


def _usual(words: str) -> str:
    """These words as they stand in the lists above."""
    plain = " ".join(words.lower().replace("één", "een").replace("zo veel", "zoveel").split())
    return _SYNONYM.sub(lambda found: SYNONYMS[found[0]], plain)


def _qualified(words: str, tolerance: Mapping[str, int] | None) -> Claim | None:
    """A share or a multiple, after a qualifier or not."""
    qualifier = next((one for one in QUALIFIERS if words.startswith(f"{one} ")), "")
    named = words.removeprefix(qualifier).strip()
    bounds = _with(QUALIFIERS[qualifier or PLAIN], qualifier or PLAIN, tolerance)
    if named in MULTIPLES:
        return Claim(words, "change", bounds, MULTIPLES[named])
    share = SHARES.get(named) or _out_of(named)
    return Claim(words, "share", bounds, share) if share else None


def _out_of(words: str) -> Fraction | None:
    """The share in "een op de drie"."""
    match = re.fullmatch(r"(\w+) op (?:de|elke) (\w+)", words)
    part, whole = (NUMBERS.get(word) or _digits(word) for word in match.groups()) if match else (None, None)
    return Fraction(part, whole) if part and whole and part < whole else None


def _digits(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else None


def _with(bounds: Bounds, words: str, tolerance: Mapping[str, int] | None) -> Bounds:
    """The bounds with those that a report sets for these words: how far from 100 % they reach, or for words about a
    share of the whole where it begins or ends.
    """
    if tolerance is None or words not in tolerance:
        return bounds
    reach = Fraction(tolerance[words], 100)
    if None in (bounds.low, bounds.high):
        return Bounds(bounds.low and reach, bounds.high and reach, bounds.open_low, bounds.open_high)
    low = bounds.low if bounds.low == 1 else 1 - reach
    high = bounds.high if bounds.high == 1 else 1 + reach
    return Bounds(low, high, bounds.open_low, bounds.open_high)


def percentage(words: str) -> bool:
    """Whether the figure that this claim prints is a percentage."""
    return _usual(words) in PRINTED and _usual(words) != "is"


def known() -> str:
    """Examples of claims, for a message."""
    return ", ".join([*PRINTED, *CHANGES, *PARTS, *QUALIFIERS, *RANKS, "ruim de helft", "een op de drie", UNCHECKED])
