"""Which bodies and units a grant can be for."""

from django.conf import settings
from django.utils.module_loading import import_string


def body_choices() -> dict[str, str]:
    """Code and name of each body, in the language of the request.

    Accounts stand on the same floor as the organisation and below the rooms that read its file, so they may import
    neither: ``settings.BODIES_FOR_GRANTS`` names the function that knows.
    """
    found: dict[str, str] = import_string(settings.BODIES_FOR_GRANTS)()
    return found


def unit_choices() -> dict[str, str]:
    """Code and name of each unit, likewise: ``settings.UNITS_FOR_GRANTS``."""
    found: dict[str, str] = import_string(settings.UNITS_FOR_GRANTS)()
    return found
