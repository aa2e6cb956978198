"""Who sees the pages of keys: officers and whoever has a desk, who need a key, and whoever has one. For anybody else
they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.core.access import role_required, signed_in
from loket.keys import queries, session

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]

officer = role_required(Role.OFFICER)


def key_holder(view: View[Rest]) -> View[Rest]:
    """Open to who needs a key, and to whoever has one already."""

    @wraps(view)
    def held(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        needs_one = Role.OFFICER in me(request).roles or me(request).desk
        if not needs_one and queries.person_key(me(request)) is None:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(held)


def unlocked(view: Callable[Concatenate[HttpRequest, bytes, Rest], HttpResponse]) -> View[Rest]:
    """Hand the person's private half to the view; when it is locked, lead to where it is unlocked and back."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        private = session.private_key(request)
        if private is None:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else resolve_url("keys:keys")
            return redirect(f"{resolve_url('keys:unlock')}?{urlencode({'volgende': back})}")
        return view(request, private, *args, **kwargs)

    return opened


def body_or_404(request: HttpRequest, body: str) -> str:
    """A body that this person works for today."""
    if body not in me(request).bodies:
        raise Http404
    return body
