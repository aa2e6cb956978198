"""What the network refuses; ``str()`` says what is wrong and how to mend it, in Dutch."""

from loket.core.errors import UserError


class NetworkRefused(UserError):
    """A change of the network that its rules do not allow. ``field`` is the field of the form that it is about."""

    field: str | None = None

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NoRole(NetworkRefused):
    """Somebody without the role of adviser cannot be appointed: the functional administrator gives that first."""


class AlreadyAppointed(NetworkRefused):
    """Somebody who is in office already."""


class BadPeriod(NetworkRefused):
    """Days that do not follow each other, or a month that has yet to come."""


class UnknownCode(NetworkRefused):
    """A code that the organisation's list does not hold, or that nobody chooses."""


class NameTaken(NetworkRefused):
    """Another group has this name."""


class NoHours(NetworkRefused):
    """A year in which no adviser wrote down hours: there is no time to divide."""


class YearIsLoaded(NetworkRefused):
    """A year whose network came from files: nothing is counted beside it."""
