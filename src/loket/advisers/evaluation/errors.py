"""What the evaluation refuses."""

from loket.core.errors import UserError


class NoTicket(UserError):
    """A code that was used, that expired, or that never was one: which of these it is, nobody is told."""
