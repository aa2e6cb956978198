"""A report as another system sends it, and what it gets back. The OpenAPI description is made of these models."""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

from loket.core import clock
from loket.intake.configuration import codes, configuration
from loket.intake.content import ANSWER, LINE, STORY, Content, Disclosure, Identity, Language
from loket.intake.models import State

EMAIL = r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Wire(BaseModel):
    """JSON of the API: camelCase, no unknown fields, no conversion of types."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, alias_generator=to_camel, hide_input_in_errors=True
    )


class Out(Wire):
    """An answer: made by the names of its fields, written in camelCase."""

    model_config = ConfigDict(validate_by_name=True)


def _code_of(name: str) -> AfterValidator:
    def check(code: str) -> str:
        if code not in codes(name):
            raise ValueError(f"deze code staat vandaag niet in de lijst; kies uit {', '.join(sorted(codes(name)))}")
        return code

    return AfterValidator(check)


def _body(code: str) -> str:
    if code not in configuration().bodies:
        raise ValueError(f"dit meldpunt neemt hier geen meldingen aan; kies uit {', '.join(configuration().bodies)}")
    return code


def _said(text: str) -> str:
    if not re.search(r"\S", text):
        raise ValueError("vertel wat er is gebeurd")
    return text.strip()


def _email(text: str) -> str:
    if not re.search(EMAIL, text):
        raise ValueError("dit is geen mailadres; schrijf naam@voorbeeld.nl")
    return text.strip()


def _day(value: object) -> dt.date:
    """Strict mode takes no text for a day, so the day is made here."""
    try:
        if isinstance(value, str) and re.fullmatch(DAY, value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    if isinstance(value, dt.date):
        return value
    raise ValueError("schrijf een dag die bestaat als jjjj-mm-dd")


def _past(day: dt.date) -> dt.date:
    if day > clock.today():
        raise ValueError("deze dag ligt in de toekomst; kies vandaag of een dag daarvoor")
    return day


Line = Annotated[str, Field(max_length=LINE)]
Answer = Annotated[str, Field(max_length=ANSWER)]
Email = Annotated[str, Field(max_length=LINE, json_schema_extra={"pattern": EMAIL}), AfterValidator(_email)]
Story = Annotated[str, Field(max_length=STORY, json_schema_extra={"pattern": r"\S"}), AfterValidator(_said)]
Day = Annotated[
    dt.date,
    AfterValidator(_past),
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "example": "2026-11-20"}),
]


class ReporterIn(Wire):
    """Who reports. ``disclosure`` says how they want to be known; not given, it is anonymous as long as no name, e-mail
    or phone is given, and in confidence otherwise. Of who is anonymous, name, e-mail and phone are not kept."""

    kind: Annotated[str, _code_of("reporter")]
    disclosure: Disclosure = ""
    name: Line = ""
    email: Email = ""
    phone: Line = ""

    def identity(self) -> Identity:
        """As it is sealed."""
        told = any(part.strip() for part in (self.name, self.email, self.phone))
        disclosure = self.disclosure or ("in_confidence" if told else "anonymous")
        if disclosure == "anonymous":
            return Identity.model_construct(disclosure="anonymous")
        name, email, phone = self.name.strip(), self.email, self.phone.strip()
        return Identity.model_construct(disclosure=disclosure, name=name, email=email, phone=phone)


class ReportIn(Wire):
    """A report. ``receivedOn``: the day on which anyone in the organisation first received it, today when not given;
    the terms run from it. ``language``: in which the reporter wants to be written to."""

    body: Annotated[str, AfterValidator(_body)]
    category: Annotated[str, _code_of("violation")]
    story: Story
    reporter: ReporterIn
    unit: Annotated[str, _code_of("unit")] = ""
    place: Answer = ""
    period: Answer = ""
    concerned: Answer = ""
    witnesses: Answer = ""
    still: Literal["", "yes", "no", "unknown"] = ""
    received_on: Day = Field(default_factory=clock.today)
    language: Language = "nl"

    def content(self) -> Content:
        """As it is sealed. Every field was checked here already."""
        return Content.model_construct(
            category=self.category,
            unit=self.unit,
            story=self.story,
            still=self.still,
            place=self.place.strip(),
            period=self.period.strip(),
            concerned=self.concerned.strip(),
            witnesses=self.witnesses.strip(),
            reporter=self.reporter.kind,
            language=self.language,
        )


class RaisedOut(Out):
    """A report that stands. The ``receipt`` opens its mailbox, as a code or as words: it is shown this once."""

    receipt: str
    receipt_words: str
    reference: str
    received_on: dt.date
    acknowledge_by: dt.date
    feedback_by: dt.date


class ReportOut(Out):
    """How far a report is."""

    reference: str
    state: State
    received_on: dt.date
    acknowledge_by: dt.date
    feedback_by: dt.date


class FileOut(Out):
    """A file that goes with the report now. ``size`` in bytes."""

    name: str
    size: int
