"""What the calls of the API have in common: the key of a channel, the brake, the bytes that come in, and the answer."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from loket.core import limiter
from loket.intake.api.errors import Problem
from loket.intake.api.models import Out

PIECE = 64 * 1024


class SupportsRead(Protocol):
    """The body of a call."""

    def read(self, size: int, /) -> bytes: ...


def channel_of(channels: Mapping[str, bytes], key: str, unknown: Problem) -> str:
    """Which of these channels (by code, the SHA-256 of its key) has this key; empty in a demonstration without
    channels, which is open. Raises ``unknown`` for a key of none."""
    if not channels and settings.DEMO:
        return ""
    given = sha256(key.encode()).digest()
    found = [code for code, digest in channels.items() if compare_digest(digest, given)]
    if not found:
        raise unknown
    return found[0]


def bearer(request: HttpRequest) -> str:
    """What stands in ``Authorization: Bearer``; empty without it."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def brake(purpose: str) -> None:
    """Raises ``Problem`` 429 when more calls come than can be served (``core.limiter``)."""
    if wait := limiter.wait_for(purpose):
        headers = {"Retry-After": str(wait)}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, f"probeer het over {wait} s opnieuw", headers=headers)


def json_of(request: HttpRequest, limit: int) -> bytes:
    """The body of a call that is JSON, up to ``limit`` bytes. Raises ``Problem``: 415 when it says that it is something
    else, and what ``pieces`` raises."""
    if request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "stuur het bericht als application/json")
    return b"".join(pieces(request, limit))


def pieces(request: HttpRequest, limit: int) -> Iterator[bytes]:
    """The body of the call, with a length or chunked, up to ``limit`` bytes. Raises ``Problem``: 413 above it, before
    anything is read when the length says so; 400 when it breaks off."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length and int(length) > limit:
        raise _too_big(limit)
    is_chunked = not length and request.META.get("wsgi.input_terminated")
    source, size = (request.META["wsgi.input"] if is_chunked else request), 0
    while data := _read(source):
        size += len(data)
        if size > limit:
            raise _too_big(limit)
        yield data
    if length and size < int(length):
        raise _broken_off()


def _read(source: SupportsRead) -> bytes:
    """The next piece. What the web server says about chunks that are none, holds bytes that were sent: it is let go."""
    try:
        return source.read(PIECE)
    except Exception:
        raise _broken_off() from None


def _broken_off() -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "het bericht kwam niet heel aan; stuur het opnieuw")


def _too_big(limit: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"hooguit {limit} bytes mag")


def as_bytes(out: Out) -> bytes:
    """An answer as JSON."""
    return out.model_dump_json(by_alias=True).encode()


def answered(content: bytes, status: HTTPStatus, **headers: str) -> HttpResponse:
    """These bytes of JSON, as an answer."""
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
