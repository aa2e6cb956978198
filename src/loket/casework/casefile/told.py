"""What a case is about: what the reporter told, or what it began with when nobody reported it here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.casework.casefile import codes
from loket.casework.content import FileNote
from loket.intake import words
from loket.intake.content import Content
from loket.intake.sealing import OpenReport


@dataclass(frozen=True)
class Told:
    """The story, what was asked beside it, and the files that came along. ``title`` says whose words these are."""

    title: str
    story: str
    answers: Sequence[tuple[str, str]] = ()
    files: Sequence[FileNote] = ()


def told_by_reporter(report: OpenReport) -> Told:
    """What was reported, as it was written."""
    content = report.content()
    return Told(_("Wat de melder vertelt"), content.story, _answers(report, content), content.files)


def _answers(report: OpenReport, content: Content) -> list[tuple[str, str]]:
    """What was told beside the story, by its question; only what was filled in."""
    still = {"yes": _("Ja"), "no": _("Nee"), "unknown": _("Weet de melder niet")}.get(content.still, "")
    meeting = dt.date.fromisoformat(content.wanted_meeting) if content.wanted_meeting else None
    told = [
        (_("Waar"), content.place),
        (_("Wanneer"), content.period),
        (_("Gebeurt het nog?"), still),
        (_("Om wie het gaat"), content.concerned),
        (_("Wie er meer van weet"), content.witnesses),
        (_("De melder is"), codes.label("reporter", content.reporter)),
        (_("Gesprek gewenst op"), date_format(meeting, "j F Y") if meeting else ""),
        (_("Binnengekomen"), _came_in(report)),
    ]
    return [(question, answer) for question, answer in told if answer]


def _came_in(report: OpenReport) -> str:
    channel = str(words.CHANNEL[report.report.channel])
    return f"{date_format(report.report.received_on, 'j F Y')}, {channel[0].lower()}{channel[1:]}"
