"""What happens to what a phone kept: each sealed entry by itself counts, counted already, or says why it cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from loket.advisers import sealing, services
from loket.advisers.access import Desk
from loket.advisers.models import Entry
from loket.advisers.offline import queries, sealed
from loket.advisers.offline.sealed import Unreadable
from loket.advisers.tally.register_form import RegisterForm
from loket.core.errors import UserError

MOST = 100
"""Sealed entries in one request; the script sends fewer."""


class Became(StrEnum):
    """What became of one entry. The phone lets go of the first two, and of nothing else."""

    COUNTED = "counted"
    STANDING = "standing"
    """It counted already: its answer was lost, or it was sent as usual too."""
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Outcome:
    """``reason``: why it does not count, for who looks at the page."""

    became: Became
    reason: str = ""


def receive(*, desk: Desk, texts: Sequence[str]) -> list[Outcome]:
    """Count what can be counted, one by one: what is wrong with one leaves the others alone. Sent again it counts
    once."""
    keys = {one.row.pk: one.private for one in queries.devices(desk)}
    return [_receive(desk, text, keys) for text in texts]


def open_one(*, desk: Desk, text: str) -> QueryDict:
    """The form within one sealed entry, to be mended. Raises ``Unreadable``."""
    return _opened(text, {one.row.pk: one.private for one in queries.devices(desk)})


def _opened(text: str, keys: dict[UUID, str]) -> QueryDict:
    private = keys.get(sealed.device_of(text))
    if private is None:
        raise Unreadable
    return sealed.open_sealed(text, private)


def _receive(desk: Desk, text: str, keys: dict[UUID, str]) -> Outcome:
    try:
        form = RegisterForm(_opened(text, keys))
    except Unreadable:
        reason = _("Een wachtende adviesvraag kan niet meer open: het toestel is weggehaald, of iemand anders telde haar")
        return Outcome(Became.UNREADABLE, reason)
    is_right = form.is_valid()
    if "id" in form.cleaned_data and _stands(desk, form.id_of):
        return Outcome(Became.STANDING)
    if not is_right:
        return Outcome(Became.REFUSED, _first(form.errors.values()))
    try:
        month = form.cleaned_data["month"] or None
        services.register(desk=desk, id=form.id_of, new=form.new, month=month)
    except UserError as error:
        return Outcome(Became.REFUSED, str(error))
    return Outcome(Became.COUNTED)


def _stands(desk: Desk, entry: UUID) -> bool:
    return Entry.objects.filter(pk=entry, owner=sealing.tag(desk.private, "entry")).exists()


def _first(errors: Iterable[Sequence[str]]) -> str:
    return next(str(error) for found in errors for error in found)
