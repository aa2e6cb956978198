"""What the worklist is asked to show, as it stands in its address, and the choices that it offers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext

from loket.casework import index
from loket.casework.access import Desk
from loket.casework.configuration import configuration
from loket.casework.models import Case
from loket.casework.reading import procedures
from loket.core import clock
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.configuration import configuration as intake

ALL, MINE, NOBODY = "alle", "mij", "niemand"
CLOSED = "gesloten"
UNKNOWN = "onbekend"
"""Labels that are not determined yet."""

_NUMBER = re.compile(r"(?:([0-9]{2})-)?([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True)
class Option:
    """One answer of a select."""

    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    """What can be chosen at one body, in the reader's language."""

    stages: Sequence[Option]
    violations: Sequence[Option]
    units: Sequence[Option]


@dataclass(frozen=True)
class Filters:
    """What was asked. ``show``: all, mine or nobody's; ``stage``: a stage, or ``CLOSED`` for what is done; the rest is
    empty when it does not choose."""

    show: str = ALL
    stage: str = ""
    violation: str = ""
    unit: str = ""
    number: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out any of the open cases."""
        return self != Filters()

    @property
    def address(self) -> str:
        """The same, as it stands in an address; empty when nothing was chosen."""
        asked = {"fase": self.stage, "soort": self.violation, "onderdeel": self.unit, "nummer": self.number}
        shown = {"toon": self.show} if self.show != ALL else {}
        return urlencode({**shown, **{name: value for name, value in asked.items() if value}})

    def narrow(self, cases: QuerySet[Case], desk: Desk) -> QuerySet[Case]:
        """Of these cases the ones that are asked for: open ones, unless a closed one is asked for. A number finds its
        case whether it is open or closed."""
        return cases.filter(self._stands() & self._labels(desk))

    def _stands(self) -> Q:
        if self.stage == CLOSED:
            return Q(closed_on__isnull=False)
        if self.stage:
            return Q(due_on__isnull=False, stage=self.stage)
        return Q() if self.number else Q(due_on__isnull=False)

    def _labels(self, desk: Desk) -> Q:
        wanted = Q(reference=read_number(self.number)) if self.number else Q()
        if self.show == MINE:
            wanted &= Q(assignee=desk.me)
        if self.show == NOBODY:
            wanted &= Q(assignee=None)
        if self.violation:
            wanted &= Q(violation_digest=index.violation_digest(desk.search_key, _code(self.violation)))
        if self.unit:
            wanted &= Q(unit_digest=index.unit_digest(desk.search_key, _code(self.unit)))
        return wanted


def read_filters(query: QueryDict, choices: Choices) -> Filters:
    """What an address asks. Raises ``Http404`` for what the form does not offer, so that no filter is left out
    unseen."""
    return Filters(
        show=_one_of(query.get("toon") or ALL, {ALL, MINE, NOBODY}),
        stage=_one_of(query.get("fase", ""), {"", *(option.value for option in choices.stages)}),
        violation=_one_of(query.get("soort", ""), {"", *(option.value for option in choices.violations)}),
        unit=_one_of(query.get("onderdeel", ""), {"", *(option.value for option in choices.units)}),
        number=query.get("nummer", "").replace("\0", "").strip()[:20],
    )


def choices_at(body: str) -> Choices:
    """The stages of every procedure that this body works by, and the labels that a case can have today."""
    unknown = Option(UNKNOWN, gettext("Nog te bepalen"))
    closed = Option(CLOSED, gettext("Gesloten"))
    return Choices(
        stages=[*_stages(body), closed],
        violations=[*_codes("violation"), unknown],
        units=[*_codes("unit"), unknown],
    )


def read_number(text: str) -> str:
    """The reference that somebody means: "26-131", and in 2026 "131", are 26-0131. Empty for what is no number."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return ""
    year, number = found[1] or f"{clock.today():%y}", int(found[2])
    return f"{year}-{number:04}"


def _stages(body: str) -> list[Option]:
    """Of stages with the same code in two procedures the first one names both."""
    named: dict[str, str] = {}
    work = configuration().bodies.get(body)
    for code in work.procedures if work else ():
        for stage in procedures()[code].stages:
            if stage.within_days is not None:
                named.setdefault(stage.code, in_language(stage.label, page_language()))
    return [Option(code, label) for code, label in named.items()]


def _codes(name: str) -> list[Option]:
    return [Option(code.code, code.name(page_language(), short=True)) for code in intake().offered(name)]


def _code(value: str) -> str:
    return "" if value == UNKNOWN else value


def _one_of(value: str, known: set[str]) -> str:
    if value not in known:
        raise Http404
    return value
