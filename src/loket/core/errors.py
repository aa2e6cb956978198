"""The root of everything that a user can mend."""


class UserError(Exception):
    """The input or the data is wrong. ``str()`` says, in Dutch, what is wrong, where, and what would be right."""
