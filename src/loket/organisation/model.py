"""The words of the organisation room: an organisation, its units through time, its bodies and headcounts.

Pure values, the same whether they come from the organisation's folder or from a snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Labels = Mapping[str, str]
"""Language tag to text."""

BodyKind = Literal["internal", "planned", "independent", "external", "interdepartmental", "consultation", "auditor"]


@dataclass(frozen=True)
class Placement:
    """Under which unit a unit is counted, and in which years (inclusive; None is open)."""

    parent: str
    first: int | None = None
    last: int | None = None

    def holds_in(self, year: int) -> bool:
        return (self.first or 0) <= year <= (self.last or 9999)


@dataclass(frozen=True)
class Unit:
    """A unit. Its label stands in the code list ``unit``; ``also`` are other codes that sources use."""

    code: str
    placements: tuple[Placement, ...] = ()
    also: tuple[str, ...] = ()

    def parent_in(self, year: int) -> str | None:
        """The unit that this one is counted under in a year; None: it counts for itself."""
        return next((place.parent for place in self.placements if place.holds_in(year)), None)


@dataclass(frozen=True)
class Body:
    """A body that hears, handles or watches over integrity matters. ``open_to`` says who may come to it."""

    code: str
    label: Labels
    short: Labels
    kind: BodyKind
    open_to: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Headcount:
    """How many persons worked in a unit in a year."""

    year: int
    unit: str
    persons: int


@dataclass(frozen=True)
class Organisation:
    """A public organisation as its folder describes it.

    ``languages``: the first is the default. ``namespace`` starts the identifiers of its code lists.
    ``disclaimer`` stands on every page and every publication; an empty one is not shown.
    """

    code: str
    name: Labels
    short_name: Labels
    disclaimer: Labels
    languages: tuple[str, ...]
    namespace: str
    units: tuple[Unit, ...]
    bodies: tuple[Body, ...]
    headcounts: tuple[Headcount, ...]

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    def body(self, code: str) -> Body:
        """The body with this code; KeyError when there is none."""
        for body in self.bodies:
            if body.code == code:
                return body
        raise KeyError(code)


def unit_code(organisation: Organisation, name: str) -> str:
    """The code of the unit that a source knows by this name; a name that is no unit stays as it is."""
    return next((unit.code for unit in organisation.units if name in unit.also), name)


def unit_in(organisation: Organisation, unit: str, year: int) -> str:
    """The top unit under which a unit is counted in a year.

    The year of the fact gives the figure as published then, the year of reference the figure as counted now.
    A code that is no unit (unknown, not published) counts for itself.
    """
    units = {one.code: one for one in organisation.units}
    code = unit_code(organisation, unit)
    while code in units and (parent := units[code].parent_in(year)) is not None:
        code = parent
    return code


def units_within(organisation: Organisation, unit: str, year: int) -> list[str]:
    """The codes of a unit and of every unit that is counted under it in a year, their other names included.

    A unit that moved is under the one it belonged to in that year, as ``unit_in`` counts it.
    """
    known = {one.code: one for one in organisation.units}
    found = []
    for one in organisation.units:
        code: str | None = one.code
        while code in known and code != unit:
            code = known[code].parent_in(year)
        if code == unit:
            found += [one.code, *one.also]
    return found
