"""How an officer comes to a case: only of a body they work for today, only with the body's key, never one they are
kept out of, and to read it only when they handle it or were given access. Whatever is not theirs is not there: 404,
with the same work, for another body's case, for one that they are a party to, and for none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from loket.accounts.access import me
from loket.accounts.models import Account, Role
from loket.casework import index
from loket.casework.errors import Locked, NotAReader
from loket.casework.models import Bar, Case, Reader
from loket.casework.sealing import OpenCase, open_private, prove_public
from loket.core import audit
from loket.core.access import role_required
from loket.intake import services as intake
from loket.intake.models import Report
from loket.intake.sealing import OpenReport, open_report
from loket.keys import services as keys
from loket.keys import session
from loket.keys.errors import KeysError
from loket.vault.errors import WontOpen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

officer = role_required(Role.OFFICER)

_UNREAD = "case_opened_for_a_form"
"""Where a request keeps the case that it opened without an entry in the trail."""


@dataclass(frozen=True)
class Desk:
    """Where an officer works: one body, with its key at hand for as long as one request."""

    me: Account
    body: str
    body_private: bytes = field(repr=False)
    search_key: bytes = field(repr=False)

    @property
    def is_head(self) -> bool:
        """Whether they are the head of this body, who shares out its cases."""
        return self.body in self.me.headed


def desk(request: HttpRequest, wanted_body: str = "") -> Desk:
    """The desk at the body that an officer asks for, else at their first; every case that came in has its digests.

    Raises ``Http404`` for a body they do not work for, ``Locked``, a ``KeysError`` for who was not given the body's
    key, ``WontOpen``.
    """
    bodies = me(request).bodies
    if not bodies or (wanted_body and wanted_body not in bodies):
        raise Http404
    private = session.private_key(request)
    if private is None:
        raise Locked
    return desk_of(me(request), wanted_body or bodies[0], private)


def desk_of(account: Account, body: str, private: bytes) -> Desk:
    """The desk of somebody whose own private half is at hand. Raises a ``KeysError``, ``WontOpen``."""
    body_private = keys.open_body(body=body, account=account, private=private)
    key = index.search_key(body, body_private)
    index.catch_up(body, body_private, key)
    return Desk(account, body, body_private, key)


def visible(desk: Desk) -> QuerySet[Case]:
    """The cases of the body that this officer may know of."""
    return known_to(desk).filter(view_ended_on=None)


def known_to(desk: Desk) -> QuerySet[Case]:
    """The same, with those that the body reads no more, which its head lets go."""
    barred = Bar.objects.filter(digest__in=index.barred_digests(desk.search_key, desk.me))
    return Case.objects.filter(body=desk.body, is_indexed=True).exclude(pk__in=barred.values("case"))


def case_for(request: HttpRequest, reference: str) -> tuple[Desk, Case]:
    """A case that this officer may know of, at whichever of their bodies it is; to take it, to assign it. Raises
    ``Http404``, and what ``desk`` raises."""
    wanted = Case.objects.filter(reference=clean(reference))
    place = desk(request, wanted.filter(body__in=me(request).bodies).values_list("body", flat=True).first() or "")
    found = visible(place).select_related("assignee").filter(reference=clean(reference)).first()
    if found is None:
        raise Http404
    return place, found


def opened_for(request: HttpRequest, reference: str, *, reading: bool = True) -> OpenCase:
    """A case that this officer may read, opened with its report. ``reading``: it is shown, and that is an entry of the
    trail (WBK-8); False for a form that is sent: when that does not lead on to another page, ``with_key`` makes the
    entry. Raises ``NotAReader``, and what ``case_for`` raises."""
    place, case = case_for(request, reference)
    opened = open_at(place, case, reading=reading)
    setattr(request, _UNREAD, None if reading else case)
    return opened


def open_at(place: Desk, case: Case, *, reading: bool = True) -> OpenCase:
    """The same, for a case that was found at this desk. A party to it is kept out by what is sealed in it too, whatever
    the database says."""
    if not may_read(case, place.me):
        raise NotAReader(case)
    private = open_private(case, place.body_private)
    prove_public(case, private)
    bars = index.mended_bars(case, private, place.search_key)
    if bars & set(index.barred_digests(place.search_key, place.me)):
        raise Http404
    return _opened(place, case, private, reading=reading)


@transaction.atomic
def _opened(place: Desk, case: Case, private: bytes, *, reading: bool) -> OpenCase:
    report = _report(place, case, reading=reading)
    if reading:
        _note_reading(case, place.me)
    return OpenCase(case, private, place.search_key, place.me, report)


def may_read(case: Case, account: Account) -> bool:
    """Whether somebody of the body handles this case or was given access to it."""
    return case.assignee_id == account.pk or Reader.objects.filter(case=case, account=account).exists()


def with_key(view: View[P]) -> View[P]:
    """Lead who has not unlocked their key to where they can, and back; tell who was not given the body's key, and who
    does not read this case, whom to ask. A form that comes back shows its case: that is read as well."""

    @wraps(view)
    def held(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Locked:
            return redirect(f"{reverse('keys:unlock')}?{urlencode({'volgende': _here(request)})}")
        except NotAReader as error:
            context = {"case": error.case, "is_head": error.case.body in me(request).headed}
            return render(request, "casework/not_a_reader.html", context, status=403)
        except (KeysError, WontOpen) as error:
            return render(request, "casework/no_key.html", {"problem": str(error)}, status=403)
        shown: Case | None = getattr(request, _UNREAD, None)
        if shown and not 300 <= answer.status_code < 400:
            _note_reading(shown, me(request))
        return answer

    return held


def clean(reference: str) -> str:
    """A reference from an address: what the database cannot hold is the reference of nothing."""
    return "" if "\0" in reference else reference


def _note_reading(case: Case, account: Account) -> None:
    summary = {"body": case.body}
    audit.record(actor=account.username, action="case.read", target=f"case:{case.reference}", summary=summary)


def _report(place: Desk, case: Case, *, reading: bool) -> OpenReport | None:
    """The report that the case is about, unless it went along to another body."""
    found = Report.objects.filter(pk=case.report, body=place.body).first() if case.report else None
    if found is None:
        return None
    if not reading:
        return open_report(found, place.body_private)
    return intake.open_for_body(report=found, body_private=place.body_private, actor=place.me.username)


def _here(request: HttpRequest) -> str:
    """Where to come back to: after a form, its case."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    reference = request.resolver_match.kwargs.get("reference", "") if request.resolver_match else ""
    return reverse("casework:case", args=[reference]) if reference else reverse("casework:worklist")
