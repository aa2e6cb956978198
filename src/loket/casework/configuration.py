"""Which body works by which procedure: ``casework.yaml`` of the data folder. Read once for each state of the files."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field

from loket.casework.models import Case
from loket.casework.procedure import Procedure
from loket.casework.reading import mistakes, procedures, read_procedures
from loket.core.located import BadFile, CodeName, Located, Strict, Texts, check_languages, read_located
from loket.figures.model import in_language
from loket.intake.configuration import ChannelEntry
from loket.intake.configuration import configuration as intake
from loket.organisation.model import Body, Organisation
from loket.organisation.reading import read_organisation

FILE, ORGANISATION = "casework.yaml", "organisation.yaml"


class BodyEntry(Strict):
    """A body that works cases. ``procedures``: what it works by; a report begins by the first."""

    code: CodeName
    procedures: Annotated[list[CodeName], Field(min_length=1)]


class OutsideEntry(Strict):
    """An organisation that is none of ours, and that a case can be handed over to."""

    code: CodeName
    label: Texts


class CaseworkFile(Strict):
    """``casework.yaml``. ``fine``: the staff rules provide for a fine (CAO-1). ``threshold``: a count below it is not
    shown to people outside the body that it is about. ``channels``: other systems that may send incidents."""

    bodies: Annotated[list[BodyEntry], Field(min_length=1)]
    outside: list[OutsideEntry] = []
    fine: bool = False
    threshold: Annotated[int, Field(ge=2, le=100)] = 5
    channels: list[ChannelEntry] = []


@dataclass(frozen=True)
class BodyWork:
    """A body that works cases, by these procedures; a report begins by the first."""

    body: Body
    procedures: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.body.code

    def name(self, language: str) -> str:
        """Its full name."""
        return in_language(self.body.label, language)

    def short(self, language: str) -> str:
        return in_language(self.body.short, language)


@dataclass(frozen=True)
class Outside:
    """An organisation that a case can be handed over to, and that is none of ours."""

    code: str
    label: Mapping[str, str]

    def name(self, language: str) -> str:
        return in_language(self.label, language)


@dataclass(frozen=True, eq=False)
class Casework:
    """The configuration. ``bodies`` and ``outside`` by code in the order of the file; ``channels`` by code, the SHA-256
    of the key."""

    bodies: Mapping[str, BodyWork]
    outside: Mapping[str, Outside]
    fine: bool
    threshold: int
    channels: Mapping[str, bytes]

    def bodies_by(self, procedure: str) -> list[BodyWork]:
        """The bodies that work by this procedure."""
        return [body for body in self.bodies.values() if procedure in body.procedures]


def configuration() -> Casework:
    """The configuration as it stands now, or stood less than a second ago. Raises ``BadFile``."""
    return _this_second(settings.DATA, int(time.monotonic()))


def threshold() -> int:
    """Below which number a count is not shown outside the body that it is about (``settings.SMALL_COUNTS``). Raises
    ``BadFile``."""
    return configuration().threshold


def procedure_of(case: Case) -> Procedure:
    """The procedure by which a case is worked. Raises ``BadFile``; ``KeyError`` when its file is gone."""
    return procedures()[case.procedure]


def mistakes_of(data: Path) -> list[BadFile]:
    """Every mistake in the procedures, and the first in ``casework.yaml``. Raises ``BadFile`` when another file of the
    folder is wrong."""
    if wrong := list(mistakes(data)):
        return wrong
    try:
        found = read_located(data / FILE, CaseworkFile)
        _check(data, found, read_organisation(data / ORGANISATION))
    except BadFile as error:
        return [error]
    return list(mistakes(data, _used(found.value)))


@lru_cache(maxsize=4)
def _this_second(data: Path, _second: int) -> Casework:
    stamps = (path.stat().st_mtime_ns if path.exists() else 0 for path in (data / FILE, data / ORGANISATION))
    return _read(data, tuple(stamps))


@lru_cache(maxsize=4)
def _read(data: Path, _stamps: tuple[int, ...]) -> Casework:
    found = read_located(data / FILE, CaseworkFile)
    organisation = read_organisation(data / ORGANISATION)
    _check(data, found, organisation)
    for wrong in mistakes(data, _used(found.value)):
        raise wrong
    bodies, file = {body.code: body for body in organisation.bodies}, found.value
    return Casework(
        bodies={entry.code: BodyWork(bodies[entry.code], tuple(entry.procedures)) for entry in file.bodies},
        outside={entry.code: Outside(entry.code, entry.label) for entry in file.outside},
        fine=file.fine,
        threshold=file.threshold,
        channels={channel.code: bytes.fromhex(channel.key_sha256) for channel in file.channels},
    )


def _used(file: CaseworkFile) -> list[str]:
    return [procedure for entry in file.bodies for procedure in entry.procedures]


def _check(data: Path, found: Located[CaseworkFile], organisation: Organisation) -> None:
    """Raises ``BadFile`` at the first code that nothing knows, stands here twice, or leads nowhere."""
    for field in ("bodies", "outside", "channels"):
        codes = [entry.code for entry in getattr(found.value, field)]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                raise found.bad(f"'{code}' staat er dubbel; haal er een weg", field, index, "code")
    texts = ((entry.label, ("outside", index, "label")) for index, entry in enumerate(found.value.outside))
    check_languages(found, texts, organisation.languages)
    _check_bodies(found, organisation)
    for wrong in _procedures(found, read_procedures(data)):
        raise wrong
    _check_reports(found, read_procedures(data))


def _check_bodies(found: Located[CaseworkFile], organisation: Organisation) -> None:
    known = [body.code for body in organisation.bodies]
    for index, entry in enumerate(found.value.bodies):
        if entry.code not in known:
            message = f"'{entry.code}' staat niet in {ORGANISATION}; het kan zijn: {', '.join(known)}"
            raise found.bad(message, "bodies", index, "code")


def _procedures(found: Located[CaseworkFile], known: Mapping[str, Located[Procedure]]) -> Iterator[BadFile]:
    """Procedures that are not there, stand there twice, or hand over to what nobody here works by."""
    used = _used(found.value)
    for index, entry in enumerate(found.value.bodies):
        for number, code in enumerate(entry.procedures):
            place = ("bodies", index, "procedures", number)
            if code not in known:
                yield found.bad(f"de procedure '{code}' is er niet; het kan zijn: {', '.join(known)}", *place)
                continue
            if code in entry.procedures[:number]:
                yield found.bad(f"'{code}' staat er dubbel; haal er een weg", *place)
            for act in known[code].value.acts:
                targets = act.handover.to if act.handover else []
                if targets and not set(targets) & set(used):
                    message = f"'{code}' draagt over aan '{targets[0]}', maar niemand werkt daarmee; geef een meldpunt"
                    yield found.bad(f"{message} die procedure", *place)
                if act.becomes and act.becomes not in entry.procedures:
                    yield found.bad(f"'{code}' kan verder gaan als '{act.becomes}'; noem die hier ook", *place)


def _check_reports(found: Located[CaseworkFile], known: Mapping[str, Located[Procedure]]) -> None:
    """Raises ``BadFile`` when a body takes reports that it has no procedure for."""
    first = {entry.code: (index, entry.procedures[0]) for index, entry in enumerate(found.value.bodies)}
    for code in intake().bodies:
        if code not in first:
            raise found.bad(f"'{code}' neemt meldingen aan, maar heeft geen procedure; noem het hier", "bodies")
        index, procedure = first[code]
        if not known[procedure].value.has_reporter:
            message = f"'{procedure}' kent geen melder, maar '{code}' neemt meldingen aan; noem eerst een andere"
            raise found.bad(message, "bodies", index, "procedures", 0)
