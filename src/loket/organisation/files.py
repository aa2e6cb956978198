"""``organisation.yaml`` as it stands in the organisation's folder."""

from typing import Annotated

from pydantic import Field

from loket.core.located import CodeName, Language, Strict, Text, Texts, Year
from loket.organisation.model import BodyKind


class PlacementEntry(Strict):
    """Years are inclusive; left out they are open."""

    parent: CodeName
    first: Annotated[Year | None, Field(alias="from")] = None
    last: Annotated[Year | None, Field(alias="to")] = None

    def years(self) -> tuple[int, int]:
        return self.first or 0, self.last or 9999


class UnitEntry(Strict):
    """The label stands in the code list ``unit``."""

    code: CodeName
    also: list[CodeName] = []
    placements: list[PlacementEntry] = []


class BodyEntry(Strict):
    code: CodeName
    label: Texts
    short: Texts
    kind: BodyKind
    open_to: Texts | None = None


class HeadcountEntry(Strict):
    year: Year
    unit: CodeName
    persons: Annotated[int, Field(ge=0)]


class OrganisationFile(Strict):
    code: CodeName
    name: Texts
    short_name: Texts
    disclaimer: Texts | None = None
    languages: Annotated[list[Language], Field(min_length=1)]
    namespace: Text
    units: Annotated[list[UnitEntry], Field(min_length=1)]
    bodies: list[BodyEntry]
    headcounts: list[HeadcountEntry]
