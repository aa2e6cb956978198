"""The closed lists of breaking confidentiality: they stand in the trail, as codes."""

from django.utils.translation import gettext_lazy as _

from loket.intake.words import Words

TALKED: dict[str, Words] = {
    "national": _("Ja, met de landelijk vertrouwenspersoon"),
    "colleague": _("Ja, met een andere vertrouwenspersoon"),
    "no_time": _("Nee, daar is geen tijd voor: er dreigt nu gevaar"),
    "no": _("Nee, nog niet"),
}
"""Whether the adviser spoke with somebody first, without names."""
NOT_YET = "no"

TOLD: dict[str, Words] = {
    "mailbox": _("Ja, met dit bericht in het postvak"),
    "spoken": _("Ja, ik heb het zelf verteld: er is geen postvak"),
    "not": _("Nee, dat mag ik niet vertellen"),
}
"""Whether the reporter hears of it (WBK-7)."""
MAILBOX, SPOKEN, NOT_TOLD = TOLD

WHY_NOT: dict[str, Words] = {
    "forbidden": _("De wet verbiedt het"),
    "harms": _("Het zou het onderzoek schaden"),
    "danger": _("Dan komt iemand in gevaar"),
}
"""Why the reporter does not hear of it."""
