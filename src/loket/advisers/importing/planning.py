"""What an import would do, without doing it: which wordings the file holds, which row becomes how many requests, and
which row is wrong, why, and how to mend it. Pure but for the words of the page."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TypeVar

from django.utils.translation import gettext as _

from loket.advisers.checks import MOST_MINUTES, NewEntry
from loket.advisers.configuration import LISTS, Advisers
from loket.advisers.importing.content import DraftContent, Row, cell
from loket.advisers.importing.guessing import Guess, guess
from loket.advisers.importing.months import minutes_of, month_of, shares, whole
from loket.advisers.importing.words import NOUNS
from loket.core.located import FIRST_YEAR

CODED = ("unit", "subcategory", "accused", "reporter_accused", "settlement", "situation")
"""Fields whose wordings stand for a code. The main category follows from the subcategory."""
NEEDED = ("unit", "subcategory", "accused")
"""Of these an empty cell means something too: the file has none, and one code holds for all such rows."""
LIST_OF = {**LISTS, "reporter_accused": "yes_no"}
MOST = 5000
"""Requests that one file may become."""
_MOST_OF_A_ROW = 1000
_SHOWN = 60
"""Characters of a cell that a message repeats."""
BETWEEN = "\n"
"""Stands between main category and subcategory in one wording: no cell holds it."""

T = TypeVar("T")
Wording = tuple[str, str]
"""A field, and what stands in the file."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with rows of the file, in words, and their numbers."""

    what: str
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Planned:
    """A request to be: from which row of the file, the how-manyth of that row, and its month."""

    row: int
    number: int
    new: NewEntry
    month: str


class _Wrong(Exception):
    """What is wrong with one cell, or with all that is wrong in one row as its arguments."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What reading this file in would do. ``loaded``: years whose figures came from elsewhere; ``now``: this month."""

    content: DraftContent
    advisers: Advisers
    loaded: frozenset[int]
    now: str
    _known: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Those below the head."""
        return self.content.chosen.rows[1:]

    @property
    def requests(self) -> list[Planned]:
        return self._read[0]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, with the rows of which it is; in the order of the file."""
        return self._read[1]

    @property
    def wrong(self) -> int:
        """Rows that would be left out."""
        return len({row for problem in self.problems for row in problem.rows})

    @property
    def categories(self) -> list[tuple[str, int]]:
        """How many requests each main category gets, in the order of its list."""
        found = Counter(one.new.category for one in self.requests)
        return [(one.code, found[one.code]) for one in self.advisers.lists["category"] if found[one.code]]

    @property
    def years(self) -> list[tuple[int, int]]:
        return sorted(Counter(int(one.month[:4]) for one in self.requests).items())

    @cached_property
    def _read(self) -> tuple[list[Planned], list[Problem]]:
        planned: list[Planned] = []
        wrong: dict[str, Problem] = {}
        for row in self.rows:
            try:
                planned += self._of(row, room=MOST - len(planned))
            except _Wrong as found:
                for why in found.args:
                    wrong.setdefault(why, Problem(why)).rows.append(row[0])
        return planned, list(wrong.values())

    def _of(self, row: Row, *, room: int) -> list[Planned]:
        """What one row becomes. Raises ``_Wrong`` with everything that is wrong with it."""
        number, cells = row
        month, count, minutes, codes, wrong = self._cells(cells)
        if not wrong and count > room:
            wrong.append(_("Er passen hooguit 5.000 adviesvragen in één keer. Deel het bestand op"))
        if wrong:
            raise _Wrong(*wrong)
        category = self.advisers.lists["subcategory"].get(codes["subcategory"]).parent or ""
        new = NewEntry(
            unit=codes["unit"],
            category=category,
            subcategory=codes["subcategory"],
            accused=codes["accused"],
            reporter_accused=codes["reporter_accused"],
            settlement=codes["settlement"],
            situation=codes["situation"],
        )
        return [
            Planned(number, at, replace(new, minutes=share), month) for at, share in enumerate(shares(minutes, count))
        ]

    def _cells(self, cells: tuple[str, ...]) -> tuple[str, int, int, dict[str, str], list[str]]:
        """What the cells of a row say, and what is wrong with them."""
        wrong: list[str] = []

        def said(read: Callable[[], T], otherwise: T) -> T:
            try:
                return read()
            except _Wrong as why:
                wrong.extend(why.args)
                return otherwise

        month = said(lambda: self._month(cells), f"{self.content.year}-01")
        count = said(lambda: self._count(cells), 1)
        minutes = said(lambda: self._minutes(cells, count), 0)
        year = int(month[:4])
        codes = {name: said(partial(self._code, name, cells, year), "") for name in CODED}
        return month, count, minutes, codes, wrong

    def _month(self, cells: tuple[str, ...]) -> str:
        text = text_of(self.content, "month", cells) or self.content.month
        month = month_of(text, self.content.year)
        if not text:
            raise _Wrong(_("Er staat geen maand. Vul hem in, of kies bij stap 2 een maand voor rijen zonder"))
        if not month or int(month[:4]) < FIRST_YEAR:
            raise _Wrong(_("‘%s’ is geen maand. Schrijf bijvoorbeeld 2026-03 of maart 2026") % text[:_SHOWN])
        if month > self.now:
            raise _Wrong(_("‘%s’ ligt in de toekomst. Verbeter de maand") % text[:_SHOWN])
        if int(month[:4]) in self.loaded:
            raise _Wrong(
                _("De cijfers van %s staan al in het jaarverslag en komen uit een ander bestand. Laat dat jaar weg")
                % month[:4]
            )
        return month

    def _count(self, cells: tuple[str, ...]) -> int:
        text = text_of(self.content, "number", cells) or "1"
        count = whole(text)
        if count is None or not 1 <= count <= _MOST_OF_A_ROW:
            raise _Wrong(_("‘%s’ is geen aantal. Schrijf een getal van 1 tot en met 1.000") % text[:_SHOWN])
        return count

    def _minutes(self, cells: tuple[str, ...], count: int) -> int:
        text = text_of(self.content, "minutes", cells) or "0"
        minutes = minutes_of(text)
        if minutes is None or minutes > MOST_MINUTES * count:
            raise _Wrong(_("‘%s’ is geen aantal minuten. Schrijf een getal tot en met 1.440, zoals 45") % text[:_SHOWN])
        return minutes

    def _held(self, name: str, year: int) -> frozenset[str]:
        if (name, year) not in self._known:
            self._known[name, year] = frozenset(self.advisers.held(name, year))
        return self._known[name, year]

    def _code(self, name: str, cells: tuple[str, ...], year: int) -> str:
        text = wording_of(self.content, name, cells)
        if not text and name not in NEEDED:
            return ""
        code = self.content.codes.get(name, {}).get(text, "")
        shown = in_words(text)[:_SHOWN]
        if not code:
            raise _Wrong(_unknown(name, shown))
        if code == getattr(self.advisers.file.ongoing, name, ""):
            return ""
        if name == "reporter_accused" and year < self.advisers.file.reporter_accused_from:
            return ""  # nobody asked it then, and no figure counts it
        if code not in self._held(name, year):
            raise _Wrong(
                _("‘%(text)s’ bestond niet in %(year)s. Kies bij stap 3 iets anders") % {"text": shown, "year": year}
            )
        return code


