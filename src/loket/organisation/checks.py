"""What ``organisation.yaml`` must hold together; each error names file, line and column."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from loket.core.located import Located, Where, check_languages
from loket.organisation.files import OrganisationFile, PlacementEntry
from loket.organisation.model import Labels

Found = Located[OrganisationFile]


def check_organisation(found: Found) -> None:
    """Raises ``BadFile`` at the first thing in this file that is wrong."""
    _check_once(found)
    check_languages(found, _texts(found.value), found.value.languages)
    _check_placements(found)
    _check_cycles(found)


def _texts(file: OrganisationFile) -> Iterator[tuple[Labels, Where]]:
    yield file.name, ("name",)
    yield file.short_name, ("short_name",)
    if file.disclaimer:
        yield file.disclaimer, ("disclaimer",)
    for index, body in enumerate(file.bodies):
        yield body.label, ("bodies", index, "label")
        yield body.short, ("bodies", index, "short")
        if body.open_to:
            yield body.open_to, ("bodies", index, "open_to")


def _check_once(found: Found) -> None:
    seen: set[tuple[str, ...]] = set()
    for key, where in _keys(found.value):
        if key in seen:
            raise found.bad(f"'{' '.join(key[1:])}' staat er dubbel; haal er een weg", *where)
        seen.add(key)


def _keys(file: OrganisationFile) -> Iterator[tuple[tuple[str, ...], Where]]:
    """What may occur once: languages, units with their other names, bodies, headcounts."""
    for index, language in enumerate(file.languages):
        yield ("language", language), ("languages", index)
    for index, unit in enumerate(file.units):
        yield ("unit", unit.code), ("units", index, "code")
        for number, name in enumerate(unit.also):
            yield ("unit", name), ("units", index, "also", number)
    for index, body in enumerate(file.bodies):
        yield ("body", body.code), ("bodies", index, "code")
    for index, count in enumerate(file.headcounts):
        yield ("headcount", str(count.year), count.unit), ("headcounts", index)


def _placements(file: OrganisationFile) -> Iterator[tuple[str, PlacementEntry, Where]]:
    """Each placement with its unit and its place in the file."""
    for index, unit in enumerate(file.units):
        for number, place in enumerate(unit.placements):
            yield unit.code, place, ("units", index, "placements", number)


def _check_placements(found: Found) -> None:
    known = [unit.code for unit in found.value.units]
    earlier: list[tuple[str, PlacementEntry]] = []
    for unit, place, where in _placements(found.value):
        first, last = place.years()
        if place.parent not in known:
            message = f"het onderdeel '{place.parent}' bestaat niet; kies uit {', '.join(known)}"
            raise found.bad(message, *where, "parent")
        if first > last:
            raise found.bad(f"de plaats eindigt ({last}) voor hij begint ({first})", *where, "to")
        if any(unit == one and first <= other.years()[1] and other.years()[0] <= last for one, other in earlier):
            message = f"'{unit}' heeft twee plaatsen in hetzelfde jaar; laat de jaren op elkaar aansluiten"
            raise found.bad(message, *where)
        earlier.append((unit, place))


def _check_cycles(found: Found) -> None:
    """A circle shows in a year in which one of its placements begins."""
    placements = list(_placements(found.value))
    for year in sorted({place.years()[0] for _, place, _ in placements}):
        now = [one for one in placements if one[1].years()[0] <= year <= one[1].years()[1]]
        try:
            TopologicalSorter({unit: {place.parent} for unit, place, _ in now}).prepare()
        except CycleError as error:
            unit, _, where = next(one for one in now if one[0] in error.args[1])
            message = f"'{unit}' valt via zijn plaatsen onder zichzelf; haal de kring weg"
            raise found.bad(message, *where, "parent") from error
