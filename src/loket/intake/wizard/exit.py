"""The quick exit: away from here, with nothing left behind in the browser but its history (WEB-2)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.views.decorators.http import require_safe

from loket.core.access import public
from loket.intake import draft_cookie


@public
@require_safe
def leave(request: HttpRequest) -> HttpResponseRedirect:
    """Forget the drafts and the mailbox, and go to a page that explains itself. It asks nothing of the database: the
    way out works when nothing else does."""
    response = HttpResponseRedirect(settings.EXIT_URL)
    for name in (settings.DRAFT_COOKIE_NAME, settings.CONTACT_COOKIE_NAME, settings.MAILBOX_COOKIE_NAME):
        if name in request.COOKIES:
            draft_cookie.forget(response, name)
    return response
