"""What other rooms ask of this one, by a name in the settings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from loket.accounts.models import DESK, Account
from loket.advisers.configuration import configuration, is_there
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


def kept() -> Sequence[tuple[str, str, int]]:
    """What the advisers keep, from when its term counts, and how many months that is: 0 for what stays
    (``settings.KEPT_BESIDE``; BIO-3). Nothing where there are no advisers."""
    if not is_there():
        return []
    keep = configuration().file.keep
    return [
        (_("Adviesvraag in een tellijst"), _("Na de maand waarin de vraag is afgerond"), keep.tally),
        (_("Bladzijde van een schrift"), _("Na de maand van de laatste wijziging"), keep.notebook),
        (_("Contact met een vertrouwenspersoon"), _("Na het afronden, of na het laatste bericht"), keep.notebook),
        (_("Anoniem signaal"), _("Na de maand van het signaal"), keep.tally),
        (_("Uren in een tellijst"), _("Verzegeld voor één vertrouwenspersoon"), 0),
        (_("Netwerk van vertrouwenspersonen"), _("Aanstelling, certificaat en wat ervoor is gedaan"), 0),
    ]
