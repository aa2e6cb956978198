"""Reads of an adviser's contacts: what can be known without opening them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from loket.intake.models import Report, State
from loket.keys import queries as keys


@dataclass(frozen=True)
class Line:
    """One contact in the list. ``last_on``: the day of the last message, or on which it began. ``is_new``: nobody
    answered it yet; ``has_news``: there is something that was not read; ``kept_until``: the day after which it is
    gone, once it has ended. ``is_lost``: it was sealed to a key that the adviser lost, and opens no more."""

    reference: str
    began_on: dt.date
    last_on: dt.date
    is_new: bool
    is_ended: bool
    has_news: bool
    kept_until: dt.date | None
    is_lost: bool


def contacts(desk: str) -> list[Line]:
    """The contacts at a desk: with something to read first, then the newest."""
    version = keys.desk_version(desk)
    found = Report.objects.filter(body=desk).defer("content", "identity").annotate(last=Max("messages__on"))
    lines = [_line(report, max(report.last or report.received_on, report.received_on), version) for report in found]
    return sorted(lines, key=lambda line: (not line.has_news, -line.last_on.toordinal(), line.reference))


def _line(report: Report, last_on: dt.date, version: int) -> Line:
    return Line(
        reference=report.reference,
        began_on=report.received_on,
        last_on=last_on,
        is_new=report.state == State.RECEIVED,
        is_ended=report.state == State.ANSWERED,
        has_news=report.news_for_body,
        kept_until=report.kept_until,
        is_lost=report.body_key_version != version,
    )
