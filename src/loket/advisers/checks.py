"""What may be registered in the tally, and what not: codes, months, minutes, and in which order a request goes on."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from loket.advisers.configuration import Advisers, configuration
from loket.advisers.content import Contact, EntryContent, Step
from loket.advisers.errors import BadCode, BadMinutes, BadMonth, Ended, NoSettlement, NotClosed, YearIsLoaded
from loket.advisers.reckoning import ended_month, without_settlement
from loket.core import clock
from loket.core.located import FIRST_YEAR
from loket.facts.queries import has_loaded

MOST_MINUTES, MOST_A_MONTH = 1440, 31 * 1440
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LABELS = ("unit", "category", "subcategory", "accused")
_LATER = ("reporter_accused", "settlement", "situation", "evaluation")
"""What may be empty."""


@dataclass(frozen=True)
class NewEntry:
    """What an adviser registers: codes, and the minutes of the contact that began it (0: none yet). ``settlement``,
    ``situation`` and ``evaluation`` are empty as long as they are not known, ``reporter_accused`` when it was not
    asked. ``asked_other``: the page asks by itself whether a listed subcategory fits."""

    unit: str
    category: str
    subcategory: str
    accused: str
    reporter_accused: str = ""
    settlement: str = ""
    situation: str = ""
    minutes: int = 0
    evaluation: str = ""
    asked_other: bool = False


NewRow = tuple[UUID, NewEntry, str]
"""An entry to be: its id, what it says, and its month as "2026-03"."""


def this_month() -> str:
    """The month of today, as "2026-03"."""
    return f"{clock.today():%Y-%m}"


def month_by_hand(month: str | None, *, since: str = "") -> str:
    """The month (this one when there is none), once it is one that an adviser may still register: of the running year
    up to now, in January also of the year before, and not before ``since``. Raises ``BadMonth``."""
    month, today = month or this_month(), clock.today()
    _check_month(month)
    if int(month[:4]) < today.year - (today.month == 1):
        raise BadMonth(_("Dat jaar is afgesloten. Kies een maand van dit jaar"))
    if month < since:
        raise BadMonth(_("De adviesvraag begon later. Kies een maand vanaf het begin"))
    return month


def content_of(new: NewEntry, month: str, configured: Advisers, *, by_hand: bool) -> EntryContent:
    """The entry that says this. By hand: codes that the page offers, in a month that is still open; otherwise also what
    an older tally has. Raises ``BadCode``, ``BadMonth``, ``BadMinutes``, ``NoSettlement``, ``NotClosed``."""
    if by_hand:
        month_by_hand(month)
    _check_month(month)
    year = int(month[:4])
    labels = {name: getattr(new, name) for name in (*_LABELS, *_LATER)}
    check_codes(labels, year, configured, is_offered=by_hand)
    if new.minutes:
        check_minutes(new.minutes)
    if new.evaluation and not new.situation:
        raise not_closed()
    content = EntryContent(
        month=month,
        **{name: labels[name] for name in (*_LABELS, "reporter_accused", "evaluation")},
        asked_other=new.asked_other,
        contacts=(Contact(month=month, minutes=new.minutes),) if new.minutes else (),
        settlements=(Step(code=new.settlement, month=month),) if new.settlement else (),
        situations=(Step(code=new.situation, month=month),) if new.situation else (),
    )
    if by_hand:
        check_settled(content, configured)
    return content


def refuse_loaded(years: Collection[int]) -> None:
    """Raises ``YearIsLoaded`` for a year of which the requests were loaded from files."""
    for year in sorted(years):
        if has_loaded("advice_request", year):
            words = _("De adviesvragen van %(year)s staan al in de cijfers. Lees ze niet nog een keer in")
            raise YearIsLoaded(words % {"year": year})


def check_codes(
    labels: Mapping[str, str],
    year: int,
    configured: Advisers,
    *,
    is_offered: bool,
    standing: Mapping[str, str] | None = None,
) -> None:
    """Hold labels (by name, as in ``NewEntry``) to the lists of a year: what its page offers, or all that holds then.
    What stands already is right. Raises ``BadCode``."""
    for name, code in labels.items():
        if (not code and name in _LATER) or code == (standing or {}).get(name):
            continue
        allowed = configured.offered(name, year) if is_offered else configured.held(name, year)
        if code not in allowed:
            raise bad_code(name)
    if labels.get("reporter_accused") and year < configured.file.reporter_accused_from:
        raise bad_code("reporter_accused")
    if "subcategory" in labels:
        parents = {one.parent for one in configured.lists["subcategory"] if one.code == labels["subcategory"]}
        if labels["category"] not in parents:
            raise bad_code("subcategory")


def check_minutes(minutes: int) -> None:
    """Raises ``BadMinutes`` below one and above a day."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadMinutes(_("Vul een aantal minuten in van 1 tot en met %(most)s") % {"most": MOST_MINUTES})


def allow_step(content: EntryContent, month: str) -> None:
    """Raises ``Ended`` when the request ended in a year before that of the month: no year would count the step."""
    ended = ended_month(content)
    if ended and ended[:4] < month[:4]:
        raise Ended(_("Deze adviesvraag is in een eerder jaar afgerond. Heropen hem eerst"))


def check_settled(after: EntryContent, configured: Advisers, before: EntryContent | None = None) -> None:
    """Raises ``NoSettlement`` when a year ends with a situation and without a settlement, and did not before."""
    through = clock.today().year
    had = without_settlement(before, through, configured.rank) if before else set()
    if without_settlement(after, through, configured.rank) - had:
        raise NoSettlement(_("Vul eerst de afdoening in. Daarna kun je zeggen hoe het nu met de melder is"))


def check_hours(year: int, month: int, function: str, minutes: int) -> None:
    """Raises ``BadCode`` for a core function that the list does not hold, ``BadMonth`` as ``month_by_hand``,
    ``BadMinutes`` for more than a month has."""
    if function not in configuration().held("core_function", year):
        raise bad_code("core_function")
    month_by_hand(f"{year:04}-{month:02}")
    if not 0 <= minutes <= MOST_A_MONTH:
        raise BadMinutes(_("Vul een aantal uren in van 0 tot en met %(most)s") % {"most": MOST_A_MONTH // 60})


def not_closed() -> NotClosed:
    return NotClosed(_("De adviesvraag loopt nog. Vul eerst in hoe het nu met de melder is"))


def bad_code(name: str) -> BadCode:
    """What to say about a field of ``NewEntry``, or a core function, with a code that is not to be chosen."""
    names = {
        "unit": _("onderdeel"),
        "category": _("categorie"),
        "subcategory": _("subcategorie"),
        "accused": _("over wie"),
        "reporter_accused": _("is de melder beklaagde"),
        "settlement": _("afdoening"),
        "situation": _("situatie"),
        "evaluation": _("evaluatie"),
        "core_function": _("kerntaak"),
    }
    return BadCode(_("Kies een waarde uit de lijst bij: %(field)s") % {"field": names[name]})


def _check_month(month: str) -> None:
    if not _MONTH.fullmatch(month) or int(month[:4]) < FIRST_YEAR:
        raise BadMonth(_("Dit is geen maand. Schrijf hem als 2026-03"))
    if month > this_month():
        raise BadMonth(_("Deze maand moet nog komen. Kies een maand tot en met nu"))
