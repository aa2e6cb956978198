"""How far a report is: the same four steps, with their days, as its reporter reads it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.intake import dialogue
from loket.intake.models import Report, State
from loket.intake.terms import acknowledge_by, feedback_by

_UNDER_WAY, _ANSWERED = 2, 3
"""Places of the last two states among the four."""


@dataclass(frozen=True)
class Step:
    """A part of the line that shows how far a report is. ``sign``: done, now or later."""

    name: str
    second: str
    sign: str


def course_of(report: Report) -> list[Step]:
    """The four steps of a report with their days."""
    at = list(State.values).index(report.state)
    by = feedback_by(report.received_on, report.acknowledged_on)
    began = dialogue.day(report.in_progress_on) if report.in_progress_on else ""
    seconds = [
        dialogue.day(report.received_on),
        _day_or_by(report.acknowledged_on, acknowledge_by(report.received_on), done=at > 0),
        _("nu bezig") if at == _UNDER_WAY else began,
        _day_or_by(report.answered_on, by, done=at == _ANSWERED),
    ]
    signs = [_sign(place, at) for place in range(4)]
    return [Step(*parts) for parts in zip(_names(), seconds, signs, strict=True)]


def course_in_words(report: Report) -> str:
    """The same, in a sentence for a small screen."""
    at = list(State.values).index(report.state)
    here = _("Stap %(number)d van 4: %(step)s.") % {"number": at + 1, "step": _names()[at].lower()}
    return here if at == _ANSWERED else here + " " + _("Daarna volgt: %s.") % _names()[at + 1].lower()


def _names() -> list[str]:
    return [_("Ontvangen"), _("Bevestigd"), _("Onderzoek"), _("Uitkomst")]


def _sign(place: int, at: int) -> str:
    """What is behind us is done; the step that goes on now is half; received, confirmed and answered are done at
    once."""
    if place < at or (place == at and at != _UNDER_WAY):
        return "done"
    return "now" if place == at else "later"


def _day_or_by(on: dt.date | None, by: dt.date, *, done: bool) -> str:
    if done and on:
        return dialogue.day(on)
    return "" if done else _("uiterlijk %s") % date_format(by, "j F")
