"""A case goes back to the body that handed it over: its decisions, sealed to that case's public key alone."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from loket.casework import services
from loket.casework.casefile.timeline import Part
from loket.casework.configuration import configuration
from loket.casework.content import REPLACES, ItemContent
from loket.casework.errors import CaseworkError
from loket.casework.handover.copying import Copies, copied, key_of
from loket.casework.handover.deciding import CAME_BACK, DECIDED, decisions
from loket.casework.handover.plan import File, opened_parts
from loket.casework.handover.receiving import RECEIVED, WAY_BACK, end_view
from loket.casework.models import Case, ItemKind
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.casework.writing import add, held, note
from loket.core import mail
from loket.intake.content import LINE
from loket.intake.files import SealedUpload

RETURNED = "returned"
"""The code of the part that says that a case came back, with or without a decision."""


class NoWayBack(CaseworkError):
    """The case that this one came from has ended or was destroyed: a decision has nobody to go to."""

    def __init__(self) -> None:
        super().__init__(_("De zaak waar dit vandaan kwam, is er niet meer. Overleg met het meldpunt dat dit stuurde"))


class OtherKey(CaseworkError):
    """What would go back would be sealed to another key than that of the case that this one came from."""

    def __init__(self) -> None:
        super().__init__(
            _("De sleutel van de zaak waar dit vandaan kwam, is vervangen. Stuur niets terug en waarschuw de beheerder")
        )


def send_back(
    *, opened: OpenCase, act: Act, version: int, values: Mapping[str, str], text: str, actor: str
) -> Case | None:
    """Do this step and send the decisions back, each about the person who has the same number there. This body needs
    nothing but the public half of that case's key, and reads nothing of it. Gives the case that it went back to; None
    when that one has ended and this step needs no decision: then this case just ends too.

    Raises ``NoWayBack``, ``OtherKey``, ``Damaged``, ``TooMany``, ``TooBig``, and what ``services.act`` raises.
    """
    with copied(_files(_taken(opened))) as copies, transaction.atomic():
        opened = held(opened, version)
        origin = _way_back(opened.case)
        if origin is None and "decision" in act.requires:
            raise NoWayBack
        if origin:
            _refuse_other_key(opened, origin)
            mail.notice_for_body(body=origin.body)
        services.act(opened=opened, act=act.code, version=version, values=values, text=text, actor=actor, handed=True)
        taken = _taken(opened) if origin else []
        if origin:
            _give(origin, _came(opened, text or " ".join(values.values()), taken), taken, copies, actor)
        note(opened.case, "case.return", actor=actor, to=origin.body if origin else "", items=len(taken))
        if act.handover and act.handover.view_ends:
            end_view(opened.case)
        return origin


def _way_back(case: Case) -> Case | None:
    """The case that this one came from, locked, when its body still works on it."""
    if case.origin_id is None:
        return None
    going_on = Case.objects.filter(pk=case.origin_id, view_ended_on=None, closed_on=None)
    return going_on.select_for_update(no_key=True).first()


def _refuse_other_key(opened: OpenCase, origin: Case) -> None:
    """The key in the database may have been put there by another than the body: what it told when it handed this case
    over, sealed, is what counts. Raises ``OtherKey``."""
    came = [part.content.values for part in opened_parts(opened, (ItemKind.HANDOVER,)) if part.content.code == RECEIVED]
    if not came or came[0].get(WAY_BACK) != bytes(origin.public).hex():
        raise OtherKey


def _give(origin: Case, came: ItemContent, taken: Sequence[Part], copies: Copies, actor: str) -> None:
    """Add to a locked case that something came back, and each decision with its files."""
    add(origin, ItemKind.HANDOVER, came, actor=actor)
    for part in taken:
        uploads = [copies[key_of(file)] for file in _files([part]) if key_of(file) in copies]
        _add(origin, part, uploads, actor)


def _taken(opened: OpenCase) -> list[Part]:
    return [part for part in decisions(opened) if part.content.code == DECIDED]


def _files(parts: Sequence[Part]) -> list[File]:
    return list(_each(parts))


def _each(parts: Sequence[Part]) -> Iterator[File]:
    for part in parts:
        yield from (File(part.item.number, note) for note in part.content.files)


def _add(origin: Case, part: Part, uploads: Sequence[SealedUpload], actor: str) -> None:
    values = {name: value for name, value in part.content.values.items() if name != REPLACES}
    changes = {"code": CAME_BACK, "values": values, "files": (), "message": 0}
    add(origin, ItemKind.DECISION, part.content.model_copy(update=changes), actor=actor, uploads=uploads)


def _came(opened: OpenCase, text: str, taken: Sequence[Part]) -> ItemContent:
    body = configuration().bodies.get(opened.case.body)
    name = body.name("nl") if body else opened.case.body
    title = (_("Terug van %s, met een besluit") if taken else _("Terug van %s, zonder besluit")) % name
    values = {"from": opened.case.body, "reference": opened.case.reference}
    return ItemContent(code=RETURNED, title=title[:LINE], text=text, values=values)
