"""Lists of single cases: told row by row where the profile allows it, for everybody else grouped. A grouped list is a
table like all others, so that nothing follows from it and them together.
"""

from collections.abc import Mapping
from dataclasses import replace

from loket.figures.model import Table
from loket.figures.protection.line_lists import Loss, grouped
from loket.publications.protection.profile import Profile
from loket.publications.truth import Truth


def with_lists(truth: Truth, profile: Profile) -> Truth:
    """The true tables with the lists as this profile tells them, to be protected together. Lists that are told row by
    row are not among them (``as_they_are``). Raises ``NoList``.
    """
    found = {name: table for name, (table, _) in _grouped(truth, profile).items()}
    return replace(truth, tables={**truth.tables, **found})


def as_they_are(truth: Truth, profile: Profile) -> Mapping[str, Table]:
    """The lists of which this profile tells every row."""
    return truth.lists if profile.line_lists else {}


def losses(truth: Truth, profile: Profile) -> dict[str, Loss]:
    """What grouping each list costs under this profile. Raises ``NoList``."""
    return {name: loss for name, (_, loss) in _grouped(truth, profile).items()}


def _grouped(truth: Truth, profile: Profile) -> dict[str, tuple[Table, Loss]]:
    if profile.line_lists:
        return {}
    return {name: grouped(table, truth.snapshot.lists, profile.threshold) for name, table in truth.lists.items()}
