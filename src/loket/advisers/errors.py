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
