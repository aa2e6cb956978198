"""Deciding on a person concerned: the closed list of CAO-1, and nobody punished who was not heard first (CAO-2).

The competent authority decides in its own case; an investigation bureau puts on record what was decided on paper, or
takes over what came back. What is decided is written with the person, and stays in the file as a decision.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from loket.casework import engine, queries, services
from loket.casework.casefile.timeline import Part
from loket.casework.configuration import procedure_of
from loket.casework.content import REPLACES, ItemContent, PersonContent
from loket.casework.errors import CaseworkError, Gone, NotNow, NotYours, Unfilled
from loket.casework.handover.plan import opened_parts
from loket.casework.measures import Measures, measures
from loket.casework.models import Case, Item, ItemKind, Person
from loket.casework.sealing import OpenCase
from loket.casework.writing import held
from loket.core import clock
from loket.intake.files import SealedUpload
from loket.taxonomy.current import code_list

DECIDED, CAME_BACK = "decided", "came_back"
"""The codes of a decision: taken or put on record here, and taken by another body that sent it back."""


class NotHeard(CaseworkError):
    """A punishment for somebody who was not heard before it was decided (CAO-2)."""

    def __init__(self, person: int) -> None:
        message = _(
            "Persoon %d is niet gehoord voor deze dag. Leg eerst het verslag van een gesprek vast voor een straf"
        )
        super().__init__(message % person)


@dataclass(frozen=True)
class Decision:
    """What was decided about somebody. Codes are of the lists ``description`` and ``settlement``, and of
    ``measures.yaml``; a punishment brings its own settlement along. ``heard_on``: the last day before it on which they
    were heard."""

    description: str
    established: str
    settlement: str
    decided_on: dt.date
    measures: tuple[str, ...] = ()
    order_measures: tuple[str, ...] = ()
    heard_on: dt.date | None = None

    @property
    def values(self) -> dict[str, str]:
        """As it stands in a part of the file."""
        return {
            "description": self.description,
            "established": self.established,
            "settlement": self.settlement,
            "measures": " ".join(self.measures),
            "order_measures": " ".join(self.order_measures),
            "decided_on": self.decided_on.isoformat(),
            "heard_on": self.heard_on.isoformat() if self.heard_on else "",
        }


def read_decision(values: Mapping[str, str]) -> Decision:
    """The decision in a part of the file. Raises ``KeyError`` or ``ValueError`` for a part that holds none."""
    heard = values.get("heard_on", "")
    return Decision(
        description=values["description"],
        established=values["established"],
        settlement=values["settlement"],
        decided_on=dt.date.fromisoformat(values["decided_on"]),
        measures=tuple(values.get("measures", "").split()),
        order_measures=tuple(values.get("order_measures", "").split()),
        heard_on=dt.date.fromisoformat(heard) if heard else None,
    )


@transaction.atomic
def decide(
    *,
    opened: OpenCase,
    person: int,
    version: int,
    decision: Decision,
    text: str,
    actor: str,
    files: Sequence[SealedUpload] = (),
) -> Item:
    """Decide on somebody concerned, or put on record what was decided on paper; ``text`` is why. An earlier decision on
    the same person stays in the file, and this one takes its place.

    Raises ``Gone``, ``NotAReader``, ``Changed``, ``NotNow``, ``NotYours``, ``Unfilled``, ``NotHeard``, ``TooMany``,
    ``TooBig``.
    """
    opened = _deciding(opened, version)
    found, content = _concerned(opened, person)
    decision = _heard(opened, person, content, _checked(decision))
    before = [part for part in decisions(opened) if part.content.person == person]
    values = decision.values | ({REPLACES: str(before[-1].item.number)} if before else {})
    _apply(opened, found, content, decision, actor)
    item = ItemContent(code=DECIDED, text=text, person=person, values=values)
    return services.add_item(opened=opened, kind=ItemKind.DECISION, content=item, files=files, actor=actor)


@transaction.atomic
def take_over(*, opened: OpenCase, number: int, version: int, actor: str) -> None:
    """Write a decision that came back from the competent authority with the person it is about. Raises ``Gone`` when
    there is no such decision or person, ``NotAReader``, ``Changed``, ``NotNow``, ``NotYours``, ``Unfilled``,
    ``NotHeard``."""
    opened = _deciding(opened, version)
    part = next((one for one in decisions(opened) if one.item.number == number), None)
    if part is None or part.content.code != CAME_BACK:
        raise Gone
    found, content = _concerned(opened, part.content.person)
    decision = _heard(opened, found.number, content, _checked(read_decision(part.content.values)))
    _apply(opened, found, content, decision, actor)


def decisions(opened: OpenCase) -> list[Part]:
    """The decisions in the file that no other took the place of, in order."""
    parts = opened_parts(opened, (ItemKind.DECISION,))
    replaced = {part.content.values.get(REPLACES) for part in parts}
    return [part for part in parts if str(part.item.number) not in replaced]


def can_decide(case: Case) -> bool:
    """Whether the procedure of this case knows decisions."""
    return any("decision" in act.requires for act in procedure_of(case).acts)


def hearings(opened: OpenCase, person: int, content: PersonContent) -> list[dt.date]:
    """The days on which somebody was heard, as far as they are on record."""
    parts = [part for part in opened_parts(opened, (ItemKind.HEARING,)) if part.content.person == person]
    days = [_day(part.content.values.get("on", "")) or part.item.on for part in parts]
    return sorted([*days, *([content.heard_on] if content.heard_on else [])])


def _deciding(opened: OpenCase, version: int) -> OpenCase:
    opened = held(opened, version)
    if opened.case.assignee_id != opened.me.pk:
        raise NotYours
    if opened.case.closed_on or not can_decide(opened.case) or _stays_uncounted(opened):
        raise NotNow
    return opened


def _stays_uncounted(opened: OpenCase) -> bool:
    """Whether a decision of now would stay out of the figures: the case ended without one, and has come past the step
    that counts it."""
    procedure, happened = procedure_of(opened.case), queries.happened(opened)
    counting = {rule.act for rule in procedure.facts if rule.each == "person"} - set(happened)
    return any(engine.is_past(procedure, code, opened.case.stage) for code in counting)


def _concerned(opened: OpenCase, number: int) -> tuple[Person, PersonContent]:
    """Somebody concerned, as they are now; nobody decides on a witness. Raises ``Gone``."""
    found = Person.objects.filter(case=opened.case, number=number).first()
    content = opened.person(found) if found else None
    if found is None or content is None or content.role != "concerned":
        raise Gone
    return found, content


def _checked(decision: Decision) -> Decision:
    """The decision with the settlement that its heaviest punishment counts as. Raises ``Unfilled``."""
    known, errors = measures(), dict[str, str]()
    if decision.description not in _codes("description"):
        errors["description"] = _("Kies de omschrijving")
    if decision.established not in {"yes", "partly", "no"}:
        errors["established"] = _("Kies of het is vastgesteld")
    if decision.decided_on > clock.today():
        errors["decided_on"] = _("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag")
    if set(decision.order_measures) - set(known.order_measures):
        errors["order_measures"] = _("Kies uit de lijst")
    errors |= _wrong_outcome(decision, known)
    if errors:
        raise Unfilled(errors)
    settlement = known.settlement_of(decision.measures) or decision.settlement
    return replace(decision, settlement=settlement)


def _wrong_outcome(decision: Decision, known: Measures) -> dict[str, str]:
    """What does not fit between the settlement, the punishments, and what was established."""
    punished, of_them = decision.measures, known.settlement_of(decision.measures)
    if set(punished) - set(known.punishments):
        return {"measures": _("Kies straffen uit de lijst; andere kent de cao niet")}
    if punished and decision.settlement not in {"", of_them}:
        return {"measures": _("Deze straf hoort niet bij deze afdoening. Kies een straf, of een andere afdoening")}
    if punished and decision.established == "no":
        return {"established": _("Wat niet is vastgesteld, kan geen straf krijgen. Kies een andere afdoening")}
    if punished or decision.settlement in known.others:
        return {}
    if known.is_disciplinary(decision.settlement):
        return {"measures": _("Kies de straf")}
    return {"settlement": _("Kies de afdoening")}


def _heard(opened: OpenCase, person: int, content: PersonContent, decision: Decision) -> Decision:
    """The decision with the last day of hearing before it. Raises ``NotHeard`` when it is disciplinary and there is no
    such day (CAO-2)."""
    days = [*hearings(opened, person, content), *([decision.heard_on] if decision.heard_on else [])]
    before = [day for day in days if day <= decision.decided_on]
    if measures().is_disciplinary(decision.settlement) and not before:
        raise NotHeard(person)
    return replace(decision, heard_on=max(before, default=None))


def _apply(opened: OpenCase, person: Person, content: PersonContent, decision: Decision, actor: str) -> None:
    changes = {**asdict(decision), "heard_on": decision.heard_on or content.heard_on}
    services.change_person(
        opened=opened,
        person=person,
        version=opened.case.version,
        content=content.model_copy(update=changes),
        identity=None,
        actor=actor,
    )


def _codes(name: str) -> Iterable[str]:
    return {code.code for code in code_list(name)}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