@dataclass(frozen=True)
class Meaning:
    """A wording in the file, in how many rows it stands, and what it means: as somebody said, or else as it seems."""

    name: str
    text: str
    count: int
    code: str
    is_certain: bool

    @property
    def shown(self) -> str:
        """As people read it: a subcategory behind its main category."""
        return in_words(self.text)


def meanings(content: DraftContent, advisers: Advisers) -> list[Meaning]:
    """Every wording that stands for a code, by field and in the order of the file."""
    found: Counter[Wording] = Counter()
    for name in CODED:
        texts = (wording_of(content, name, cells) for _number, cells in content.chosen.rows[1:])
        found.update((name, text) for text in texts if text or name in NEEDED)
    offered = {name: codes_for(name, content, advisers) for name in CODED}
    return [_meaning(content, advisers, offered[name], name, text, count) for (name, text), count in found.items()]


def codes_for(name: str, content: DraftContent, advisers: Advisers) -> list[str]:
    """The codes that a wording can mean: those of the years in the file, and that a request goes on."""
    years = years_of(content) or {content.year}
    held = {code for year in years for code in advisers.held(name, year)}
    held.add(getattr(advisers.file.ongoing, name, ""))
    return [one.code for one in advisers.lists[LIST_OF.get(name, name)] if one.code in held]


def years_of(content: DraftContent) -> set[int]:
    """The years that the rows name."""
    texts = {text_of(content, "month", cells) or content.month for _number, cells in content.chosen.rows[1:]}
    return {int(month[:4]) for text in texts if (month := month_of(text, content.year))}


def _meaning(
    content: DraftContent, advisers: Advisers, offered: list[str], name: str, text: str, count: int
) -> Meaning:
    said = content.codes.get(name, {})
    if text in said:
        return Meaning(name, text, count, said[text], is_certain=True)
    seems = _seems(advisers, offered, name, text)
    return Meaning(name, text, count, seems.code, seems.is_certain)


def _seems(advisers: Advisers, offered: list[str], name: str, text: str) -> Guess:
    """What a wording probably means. A subcategory is looked for within its main category first."""
    codes = advisers.lists[LIST_OF.get(name, name)]
    if name != "subcategory":
        return guess(text, codes, offered)
    above, _between, below = text.rpartition(BETWEEN)
    category = guess(above, advisers.lists["category"], [code.code for code in advisers.lists["category"]])
    within = [code.code for code in codes if not category.code or code.parent == category.code]
    return guess(below, codes, within)


def text_of(content: DraftContent, name: str, cells: tuple[str, ...]) -> str:
    """What stands in the column of a field; "" when it has none."""
    place = content.columns.get(name)
    return "" if place is None else cell(cells, place)


def wording_of(content: DraftContent, name: str, cells: tuple[str, ...]) -> str:
    """What stands for a code: for a subcategory with its main category before it, since each has its 'Overig'."""
    text = text_of(content, name, cells)
    if name != "subcategory" or "category" not in content.columns:
        return text
    return f"{text_of(content, 'category', cells)}{BETWEEN}{text}"


def in_words(text: str) -> str:
    """A wording as people read it."""
    return text.replace(BETWEEN, ": ").strip(": ")


def _unknown(name: str, shown: str) -> str:
    if not shown:
        return _("Er staat geen %s. Vul het in, of kies bij stap 3 wat dan geldt") % NOUNS[name]
    return _("‘%(text)s’ is geen %(field)s. Kies er een bij stap 3") % {"text": shown, "field": NOUNS[name]}
