"""The monthly overview in words: the same tables for the page, the PDF and the CSV that travels in it."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loket.accounts.bodies import unit_choices
from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.figures.bands import Band
from loket.figures.charts.bands import bar
from loket.figures.export import neutral
from loket.publications.monthly.counts import EVENTS, INVESTIGATION, REPORT, SETTLEMENT, Overview

BAR = 180.0
"""px of the longest bar."""


@dataclass(frozen=True)
class Line:
    """A row of a table. ``shown``: the band that its bar draws; None for a table without bars."""

    name: str
    cells: Sequence[str]
    shown: Band | None = None


@dataclass(frozen=True)
class Part:
    """One table. ``top``: up to which number its bars run; 0 without bars. ``after``: what stands below it."""

    id: str
    title: str
    lead: str
    first: str
    columns: Sequence[str]
    lines: Sequence[Line]
    top: int = 0
    after: str = ""

    @property
    def rows(self) -> list[tuple[Line, SafeString]]:
        """Each line with its bar."""
        return [(line, _bar(line, self.top)) for line in self.lines]


@dataclass(frozen=True)
class Sheet:
    """The whole overview. ``notes``: how to read it."""

    unit: str
    name: str
    year: int
    month: int
    title: str
    subtitle: str
    parts: Sequence[Part]
    notes: Sequence[tuple[str, str]] = field(default_factory=list)

    @property
    def last_day(self) -> dt.date:
        """The day up to which it counts."""
        following = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)

    @property
    def value(self) -> str:
        """The month as an address has it: 2026-10."""
        return f"{self.year}-{self.month:02}"

    def as_csv(self) -> str:
        """Every table below each other (RFC 4180 with LF); no cell runs as a formula."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        for part in self.parts:
            writer.writerow([neutral(one) for one in (part.title, *part.columns)])
            writer.writerows([neutral(one) for one in (line.name, *line.cells)] for line in part.lines)
        return stream.getvalue()


def sheet_of(counted: Overview) -> Sheet:
    """The overview in the language of the request."""
    names = unit_choices()
    name = names.get(counted.unit, counted.unit)
    return Sheet(
        unit=counted.unit,
        name=name,
        year=counted.year,
        month=counted.month,
        title=_("Maandoverzicht %(unit)s") % {"unit": name},
        subtitle=month_name(counted.year, counted.month),
        parts=[_totals(counted), _kinds(counted), _months(counted)],
        notes=_notes(counted, [names.get(code, code) for code in counted.within if code in names]),
    )


def month_name(year: int, month: int) -> str:
    """ "oktober 2026"."""
    return f"{MONTHS[month]} {year}"


def event_name(event: str) -> str:
    """What an event is called in the plural."""
    names = {REPORT: _("Meldingen"), INVESTIGATION: _("Onderzoeken begonnen"), SETTLEMENT: _("Afdoeningen")}
    return names[event]


def _totals(counted: Overview) -> Part:
    lines = [
        Line(event_name(event), [str(counted.totals[event].month), str(counted.totals[event].year)], shown.year)
        for event, shown in counted.totals.items()
    ]
    after = ""
    if counted.has_loaded:
        after = _("De afdoeningen van het jaar komen ook uit de jaarcijfers. Die kennen geen maanden.")
    return Part(
        "totals",
        _("Meldingen, onderzoeken en afdoeningen"),
        _("De balk toont het jaar tot en met deze maand: vol is wat het minstens is, open wat het kan zijn."),
        _("Wat"),
        [_("Deze maand"), _("Dit jaar")],
        lines,
        counted.top,
        after,
    )


def _kinds(counted: Overview) -> Part:
    with_any = [kind for kind in counted.kinds if any(one.year.high for one in kind.events.values())]
    columns = [event_name(event) for event in counted.split]
    lines = [
        Line(kind.code.name(page_language()), [str(kind.events[event].year) for event in counted.split])
        for kind in with_any
    ]
    left = [event_name(event).lower() for event in EVENTS if event not in counted.split]
    few = _("Niet gesplitst, want er zijn er minder dan %(base)d dit jaar: %(what)s.")
    return Part(
        "kinds",
        _("Naar soort schending, dit jaar"),
        _("Soorten die dit jaar niet voorkwamen, staan er niet bij.") if lines else "",
        _("Soort schending"),
        columns,
        lines,
        after=few % {"base": counted.base, "what": ", ".join(left)} if left else "",
    )


def _months(counted: Overview) -> Part:
    lines = [
        Line(str(MONTHS[number]).capitalize(), [str(found[event]) for event in EVENTS], found[REPORT])
        for number, found in enumerate(counted.months, 1)
    ]
    top = max((found[REPORT].high for found in counted.months), default=0)
    title = _("Maand voor maand in %d") % counted.year
    return Part(
        "months", title, _("De balk toont de meldingen.") if top else "", _("Maand"), _event_names(), lines, top
    )


def _event_names() -> list[str]:
    return [event_name(event) for event in EVENTS]


def _notes(counted: Overview, within: Sequence[str]) -> list[tuple[str, str]]:
    base, last = counted.base, counted.base - 1
    return [
        (
            _("Waarom 1-%d en geen precies aantal?") % last,
            _(
                "Bij kleine aantallen kun je raden om wie het gaat. Daarom zie je stappen van %(base)d:"
                " 1-%(last)d betekent een tot en met %(last)d. Alleen 0 is precies."
            )
            % {"base": base, "last": last},
        ),
        (
            _("Wat telt mee?"),
            _(
                "Een melding telt in de maand van ontvangst, zodra ze is beoordeeld. Een onderzoek en een afdoening"
                " tellen in de maand waarin dat gebeurde. Een maand verschijnt als ze voorbij is."
            ),
        ),
        (_("Welke onderdelen?"), _("Dit telt mee: %s.") % ", ".join(within)),
    ]


def _bar(line: Line, top: int) -> SafeString:
    if line.shown is None or not top:
        return SafeString("")
    return as_markup(bar(line.shown, top=top, wide=BAR, fill="petrol"))
