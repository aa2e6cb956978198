"""What the worklist shows: the rows in groups of one urgency, the counts, and the choices that stand in its form."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from loket.casework import engine
from loket.casework.access import Desk, visible
from loket.casework.content import Card
from loket.casework.models import Case
from loket.casework.reading import procedures
from loket.casework.sealing import open_private, read_card
from loket.casework.worklist import queries
from loket.casework.worklist.filters import (
    ALL,
    CLOSED,
    MINE,
    NOBODY,
    Choices,
    Filters,
    choices_at,
    language,
)
from loket.casework.worklist.queries import DONE, MOST_COUNTED, Counts, Cursor
from loket.core import clock
from loket.figures.model import in_language
from loket.intake.configuration import configuration as intake
from loket.intake.queries import news
from loket.intake.words import Term, term
from loket.vault.errors import WontOpen

_FAR = 300
"""Days beyond which a day is written with its year."""


@dataclass(frozen=True)
class Row:
    """A case in a list: its labels, and nothing of what was told. ``card`` None: it does not open."""

    case: Case
    card: Card | None = field(repr=False)
    has_news: bool
    term: Term | None

    @property
    def url(self) -> str:
        return reverse("casework:case", args=[self.case.reference])

    @property
    def sign(self) -> str:
        return self.term.sign if self.term else DONE

    @property
    def step(self) -> str:
        """The next step, as a verb."""
        return act_label(self.case)

    @property
    def day(self) -> str:
        """By when, or when it was closed."""
        on = self.case.due_on or self.case.closed_on
        return day_words(on) if on else ""

    @property
    def stage(self) -> str:
        return stage_label(self.case)

    @property
    def violation(self) -> str:
        return self._label("violation")

    @property
    def unit(self) -> str:
        return self._label("unit")

    @property
    def handler(self) -> str:
        """Who handles it; empty when nobody does."""
        return self.case.assignee.display_name if self.case.assignee else ""

    @property
    def can_take(self) -> bool:
        return self.case.assignee_id is None and self.case.due_on is not None

    def _label(self, name: str) -> str:
        if self.card is None:
            return gettext("Gaat niet open")
        code = getattr(self.card, name)
        return _code_label(name, code) if code else gettext("Nog te bepalen")


@dataclass(frozen=True)
class Group:
    """Rows of one urgency. ``count``: how many there are on all pages together, in words."""

    sign: str
    title: str
    rows: Sequence[Row]
    count: str


@dataclass(frozen=True)
class Show:
    """One of the three ways to look: all, mine, nobody's."""

    value: str
    label: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """A page of the worklist. ``load``: of all open cases that this officer may know of; ``found``: of what was asked
    for, in words."""

    body: str
    filters: Filters
    choices: Choices
    load: Counts
    shows: Sequence[Show]
    groups: Sequence[Group]
    found: str
    after: Cursor | None
    following: Cursor | None
    taken: Case | None = None

    @property
    def today(self) -> str:
        day = date_format(clock.today(), "l j F Y")
        return day[0].upper() + day[1:]

    @property
    def late(self) -> str:
        return number(self.load["late"])

    @property
    def soon(self) -> str:
        return number(self.load["due"])

    @property
    def later(self) -> str:
        return number(self.load["later"])

    @property
    def address(self) -> str:
        """What was asked, as it stands in an address."""
        return "&".join(filter(None, (urlencode({"meldpunt": self.body}), self.filters.address)))

    @property
    def back(self) -> str:
        """The same, with where this page starts."""
        return f"{self.address}&na={self.after.text}" if self.after else self.address

    @property
    def is_closed(self) -> bool:
        return self.filters.stage == CLOSED


