"""What a site tells of its figures that is not in them: the code lists, and what was told before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from loket.figures.model import CodeList, Table


@dataclass(frozen=True)
class Revision:
    """One revision of a year that was published. ``tables`` are as they were told then.

    ``reasons`` say by year why its figures can differ from those of the revision that was published before.
    """

    year: int
    number: int
    frozen_on: date
    reasons: Mapping[int, Sequence[str]]
    tables: Mapping[str, Table]

    def because(self, year: int) -> Sequence[str]:
        """Why a figure about this year can differ from the revision before."""
        return self.reasons.get(year) or self.reasons.get(self.year, ())


@dataclass(frozen=True)
class Background:
    """``revisions`` are those of the year, oldest first; the last is the one whose tables the site prints. ``before``
    are the last ones of earlier years, with the tables that told of several years.
    """

    lists: Mapping[str, CodeList] = field(default_factory=dict)
    revisions: Sequence[Revision] = ()
    before: Sequence[Revision] = ()


NOTHING = Background()
"""When nothing more is known than the figures."""
