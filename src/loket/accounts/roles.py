"""Grants in words, for the pages about people."""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.accounts.bodies import body_choices, unit_choices
from loket.accounts.models import Grant
from loket.core import clock


@dataclass(frozen=True)
class NamedGrant:
    """A grant with the name of its body or its unit; one that is gone from the organisation goes by its code."""

    grant: Grant
    where: str

    @property
    def state(self) -> str:
        """ "now", "later", "over", or "withdrawn" for one that was taken back before its second day."""
        today, grant = clock.today(), self.grant
        if grant.ends_on and grant.ends_on < grant.begins_on:
            return "withdrawn"
        if grant.ends_on and grant.ends_on < today:
            return "over"
        return "later" if grant.begins_on > today else "now"

    @property
    def may_end(self) -> bool:
        return self.state in ("now", "later")


def with_names(grants: Iterable[Grant]) -> list[NamedGrant]:
    """Each grant with the name of its body or its unit, in the language of the request."""
    bodies, units = body_choices(), unit_choices()
    return [NamedGrant(one, bodies.get(one.body, one.body) or units.get(one.unit, one.unit)) for one in grants]
