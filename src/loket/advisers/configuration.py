"""How the confidential advisers work: ``advisers.yaml`` of the data folder, held to the organisation's code lists."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field

from loket.core.located import CodeName, Located, Strict, Texts, check_languages, read_located
from loket.figures.model import CodeList, in_language
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

FILE, ORGANISATION = "advisers.yaml", "organisation.yaml"
LISTS = {"settlement": "advice_settlement", "reporter_accused": "yes_no", "evaluation": "evaluation_state"}
"""Code lists whose name differs from what this file calls them."""

Months = Annotated[int, Field(ge=1, le=240)]
Codes = Annotated[list[CodeName], Field(min_length=1)]


class OngoingEntry(Strict):
    """What an open request counts under: nobody chooses it."""

    settlement: CodeName
    situation: CodeName


class CertificateEntry(Strict):
    """For how many years a certificate holds, when a reminder goes out (days before), what it asks (half hours)."""

    years: Annotated[int, Field(ge=1, le=20)] = 4
    remind_days: list[Annotated[int, Field(ge=1, le=1000)]] = []
    requirements: dict[str, Annotated[int, Field(ge=0, le=10_000)]] = {}


class TargetEntry(Strict):
    """To whom a matter can be handed over warmly: a ``body`` that takes reports here, or a ``label`` outside."""

    code: CodeName
    body: CodeName = ""
    label: Texts = {}


class SignalEntry(Strict):
    """From how many people in a unit a signal may go to its director; ``large``: units that are certainly larger;
    ``not_about``: whom a signal never concerns, since that would name who told it."""

    at_least: Annotated[int, Field(ge=2, le=100_000)] = 50
    large: list[CodeName] = []
    not_about: list[CodeName] = []


class GroundEntry(Strict):
    """A ground in law for breaking confidentiality."""

    code: CodeName
    label: Texts


class DutyEntry(Strict):
    """The duty to break confidentiality: on which grounds, and which body gets the report."""

    body: CodeName
    grounds: Annotated[list[GroundEntry], Field(min_length=1)]


class EvaluationEntry(Strict):
    """From how many responses answers are published, and for how many days a code works. ``answers``: what one chooses
    from; ``own``: the same for a question that has answers of its own; ``no_answer``: what a question that was left
    open counts as."""

    publish_from: Annotated[int, Field(ge=2, le=1000)] = 5
    days: Annotated[int, Field(ge=1, le=365)] = 60
    answers: Codes
    own: dict[CodeName, Codes] = {}
    no_answer: CodeName


class KeepEntry(Strict):
    """Months: the tally after a request ended, the notebook after the last change, a contact after the last message."""

    tally: Months = 24
    notebook: Months = 12


class AdvisersFile(Strict):
    """``advisers.yaml``; docs/data-folder.md says what each field means."""

    escalation: Codes
    ongoing: OngoingEntry
    not_offered: dict[str, list[CodeName]] = {}
    other: list[CodeName] = []
    first: dict[str, list[CodeName]] = {}
    reporter_accused_from: Annotated[int, Field(ge=1900, le=2200)] = 2025
    norm_hours: Annotated[int, Field(ge=1, le=40)] = 4
    languages: list[str] = ["nl", "en"]
    certificate: CertificateEntry = CertificateEntry()
    handover: list[TargetEntry] = []
    signal: SignalEntry = SignalEntry()
    duty: DutyEntry
    evaluation: EvaluationEntry
    keep: KeepEntry = KeepEntry()


@dataclass(frozen=True)
class Target:
    """To whom a matter can be handed over. ``body`` is empty for who is outside this system."""

    code: str
    body: str
    label: Mapping[str, str]

    def name(self, language: str) -> str:
        return in_language(self.label, language)


@dataclass(frozen=True, eq=False)
class Advisers:
    """The configuration. ``file`` as it was read; ``targets`` and ``grounds`` by code; ``lists``: every code list."""

    file: AdvisersFile
    targets: Mapping[str, Target]
    grounds: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, CodeList]
    rank: Mapping[str, int]
    """How high an escalation each settlement is, from 0."""

    def offered(self, name: str, year: int) -> list[str]:
        """The codes of ``unit``, ``category``, ``subcategory``, ``accused``, ``reporter_accused``, ``settlement``,
        ``situation`` or ``evaluation`` that an adviser chooses from in a year: settlements from low to high, the others
        in the order of their list."""
        held = self.held(name, year)
        if name == "settlement":
            return [code for code in self.file.escalation if code in held]
        return [code for code in held if code not in self.file.not_offered.get(name, ())]

    def held(self, name: str, year: int) -> list[str]:
        """The codes of such a list that hold in a year, offered or not; without those of an open request, which nobody
        chooses."""
        ongoing = {self.file.ongoing.settlement, self.file.ongoing.situation}
        found = self.lists[LISTS.get(name, name)]
        return [code.code for code in found if code.holds_in(year) and code.code not in ongoing]

    def label(self, name: str, code: str, language: str, *, short: bool = False) -> str:
        """The name of a code, also of one that no longer holds; the code itself when the list does not know it."""
        found = [one for one in self.lists[LISTS.get(name, name)] if one.code == code]
        return found[-1].name(language, short=short) if found else code


def is_there() -> bool:
    """Whether this organisation says how its advisers work. Without ``advisers.yaml`` it has none here."""
    return (settings.DATA / FILE).exists()


def configuration() -> Advisers:
    """The configuration as it stands now, or stood less than a second ago. Raises ``BadFile``."""
    return _this_second(settings.DATA, int(time.monotonic()))


@lru_cache(maxsize=4)
def _this_second(data: Path, _second: int) -> Advisers:
    paths = [data / FILE, data / ORGANISATION, *sorted((data / "lists").glob("*.yaml"))]
    return read(data, tuple((path.name, path.stat().st_mtime_ns if path.exists() else 0) for path in paths))


@lru_cache(maxsize=4)
def read(data: Path, _stamps: tuple[tuple[str, int], ...] = ()) -> Advisers:
    """The configuration of a data folder, checked. Raises ``BadFile``."""
    found = read_located(data / FILE, AdvisersFile)
    organisation = read_organisation(data / ORGANISATION)
    lists = read_lists(data / "lists", organisation.languages)
    bodies = {body.code: body.label for body in organisation.bodies}
    _check_codes(found, lists)
    _check_bodies(found, bodies)
    labels = [
        (entry.label, ("handover", index, "label")) for index, entry in enumerate(found.value.handover) if entry.label
    ]
    grounds = [
        (entry.label, ("duty", "grounds", index, "label")) for index, entry in enumerate(found.value.duty.grounds)
    ]
    check_languages(found, [*labels, *grounds], organisation.languages)
    file = found.value
    return Advisers(
        file=file,
        targets={one.code: Target(one.code, one.body, one.label or bodies[one.body]) for one in file.handover},
        grounds={one.code: one.label for one in file.duty.grounds},
        lists=lists,
        rank={code: place for place, code in enumerate(file.escalation)},
    )


def _check_codes(found: Located[AdvisersFile], lists: Mapping[str, CodeList]) -> None:
    """Raises ``BadFile`` at the first code that its list does not hold, or that stands somewhere twice."""
    file = found.value
    named: list[tuple[str, Sequence[str], tuple[str | int, ...]]] = [
        ("settlement", file.escalation, ("escalation",)),
        ("subcategory", file.other, ("other",)),
        ("unit", file.signal.large, ("signal", "large")),
        ("accused", file.signal.not_about, ("signal", "not_about")),
        *((name, codes, ("not_offered", name)) for name, codes in file.not_offered.items()),
        *((name, codes, ("first", name)) for name, codes in file.first.items()),
        ("evaluation_question", list(file.evaluation.own), ("evaluation", "own")),
        ("evaluation_answer", file.evaluation.answers, ("evaluation", "answers")),
        ("evaluation_answer", [file.evaluation.no_answer], ("evaluation", "no_answer")),
        *(("evaluation_answer", codes, ("evaluation", "own", name)) for name, codes in file.evaluation.own.items()),
    ]
    for name, codes, place in named:
        _check_list(found, lists, name, codes, place)
    for name in ("settlement", "situation"):
        code = getattr(file.ongoing, name)
        if code not in {one.code for one in lists[LISTS.get(name, name)]}:
            raise found.bad(f"lijst {LISTS.get(name, name)} heeft geen code '{code}'", "ongoing", name)


def _check_list(
    found: Located[AdvisersFile],
    lists: Mapping[str, CodeList],
    name: str,
    codes: Sequence[str],
    place: tuple[str | int, ...],
) -> None:
    list_name = LISTS.get(name, name)
    if list_name not in lists:
        raise found.bad(f"er is geen lijst '{list_name}'; zet hem in lists/", *place)
    known = {one.code for one in lists[list_name]}
    for index, code in enumerate(codes):
        if code not in known:
            raise found.bad(f"lijst {list_name} heeft geen code '{code}'", *place, index)
        if code in codes[:index]:
            raise found.bad(f"'{code}' staat er dubbel; haal er een weg", *place, index)


def _check_bodies(found: Located[AdvisersFile], bodies: Mapping[str, Mapping[str, str]]) -> None:
    """Raises ``BadFile`` for a target that is neither a body of ours nor has a name, or a body that is not there."""
    for index, entry in enumerate(found.value.handover):
        if entry.body and entry.body not in bodies:
            raise found.bad(f"'{entry.body}' staat niet in {ORGANISATION}", "handover", index, "body")
        if not entry.body and not entry.label:
            raise found.bad("geef een body van hier, of een label", "handover", index)
        if entry.code in [one.code for one in found.value.handover[:index]]:
            raise found.bad(f"'{entry.code}' staat er dubbel; haal er een weg", "handover", index, "code")
    if found.value.duty.body not in bodies:
        raise found.bad(f"'{found.value.duty.body}' staat niet in {ORGANISATION}", "duty", "body")
