"""Information activities of the network: each is one fact of the year, which follows it when it is corrected or taken
back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from loket.advisers.models import Activity
from loket.advisers.network.errors import UnknownCode
from loket.advisers.network.growth import check_month
from loket.advisers.network.services import check_unit
from loket.core import audit, once
from loket.facts import services as facts
from loket.taxonomy.current import code_list

KIND = "awareness_activity"


@dataclass(frozen=True)
class Held:
    """What was held: for which unit, of which kind, in which month (its first day), for how many people if they were
    counted."""

    unit: str
    topic: str
    month: dt.date
    title: str
    participants: int | None = None


@transaction.atomic
def add(*, held: Held, token: uuid.UUID, actor: str) -> Activity | None:
    """Write down an activity, and count it; None when this form was handled before. Raises ``UnknownCode``,
    ``BadPeriod``."""
    _check(held)
    facts.stand_in_line()
    if not once.first_time(token):
        return None
    fact = facts.yield_fact(kind=KIND, year=held.month.year, columns=_columns(held), actor=actor)
    activity = Activity.objects.create(**vars(held), by=actor, fact=fact)
    _note(actor, "activity.add", activity)
    return activity


@transaction.atomic
def change(*, activity: Activity, held: Held, actor: str) -> None:
    """Correct an activity, with what it counts. Raises ``UnknownCode``, ``BadPeriod``, ``NoSuchFact``."""
    _check(held)
    facts.stand_in_line()
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    facts.correct_fact(kind=KIND, fact=activity.fact, year=held.month.year, columns=_columns(held), actor=actor)
    Activity.objects.filter(pk=activity.pk).update(**vars(held))
    _note(actor, "activity.change", activity)


@transaction.atomic
def remove(*, activity: Activity, actor: str) -> None:
    """Take an activity back that was not held; nothing happens when it is gone already."""
    facts.stand_in_line()
    found = Activity.objects.select_for_update().filter(pk=activity.pk).first()
    if found:
        facts.withdraw_fact(kind=KIND, fact=found.fact, actor=actor)
        found.delete()
        _note(actor, "activity.remove", activity)


def _check(held: Held) -> None:
    check_unit(held.unit)
    check_month(held.month)
    if held.topic not in {code.code for code in code_list("awareness_topic")}:
        raise UnknownCode(_("Kies een soort activiteit uit de lijst"), "topic")


def _columns(held: Held) -> facts.Columns:
    return {"unit": held.unit, "topic": held.topic, "participants": held.participants}


def _note(actor: str, action: str, activity: Activity) -> None:
    audit.record(actor=actor, action=action, target=f"activity:{activity.pk}", summary={"year": activity.month.year})
