"""The draft that a browser is busy with, and what a page of it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from loket.core.access import public
from loket.core.forms import see
from loket.intake import draft_cookie, drafts
from loket.intake.configuration import NotOpen, OpenBody, configuration
from loket.intake.content import DraftContent
from loket.intake.draft_cookie import own_form
from loket.intake.drafts import AlreadySent, NoDraft

TYPED = ("story", "place", "period", "concerned", "witnesses")
"""Answers that somebody may have spent time on."""


@dataclass(frozen=True)
class Writing:
    """A draft that stands, with the token that opens it and the body that it is for."""

    token: str
    draft: DraftContent
    body: OpenBody

    @property
    def is_sent(self) -> bool:
        return bool(self.draft.reference)


Page = Callable[..., HttpResponseBase]


def opened(request: HttpRequest) -> Writing | None:
    """What this browser is busy with; None when it is nothing, or its draft is gone."""
    token = draft_cookie.token_of(request)
    draft = drafts.read(token) if token else None
    try:
        return Writing(token, draft, configuration().body(draft.body)) if draft else None
    except NotOpen:
        return None


def page_of_draft(*methods: str, once_sent: bool = False) -> Callable[[Page], Page]:
    """A page within a draft: ``view(request, writing, ...)``.

    Without a draft, or with a form of another one, a page says so and shows what was typed, to copy. When the draft
    was sent already, the page with the words follows, unless the view is for that (``once_sent``).
    """

    def decorate(view: Page) -> Page:
        @own_form
        @public
        @require_http_methods([*methods])
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            writing = opened(request)
            if writing is None:
                return gone(request)
            if request.method == "POST" and not draft_cookie.is_proved(request):
                return other_draft(request)
            if writing.is_sent and not once_sent:
                return see("intake:sent")
            try:
                return view(request, writing, *args, **kwargs)
            except NoDraft:
                return gone(request)
            except AlreadySent:
                return see("intake:sent")

        return page

    return decorate


def gone(request: HttpRequest) -> HttpResponse:
    """There is no draft (any more): what happened, and what to do. The browser forgets its token."""
    response = render(request, "intake/wizard/gone.html", {"typed": _typed(request)}, status=404)
    if draft_cookie.token_of(request):
        draft_cookie.forget(response)
    return response


def other_draft(request: HttpRequest) -> HttpResponse:
    """The form is of a draft that this browser left for another one. Nothing was changed."""
    return render(request, "intake/wizard/other_draft.html", {"typed": _typed(request)}, status=409)


def _typed(request: HttpRequest) -> str:
    return "\n\n".join(filter(None, (request.POST.get(name, "") for name in TYPED)))
