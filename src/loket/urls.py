"""Every address of the application. Dutch has no prefix; English stands under /en/. No cookie keeps the
language."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path

from loket.guide import views as guide
from loket.intake.api import errors as api_errors
from loket.publications import files

handler400 = "loket.urls.bad_request"
handler403 = "loket.guide.views.forbidden"
handler404 = "loket.guide.views.not_found"
handler500 = "loket.guide.views.server_error"

urlpatterns = [
    path("robots.txt", guide.robots, name="robots"),
    path(".well-known/security.txt", guide.security_txt, name="security-txt"),
    path("publicaties/<int:year>/<path:name>", files.published_file, name="published-file"),
    path("publicaties/<slug:slug>/<int:year>/<path:name>", files.published_file, name="published-file"),
    path("api/", include("loket.casework.api.urls")),
    *i18n_patterns(
        path("", include("loket.guide.urls")),
        path("", include("loket.accounts.urls")),
        path("", include("loket.keys.urls")),
        path("", include("loket.intake.urls")),
        path("", include("loket.casework.urls")),
        path("", include("loket.advisers.urls")),
        path("", include("loket.publications.urls")),
        prefix_default_language=False,
    ),
]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """What Django refuses before any view sees it, such as a wrong host name: a page, or a problem under ``/api/``."""
    answer = api_errors.bad_request if request.path.startswith("/api/") else guide.bad_request
    return answer(request, exception=exception)
