"""The words of case files: what is on record, what happened, and the closed lists of reasons."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from loket.casework.models import ItemKind
from loket.casework.procedure import Requirement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words: TypeAlias = "StrOrPromise"

LOKET = "loket"
"""Who does what happens while nobody is at the keyboard."""

KINDS: dict[str, Words] = {
    ItemKind.ACT: _("Stap"),
    ItemKind.NOTE: _("Notitie"),
    ItemKind.TASK: _("Taak"),
    ItemKind.HEARING: _("Verslag van een gesprek"),
    ItemKind.PLAN: _("Onderzoeksplan"),
    ItemKind.REPORT: _("Onderzoeksverslag"),
    ItemKind.DOCUMENT: _("Stuk"),
    ItemKind.DECISION: _("Besluit"),
    ItemKind.HANDOVER: _("Overdracht"),
    ItemKind.EVENT: _("Gebeurtenis"),
}
"""What a part of the file is."""

OPENED = "opened"
TAKEN = "taken"
ASSIGNED = "assigned"
ACCESS, ACCESS_ENDED = "access", "access_ended"
CONFLICT = "conflict"
LABELS = "labels"
PERSON_ADDED, PERSON_CHANGED = "person_added", "person_changed"
NAME_SHOWN, REPORTER_SHOWN = "name_shown", "reporter_shown"
NOBODY = "nobody_concerned"
LEGAL_GROUND = "legal_ground"
FACTS_REVIEWED, FACTS_YIELDED = "facts_reviewed", "facts_yielded"
HELD, RELEASED = "held", "released"

EVENTS: dict[str, Words] = {
    OPENED: _("Zaak geopend"),
    TAKEN: _("Zaak genomen"),
    ASSIGNED: _("Behandelaar aangewezen"),
    ACCESS: _("Toegang gegeven"),
    ACCESS_ENDED: _("Toegang beëindigd"),
    CONFLICT: _("Belang gemeld"),
    LABELS: _("Kenmerken veranderd"),
    PERSON_ADDED: _("Persoon toegevoegd"),
    PERSON_CHANGED: _("Persoon veranderd"),
    NAME_SHOWN: _("Naam getoond"),
    REPORTER_SHOWN: _("Gekeken wie de melder is"),
    NOBODY: _("Vastgelegd dat er geen betrokkene is"),
    LEGAL_GROUND: _("Wettelijke grond vastgelegd"),
    FACTS_REVIEWED: _("Feiten nagekeken"),
    FACTS_YIELDED: _("Feiten vastgelegd voor de cijfers"),
    HELD: _("Vernietigen tegengehouden"),
    RELEASED: _("Vernietigen weer toegestaan"),
}
"""What happened without words of an officer: the codes of items of kind EVENT."""

ROLES: dict[str, Words] = {"concerned": _("Betrokkene"), "witness": _("Getuige"), "other": _("Anders")}
"""A person's part in a case."""

ESTABLISHED: dict[str, Words] = {
    "": _("Nog niet bekend"),
    "yes": _("Vastgesteld"),
    "partly": _("Deels vastgesteld"),
    "no": _("Niet vastgesteld"),
}
"""Whether it was established that somebody did what was reported."""

REQUIREMENTS: dict[Requirement, Words] = {
    "handler": _("wie de zaak behandelt"),
    "labels": _("het onderdeel en de soort schending"),
    "person_concerned": _("wie de betrokkene is, of dat er geen is"),
    "plan": _("het onderzoeksplan"),
    "report": _("het onderzoeksverslag"),
    "settlement_each": _("de afdoening voor elke betrokkene"),
    "no_settlement": _("dat er voor niemand een afdoening ligt"),
    "hearing_when_disciplinary": _("het horen van elke betrokkene die een straf krijgt"),
    "consent": _("de toestemming van de melder, of de wettelijke grond"),
    "decision": _("het besluit van het bevoegd gezag"),
    "facts_reviewed": _("dat de feiten zijn nagekeken"),
    "tasks_done": _("dat alle taken klaar zijn"),
}
"""What must be on record before an act, after "Leg eerst vast:"."""

ACCESS_REASONS: dict[str, Words] = {
    "works_along": _("Werkt mee aan de zaak"),
    "stands_in": _("Neemt waar voor de behandelaar"),
    "second_look": _("Kijkt mee met een tweede blik"),
    "expertise": _("Heeft kennis die nodig is"),
    "supervision": _("Houdt toezicht als hoofd"),
    "ended": _("Heeft de zaak niet meer nodig"),
}
"""Why somebody gets access to a case, or gives it up."""

NAME_REASONS: dict[str, Words] = {
    "hearing": _("Uitnodiging voor een gesprek"),
    "letter": _("Een brief aan deze persoon"),
    "investigation": _("Nodig voor het onderzoek"),
    "decision": _("Nodig voor het besluit"),
    "check": _("Nagaan of de gegevens kloppen"),
}
"""Why an officer sees the name of a person in a case: a closed list, since the reason stands in the audit trail."""
