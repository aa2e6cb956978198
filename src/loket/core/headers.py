"""The security headers of every answer (WEB-3): set here, so that they do not depend on a proxy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

OURS = ("style-src", "img-src", "font-src", "script-src", "connect-src", "worker-src", "manifest-src")
"""What a page may fetch, from ourselves alone. ``worker-src`` and ``manifest-src`` are for the tally on a phone."""

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in OURS),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

HSTS = "max-age=63072000; includeSubDomains; preload"
"""Two years, the term that internet.nl and the browsers' list ask for. Only sent over https."""


class SecurityHeaders:
    """Sets every header that the view has not set itself. Nothing is cached unless a view says what may
    be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.SECURE:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        return response
