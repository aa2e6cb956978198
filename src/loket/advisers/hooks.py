"""What other rooms ask of this one, by a name in the settings."""

from loket.accounts.models import DESK, Account
from loket.advisers.configuration import configuration
from loket.intake.addressees import Person
from loket.keys import queries as keys


def addressee(code: str) -> Person | None:
    """Whose desk this is, whether they are still an adviser with the key of it or not; None for what is no desk
    (``settings.ADDRESSEES``)."""
    number = code.removeprefix(DESK)
    if not code.startswith(DESK) or not (number.isascii() and number.isdigit()):
        return None
    account = Account.objects.filter(pk=number).first()
    if account is None:
        return None
    version = keys.desk_version(code) if account.is_active and account.desk == code else 0
    return Person(account.display_name, version, configuration().file.keep.notebook)
