"""How an officer comes to a report: only of a body they work for today, and only with the body's key."""

from django.http import Http404, HttpRequest

from loket.accounts.access import me
from loket.core.access import role_required
from loket.core.errors import UserError
from loket.intake import services
from loket.intake.models import Report
from loket.intake.sealing import OpenReport
from loket.keys import services as keys
from loket.keys import session

officer = role_required("officer")


class Locked(UserError):
    """This person's own key is not unlocked: they can unlock it and come back."""


def body_of(request: HttpRequest, wanted: str = "") -> str:
    """The body that an officer works for: the one that they ask for, else their first. Raises ``Http404``."""
    bodies = me(request).bodies
    if not bodies or (wanted and wanted not in bodies):
        raise Http404
    return wanted or bodies[0]


def report_for(request: HttpRequest, reference: str) -> Report:
    """The report of one of this officer's bodies. Raises ``Http404``, the same for another body's as for none."""
    report = Report.objects.filter(reference=reference, body__in=me(request).bodies).first()
    if report is None:
        raise Http404
    return report


def body_private(request: HttpRequest, body: str) -> bytes:
    """The private half of the body's key. Raises ``Locked``, or a ``KeysError`` for who was not given it."""
    private = session.private_key(request)
    if private is None:
        raise Locked
    return keys.open_body(body=body, account=me(request), private=private)


def opened_for(request: HttpRequest, reference: str) -> OpenReport:
    """The report, opened: an entry of the audit trail. Raises what the two above raise."""
    report = report_for(request, reference)
    private = body_private(request, report.body)
    return services.open_for_body(report=report, body_private=private, actor=me(request).username)
