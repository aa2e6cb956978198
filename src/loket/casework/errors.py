"""What can go wrong with a case, as a user can mend it. No message repeats what stands in a case."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from loket.casework import words
from loket.casework.models import Case, Item
from loket.casework.procedure import Requirement
from loket.core.errors import UserError


class CaseworkError(UserError):
    """Root of this room's errors."""


class Locked(CaseworkError):
    """This person's own key is not unlocked: they can unlock it and come back."""


class NotAReader(CaseworkError):
    """An officer of the body who neither handles the case nor was given access. ``case``: which; its page may say who
    handles it, who can give access, and offer to take it when nobody does."""

    def __init__(self, case: Case) -> None:
        super().__init__(_("Je leest deze zaak niet. Vraag de behandelaar of het hoofd om toegang"))
        self.case = case


class Gone(CaseworkError):
    """The case, or the part of it, is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("Dit is er niet meer. Ga terug naar de werklijst"))


class Changed(CaseworkError):
    """Somebody else, or the same form sent before, changed the case meanwhile. ``since``: the parts of the file that
    were written after the version that the form saw, sealed; ``version``: what the form should carry now."""

    def __init__(self, since: Sequence[Item], version: int) -> None:
        super().__init__(_("Intussen is de zaak veranderd. Kijk wat er veranderde en doe het zo nodig opnieuw"))
        self.since, self.version = since, version


class NotNow(CaseworkError):
    """The act does not belong to the stage where the case stands."""

    def __init__(self) -> None:
        super().__init__(_("Deze stap kan nu niet. Kies een stap die bij de stand van de zaak hoort"))


class NotYours(CaseworkError):
    """The act is for who handles the case, or for the head of the body."""

    def __init__(self) -> None:
        super().__init__(_("Deze stap is niet aan jou. Vraag de behandelaar of het hoofd"))


class Missing(CaseworkError):
    """What must be on record first. ``requirements``: which, in the order of the procedure."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self.requirements = list(requirements)
        what = ", ".join(str(words.REQUIREMENTS[one]) for one in self.requirements)
        super().__init__(_("Leg eerst vast: %(what)s") % {"what": what})


class Unfilled(CaseworkError):
    """What was filled in does not do. ``errors``: what is wrong and how to mend it, by the code of the field; "text"
    for the letter."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Controleer wat je hebt ingevuld"))
        self.errors = dict(errors)


class NotEligible(CaseworkError):
    """Somebody who cannot handle or read this case: no officer of the body, or barred. It does not say which."""

    def __init__(self) -> None:
        super().__init__(_("Deze collega kan deze zaak niet krijgen. Kies iemand uit de lijst"))


class AlreadyHandled(CaseworkError):
    """Somebody handles the case already."""

    def __init__(self) -> None:
        super().__init__(_("Een collega behandelt deze zaak al. Vraag het hoofd als dat anders moet"))


class BadReason(CaseworkError):
    """Why is not one of the reasons that count."""

    def __init__(self) -> None:
        super().__init__(_("Kies een reden uit de lijst"))
