"""To whom something can be raised: a body of the organisation, or one person at a desk of their own. Rooms above know
those people: ``settings.ADDRESSEES`` names the function that does."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from loket.intake.configuration import configuration


@dataclass(frozen=True)
class Person:
    """One person whom people write to. No terms of the law run for what they write: it is no report. ``key_version``:
    of the key that they hold now, 0 for none. After ``quiet_months`` in which nobody wrote, all of it is destroyed."""

    name: str
    key_version: int
    quiet_months: int

    def opens(self, sealed_to: int) -> bool:
        """Whether they still read what was sealed to this version of their key: not when they lost that one."""
        return self.key_version > 0 and sealed_to == self.key_version


def person(code: str) -> Person | None:
    """Whose desk this is; None for a body, and for what is neither."""
    found: Person | None = import_string(settings.ADDRESSEES)(code)
    return found


def takes_anonymous(code: str) -> bool:
    """Whether who writes to this body or person need not say who they are (WBK-14). Raises ``NotOpen`` when nothing new
    can be raised there."""
    found = person(code)
    return True if found and found.key_version else configuration().body(code).anonymous
