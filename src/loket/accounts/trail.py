"""The audit trail as the auditor reads it, and the check that an independent officer can run (BIO-2)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST, require_safe

from loket.accounts.models import Role
from loket.accounts.trail_details import in_words, known
from loket.accounts.trail_filter import TrailFilter
from loket.accounts.trail_words import ACTIONS
from loket.core import audit, clock
from loket.core.access import role_required
from loket.core.models import AuditEntry
from loket.figures.export import neutral

PAGE = 50
HEADER = ("position", "at", "actor", "action", "target", "summary", "previous", "hash")

auditor = role_required(Role.AUDITOR)


@dataclass(frozen=True)
class Line:
    """One entry in words. ``details``: name and value of what its summary says."""

    entry: AuditEntry
    details: list[tuple[str, str | int]]

    @property
    def said(self) -> str:
        """What was done."""
        return str(ACTIONS.get(self.entry.action, self.entry.action))

    @property
    def is_of_a_day(self) -> bool:
        """Whether the entry keeps the day only: what a reporter did (wall 7)."""
        at = self.entry.at.astimezone(clock.ZONE)
        return at == clock.midnight(at.date())


@auditor
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The entries asked for, newest first, fifty a page; 422 when the question has a mistake in it."""
    form = TrailFilter(request.GET)
    status = 200 if form.is_valid() else 422
    return render(request, "accounts/trail.html", _listed(request, form), status=status)


@auditor
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole chain now, and say what came out."""
    broken = audit.verify()
    summary = {"result": "broken" if broken else "whole", "position": broken.position if broken else 0}
    audit.record(actor=request.user.get_username(), action="audit.verify", target="audit", summary=summary)
    context = {**_listed(request, TrailFilter({})), "verified": True, "broken": broken}
    return render(request, "accounts/trail.html", context)


@auditor
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The entries asked for as CSV, oldest first; text that a spreadsheet would run gets an apostrophe before it. That
    it was taken is an entry too."""
    form = TrailFilter(request.GET)
    if not form.is_valid():
        raise Http404
    chosen = form.chosen().filter(position__lte=audit.newest().position)
    audit.record(
        actor=request.user.get_username(),
        action="audit.export",
        target="audit",
        summary={"entries": chosen.count(), **{name: request.GET[name] for name in form.changed_data}},
    )
    return StreamingHttpResponse(
        _as_csv(chosen.order_by("position")),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="logboek.csv"'},
    )


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _as_csv(chosen: QuerySet[AuditEntry]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield writer.writerow(HEADER)
    for row in chosen.values_list(*HEADER).iterator(chunk_size=2000):
        position, at, actor, action, target, summary, *chain = row
        said = "; ".join(f"{name}={value}" for name, value in summary.items())
        yield writer.writerow([position, at.isoformat(), *map(neutral, (actor, action, target, said)), *chain])


def _listed(request: HttpRequest, form: TrailFilter) -> dict[str, object]:
    chosen = form.chosen() if form.is_valid() else AuditEntry.objects.none()
    page = Paginator(chosen, PAGE).get_page(request.GET.get("pagina"))
    asked = urlencode({name: request.GET[name] for name in form.changed_data})
    return {"form": form, "page": page, "lines": _lines(page.object_list), "asked": asked}


def _lines(entries: Iterable[AuditEntry]) -> list[Line]:
    codes = known()
    return [Line(entry, list(in_words(entry.action, entry.summary, codes))) for entry in entries]
