"""The words of the page on which an officer looks the facts over."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: "dict[str, StrOrPromise]" = {
    "report_received": _("Ontvangen melding"),
    "settled_case": _("Afgedane zaak van één betrokkene"),
    "person_concerned": _("Betrokkene"),
    "case_event": _("Gebeurtenis voor het maandoverzicht"),
    "incident": _("Incident"),
}
"""What a kind of fact is; another kind goes by its code."""

COLUMNS: "dict[str, StrOrPromise]" = {
    "month": _("Maand"),
    "year": _("Jaar"),
    "contracted_out": _("Uitbesteed"),
}
"""Columns that their code list does not name well enough."""
