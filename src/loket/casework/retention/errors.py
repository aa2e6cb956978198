"""What stands in the way of destroying a case, as a user can mend it."""

from django.utils.translation import gettext as _

from loket.casework.errors import CaseworkError


class Kept(CaseworkError):
    """Root: the case is not destroyed now."""


class Held(Kept):
    """A legal hold keeps it."""

    def __init__(self) -> None:
        super().__init__(_("Deze zaak wordt vastgehouden. Geef haar eerst vrij"))


class NotYet(Kept):
    """Its term has not ended, or has not begun."""

    def __init__(self) -> None:
        super().__init__(_("De bewaartermijn van deze zaak is nog niet voorbij. Wacht tot die dag"))


class NothingToChange(CaseworkError):
    """The case is held already, or it is not held."""

    def __init__(self) -> None:
        super().__init__(_("Een collega deed dit al. Kijk opnieuw op de pagina"))
