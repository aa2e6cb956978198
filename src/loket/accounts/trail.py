"""The audit trail as the auditor reads it, and the check that an independent officer can run (BIO-2)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.models import Role
from loket.core import audit
from loket.core.access import role_required
from loket.core.models import AuditEntry

PAGE = 50

auditor = role_required(Role.AUDITOR)


@auditor
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, fifty a page."""
    return render(request, "accounts/trail.html", {"page": _page(request)})


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
    context = {"page": _page(request), "verified": True, "broken": broken}
    return render(request, "accounts/trail.html", context)


def _page(request: HttpRequest) -> object:
    return Paginator(AuditEntry.objects.order_by("-position"), PAGE).get_page(request.GET.get("pagina"))
