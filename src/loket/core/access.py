"""Who may open a view. Default deny: a view that does not say so, answers 404 to everyone."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_RULE = "access_rule"
PUBLIC = "public"
SIGNED_IN = "signed-in"


def public(view: View) -> View:
    """Anyone may open this view."""
    return _mark(view, frozenset({PUBLIC}))


def signed_in(view: View) -> View:
    """Every member of staff may open this view, whatever their role."""
    return _mark(view, frozenset({SIGNED_IN}))


def role_required(*roles: str) -> Callable[[View], View]:
    """Only staff with one of these roles may open this view; other staff get 404, as if it did not exist."""
    return lambda view: _mark(view, frozenset(roles))


def rule_of(view: Callable[..., Any]) -> frozenset[str]:
    """Who may open the view; empty when it does not say."""
    rule: frozenset[str] = getattr(view, _RULE, frozenset())
    return rule


class DefaultDeny:
    """Holds every view to its rule, before it runs.

    Someone who is not signed in is led to the sign-in page and comes back to where they were going. Someone who came
    in by an invitation and has no two factors yet (BIO-1) is led to ``settings.SET_UP_URL``, and gets no further than
    the pages below it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        if PUBLIC in rule:
            return None
        if not rule:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL), "volgende")
        if SIGNED_IN not in rule and not rule & set(request.user.roles):
            raise Http404
        return None if request.user.is_set_up else _to_set_up(request)


def _to_set_up(request: HttpRequest) -> HttpResponseBase | None:
    """None on the pages where somebody sets up their account, or signs out; else the way there."""
    start = resolve_url(settings.SET_UP_URL)
    if request.path.startswith(start) or request.path == resolve_url(settings.SIGN_OUT_URL):
        return None
    return redirect(start)


def _mark(view: View, rule: frozenset[str]) -> View:
    setattr(view, _RULE, rule)
    return view
