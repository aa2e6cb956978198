"""The one cookie of somebody who raises a matter: the token of their draft, and the proof that a form is theirs.

It is set when the first answer is sent, not when a page is read, goes when the browser closes, and is sent along by our
own pages only (``SameSite=Strict``). Django's own cookie against forged forms would stay for a year: here
``own_form`` looks at what the browser says about where a form comes from, and a form within a draft carries a value
that follows from the token. So a form of a draft that was left behind in another tab cannot write into a newer one.
"""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from loket.vault import tokens
from loket.vault.errors import WontOpen

View = Callable[..., HttpResponseBase]

_PURPOSE = "form"


def token_of(request: HttpRequest, name: str = "") -> str:
    """What the browser holds, in this cookie or in another of ours; "" when nothing."""
    return request.COOKIES.get(name or settings.DRAFT_COOKIE_NAME, "")


def keep(response: HttpResponseBase, token: str, name: str = "") -> None:
    """Let the browser hold the token until it closes. ``__Host-`` needs the path / (RFC 6265bis)."""
    response.set_cookie(
        name or settings.DRAFT_COOKIE_NAME, token, secure=settings.SECURE, httponly=True, samesite="Strict"
    )


def forget(response: HttpResponseBase, name: str = "") -> None:
    """Let the browser forget it, or another cookie of ours."""
    response.set_cookie(
        name or settings.DRAFT_COOKIE_NAME, "", max_age=0, secure=settings.SECURE, httponly=True, samesite="Strict"
    )


def proof_for(token: str) -> str:
    """What a form of this draft carries; "" for what is no token."""
    try:
        return tokens.as_text(tokens.key(token, _PURPOSE))
    except WontOpen:
        return ""


def is_proved(request: HttpRequest, name: str = "") -> bool:
    """Whether the form that was sent belongs to the draft that this browser holds."""
    expected = proof_for(token_of(request, name))
    return bool(expected) and compare_digest(expected.encode(), request.POST.get("proof", "").encode())


def own_form(view: View) -> View:
    """The view takes forms of our own pages only, without a second cookie.

    Every browser since 2023 says where a request comes from (``Sec-Fetch-Site``), which no page can forge. An older
    one names an ``Origin``, or ``null`` since our pages send no referrer (WEB-3). Others get 403.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not _is_ours(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _is_ours(request: HttpRequest) -> bool:
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "null") in ("null", f"{request.scheme}://{request.get_host()}")
