"""Which publications an organisation makes: a text of its folder, whole, or once for each unit that has an edition."""

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from loket.core.errors import UserError
from loket.figures.model import CodeList, Labels, in_language
from loket.publications.protection import profiles
from loket.publications.protection.profile import Profile
from loket.publications.text.definition import ANNUAL_REPORT, Definition, read_definition
from loket.taxonomy.lists import read_lists

EDITIONS = "editions"


class NoSuchPublication(UserError):
    """An address, a name or an edition that the organisation's folder does not have."""


@dataclass(frozen=True)
class Offer:
    """Something that can be published over a year. ``slug`` is its address and its folder, empty for the annual
    report; ``unit`` the code of the unit that it is about, empty for the whole; ``profile`` says for whom it is, and
    so how its small counts are protected.
    """

    slug: str
    name: str
    unit: str
    called: Labels
    definition: Definition
    profile: Profile

    def is_about(self, year: int) -> bool:
        """Whether its text is about this year."""
        return self.definition.is_about(year)


def offers(data: Path) -> tuple[Offer, ...]:
    """Everything that the organisation of this folder publishes, the annual report first; as the files stand now, or
    stood less than a second ago. Raises ``BadFile``."""
    return _this_second(data, int(time.monotonic()))


def find(data: Path, slug: str) -> Offer:
    """The publication at this address. Raises ``NoSuchPublication``, ``BadFile``."""
    for offer in offers(data):
        if offer.slug == slug:
            return offer
    raise NoSuchPublication(f"publicatie '{slug}' bestaat niet; kies uit: {', '.join(_names(data))}")


def named(data: Path, name: str | None, edition: str | None) -> list[Offer]:
    """The publications of this name and this edition (a unit); None is any. Raises ``NoSuchPublication``."""
    found = [
        one for one in offers(data) if name in (None, one.name) and (edition is None or one.unit == edition.strip())
    ]
    if not found:
        asked = "/".join(filter(None, (name, edition)))
        raise NoSuchPublication(f"publicatie '{asked}' bestaat niet; kies uit: {', '.join(_names(data))}")
    return found


def units(data: Path, year: int) -> tuple[str, ...]:
    """The units that have an edition of their own about a year. Raises ``BadFile``."""
    return tuple(sorted({one.unit for one in offers(data) if one.unit and one.is_about(year)}))


def _names(data: Path) -> list[str]:
    return [f"{one.name}/{one.unit}" if one.unit else one.name for one in offers(data)]


@lru_cache(maxsize=4)
def _this_second(data: Path, _second: int) -> tuple[Offer, ...]:
    files = [
        *sorted((data / "publications").rglob("*.yaml")),
        *sorted((data / "lists").glob("unit.yaml")),
        data / profiles.FILE,
    ]
    return _read(data, tuple((str(path), path.stat().st_mtime_ns) for path in files if path.exists()))


@lru_cache(maxsize=4)
def _read(data: Path, _stamp: tuple[tuple[str, int], ...]) -> tuple[Offer, ...]:
    others = sorted(path.stem for path in (data / "publications").glob("*.yaml") if path.stem != ANNUAL_REPORT)
    found: list[Offer] = []
    for name in (ANNUAL_REPORT, *others):
        whole = read_definition(data, name)
        if whole.text.slug in {one.slug for one in found}:
            raise whole.bad("een andere publicatie heeft dit adres al; geef elk een eigen slug", "slug")
        found.append(Offer(whole.text.slug, name, "", whole.text.subtitle, whole, _profile(data, whole)))
        if (data / "publications" / EDITIONS / f"{name}.yaml").exists():
            found += _editions(data, name, whole)
    return tuple(found)


def _editions(data: Path, name: str, whole: Definition) -> list[Offer]:
    """One for each unit; its address is that of the whole with the unit behind it."""
    definition = read_definition(data, f"{EDITIONS}/{name}")
    units: CodeList = read_lists(data / "lists")["unit"]
    known, profile = {code.code: code.label for code in units}, _profile(data, definition)
    for index, unit in enumerate(definition.text.units):
        if unit not in known:
            raise definition.bad(f"onderdeel '{unit}' staat niet in lists/unit.yaml", "units", index)
    return [
        Offer(
            slug=f"{whole.text.slug}-{unit.replace('_', '-')}".strip("-"),
            name=name,
            unit=unit,
            called={
                language: f"{said}: {in_language(known[unit], language)}"
                for language, said in whole.text.subtitle.items()
            },
            definition=definition,
            profile=profile,
        )
        for unit in definition.text.units
    ]


def _profile(data: Path, definition: Definition) -> Profile:
    """The profile that a text names, else the first: that of what everyone can read. Raises ``BadFile``."""
    known = {one.code: one for one in profiles.read(data)}
    name = definition.text.profile or next(iter(known))
    if name not in known:
        raise definition.bad(f"profiel '{name}' staat niet in {profiles.FILE}; kies uit: {', '.join(known)}", "profile")
    return known[name]
