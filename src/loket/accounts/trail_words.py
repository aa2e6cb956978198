"""What the rooms write in the audit trail, in words. What is not here is shown by its code."""

from django.utils.translation import gettext_lazy as _

from loket.accounts.models import Role

ACTIONS = {
    "account.create": _("account gemaakt"),
    "account.sign-in": _("aangemeld"),
    "account.sign-in-refused": _("aanmelden geweigerd"),
    "account.sign-out": _("afgemeld"),
    "audit.checkpoint": _("ijkpunt van het logboek gemaakt"),
    "audit.export": _("logboek gedownload"),
    "audit.verify": _("logboek gecontroleerd"),
    "facts.load": _("feiten ingelezen"),
    "publication.build": _("jaarrapportage bouwen"),
    "publication.stop": _("bouwen gestopt"),
    "snapshot.freeze": _("jaar vastgelegd"),
}

DETAILS = {
    "contradictions": _("tegenspraken"),
    "digest": _("controlesom"),
    "entries": _("regels"),
    "facts": _("feiten"),
    "files": _("bestanden"),
    "hash": _("controlesom"),
    "position": _("regel"),
    "reason": _("reden"),
    "result": _("uitkomst"),
    "revision": _("versie"),
    "role": _("rol"),
    "snapshot": _("momentopname"),
}

VALUES = {"whole": _("heel"), "broken": _("gebroken"), **dict(Role.choices)}
"""Codes within the details, in words."""
