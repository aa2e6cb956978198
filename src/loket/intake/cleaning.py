"""Hidden data in what a reporter uploads: say which there are, offer a copy without them.

``hidden`` does the work in a process of its own, which gets the file and nothing else: no keys, no environment, no
place on the disk, so much memory and so many seconds. The file stands in memory here, up to ``LARGEST``; nothing of
it is written anywhere but into the sealed storage.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.core.errors import UserError
from loket.intake import hidden

LARGEST = 25 * 1024 * 1024
"""Bytes of the largest file that is looked into."""
SECONDS = 25
"""How long we wait for an answer; within the 30 seconds that gunicorn gives a request."""
AT_ONCE, PATIENCE = BoundedSemaphore(2), 2
"""Files that one process looks into at the same moment, since each may take ``hidden.MEMORY``; and how many seconds
another waits for its turn."""
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
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise NotCleaned("busy")
    try:
        said = _run(act, data)
    finally:
        AT_ONCE.release()
    line, _line_end, copy = said.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise NotCleaned(answer["refused"])
    return Copy(copy, tuple(answer["found"]))


def _run(act: str, data: bytes) -> bytes:
    command = [sys.executable, "-I", str(hidden.PROGRAM), act]
    try:
        done = subprocess.run(command, input=data, capture_output=True, env={}, timeout=SECONDS, check=True)  # noqa: S603 (our own program, no shell)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotCleaned("too_hard") from error
    return done.stdout


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
