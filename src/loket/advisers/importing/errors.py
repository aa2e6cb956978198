"""What an import refuses; ``str()`` says what is wrong and how to mend it."""

from loket.core.errors import UserError


class BadSheet(UserError):
    """A file that is not read at all."""


class BadColumns(UserError):
    """Columns that do not fit together, or a sheet or row that the file does not have."""


class NothingToRead(UserError):
    """A file of which no row is right."""


class OtherCount(UserError):
    """Somebody agreed to leave out another number of rows than there are."""
