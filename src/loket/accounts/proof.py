"""Fresh proof: who changes how they sign in, has shown in the last ten minutes who they are.

A computer that was left open is not enough to put a stranger's passkey on somebody's account.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from loket.accounts.models import Account

SECONDS = 600
_PROVED = "proved_at"
View = Callable[..., HttpResponse]


def give(request: HttpRequest) -> None:
    """Note that whoever sits here has just shown who they are."""
    request.session[_PROVED] = int(timezone.now().timestamp())


def is_fresh(request: HttpRequest) -> bool:
    """Whether that was less than ten minutes ago."""
    since: int = request.session.get(_PROVED, 0)
    return timezone.now().timestamp() - since < SECONDS


def fresh_proof(view: View) -> View:
    """Ask for proof before this view when the last was too long ago, and lead back to where it was asked. Who came by
    a link and has no password and no passkey yet, has nothing to show: their session is all there is."""

    @wraps(view)
    def asked(request: HttpRequest, **named: int) -> HttpResponse:
        if is_fresh(request) or not _has_proof(request.user):
            return view(request, **named)
        back = request.path if request.method in ("GET", "HEAD") else resolve_url("accounts:account")
        return redirect(f"{resolve_url('accounts:prove')}?{urlencode({'volgende': back})}")

    return asked


def _has_proof(person: Account | AnonymousUser) -> bool:
    return isinstance(person, Account) and person.has_way_in
