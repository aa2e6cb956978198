"""What advisers do to keep their certificate: training, meetings of their group, extra activities. Everybody writes
down their own, and sees their own; the national adviser sees how far somebody is."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loket.advisers.models import Adviser, PeerGroup, PeerMeeting, Requirement
from loket.advisers.network.errors import BadPeriod, NameTaken
from loket.core import audit, clock, once


@transaction.atomic
def add_requirement(
    *, adviser: Adviser, kind: str, month: dt.date, half_hours: int, title: str, token: uuid.UUID, actor: str
) -> None:
    """Write down what was done, in which month (its first day). The same form twice counts once. Raises
    ``BadPeriod``."""
    check_month(month)
    if once.first_time(token):
        adviser.requirements.create(kind=kind, month=month, half_hours=half_hours, title=title)
        _note(actor, f"account:{adviser.account.username}", "requirement")


@transaction.atomic
def remove_requirement(*, requirement: Requirement, actor: str) -> None:
    """Take back what was written down by mistake; nothing happens when it is gone already."""
    target = f"account:{requirement.adviser.account.username}"
    if Requirement.objects.filter(pk=requirement.pk).delete()[0]:
        _note(actor, target, "requirement")


@transaction.atomic
def add_group(*, name: str, actor: str) -> PeerGroup:
    """A group of advisers that meets. Raises ``NameTaken``."""
    try:
        with transaction.atomic():
            group = PeerGroup.objects.create(name=name)
    except IntegrityError as error:
        raise NameTaken(_("Er is al een groep met deze naam. Kies een andere naam"), "name") from error
    _note(actor, f"group:{group.pk}", "group")
    return group


@transaction.atomic
def add_meeting(
    *, group: PeerGroup, month: dt.date, half_hours: int, present: Iterable[Adviser], token: uuid.UUID, actor: str
) -> None:
    """Write down that a group met, for those of its members who were there. Raises ``BadPeriod``."""
    check_month(month)
    if once.first_time(token):
        meeting = PeerMeeting.objects.create(group=group, month=month, half_hours=half_hours)
        meeting.present.set(one for one in present if one.group_id == group.pk)
        _note(actor, f"group:{group.pk}", "group_meeting")


@transaction.atomic
def remove_meeting(*, meeting: PeerMeeting, actor: str) -> None:
    """Take back a meeting that was written down by mistake; nothing happens when it is gone already."""
    if PeerMeeting.objects.filter(pk=meeting.pk).delete()[0]:
        _note(actor, f"group:{meeting.group_id}", "group_meeting")


def check_month(month: dt.date) -> None:
    """Raises ``BadPeriod`` for a month that has yet to come."""
    if month > clock.today():
        raise BadPeriod(_("Deze maand moet nog komen. Kies deze maand of een eerdere"), "month")


def _note(actor: str, target: str, what: str) -> None:
    audit.record(actor=actor, action="network.change", target=target, summary={"what": what})
