"""Whether a device was here before with this user name.

A device where somebody signed in completely gets a cookie of its own (OWASP, "device cookies"). It says nothing about
who they are and lets nobody in: it only gives the device its own count of wrong tries, so that an outsider who types
wrong passwords for a colleague does not make that colleague wait.
"""

import secrets
from hashlib import blake2b

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from loket.core.serverkey import server_key

YEAR = 365 * 24 * 60 * 60


def known_device(request: HttpRequest, username: str) -> str:
    """The name of this device for this user, from its cookie; "" when it was never here, or the cookie was made up."""
    try:
        name: str = _signer(username).unsign(request.COOKIES.get(_cookie(username), ""), max_age=YEAR)
    except signing.BadSignature:
        return ""
    return name


def remember_device(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Give this device its cookie for this user; one that has it keeps its name."""
    name = known_device(request, username) or secrets.token_urlsafe(16)
    response.set_cookie(
        _cookie(username),
        _signer(username).sign(name),
        max_age=YEAR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def _cookie(username: str) -> str:
    """A name that does not say whose it is."""
    whose = blake2b(username.casefold().encode(), key=server_key("device"), digest_size=8).hexdigest()
    return settings.DEVICE_COOKIE_PREFIX + whose


def _signer(username: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"loket.device.{username.casefold()}")
