"""Parts of a case file that officers write: notes, tasks, hearing records, plans, reports, documents; and labels."""

from collections.abc import Sequence

from django.db import transaction

from loket.casework import index, words
from loket.casework.closing import services as closing
from loket.casework.content import ItemContent
from loket.casework.errors import Gone
from loket.casework.models import Case, Item, ItemKind
from loket.casework.sealing import OpenCase, seal_card, seal_item
from loket.casework.values import known
from loket.casework.writing import add, changed, event, held, locked, note
from loket.core import clock
from loket.intake import services as intake
from loket.intake.files import SealedUpload
from loket.intake.models import MessageKind

ACTIONS = {
    ItemKind.NOTE: "case.note",
    ItemKind.TASK: "case.task",
    ItemKind.HEARING: "case.hearing",
    ItemKind.DECISION: "case.decide",
}
"""What stands in the trail for each kind; anything else is "case.document"."""


@transaction.atomic
def add_item(
    *, opened: OpenCase, kind: str, content: ItemContent, actor: str, files: Sequence[SealedUpload] = ()
) -> Item:
    """A new part of the file. It adds and changes nothing, so the version of the case stays; the caller's form sends it
    once (``core.once``). Raises ``Gone``, ``NotAReader``, ``TooMany``, ``TooBig``."""
    case = held(opened).case
    item = add(case, kind, content, actor=actor, uploads=files)
    _note(case, item, actor, uploads=len(files))
    return item


@transaction.atomic
def add_sealed_item(*, case: Case, content: ItemContent, kind: str, actor: str) -> Item:
    """The same, by another body, which need not be able to read the case: a decision that comes back. Raises
    ``Gone``."""
    case = locked(case)
    item = add(case, kind, content, actor=actor)
    _note(case, item, actor)
    return item


@transaction.atomic
def change_item(*, opened: OpenCase, item: Item, version: int, content: ItemContent, actor: str) -> Item:
    """Another content for a part of the file: a task that is done, a plan that was extended. ``version``: the one of
    the case that the form saw. Its author and day become those of the change.

    Raises ``Gone``, ``NotAReader``, ``Changed``.
    """
    case = held(opened, version).case
    found = Item.objects.filter(case=case, pk=item.pk).first()
    if found is None:
        raise Gone
    changed(case)
    case.save(update_fields=["version"])
    found.version, found.case_version = found.version + 1, case.version
    found.by, found.on = actor, clock.today()
    seal_item(found, content, bytes(case.public))
    found.save()
    _note(case, found, actor)
    return found


@transaction.atomic
def label(*, opened: OpenCase, version: int, unit: str, violation: str, actor: str) -> Item:
    """Which unit and which kind of violation it is about: codes of the lists ``unit`` and ``violation``, empty when not
    known. Raises ``Gone``, ``NotAReader``, ``Changed``, ``Unfilled``."""
    known(unit=unit, violation=violation)
    opened = held(opened, version)
    case = opened.case
    card = opened.card().model_copy(update={"unit": unit, "violation": violation})
    seal_card(case, card, opened.private)
    index.index_card(case, card, opened.search_key)
    changed(case)
    case.save(update_fields=["version", "card", "unit_digest", "violation_digest"])
    item = event(case, words.LABELS, actor=actor, values={"unit": unit, "violation": violation})
    closing.correct(opened=opened, actor=actor)
    note(case, "case.label", actor=actor)
    return item


@transaction.atomic
def write_to_reporter(*, opened: OpenCase, text: str, actor: str, files: Sequence[SealedUpload] = ()) -> int:
    """A message to the reporter, by who may read the case now; gives its number. Raises ``Gone``, ``NotAReader``,
    ``NoStory``, ``TooMany``, ``TooBig``."""
    opened = held(opened)
    if opened.report is None:
        raise Gone
    return intake.write_as_body(report=opened.report, kind=MessageKind.MESSAGE, text=text, files=files, actor=actor)


def _note(case: Case, item: Item, actor: str, *, uploads: int = 0) -> None:
    action = ACTIONS.get(ItemKind(item.kind), "case.document")
    note(case, action, actor=actor, kind=str(item.kind), number=item.number, files=uploads)
