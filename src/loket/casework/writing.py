"""How a case file is written: under the lock of its row, by who may, and on what they saw.

Locks are taken in one order, so that nobody waits in a circle: the keys of bodies (``keys.queries.sealing_key``), the
row of a report that is taken up, the row of a case, the row of its report, the facts (``facts.services``), the numbers
of cases, the outbox, the trail. Whoever does several acts in one transaction takes the first of these locks first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Max

from loket.casework.access import Desk, may_read, visible
from loket.casework.content import ItemContent
from loket.casework.errors import Changed, Gone, NotAReader
from loket.casework.models import Case, Item, ItemKind
from loket.casework.sealing import OpenCase, prove_public, seal_item
from loket.core import audit, clock
from loket.intake import files
from loket.intake.files import SealedUpload


def held(opened: OpenCase, version: int | None = None) -> OpenCase:
    """The case as it is now, its row locked until the transaction ends. ``version``: the one that the form saw, for
    what changes something; None for what only adds.

    Raises ``Gone``, ``NotAReader`` for who may not read it any more, ``SwappedKey``, ``Changed``.
    """
    case = locked(opened.case)
    if case.body != opened.case.body or case.view_ended_on or not may_read(case, opened.me):
        raise NotAReader(case)
    prove_public(case, opened.private)
    if version is not None and version != case.version:
        raise Changed(list(Item.objects.filter(case=case, case_version__gt=version)), case.version)
    return replace(opened, case=case)


def held_at(desk: Desk, case: Case) -> Case:
    """The same for who need not be able to read it. Raises ``Gone`` for who may not know of it any more."""
    case = locked(case)
    if not visible(desk).filter(pk=case.pk).exists():
        raise Gone
    return case


def locked(case: Case) -> Case:
    """The row as it is now; writers of the same case queue here. Raises ``Gone``."""
    found = Case.objects.select_for_update(no_key=True).filter(pk=case.pk).first()
    if found is None:
        raise Gone
    return found


def changed(case: Case) -> None:
    """A locked case gets its next version, before what changed it is added."""
    case.version += 1


def add(case: Case, kind: str, content: ItemContent, *, actor: str, uploads: Sequence[SealedUpload] = ()) -> Item:
    """The next part of the file of a locked case; it needs only the public half of the case's key. Raises ``TooMany``,
    ``TooBig``."""
    if uploads:
        files.claim(uploads, case=case.pk)
        content = content.model_copy(update={"files": tuple(upload.note() for upload in uploads)})
    last = Item.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    item = new_item(case, last + 1, kind, content, actor=actor)
    item.save(force_insert=True)
    return item


def new_item(case: Case, number: int, kind: str, content: ItemContent, *, actor: str) -> Item:
    """A part of the file, sealed; the caller saves it."""
    item = Item(case=case, number=number, case_version=case.version, kind=ItemKind(kind), on=clock.today(), by=actor)
    seal_item(item, content, bytes(case.public))
    return item


def event(case: Case, code: str, *, actor: str, person: int = 0, values: Mapping[str, str] | None = None) -> Item:
    """Note what happened (a code of ``words.EVENTS``) in the file of a locked case."""
    return add(case, ItemKind.EVENT, ItemContent(code=code, person=person, values=dict(values or {})), actor=actor)


def note(case: Case, action: str, *, actor: str, day_only: bool = False, **summary: int | str) -> None:
    """The entry in the trail, last in the transaction: codes and counts only."""
    summary = {"body": case.body, **summary}
    audit.record(actor=actor, action=action, target=f"case:{case.reference}", summary=summary, day_only=day_only)
