"""A file that an adviser chose, read apart (``core.apart``) by ``sheets``: what comes back is plain text in rows."""

import json
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from loket.advisers.importing import sheets
from loket.advisers.importing.content import DraftContent, Sheet, sheet_of
from loket.advisers.importing.errors import BadSheet
from loket.core import apart

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""
_MOST_TEXT = 8 * 1024 * 1024
"""Bytes of what comes out of it."""


def read(data: bytes) -> DraftContent:
    """The sheets of a file, without the columns that hold stories or people. Raises ``BadSheet``."""
    if len(data) > LARGEST:
        raise BadSheet(_why("too_large"))
    answer = _ask(data)
    if "refused" in answer:
        raise BadSheet(_why(answer["refused"]))
    return DraftContent(file=blake2b(data, digest_size=32).hexdigest(), sheets=tuple(map(_sheet, answer["sheets"])))


def _sheet(found: dict[str, Any]) -> Sheet:
    return sheet_of(found["name"], tuple((number, tuple(cells)) for number, cells in found["rows"]))


def _ask(data: bytes) -> dict[str, Any]:
    try:
        said = apart.run(sheets.PROGRAM, data=data)
    except apart.Busy as error:
        raise BadSheet(_why("busy")) from error
    except apart.TooHard as error:
        raise BadSheet(_why("too_hard")) from error
    answer: dict[str, Any] = {"refused": "too_large"} if len(said) > _MOST_TEXT else json.loads(said)
    return answer


def _why(reason: str) -> str:
    return {
        "busy": _("Het is nu heel druk. Wacht even en probeer het opnieuw"),
        "broken": _("We kunnen dit bestand niet openen: het is beschadigd. Bewaar het opnieuw in je rekenprogramma"),
        "locked": _("Op dit bestand zit een wachtwoord. Bewaar het zonder wachtwoord en kies het opnieuw"),
        "old_excel": _("Dit is een oud soort Excel-bestand (.xls). Bewaar het als .xlsx, .ods of .csv"),
        "other_kind": _("Dit is geen ODS-, XLSX- of CSV-bestand, wat de naam ook zegt. Bewaar je Tellijst zo"),
        "too_large": _("Dit bestand is te groot. Het mag hooguit 10 MB zijn; haal weg wat je niet inleest"),
        "too_long": _("Er staan meer dan 5.000 rijen in. Deel het bestand op"),
        "too_wide": _("Er staan meer dan 60 kolommen in. Haal de kolommen weg die je niet inleest"),
        "empty": _("Er staat niets in dit bestand. Kies een ander"),
    }.get(reason) or _("Dit bestand is te ingewikkeld. Bewaar het blad als CSV en kies dat")
