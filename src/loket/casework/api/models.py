"""Incidents as another system sends them, and what it gets back. The OpenAPI description is made of these models."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from loket.core import clock
from loket.intake.api.models import Answer, Day, Email, Line, Out, Wire
from loket.intake.configuration import codes
from loket.taxonomy.current import code_lists

MOST = 1000
"""Incidents of one call."""
ID = r"^[!-~]{1,64}$"


def codes_of(name: str) -> frozenset[str]:
    """The codes of a list that hold today: units as a report may name them. Empty when there is no such list."""
    if name == "unit":
        return codes(name)
    year = clock.today().year
    return frozenset(code.code for code in code_lists().get(name, ()) if code.holds_in(year))


def _code_of(name: str) -> AfterValidator:
    def check(code: str) -> str:
        if code not in codes_of(name):
            raise ValueError(f"deze code staat vandaag niet in de lijst; kies uit {', '.join(sorted(codes_of(name)))}")
        return code

    return AfterValidator(check)


def _id(text: str) -> str:
    if not re.fullmatch(ID, text):
        raise ValueError("een kenmerk heeft 1 tot 64 zichtbare ASCII-tekens")
    return text


def _once(incidents: "list[IncidentIn]") -> "list[IncidentIn]":
    """Raises ``ValueError`` for an id that stands there twice."""
    seen: dict[str, int] = {}
    for index, incident in enumerate(incidents):
        if (first := seen.setdefault(incident.id, index)) != index:
            raise ValueError(f"incident {index} heeft hetzelfde kenmerk als incident {first}; stuur elk een keer")
    return incidents


class ContactIn(Wire):
    """Who can be asked about it. It is sealed apart from the incident."""

    name: Line = ""
    email: Email = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class IncidentIn(Wire):
    """Something that was lost, stolen or damaged. ``id``: the channel's own for it; the same id is the same incident.
    ``on``: the day that it happened, or was noticed."""

    id: Annotated[str, Field(json_schema_extra={"pattern": ID}), AfterValidator(_id)]
    item: Annotated[str, _code_of("incident_item")]
    how: Annotated[str, _code_of("incident_how")]
    on: Day
    unit: Annotated[str, _code_of("unit")]
    description: Answer = ""
    contact: ContactIn | None = None


class IncidentsIn(Wire):
    """Incidents of one call: all of them are taken, or none."""

    incidents: Annotated[list[IncidentIn], Field(min_length=1, max_length=MOST), AfterValidator(_once)]


class IncidentOut(Out):
    """An incident that stands. ``isNew``: false when it was sent before; then it stays as it was."""

    id: str
    reference: str
    is_new: bool


class IncidentsOut(Out):
    """The incidents of the call, in their order."""

    incidents: list[IncidentOut]
