"""What the organisation decides about reports: ``intake.yaml`` of its data folder, and its code lists as choices.

Read once for each state of the files: a worker does not read a file for every report.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from loket.core import clock
from loket.core.errors import UserError
from loket.core.located import CodeName, Located, Strict, read_located
from loket.figures.model import Code, CodeList, in_language
from loket.organisation.model import Body
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

FILE, ORGANISATION = "intake.yaml", "organisation.yaml"
LISTS = ("violation", "unit", "reporter")
"""The code lists that a report's codes are of: its category, its unit, its reporter."""

OWN_CATEGORIES = {"other": _("Iets anders"), "unknown": _("Ik weet het niet")}
"""What a reporter may say of a matter that is not in the list of violations."""

MB = 1024 * 1024


class NotOpen(UserError):
    """This body takes no reports here."""


def _digest(text: str) -> str:
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise ValueError("dit is geen SHA-256; schrijf 64 tekens 0-9 en a-f, zoals sha256sum ze geeft")
    return text


class BodyEntry(Strict):
    """A body that takes reports. ``anonymous``: people need not say who they are (WBK-14)."""

    code: CodeName
    anonymous: bool = True


class FilesEntry(Strict):
    """Limits, so that nobody can fill the disk. Sizes in MB (1024 x 1024 bytes); ``drafts_mb`` holds for all reports
    that were not sent yet, together."""

    most: Annotated[int, Field(ge=1, le=1000)] = 20
    one_mb: Annotated[int, Field(ge=1, le=100_000)] = 500
    report_mb: Annotated[int, Field(ge=1, le=1_000_000)] = 2000
    drafts_mb: Annotated[int, Field(ge=1, le=10_000_000)] = 20_000


class ChannelEntry(Strict):
    """Another system that may send reports: ``key_sha256`` is the digest of the key that it sends."""

    code: CodeName
    key_sha256: Annotated[str, AfterValidator(_digest)]


class IntakeFile(Strict):
    """``intake.yaml``. ``draft_days``: how long a draft is kept after the last change. ``not_offered``: codes of a list
    that only figures use, so that a reporter does not choose them."""

    bodies: Annotated[list[BodyEntry], Field(min_length=1)]
    draft_days: Annotated[int, Field(ge=1, le=365)] = 14
    files: FilesEntry = FilesEntry()
    channels: list[ChannelEntry] = []
    not_offered: dict[str, list[CodeName]] = {}


@dataclass(frozen=True)
class OpenBody:
    """A body that takes reports."""

    body: Body
    anonymous: bool

    @property
    def code(self) -> str:
        return self.body.code

    def name(self, language: str) -> str:
        """Its full name."""
        return in_language(self.body.label, language)

    def short(self, language: str) -> str:
        return in_language(self.body.short, language)


@dataclass(frozen=True)
class Limits:
    """How many files a report may have, and bytes: of one file, of a report, of all drafts together."""

    most: int
    one: int
    report: int
    drafts: int


@dataclass(frozen=True, eq=False)
class Intake:
    """The configuration. ``bodies`` by code in the order of the file; ``channels`` by code, the SHA-256 of its key."""

    bodies: Mapping[str, OpenBody]
    draft_days: int
    limits: Limits
    channels: Mapping[str, bytes]
    lists: Mapping[str, CodeList]
    not_offered: Mapping[str, frozenset[str]]

    def offered(self, name: str) -> list[Code]:
        """The codes of a list that hold today and that a reporter may choose."""
        year, left_out = clock.today().year, self.not_offered.get(name, frozenset())
        return [code for code in self.lists[name] if code.holds_in(year) and code.code not in left_out]

    def body(self, code: str) -> OpenBody:
        """The body with this code. Raises ``NotOpen``."""
        if code not in self.bodies:
            known = ", ".join(self.bodies)
            raise NotOpen(f"hier kun je niet melden; kies een meldpunt dat meldingen aanneemt: {known}")
        return self.bodies[code]


