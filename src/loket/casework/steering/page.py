"""What the head of a body sees: every count as a picture and as a table beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.casework.access import Desk, visible
from loket.casework.configuration import configuration
from loket.casework.engine import STAGE
from loket.casework.reading import procedures
from loket.casework.steering import queries
from loket.casework.steering.queries import Closing, Kept, Load
from loket.casework.terms import label_of
from loket.core import clock
from loket.core.language import page_language
from loket.core.measures import Measure
from loket.figures.model import in_language


@dataclass(frozen=True)
class Page:
    """The state of affairs of one body. ``bodies``: of all that this person heads, code and name."""

    body: str
    name: str
    bodies: Sequence[tuple[str, str]]
    today: dt.date
    open: int
    late: int
    unassigned: int
    closing: Closing
    measures: Sequence[Measure]


def page_of(desk: Desk) -> Page:
    """Everything on the page."""
    cases, today = visible(desk), clock.today()
    stages, handlers = sorted(queries.by_stage(cases, today), key=_place), queries.by_handler(cases, today)
    is_one = len({load.name[0] for load in stages}) <= 1
    known, language = configuration().bodies, page_language()
    return Page(
        body=desk.body,
        name=known[desk.body].name(language) if desk.body in known else desk.body,
        bodies=[(code, known[code].short(language)) for code in desk.me.headed if code in known],
        today=today,
        open=sum(load.open for load in stages),
        late=sum(load.late for load in stages),
        unassigned=sum(load.open for load in handlers if load.name == ("",)),
        closing=queries.closing(cases, desk.body, today),
        measures=[
            _load("stages", _("Open zaken per stand"), _("Stand"), [(_stage(one, is_one), one) for one in stages]),
            _load(
                "handlers", _("Open zaken per behandelaar"), _("Behandelaar"), [(_who(one), one) for one in handlers]
            ),
            _ages(queries.ages(cases, today)),
            _inflow(queries.inflow(cases, desk.body, today)),
            _terms(queries.kept(cases, today), today),
        ],
    )


def _load(code: str, title: str, first: str, loads: Sequence[tuple[str, Load]]) -> Measure:
    rows = [(name, (load.open, load.late)) for name, load in loads]
    late = sum(load.late for _name, load in loads)
    says = ngettext("%d zaak is te laat.", "%d zaken zijn te laat.", late) % late if rows else ""
    return Measure(code, title, [_("Open"), _("Te laat")], rows, first, says)


def _ages(counts: Sequence[int]) -> Measure:
    names = [_("Minder dan 1 maand"), _("1 tot 3 maanden"), _("3 tot 6 maanden"), _("6 maanden of langer")]
    rows = [(name, (n,)) for name, n in zip(names, counts, strict=True)] if any(counts) else []
    says = _("Gerekend vanaf de dag van ontvangst.")
    return Measure("ages", _("Hoe lang zaken openstaan"), [_("Open")], rows, _("Leeftijd"), says)


def _inflow(months: dict[dt.date, int]) -> Measure:
    rows = [(date_format(month, "F Y"), (n,)) for month, n in months.items()] if any(months.values()) else []
    total = sum(months.values())
    says = ngettext("%d zaak in twaalf maanden.", "%d zaken in twaalf maanden.", total) % total
    return Measure("inflow", _("Wat er binnenkwam"), [_("Ontvangen")], rows, _("Maand"), says)


def _terms(found: Sequence[Kept], today: dt.date) -> Measure:
    is_one = len({one.procedure for one in found}) <= 1
    rows = [(_term(one, is_one), (one.on_time, one.late, one.over)) for one in sorted(found, key=_file_order)]
    total, missed = sum(one.total for one in found), sum(one.late + one.over for one in found)
    says = _("%(missed)d van de %(total)d termijnen zijn niet gehaald. De balk toont wat op tijd was.")
    title = _("Termijnen in %d") % today.year
    columns = [_("Op tijd"), _("Te laat"), _("Nog niet gedaan")]
    return Measure("terms", title, columns, rows, _("Termijn"), says % {"missed": missed, "total": total})


def _place(load: Load) -> tuple[str, int]:
    """The stages of a procedure in the order of its file."""
    procedure, stage = procedures().get(load.name[0]), load.name[1]
    codes = [one.code for one in procedure.stages] if procedure else []
    return load.name[0], codes.index(stage) if stage in codes else len(codes)


def _stage(load: Load, is_one: bool) -> str:
    """The stage in words, with its procedure where there are cases of several."""
    procedure, stage = procedures().get(load.name[0]), load.name[1]
    label = next((one.label for one in procedure.stages if one.code == stage), None) if procedure else None
    name = in_language(label, page_language()) if label else stage
    return name if is_one or not procedure else f"{name} ({in_language(procedure.label, page_language())})"


def _who(load: Load) -> str:
    return load.name[0] or _("Nog van niemand")


def _term(one: Kept, is_one: bool) -> str:
    procedure = procedures().get(one.procedure)
    label = _("Tijd voor een stap") if one.code == STAGE else label_of(procedure, one.code)
    return label if is_one or not procedure else f"{label} ({in_language(procedure.label, page_language())})"


def _file_order(one: Kept) -> tuple[str, int]:
    """The terms of the law in the order of their file, the stages after them."""
    procedure = procedures().get(one.procedure)
    codes = [term.code for term in procedure.terms] if procedure else []
    return one.procedure, codes.index(one.code) if one.code in codes else len(codes)
