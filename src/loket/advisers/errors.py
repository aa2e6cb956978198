"""What the advisers' room refuses; ``str()`` says what is wrong and how to mend it, in Dutch."""

from loket.core.errors import UserError


class Locked(Exception):
    """The adviser's own key is not unlocked in this session."""


class Changed(UserError):
    """What somebody saw is not what stands there now: another window or device was first."""


class BadCode(UserError):
    """A code that the organisation's list does not hold this year, or that nobody chooses."""


class NotClosed(UserError):
    """Something that can only be said of a request that ended."""


class BadMonth(UserError):
    """A month that cannot be registered (any more): it has yet to come, its year is over, or it is before the request
    began."""


class BadMinutes(UserError):
    """No contact, or one of more than a day."""


class Damaged(UserError):
    """Something of the adviser's own that does not open any more: a row was changed outside this program."""


class BadId(UserError):
    """An id that something else already has."""


class NotThere(UserError):
    """No such entry among this adviser's own."""


class NoSettlement(UserError):
    """The situation of the reporter, of a request of which no settlement was registered."""


class Ended(UserError):
    """A step in a request that ended in an earlier year, and was not reopened."""


class YearIsLoaded(UserError):
    """The requests of this year were loaded from files: registering them too would count them twice."""
