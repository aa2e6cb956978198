"""The API for another channel, such as a service's own reporting app (API-1): raise a report, add files, ask how it is.

A deployment names in ``intake.yaml`` which channels may send; each report has its own receipt, and that alone opens it.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from loket.intake import files, sealing, services, terms
from loket.intake.addressees import person
from loket.intake.api.calls import answered, as_bytes, bearer, brake, channel_of, json_of, pieces
from loket.intake.api.errors import Problem, endpoint, read
from loket.intake.api.idempotency import Call, Done, once
from loket.intake.api.models import FileOut, RaisedOut, ReportIn, ReportOut
from loket.intake.configuration import configuration
from loket.intake.models import Channel, Report, State
from loket.intake.raising import Raised
from loket.intake.sealing import OpenMailbox
from loket.vault.receipts import NotAReceipt, read_receipt

if TYPE_CHECKING:
    from hashlib import _Hash as Hash


MESSAGE = 1024 * 1024
"""Bytes of the largest JSON that is read: a story of 20,000 characters fits, however it is escaped."""
LONGEST_KEY = 255


@endpoint("POST")
def reports(request: HttpRequest) -> HttpResponse:
    """Raise a report. Its receipt is shown this once; with an ``Idempotency-Key``, also to the same call."""
    channel = _channel(request)
    brake("api")
    raw = json_of(request, MESSAGE)
    given = read(ReportIn, raw)
    told = once(_call(request, f"report by {channel}", sha256(raw).digest()), lambda: _raise(given))
    reference = json.loads(told)["reference"]
    return answered(told, HTTPStatus.CREATED, Location=f"{request.path}/{reference}")


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
    return answered(as_bytes(out), HTTPStatus.OK)


@endpoint("POST")
def report_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a file to a report, for who holds its receipt: the body of the call is the file, as it is."""
    mailbox = _mailbox(request, reference)
    name = _file_name(request)
    digest: Hash = sha256(name.encode())
    upload = files.store(_digested(pieces(request, configuration().limits.one), digest), name=name, kind=_kind(request))
    try:
        call = _call(request, f"file of {mailbox.report.pk}", digest.digest())
        return answered(once(call, lambda: _add(mailbox, upload)), HTTPStatus.CREATED)
    finally:
        upload.close()


def _raise(given: ReportIn) -> Done:
    raised = services.raise_report(
        body=given.body,
        content=given.content(),
        identity=given.reporter.identity(),
        channel=Channel.API,
        received_on=given.received_on,
    )
    return Done(as_bytes(_raised_out(raised)), raised.report_id)


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
    return Done(as_bytes(FileOut(name=str(upload.name), size=upload.size or 0)), mailbox.report.pk)


def _channel(request: HttpRequest) -> str:
    """Which channel calls. Raises ``Problem`` 401 without the key of one."""
    detail = "stuur de sleutel van je kanaal mee in X-Api-Key"
    unknown = Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "ApiKey"})
    return channel_of(configuration().channels, request.headers.get("X-Api-Key", ""), unknown)


def _mailbox(request: HttpRequest, reference: str) -> OpenMailbox:
    """The report that the receipt in ``Authorization`` opens. Raises ``Problem``: 401 without a receipt, and the same
    404 for a receipt of nobody, a receipt of another report, and a reference that does not exist. What somebody wrote
    to one person is no report: no terms run for it."""
    code = bearer(request)
    if not code:
        headers = {"WWW-Authenticate": "Bearer"}
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "stuur de code van de melder mee als Authorization: Bearer ...", headers=headers
        )
    try:
        receipt = read_receipt(code)
    except NotAReceipt:
        raise _unknown() from None
    found = Report.objects.filter(lookup=receipt.lookup).first()
    if found is None or found.reference != reference or person(found.body):
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
