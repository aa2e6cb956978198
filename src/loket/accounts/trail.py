"""The audit trail as the auditor reads it, and the check that an independent officer can run (BIO-2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.models import Role
from loket.core import audit
from loket.core.access import role_required
from loket.core.models import AuditEntry

PAGE = 50

ACTIONS = {
    "account.create": _("account gemaakt"),
    "account.sign-in": _("aangemeld"),
    "account.sign-in-refused": _("aanmelden geweigerd"),
    "account.sign-out": _("afgemeld"),
    "audit.verify": _("logboek gecontroleerd"),
    "facts.load": _("feiten ingelezen"),
    "publication.build": _("jaarrapportage bouwen"),
    "publication.stop": _("bouwen gestopt"),
    "snapshot.freeze": _("jaar vastgelegd"),
}
"""What the rooms write down, in words; an action that is not here is shown by its code."""

DETAILS = {
    "contradictions": _("tegenspraken"),
    "digest": _("controlesom"),
    "facts": _("feiten"),
    "files": _("bestanden"),
    "hash": _("controlesom"),
    "position": _("regel"),
    "reason": _("reden"),
    "result": _("uitkomst"),
    "revision": _("versie"),
    "role": _("rol"),
    "snapshot": _("momentopname"),
}
VALUES = {"whole": _("heel"), "broken": _("gebroken"), **dict(Role.choices)}
"""Names and codes within the details, in words."""

auditor = role_required(Role.AUDITOR)


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: AuditEntry

    @property
    def said(self) -> str:
        """What was done."""
        return str(ACTIONS.get(self.entry.action, self.entry.action))

    @property
    def details(self) -> Iterator[tuple[str, object]]:
        """The names and values of the summary."""
        for name, value in self.entry.summary.items():
            yield str(DETAILS.get(name, name)), VALUES.get(value, value)


@auditor
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, fifty a page."""
    return render(request, "accounts/trail.html", _listed(request))


@auditor
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole chain now, and say what came out."""
    broken = audit.verify()
    audit.record(
        actor=request.user.get_username(),
        action="audit.verify",
        target="audit",
        summary={
            "result": "whole" if broken is None else "broken",
            "position": broken.position if broken else 0,
        },
    )
    context = {**_listed(request), "verified": True, "broken": broken}
    return render(request, "accounts/trail.html", context)


def _listed(request: HttpRequest) -> dict[str, object]:
    page: Page[AuditEntry] = Paginator(AuditEntry.objects.order_by("-position"), PAGE).get_page(
        request.GET.get("pagina")
    )
    return {"page": page, "lines": [Line(entry) for entry in page.object_list]}
