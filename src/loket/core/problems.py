"""What staff see when something is wrong that somebody can mend, such as a damaged snapshot: the message, not a 500."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from loket.core.errors import UserError

log = logging.getLogger(__name__)


class ShowProblems:
    """Turns a ``UserError`` that no view caught into a page, for staff only: a visitor learns nothing of our files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, UserError) or not request.user.is_authenticated:
            return None
        log.error("%s: %s", request.path, exception)
        context = {"heading": _("Dit lukt nu niet"), "problem": str(exception)}
        return render(request, "core/error_page.html", context, status=409)
