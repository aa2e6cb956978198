"""A redacted copy of a part of a case file, for the person concerned or a court: what was picked is truly gone from it.
The copy is kept in the file, sealed like the rest, so that it can be shown later what somebody was given."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.casework import services
from loket.casework.content import ItemContent
from loket.casework.models import Item, ItemKind
from loket.casework.redaction import pages
from loket.casework.redaction.source import Source
from loket.casework.sealing import OpenCase
from loket.casework.writing import note
from loket.core import apart
from loket.core.errors import UserError
from loket.intake import files
from loket.intake.words import Words

COPY = "redacted"
"""The code of a part of the file that is a redacted copy."""
LARGEST = 25 * 1024 * 1024
"""Bytes of the largest file that a copy is made of."""

WHOM: dict[str, Words] = {
    "person_concerned": gettext_lazy("de betrokkene"),
    "court": gettext_lazy("een rechter"),
    "lawyer": gettext_lazy("een advocaat of gemachtigde"),
    "other": gettext_lazy("iemand anders"),
}
"""For whom a copy is made."""


class NotCopied(UserError):
    """No copy can be made, and why."""


@dataclass(frozen=True)
class Sheet:
    """One page: its lines of text, in order, and in how many strips it is divided."""

    lines: Sequence[str]
    strips: int


def sheets(source: Source) -> list[Sheet]:
    """The pages of what a copy is made of. Raises ``NotCopied``."""
    answer = json.loads(_ask("look", source, {}))
    return [Sheet(tuple(page["lines"]), page["strips"]) for page in answer["pages"]]


def picture(source: Source, number: int) -> bytes:
    """One page (from 0) as PNG, with the numbers of its lines or strips. Raises ``NotCopied``."""
    return _ask("view", source, {"page": number}).partition(b"\n")[2]


def make_copy(
    *, opened: OpenCase, source: Source, picked: Sequence[Sequence[int]], words: Sequence[str], whom: str, actor: str
) -> Item:
    """Make the copy and add it to the file. ``picked``: for each page the numbers (from 0) of lines or strips that are
    left out; ``words`` go wherever they stand; ``whom`` is a code of ``WHOM``.

    Raises ``NotCopied``, what ``add_item`` raises.
    """
    title = _("Afschrift: %(title)s") % {"title": source.title}
    # its own title says nothing of what it is a copy of: that may name who was left out
    given: dict[str, object] = {"picked": picked, "words": words, "title": _("Afschrift")}
    made = _ask("copy", source, given).partition(b"\n")[2]
    upload = files.store([made], name=_("afschrift.pdf"), kind="application/pdf")
    try:
        content = ItemContent(code=COPY, title=title[:200], values={"whom": whom, "of": source.slug})
        with transaction.atomic():
            item = services.add_item(
                opened=opened, kind=ItemKind.DOCUMENT, content=content, files=[upload], actor=actor
            )
            note(opened.case, "case.redact", actor=actor, number=item.number, whom=whom)
        return item
    finally:
        upload.close()


def _ask(act: str, source: Source, given: Mapping[str, object]) -> bytes:
    """What the program of the pages answers. Raises ``NotCopied``."""
    if len(source.data) > LARGEST:
        raise NotCopied(_why("too_big"))
    try:
        said = apart.run(pages.PROGRAM, act, data=json.dumps(given).encode() + b"\n" + source.data)
    except apart.Busy as error:
        raise NotCopied(_why("busy")) from error
    except apart.TooHard as error:
        raise NotCopied(_why("too_hard")) from error
    first = json.loads(said.partition(b"\n")[0])
    if "refused" in first:
        raise NotCopied(_why(first["refused"]))
    return said


def _why(reason: str) -> str:
    reasons = {
        "busy": _("Het is nu heel druk. Wacht even en probeer het opnieuw"),
        "broken": _("Dit bestand is beschadigd. Vraag het opnieuw aan wie het stuurde"),
        "locked": _("Op deze pdf zit een wachtwoord. Maak eerst een versie zonder"),
        "too_large": _("Deze foto heeft te veel beeldpunten. Maak hem eerst kleiner"),
        "too_long": _("Deze pdf heeft meer dan %d bladzijden. Splits hem eerst") % pages.MOST_PAGES,
        "other_kind": _("Van dit soort bestand kunnen we geen afschrift maken. Sla het op als pdf en voeg dat toe"),
        "too_big": _("Dit bestand is groter dan 25 MB. Splits het eerst"),
    }
    return reasons.get(reason, _("Dit bestand is te ingewikkeld. Maak er een eenvoudige pdf van en voeg die toe"))