def configuration() -> Intake:
    """The configuration as it stands now, or stood less than a second ago. Raises ``BadFile``."""
    folder: Path = settings.DATA
    return _this_second(folder, int(time.monotonic()))


def choices(name: str, language: str) -> list[tuple[str, str]]:
    """The codes of a list (``violation``, ``unit``, ``reporter``) that hold today, with their names, in print order."""
    return [(code.code, code.name(language)) for code in configuration().offered(name)]


def codes(name: str) -> frozenset[str]:
    """The codes of a list that a report of today may have."""
    return _codes(configuration(), name, clock.today().year)


def label(name: str, code: str, language: str) -> str:
    """The name of a code, also of one that no longer holds; the code itself when the list does not know it."""
    if name == "violation" and code in OWN_CATEGORIES:
        return str(OWN_CATEGORIES[code])
    found = [one for one in configuration().lists[name] if one.code == code]
    return found[-1].name(language) if found else code


@lru_cache(maxsize=16)
def _codes(intake: Intake, name: str, _year: int) -> frozenset[str]:
    return frozenset(code.code for code in intake.offered(name))


@lru_cache(maxsize=4)
def _this_second(folder: Path, _second: int) -> Intake:
    return _read(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[int, ...]:
    paths = [folder / FILE, folder / ORGANISATION, *(folder / "lists" / f"{name}.yaml" for name in LISTS)]
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


@lru_cache(maxsize=4)
def _read(folder: Path, _stamp: tuple[int, ...]) -> Intake:
    found = read_located(folder / FILE, IntakeFile)
    organisation = read_organisation(folder / ORGANISATION)
    lists = read_lists(folder / "lists", organisation.languages)
    bodies = {body.code: body for body in organisation.bodies}
    _check(found, bodies, lists)
    file, files = found.value, found.value.files
    return Intake(
        bodies={entry.code: OpenBody(bodies[entry.code], entry.anonymous) for entry in file.bodies},
        draft_days=file.draft_days,
        limits=Limits(files.most, files.one_mb * MB, files.report_mb * MB, files.drafts_mb * MB),
        channels={channel.code: bytes.fromhex(channel.key_sha256) for channel in file.channels},
        lists={name: lists[name] for name in LISTS},
        not_offered={name: frozenset(left_out) for name, left_out in file.not_offered.items()},
    )


def _check(found: Located[IntakeFile], bodies: Mapping[str, Body], lists: Mapping[str, CodeList]) -> None:
    """Raises ``BadFile`` at the first code that nothing knows, or that stands here twice."""
    _check_bodies(found, bodies)
    _once(found, "channels", [channel.code for channel in found.value.channels])
    for name in LISTS:
        if name not in lists:
            raise found.bad(f"de lijst '{name}' ontbreekt; zet lists/{name}.yaml in de map")
    for name, left_out in found.value.not_offered.items():
        if name not in LISTS:
            raise found.bad(
                f"een melding gebruikt de lijst '{name}' niet; kies uit {', '.join(LISTS)}", "not_offered", name
            )
        known = {code.code for code in lists[name]}
        for index, code in enumerate(left_out):
            if code not in known:
                raise found.bad(f"de lijst '{name}' kent '{code}' niet; haal het weg", "not_offered", name, index)


def _check_bodies(found: Located[IntakeFile], bodies: Mapping[str, Body]) -> None:
    _once(found, "bodies", [body.code for body in found.value.bodies])
    for index, entry in enumerate(found.value.bodies):
        if entry.code not in bodies:
            message = f"het meldpunt '{entry.code}' staat niet in {ORGANISATION}; het kan zijn: {', '.join(bodies)}"
            raise found.bad(message, "bodies", index, "code")


def _once(found: Located[IntakeFile], field: str, names: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise found.bad(f"'{name}' staat er dubbel; haal er een weg", field, index, "code")
