"""Reading the organisation from its folder."""

from pathlib import Path

from loket.core.located import read_located
from loket.organisation.checks import check_organisation
from loket.organisation.files import OrganisationFile, UnitEntry
from loket.organisation.model import Body, Headcount, Organisation, Placement, Unit


def read_organisation(path: Path) -> Organisation:
    """The organisation that this file describes.

    Raises ``BadFile``: a text not in every language, a code twice, an unknown or circular parent, placements
    that overlap, a headcount twice.
    """
    found = read_located(path, OrganisationFile)
    check_organisation(found)
    return _organisation(found.value)


def _organisation(file: OrganisationFile) -> Organisation:
    return Organisation(
        code=file.code,
        name=file.name,
        short_name=file.short_name,
        disclaimer=file.disclaimer or {},
        languages=tuple(file.languages),
        namespace=file.namespace,
        units=tuple(_unit(unit) for unit in file.units),
        bodies=tuple(Body(**{**body.model_dump(), "open_to": body.open_to or {}}) for body in file.bodies),
        headcounts=tuple(Headcount(**count.model_dump()) for count in file.headcounts),
    )


def _unit(unit: UnitEntry) -> Unit:
    placements = tuple(Placement(**place.model_dump()) for place in unit.placements)
    return Unit(unit.code, placements, tuple(unit.also))
