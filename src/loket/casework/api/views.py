"""Incidents by the API (API-1): many in one call, all of them or none; and the description of the whole API."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from loket.casework.api import taking
from loket.casework.api.models import MOST, IncidentsIn, IncidentsOut
from loket.casework.api.openapi import description
from loket.casework.configuration import configuration
from loket.intake.api.calls import answered, as_bytes, bearer, brake, channel_of, json_of
from loket.intake.api.errors import Problem, endpoint, read

MESSAGE = 16 * 1024 * 1024
"""Bytes of the largest call: a thousand descriptions of 2,000 characters fit, however they are escaped but for the
rarest."""
FIELDS = 10
"""More fields than an incident has: each that is wrong is named."""


@endpoint("POST")
def incidents(request: HttpRequest) -> HttpResponse:
    """Open a case for each incident; one that was sent before keeps its case."""
    channel = _channel(request)
    brake("incidents")
    given = read(IncidentsIn, json_of(request, MESSAGE), most=MOST * FIELDS)
    taken = taking.take(
        body=_desk(), channel=channel, incidents=given.incidents, actor=f"kanaal:{channel}" if channel else "kanaal"
    )
    status = HTTPStatus.CREATED if any(one.is_new for one in taken) else HTTPStatus.OK
    return answered(as_bytes(IncidentsOut(incidents=taken)), status)


@endpoint("GET")
def openapi(_request: HttpRequest) -> HttpResponse:
    """The description of this API (OpenAPI 3.0.3), with the codes that hold today."""
    return answered(json.dumps(description(), ensure_ascii=False).encode(), HTTPStatus.OK)


@endpoint()
def nothing(_request: HttpRequest, **_path: str) -> HttpResponse:
    """Every other address under /api/."""
    raise Problem(HTTPStatus.NOT_FOUND, "kijk in /api/v1/openapi.json wat er is")


def _channel(request: HttpRequest) -> str:
    """Which channel calls. Raises ``Problem`` 401 without the key of one."""
    detail = "stuur de sleutel van je kanaal mee als Authorization: Bearer ..."
    unknown = Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})
    return channel_of(configuration().channels, bearer(request), unknown)


def _desk() -> str:
    """The body that works incidents. Raises ``Problem`` 503 when there is none."""
    bodies = configuration().bodies_by(taking.PROCEDURE)
    if not bodies:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "deze organisatie neemt hier geen incidenten aan")
    return bodies[0].code