def worklist(desk: Desk, filters: Filters, *, after: Cursor | None = None, taken: str = "") -> Page:
    """The page of what is asked for. ``taken``: the reference of a case that this officer has just taken."""
    cases, following = queries.page_of(desk, filters, after)
    load = queries.counts(desk, Filters())
    counts = queries.counts(desk, filters) if filters.is_narrow else load
    rows = rows_of(desk, cases)
    mine = visible(desk).filter(assignee=desk.me)
    return Page(
        body=desk.body,
        filters=filters,
        choices=choices_at(desk.body),
        load=load,
        shows=_shows(desk, filters, load),
        groups=groups_of(rows, counts),
        found=_found(len(rows), total(counts)),
        after=after,
        following=following,
        taken=mine.filter(reference=taken).first() if taken else None,
    )


def rows_of(desk: Desk, cases: Sequence[Case]) -> list[Row]:
    """The rows of these cases, opened: one query, for what reporters wrote meanwhile."""
    today, new = clock.today(), news(case.report for case in cases if case.report)
    return [_row(desk, case, new, today) for case in cases]


def groups_of(rows: Iterable[Row], counts: Counts) -> list[Group]:
    """The rows by urgency, each group with how many there are on all pages."""
    titles = {
        "late": gettext("Te laat"),
        "due": gettext("Binnen 7 dagen"),
        "later": gettext("Later"),
        DONE: gettext("Gesloten"),
    }
    by_sign: dict[str, list[Row]] = {sign: [] for sign in titles}
    for row in rows:
        by_sign[row.sign].append(row)
    return [Group(sign, titles[sign], found, _cases(counts[sign])) for sign, found in by_sign.items() if found]


def act_label(case: Case) -> str:
    """The verb of the case's next act; empty when there is none, its code when the procedure no longer has it."""
    procedure = procedures().get(case.procedure)
    if not case.next_act or procedure is None:
        return case.next_act
    try:
        return in_language(engine.act(procedure, case.next_act).label, language())
    except engine.UnknownAct:
        return case.next_act


def stage_label(case: Case) -> str:
    """The name of the stage where the case stands; its code when the procedure no longer has it."""
    procedure = procedures().get(case.procedure)
    named = [stage.label for stage in procedure.stages if stage.code == case.stage] if procedure else []
    return in_language(named[0], language()) if named else case.stage


def day_words(day: dt.date) -> str:
    """A day in a narrow column: "vandaag", "13 nov", and with its year when it is far away."""
    away = abs((day - clock.today()).days)
    if away == 0:
        return gettext("vandaag")
    return date_format(day, gettext("j b Y") if away > _FAR else gettext("j b"))


def number(counted: int) -> str:
    """A count as people write it; "1.000+" where the counting stopped."""
    return f"{number_format(counted)}{'+' if counted >= MOST_COUNTED else ''}"


def total(counts: Counts) -> int:
    """All groups together, up to ``MOST_COUNTED``."""
    return min(sum(counts.values()), MOST_COUNTED)


def _row(desk: Desk, case: Case, new: set[uuid.UUID], today: dt.date) -> Row:
    try:
        card = read_card(case, open_private(case, desk.body_private))
    except WontOpen:
        card = None
    return Row(case, card, case.report in new, term(case.due_on, today) if case.due_on else None)


def _shows(desk: Desk, filters: Filters, load: Counts) -> list[Show]:
    open_cases = visible(desk).filter(due_on__isnull=False)
    counted = {
        ALL: (gettext("Alle"), total(load)),
        MINE: (gettext("Van mij"), queries.count(open_cases.filter(assignee=desk.me))),
        NOBODY: (gettext("Van niemand"), queries.count(open_cases.filter(assignee=None))),
    }
    return [Show(value, label, number(found), filters.show == value) for value, (label, found) in counted.items()]


def _found(shown: int, found: int) -> str:
    """How many rows of how many, below the list."""
    words = ngettext("%(shown)s van %(all)s zaak", "%(shown)s van %(all)s zaken", found)
    return words % {"shown": number_format(shown), "all": number(found)}


def _cases(counted: int) -> str:
    return ngettext("%(number)s zaak", "%(number)s zaken", counted) % {"number": number(counted)}


def _code_label(name: str, code: str) -> str:
    found = [one for one in intake().lists[name] if one.code == code]
    return found[-1].name(language(), short=True) if found else code
