"""The words of these pages."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "month": _("Maand of datum"),
    "unit": _("Dienstonderdeel"),
    "category": _("Hoofdcategorie"),
    "subcategory": _("Subcategorie"),
    "accused": _("Over wie de vraag gaat"),
    "reporter_accused": _("Of de melder zelf beschuldigd wordt"),
    "settlement": _("Manier van afdoen"),
    "situation": _("Situatie na interventie"),
    "minutes": _("Minuten contact"),
    "number": _("Aantal: de rij telt zo vaak"),
}
"""What a column can hold, as a question."""

NOUNS = {
    "unit": _("onderdeel"),
    "subcategory": _("subcategorie"),
    "accused": _("antwoord op de vraag over wie het gaat"),
    "reporter_accused": _("antwoord op de vraag of de melder beschuldigd wordt"),
    "settlement": _("manier van afdoen"),
    "situation": _("situatie na interventie"),
}
"""What a wording is not, in "'Intimidtie' is geen subcategorie"."""

STEPS = (_("het bestand"), _("de kolommen"), _("wat de woorden betekenen"), _("controleren en inlezen"))
