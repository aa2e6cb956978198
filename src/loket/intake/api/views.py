"""The API for another channel, such as a service's own reporting app (API-1): raise a report, add files, ask how it is.

A deployment names in ``intake.yaml`` which channels may send; each report has its own receipt, and that alone opens it.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from loket.core import limiter
from loket.intake import files, sealing, services, terms
from loket.intake.api.errors import Problem, endpoint, read
from loket.intake.api.idempotency import Call, Done, once
from loket.intake.api.models import FileOut, Out, RaisedOut, ReportIn, ReportOut
from loket.intake.api.openapi import description
from loket.intake.configuration import configuration
from loket.intake.models import Channel, Report, State
from loket.intake.raising import Raised
from loket.intake.sealing import OpenMailbox
from loket.vault.receipts import NotAReceipt, read_receipt

if TYPE_CHECKING:
    from hashlib import _Hash as Hash


class SupportsRead(Protocol):
    """The body of a call."""

    def read(self, size: int, /) -> bytes: ...


MESSAGE = 1024 * 1024
"""Bytes of the largest JSON that is read: a story of 20,000 characters fits, however it is escaped."""
PIECE = 64 * 1024
LONGEST_KEY = 255


@endpoint("POST")
def reports(request: HttpRequest) -> HttpResponse:
    """Raise a report. Its receipt is shown this once; with an ``Idempotency-Key``, also to the same call."""
    channel = _channel(request)
    if wait := limiter.wait_for("api"):
        headers = {"Retry-After": str(wait)}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, f"probeer het over {wait} s opnieuw", headers=headers)
    if request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "stuur het bericht als application/json")
    raw = b"".join(_pieces(request, MESSAGE))
    given = read(ReportIn, raw)
    answer = once(_call(request, f"report by {channel}", sha256(raw).digest()), lambda: _raise(given))
    reference = json.loads(answer)["reference"]
    return _json(answer, HTTPStatus.CREATED, Location=f"{request.path}/{reference}")


@endpoint("GET")
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """How far a report is, for who holds its receipt."""
    found = _mailbox(request, reference).report
    out = ReportOut(
        reference=found.reference,
        state=State(found.state),
        received_on=found.received_on,
        acknowledge_by=terms.acknowledge_by(found.received_on),
        feedback_by=terms.feedback_by(found.received_on, found.acknowledged_on),
    )
    return _json(_bytes(out), HTTPStatus.OK)


@endpoint("POST")
def report_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a file to a report, for who holds its receipt: the body of the call is the file, as it is."""
    mailbox = _mailbox(request, reference)
    name = _file_name(request)
    digest: Hash = sha256(name.encode())
    upload = files.store(
        _digested(_pieces(request, configuration().limits.one), digest), name=name, kind=_kind(request)
    )
    try:
        call = _call(request, f"file of {mailbox.report.pk}", digest.digest())
        return _json(once(call, lambda: _add(mailbox, upload)), HTTPStatus.CREATED)
    finally:
        upload.close()


@endpoint("GET")
def openapi(_request: HttpRequest) -> HttpResponse:
    """The description of this API (OpenAPI 3.0.3), with the codes that hold today."""
    return _json(json.dumps(description(), ensure_ascii=False).encode(), HTTPStatus.OK)


@endpoint()
def nothing(_request: HttpRequest, **_path: str) -> HttpResponse:
    """Every other address under /api/."""
    raise Problem(HTTPStatus.NOT_FOUND, "kijk in /api/v1/openapi.json wat er is")


def _raise(given: ReportIn) -> Done:
    raised = services.raise_report(
        body=given.body,
        content=given.content(),
        identity=given.reporter.identity(),
        channel=Channel.API,
        received_on=given.received_on,
    )
    return Done(_bytes(_raised_out(raised)), raised.report_id)


def _raised_out(raised: Raised) -> RaisedOut:
    return RaisedOut(
        receipt=raised.receipt.code,
        receipt_words=" ".join(raised.receipt.words),
        reference=raised.reference,
        received_on=raised.received_on,
        acknowledge_by=raised.acknowledge_by,
        feedback_by=raised.feedback_by,
    )


def _add(mailbox: OpenMailbox, upload: files.SealedUpload) -> Done:
    services.write_as_reporter(mailbox=mailbox, text="", files=[upload])
    return Done(_bytes(FileOut(name=str(upload.name), size=upload.size or 0)), mailbox.report.pk)


def _channel(request: HttpRequest) -> str:
    """Which channel calls. Raises ``Problem`` 401 without the key of one; a demonstration without channels is open."""
    channels = configuration().channels
    if not channels and settings.DEMO:
        return ""
    given = sha256(request.headers.get("X-Api-Key", "").encode()).digest()
    found = [code for code, digest in channels.items() if compare_digest(digest, given)]
    if not found:
        headers = {"WWW-Authenticate": "ApiKey"}
        raise Problem(HTTPStatus.UNAUTHORIZED, "stuur de sleutel van je kanaal mee in X-Api-Key", headers=headers)
    return found[0]


def _mailbox(request: HttpRequest, reference: str) -> OpenMailbox:
    """The report that the receipt in ``Authorization`` opens. Raises ``Problem``: 401 without a receipt, and the same
    404 for a receipt of nobody, a receipt of another report, and a reference that does not exist."""
    scheme, _, code = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not code.strip():
        headers = {"WWW-Authenticate": "Bearer"}
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "stuur de code van de melder mee als Authorization: Bearer ...", headers=headers
        )
    try:
        receipt = read_receipt(code)
    except NotAReceipt:
        raise _unknown() from None
    found = Report.objects.filter(lookup=receipt.lookup).first()
    if found is None or found.reference != reference:
        raise _unknown()
    return sealing.open_mailbox(found, receipt.pair.private)


def _unknown() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "deze melding is er niet, of de code hoort er niet bij; kijk beide na")


def _call(request: HttpRequest, what: str, digest: bytes) -> Call | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not all("!" <= char <= "~" for char in key):
        raise Problem(HTTPStatus.BAD_REQUEST, f"een Idempotency-Key heeft 1 tot {LONGEST_KEY} zichtbare ASCII-tekens")
    return Call(what, key, digest)


def _pieces(request: HttpRequest, limit: int) -> Iterator[bytes]:
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
    """The next piece. What the web server says about chunks that are none, holds bytes of the report: it is let go."""
    try:
        return source.read(PIECE)
    except Exception:
        raise _broken_off() from None


def _broken_off() -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "het bericht kwam niet heel aan; stuur het opnieuw")


def _too_big(limit: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"hooguit {limit} bytes mag")


def _digested(pieces: Iterator[bytes], digest: "Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def _file_name(request: HttpRequest) -> str:
    """The name in ``Content-Disposition`` (RFC 6266), made safe; a name of our own when there is none."""
    try:
        header = request.headers.get("Content-Disposition", "").encode("latin-1").decode("utf-8")
        parameters = parse_header_parameters(header)[1]
    except (LookupError, ValueError):
        parameters = {}
    return files.safe_name(parameters.get("filename", ""))


def _kind(request: HttpRequest) -> str:
    return request.content_type or "application/octet-stream"


def _bytes(out: Out) -> bytes:
    return out.model_dump_json(by_alias=True).encode()


def _json(content: bytes, status: HTTPStatus, **headers: str) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
