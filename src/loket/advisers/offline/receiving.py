"""What happens to what a phone kept: each sealed entry by itself counts, counted already, or says why it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def refused_form(*, desk: Desk, text: str) -> RegisterForm | None:
    """One sealed entry as a form that says what is wrong with it; None when it counts by now. Raises ``Unreadable``."""
    keys = {one.row.pk: one.private for one in queries.devices(desk)}
    form, became = _judge(desk, _opened(text, keys))
    return form if became == Became.REFUSED else None


def _opened(text: str, keys: dict[UUID, str]) -> QueryDict:
    private = keys.get(sealed.device_of(text))
    if private is None:
        raise Unreadable
    return sealed.open_sealed(text, private)


def _receive(desk: Desk, text: str, keys: dict[UUID, str]) -> Outcome:
    try:
        form, became = _judge(desk, _opened(text, keys))
    except Unreadable:
        return Outcome(Became.UNREADABLE, _("Het toestel is weggehaald, of iemand anders telde deze adviesvraag"))
    return Outcome(became, _first(form))


def _judge(desk: Desk, data: QueryDict) -> tuple[RegisterForm, Became]:
    """Count it, if it can be; otherwise the form says why not."""
    form = RegisterForm(data)
    is_right = form.is_valid()
    if "id" in form.cleaned_data and _stands(desk, form.id_of):
        return form, Became.STANDING
    if is_right:
        try:
            new = replace(form.new, asked_other=False)  # the phone had no page to ask on
            services.register(desk=desk, id=form.id_of, new=new, month=form.cleaned_data["month"] or None)
        except UserError as error:
            form.add_error(None, str(error))
    return form, Became.REFUSED if form.errors else Became.COUNTED


def _stands(desk: Desk, entry: UUID) -> bool:
    return Entry.objects.filter(pk=entry, owner=sealing.tag(desk.private, "entry")).exists()


def _first(form: RegisterForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
