"""What the national adviser sees of the network: counts of people and of hours, and who needs attention."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loket.advisers.configuration import configuration
from loket.advisers.models import Adviser, RequirementKind
from loket.advisers.network import queries
from loket.advisers.network.closing import HOURS
from loket.advisers.network.fields import KIND_NAMES
from loket.core import clock
from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.core.measures import Measure
from loket.facts import queries as facts
from loket.figures.bands import Band
from loket.figures.charts.bands import bar
from loket.intake.words import term
from loket.taxonomy.current import code_list

BAR = 180.0
"""px of a bar."""
SHOWN = 25
"""Names in a list of who needs attention; the others are in the list of everybody."""


@dataclass(frozen=True)
class Lapse:
    """A certificate that ends soon, or has ended. ``sign`` is the class of its status, ``words`` what it says."""

    adviser: Adviser
    last_day: dt.date
    sign: str
    words: str


@dataclass(frozen=True)
class Overview:
    """The network on one page."""

    today: dt.date
    total: int
    coordinating: int
    unanswered: int
    without_vog: Sequence[Adviser]
    lacking: int
    lapses: Sequence[Lapse]
    measures: Sequence[Measure]


@dataclass(frozen=True)
class Need:
    """One requirement of a certificate: what it is called, how much of it was done, and a bar of that."""

    name: str
    hours: float
    wanted: float
    bar: SafeString


def overview() -> Overview:
    """Everything on the page, in a number of queries that does not grow with the network."""
    today, counted = clock.today(), queries.counted()
    without = queries.without_vog()
    return Overview(
        today=today,
        total=sum(counted.values()),
        coordinating=queries.in_office(today).filter(is_coordinating=True).count(),
        unanswered=queries.unanswered(),
        without_vog=list(without[:SHOWN]),
        lacking=without.count(),
        lapses=lapses(today)[:SHOWN],
        measures=[_certifications(counted), _units(counted), _hours(today, sum(counted.values()))],
    )


def lapses(today: dt.date) -> list[Lapse]:
    """The certificates of which a reminder is due, or that have ended, the first to end first."""
    found = queries.lapsing(today + dt.timedelta(days=max(configuration().file.certificate.remind_days, default=0)))
    return [_lapse(one, last, today) for one in found if (last := queries.valid_through(one))]


def needs(adviser: Adviser) -> list[Need]:
    """How far somebody is with what their certificate asks."""
    return [
        Need(str(KIND_NAMES[RequirementKind(one.kind)]), one.hours, one.wanted, _bar(one.hours, one.wanted))
        for one in queries.progress(adviser)
    ]


def _lapse(adviser: Adviser, last: dt.date, today: dt.date) -> Lapse:
    said = term(last, today)
    return Lapse(adviser, last, said.sign, said.words if last >= today else _("verlopen"))


def _bar(hours: float, wanted: float) -> SafeString:
    """In half hours, so that the bar is as exact as what was written down."""
    done, top = round(hours * 2), round(max(hours, wanted, 1) * 2)
    return as_markup(bar(Band(done, done), top=top, wide=BAR, fill="petrol"))


def _certifications(counted: Mapping[tuple[str, str], int]) -> Measure:
    by = Counter[str]()
    for (_unit, certification), n in counted.items():
        by[certification] += n
    known = code_list("certification")
    rows = [(code.name(page_language()), (by[code.code],)) for code in known if by[code.code] or code.holds_in(_year())]
    name, (n,) = rows[0] if rows else ("", (0,))
    says = _("%(name)s: %(n)d van de %(total)d.") % {"n": n, "total": by.total(), "name": name}
    return Measure("certification", _("Naar certificering"), [_("Mensen")], rows, _("Certificering"), says)


def _units(counted: Mapping[tuple[str, str], int]) -> Measure:
    by = Counter[str]()
    for (unit, _certification), n in counted.items():
        by[unit] += n
    rows = [(code.name(page_language()), (by[code.code],)) for code in code_list("unit") if by[code.code]]
    says = _("Het onderdeel waar zij werken. Iedereen kan bij elke vertrouwenspersoon terecht.")
    return Measure("unit", _("Naar onderdeel"), [_("Mensen")], rows, _("Onderdeel"), says)


def _hours(today: dt.date, people: int) -> Measure:
    """The hours of all together. A core function is shown only when fewer advisers than the threshold cannot have
    written so many lines: each has one a month at most."""
    base: int = import_string(settings.SMALL_COUNTS)()
    found = facts.summed(HOURS, today.year, by="core_function", of="minutes")
    enough = {code: total for code, (n, total) in found.items() if n > today.month * (base - 1)}
    known = [code for code in code_list("core_function") if code.code in enough]
    rows = [(code.name(page_language()), (round(enough[code.code] / 60),)) for code in known]
    norm = configuration().file.norm_hours * people * (today.timetuple().tm_yday // 7)
    said = {
        "hours": number_format(sum(n for _name, (n,) in rows)),
        "norm": number_format(norm),
        "people": number_format(people),
        "week": configuration().file.norm_hours,
    }
    wording = _(
        "Tot nu toe is samen %(hours)s uur opgeschreven. De norm is dan %(norm)s uur: %(people)s mensen, %(week)d uur"
        " per week."
    )
    return Measure("hours", _("Uren in %d") % today.year, [_("Uren")], rows, _("Kerntaak"), wording % said)


def _year() -> int:
    return clock.today().year
