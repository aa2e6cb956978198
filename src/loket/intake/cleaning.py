"""Hidden data in what a reporter uploads: say which there are, offer a copy without them.

``hidden`` does the work apart (``core.apart``). The file stands in memory here, up to ``LARGEST``; nothing of it is
written anywhere but into the sealed storage.
"""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.core import apart
from loket.core.errors import UserError
from loket.intake import hidden

LARGEST = 25 * 1024 * 1024
"""Bytes of the largest file that is looked into."""
EXTENSIONS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "pdf": "PDF"}

FOUND: dict[str, str | Promise] = {
    "place": gettext_lazy("de plaats"),
    "device": gettext_lazy("het toestel"),
    "maker": gettext_lazy("de maker"),
    "time": gettext_lazy("datum en tijd"),
    "program": gettext_lazy("het programma"),
    "preview": gettext_lazy("een kleine versie van het beeld"),
    "text": gettext_lazy("een verborgen tekst"),
}
"""What may be hidden, as people read it."""


class NotCleaned(UserError):
    """No copy can be made. ``reason``: a code of ``hidden.Refused``, or ``too_big``, or ``too_hard`` when it took too
    much time or memory, or ``busy`` when others had their turn."""

    def __init__(self, reason: str) -> None:
        super().__init__(_why(reason))
        self.reason = reason


@dataclass(frozen=True)
class Copy:
    """A file without hidden data, and what was found in the first one."""

    data: bytes
    found: tuple[str, ...]


def can_be_cleaned(name: str, size: int) -> bool:
    """Whether it is worth looking into this file: its name says a type that we know, and it is not too big."""
    return name.rpartition(".")[2].lower() in EXTENSIONS and 0 < size <= LARGEST


def find(data: bytes) -> tuple[str, ...]:
    """What is hidden in this file, as codes of ``FOUND``. Raises ``NotCleaned``."""
    return _ask("look", data).found


def clean(data: bytes) -> Copy:
    """A copy without it. Raises ``NotCleaned``."""
    return _ask("clean", data)


def in_words(found: tuple[str, ...]) -> str:
    """What was found, as a list in a sentence: "de plaats, het toestel en datum en tijd"."""
    names = [str(FOUND[code]) for code in found if code in FOUND]
    return _("{first} en {last}").format(first=", ".join(names[:-1]), last=names[-1]) if names[1:] else "".join(names)


def _ask(act: str, data: bytes) -> Copy:
    if len(data) > LARGEST:
        raise NotCleaned("too_big")
    try:
        said = apart.run(hidden.PROGRAM, act, data=data)
    except apart.Busy as error:
        raise NotCleaned("busy") from error
    except apart.TooHard as error:
        raise NotCleaned("too_hard") from error
    line, _line_end, copy = said.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise NotCleaned(answer["refused"])
    return Copy(copy, tuple(answer["found"]))


def _why(reason: str) -> str:
    if reason == "busy":
        return _("Het is nu heel druk. Wacht even en probeer het opnieuw")
    reasons = {
        "broken": _("We kunnen dit bestand niet openen: het is beschadigd."),
        "locked": _("Op deze pdf zit een wachtwoord."),
        "too_large": _("Deze foto heeft te veel beeldpunten."),
        "moving": _("Dit beeld beweegt."),
        "other_kind": _("Dit is geen JPEG, PNG, WebP of pdf, wat de naam ook zegt."),
        "too_big": _("Dit bestand is groter dan 25 MB."),
    }
    return (
        reasons.get(reason, _("Dit bestand is te ingewikkeld."))
        + " "
        + _("We kunnen er geen kopie van maken. Je kunt het wel meesturen.")
    )
