"""Every address of the application. Dutch has no prefix; English stands under /en/. No cookie keeps the
language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from loket.guide import views as guide
from loket.publications import files

handler400 = "loket.guide.views.bad_request"
handler403 = "loket.guide.views.forbidden"
handler404 = "loket.guide.views.not_found"
handler500 = "loket.guide.views.server_error"

urlpatterns = [
    path("robots.txt", guide.robots, name="robots"),
    path(".well-known/security.txt", guide.security_txt, name="security-txt"),
    path("publicaties/<int:year>/<path:name>", files.published_file, name="published-file"),
    path("api/", include("loket.intake.api_urls")),
    *i18n_patterns(
        path("", include("loket.guide.urls")),
        path("", include("loket.accounts.urls")),
        path("", include("loket.keys.urls")),
        path("", include("loket.intake.urls")),
        path("", include("loket.publications.urls")),
        prefix_default_language=False,
    ),
]
