"""The worklist as CSV, without what a case is about: no unit, no kind of violation, no names but who handles it."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from loket.casework.access import Desk, visible
from loket.casework.models import Case
from loket.casework.worklist.filters import CLOSED, Filters
from loket.casework.worklist.rows import Wording
from loket.core import audit
from loket.figures.export import neutral

HEADER = ("zaak", "procedure", "fase", "volgende_stap", "ontvangen", "uiterlijk", "gesloten", "behandelaar")
_COLUMNS = (
    "reference",
    "procedure",
    "stage",
    "next_act",
    "received_on",
    "due_on",
    "closed_on",
    "assignee__display_name",
)
_AT_A_TIME = 2000


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def export(desk: Desk, filters: Filters) -> Iterator[str]:
    """Every row of what is asked for, in the order of the list; that it was taken is an entry of the trail. Text that a
    spreadsheet would run gets an apostrophe before it."""
    cases = filters.narrow(visible(desk), desk)
    summary = {"cases": cases.count()}
    audit.record(actor=desk.me.username, action="case.export", target=f"body:{desk.body}", summary=summary)
    order = ("-closed_on", "id") if filters.stage == CLOSED else ("due_on", "id")
    return _lines(cases.order_by(*order))


def _lines(cases: QuerySet[Case]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    words = Wording()
    yield writer.writerow(HEADER)
    for case in cases.select_related("assignee").only(*_COLUMNS).iterator(chunk_size=_AT_A_TIME):
        said = (case.reference, case.procedure, words.stage(case), words.step(case))
        days = (day.isoformat() if day else "" for day in (case.received_on, case.due_on, case.closed_on))
        handler = case.assignee.display_name if case.assignee else ""
        yield writer.writerow([*map(neutral, said), *days, neutral(handler)])
