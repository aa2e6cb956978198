"""Whether a unit is large enough to hide who told something."""

from django.conf import settings
from django.utils.translation import gettext as _

from loket.advisers.configuration import ORGANISATION, configuration
from loket.core.errors import UserError
from loket.organisation.reading import read_organisation


class TooSmall(UserError):
    """So few people work in the unit, or so little is known of how many, that a signal could name who told it."""


def refuse_small(unit: str) -> None:
    """Raises ``TooSmall`` unless the unit is certainly large, or its last headcount is large enough (``signal`` of
    ``advisers.yaml``). A size that nobody knows, is small."""
    rule = configuration().file.signal
    if unit in rule.large:
        return
    persons = known_size(unit)
    if persons is None:
        raise TooSmall(
            _("Niemand weet hoeveel mensen hier werken. Een signaal kan dan verraden wie het vertelde: het kan niet")
        )
    if persons < rule.at_least:
        raise TooSmall(
            _("Hier werken te weinig mensen: de directeur zou kunnen raden wie het vertelde. Daarom gaat het niet")
        )


def known_size(unit: str) -> int | None:
    """How many people worked there at the last count; None when nobody counted."""
    counts = [one for one in read_organisation(settings.DATA / ORGANISATION).headcounts if one.unit == unit]
    return max(counts, key=lambda one: one.year).persons if counts else None
