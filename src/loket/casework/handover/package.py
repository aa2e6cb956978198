"""What goes to an organisation outside: one download with a letter, the parts on paper, and the files as they are.

It is made in memory and sent piece by piece: nothing of it ever lies open on a disk. The words go into the paper as
data, never as Typst source, so that none of them is read as code.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.casework.casefile import codes
from loket.casework.casefile.timeline import Part, person_name
from loket.casework.configuration import configuration
from loket.casework.handover.describing import goes, part_name, whom
from loket.casework.handover.plan import File, Shelf, Someone, shelf
from loket.casework.handover.receiving import reporter_identity, told_as_parts
from loket.casework.handover.standing import Standing
from loket.casework.sealing import OpenCase, read_person_identity
from loket.casework.words import ROLES
from loket.casework.writing import note
from loket.core import clock
from loket.core.language import page_language
from loket.core.paper import compile_pdf
from loket.intake import files

LETTER = "brief-en-stukken.pdf"
SOURCE = Path(__file__).parent / "layout"


def package(opened: OpenCase, now: Standing, *, actor: str) -> StreamingHttpResponse:
    """The download: exactly what was chosen, or nothing. Every file is read through first, so that nothing of a damaged
    one goes out; each download is an entry of the trail. Raises ``PlanChanged``, ``Damaged``, ``NoPdf``."""
    here = shelf(opened).of(now.plan)
    for file in here.files:
        files.check(file.note)
    letter = render(_words(opened, now, here))
    with transaction.atomic():
        counts = {"items": len(here.parts), "files": len(here.files), "identity": int(now.plan.identity)}
        note(opened.case, "case.export", actor=actor, day_only=False, to=now.plan.to, **counts)
    response = StreamingHttpResponse(zipped(letter, here.files), content_type="application/zip")
    response.headers["Content-Disposition"] = files.disposition(f"{opened.case.reference}-{now.number}.zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def zipped(letter: bytes, parts: Sequence[File]) -> Iterator[bytes]:
    """A ZIP with the letter and the files, in pieces, as they are sealed open. Raises ``Damaged``."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry(LETTER), letter)
        yield out.taken()
        for place, file in enumerate(parts, 1):
            name = f"{place:02}-{files.safe_name(file.note.name)}"
            with archive.open(_entry(name), "w", force_zip64=True) as entry:
                for piece in files.unsealed(file.note):
                    entry.write(piece)
                    yield out.taken()
    yield out.taken()


def render(said: dict[str, Any]) -> bytes:
    """The letter and the parts as a tagged PDF for the archive (PDF/UA-1, PDF/A-2a). Raises ``NoPdf``."""
    return compile_pdf(SOURCE / "package.typ", data=said, moment=clock.today())


class _Pieces:
    """Where the archive is written: it keeps only what was not taken yet, and cannot go back."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    close = flush

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def _entry(name: str) -> zipfile.ZipInfo:
    """By the day only, and not packed smaller: most files are packed already."""
    today = clock.today()
    return zipfile.ZipInfo(name, date_time=(max(today.year, 1980), today.month, today.day, 0, 0, 0))


def _words(opened: OpenCase, now: Standing, here: Shelf) -> dict[str, Any]:
    language = page_language()
    body = configuration().bodies.get(opened.case.body)
    sender = body.name(language) if body else opened.case.body
    to, day = whom(now.plan, language), date_format(clock.today(), "j F Y")
    return {
        "title": _("Overdracht aan %s") % to,
        "author": sender,
        "reference": opened.case.reference,
        "language": language,
        "lines": [
            (_("Van"), sender),
            (_("Aan"), to),
            (_("Dag"), day),
            (_("Ons kenmerk"), opened.case.reference),
            (_("Ontvangen"), date_format(opened.case.received_on, "j F Y")),
        ],
        "letter": [
            _("Hierbij krijgt u stukken uit ons dossier. Ze zijn vertrouwelijk en alleen voor u bestemd."),
            _("Dit gaat mee: %s.") % "; ".join(goes(now.plan, here)),
            _("De bestanden staan in dezelfde map als deze brief."),
        ],
        "parts": [
            *_reported(opened, now),
            *map(_part, here.parts),
            *(_someone(opened, now, one) for one in here.people),
        ],
    }


def _reported(opened: OpenCase, now: Standing) -> list[dict[str, Any]]:
    """What the reporter told, and who they are, as far as that goes along."""
    found: list[dict[str, Any]] = []
    if opened.report and now.plan.story:
        found += [_sheet(title, text) for title, text in told_as_parts(opened.report)]
    if opened.report and now.plan.identity:
        who = reporter_identity(opened.report)
        found.append(_sheet(_("De melder"), "", [(_("Naam"), who.name), (_("Te bereiken"), who.reach)]))
    return found


def _part(part: Part) -> dict[str, Any]:
    return _sheet(part_name(part), part.content.text, [(_("Dag"), date_format(part.item.on, "j F Y"))])


def _someone(opened: OpenCase, now: Standing, one: Someone) -> dict[str, Any]:
    content, lines = one.content, [(_("Rol"), str(ROLES[one.content.role]))]
    if one.person.number in now.plan.named:
        who = read_person_identity(one.person, opened.private)
        lines += [(_("Naam"), who.name), (_("Functie"), who.function), (_("Te bereiken"), who.reach)]
    if content.description:
        lines.append((_("Omschrijving"), codes.label("description", content.description)))
    return _sheet(person_name(one.person.number), content.about, lines)


def _sheet(title: str, text: str, lines: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n")]
    return {"title": title, "lines": [line for line in lines if line[1]], "text": [one for one in paragraphs if one]}
