"""What cannot be done with a recommendation; ``str()`` says what is wrong and how to mend it, in Dutch."""

from django.utils.translation import gettext as _

from loket.core.errors import UserError


class Changed(UserError):
    """Another window or a colleague was first."""

    def __init__(self) -> None:
        super().__init__(_("Deze aanbeveling is intussen veranderd. Kijk wat er nu staat en doe het zo nodig opnieuw"))


class Gone(UserError):
    """It was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Deze aanbeveling is er niet meer. Ga terug naar het overzicht"))


class BadYear(UserError):
    """A year that has not begun."""

    def __init__(self) -> None:
        super().__init__(_("Dit jaar is nog niet begonnen. Kies een jaar dat al loopt of voorbij is"))


class NoFollowUp(UserError):
    """What came of it is said without words, or nothing was said with words."""

    def __init__(self) -> None:
        super().__init__(_("Kies wat ervan terechtkwam, en schrijf het in beide talen"))
