"""Documents of a case. Another version is another part of the file that says what it replaces: nothing is written over,
and every earlier version can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from loket.casework import services
from loket.casework.casefile.timeline import Part
from loket.casework.content import REPLACES, ItemContent
from loket.casework.errors import Changed
from loket.casework.models import Item, ItemKind
from loket.casework.sealing import OpenCase
from loket.casework.writing import held
from loket.intake import files
from loket.intake.files import SealedUpload

WRITTEN = (ItemKind.PLAN, ItemKind.REPORT, ItemKind.DOCUMENT)
"""The kinds that officers write and change."""


@dataclass(frozen=True)
class Version:
    """A version of a document: which it is, counted from 1, and the part of the file."""

    count: int
    part: Part


def versions(parts: Sequence[Part], number: int) -> list[Version]:
    """Every version of the document that this part is one of, the first one first."""
    by_number = {part.item.number: part for part in parts}
    after = {earlier(part): part for part in parts if earlier(part)}
    first = by_number[number]
    while earlier(first) in by_number:
        first = by_number[earlier(first)]
    chain = [first]
    while chain[-1].item.number in after:
        chain.append(after[chain[-1].item.number])
    return [Version(count, part) for count, part in enumerate(chain, 1)]


def earlier(part: Part) -> int:
    """The number of the version before this one; 0 for the first."""
    given = part.content.values.get(REPLACES, "")
    return int(given) if given.isascii() and given.isdigit() else 0


@transaction.atomic
def write(
    *,
    opened: OpenCase,
    kind: str,
    content: ItemContent,
    uploads: Sequence[SealedUpload],
    replaces: Part | None,
    actor: str,
) -> Item:
    """A document, or with ``replaces`` its next version, which keeps the files of the one before it.

    Raises ``Changed`` when another wrote the next version meanwhile, ``Gone``, ``NotAReader``, ``TooMany``, ``TooBig``.
    """
    if replaces is None:
        return services.add_item(opened=opened, kind=kind, content=content, files=uploads, actor=actor)
    case = held(opened).case
    number = replaces.item.number
    later = [item for item in opened.items() if item.number > number]
    if newer := [item for item in later if earlier(Part(item, opened.item(item))) == number]:
        raise Changed(newer, case.version)
    files.claim(uploads, case=case.pk)
    notes = (*replaces.content.files, *(upload.note() for upload in uploads))
    content = content.model_copy(update={"files": notes, "values": {REPLACES: str(number)}})
    return services.add_item(opened=opened, kind=kind, content=content, actor=actor)
