"""The words of retention."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from loket.casework.words import Words

HOLD_REASONS: dict[str, Words] = {
    "court": _("Er loopt een rechtszaak, of die komt er"),
    "objection": _("Er loopt een bezwaar of een klacht"),
    "inspection": _("Een toezichthouder doet onderzoek"),
    "police": _("Politie of justitie doet onderzoek"),
    "person": _("Een betrokkene of de melder vraagt erom"),
}
"""Why a case is not destroyed when its term ends: a closed list, since the reason stands in the audit trail."""

RELEASE_REASONS: dict[str, Words] = {
    "ended": _("De reden is voorbij"),
    "mistake": _("De zaak werd per ongeluk vastgehouden"),
}
"""Why it may be destroyed again."""


def duration(months: int) -> str:
    """So many months in words: whole years as years."""
    if months == 0:
        return gettext("meteen")
    if months % 12 == 0:
        return ngettext("%d jaar", "%d jaar", months // 12) % (months // 12)
    return ngettext("%d maand", "%d maanden", months) % months
