"""The words of reports: states, kinds, choices and days, as people read them."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from loket.intake.models import Channel, MessageKind, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words: TypeAlias = "StrOrPromise"

STATE_FOR_REPORTER: dict[str, Words] = {
    State.RECEIVED: _("We hebben je melding ontvangen"),
    State.ACKNOWLEDGED: _("Je melding is gelezen"),
    State.IN_PROGRESS: _("We onderzoeken je melding"),
    State.ANSWERED: _("Je melding is afgehandeld"),
}

_WITH_PERSON: dict[str, Words] = {
    State.RECEIVED: _("Je bericht ligt bij %(name)s"),
    State.ACKNOWLEDGED: _("%(name)s heeft je bericht gelezen"),
    State.IN_PROGRESS: _("Je bent in gesprek met %(name)s"),
    State.ANSWERED: _("Je gesprek met %(name)s is afgerond"),
}


def state_with_person(state: str, name: str) -> str:
    """How far a contact is with one person, as who began it reads it."""
    return str(_WITH_PERSON[state]) % {"name": name}


CHANNEL: dict[str, Words] = {
    Channel.SITE: _("Via het loket"),
    Channel.API: _("Via een andere app"),
    Channel.PHONE: _("Telefoon"),
    Channel.LETTER: _("Brief"),
    Channel.MEETING: _("Gesprek"),
    Channel.MAIL: _("E-mail"),
    Channel.ADVISER: _("Via een vertrouwenspersoon"),
}

DISCLOSURE: dict[str, Words] = {
    "named": _("Met naam"),
    "in_confidence": _("Vertrouwelijk"),
    "anonymous": _("Anoniem"),
}

KIND: dict[str, Words] = {
    MessageKind.ACKNOWLEDGEMENT: _("Bevestiging"),
    MessageKind.CONSENT: _("Vraag om toestemming"),
    MessageKind.MINUTES: _("Verslag"),
    MessageKind.ANSWER: _("Antwoord"),
    MessageKind.FEEDBACK: _("Terugkoppeling"),
    MessageKind.DETRIMENT: _("Vraag hoe het met je gaat"),
}
"""What stands above a message that is more than a message."""

IDENTITY_REASONS: dict[str, Words] = {
    "contact": _("Contact opnemen zoals de melder vroeg"),
    "hearing": _("Uitnodiging voor een gesprek"),
    "safety": _("De melder of een ander loopt gevaar"),
    "law": _("De wet verplicht ertoe"),
    "conflict": _("Nagaan of een behandelaar zelf betrokken is"),
}
"""Why an officer may see who reported: a closed list, since the reason stands in the audit trail."""


@dataclass(frozen=True)
class Option:
    """One answer to a question, with what follows from it."""

    label: Words
    hint: Words = ""


OPTION: dict[str, Option] = {
    "story": Option(_("Ja, alleen mijn verhaal"), _("De ander leest je verhaal. Jouw berichten aan ons niet.")),
    "story_and_messages": Option(
        _("Ja, en ook mijn berichten"), _("De ander leest ook wat jij en wij elkaar schreven.")
    ),
    "identity": Option(_("Ja, dat mag"), _("Alleen deze persoon of organisatie hoort wie je bent.")),
    "handover": Option(_("Ja, draag mijn melding over"), _("Jouw postvak en je woorden blijven hetzelfde.")),
    "share": Option(_("Ja, dat mag"), _("Alleen wat hierboven staat, en alleen aan deze ontvanger.")),
    "share_named": Option(
        _("Ja, en noem mijn naam"), _("Alleen de tekst hierboven gaat mee, met je naam en hoe je te bereiken bent.")
    ),
    "share_unnamed": Option(_("Ja, zonder mijn naam"), _("Alleen de tekst hierboven gaat mee.")),
    "keep": Option(
        _("Nee, dit blijft tussen ons"), _("Er gaat niets mee. Dat mag altijd en heeft voor jou geen nadeel.")
    ),
    "no": Option(_("Nee"), _("Dan gaan wij alleen verder. Dat mag altijd en heeft voor jou geen nadeel.")),
    "agreed": Option(_("Ja, dit klopt"), _("Het verslag blijft zoals het is.")),
    "corrected": Option(_("Nee, dit moet anders"), _("Schrijf hieronder wat er anders moet.")),
    "no_detriment": Option(_("Nee, dat merk ik niet")),
    "detriment": Option(_("Ja, ik heb nadeel"), _("We lezen wat er gebeurt en schrijven je in dit postvak.")),
    "rather_not_say": Option(_("Dat zeg ik liever niet")),
}
"""What may be chosen. An option that is not here, is shown as its own words."""

MINUTES_OPTIONS = ("agreed", "corrected")


def option(code: str) -> Option:
    """The words of an option."""
    return OPTION.get(code) or Option(code)


@dataclass(frozen=True)
class Term:
    """How long there is still time: ``sign`` is the class of the status (look: late, due, later, checked)."""

    days: int
    sign: str
    words: str


SOON = 7
"""Days within which a term is shown as due."""


def term(due_on: dt.date, today: dt.date) -> Term:
    """How many days are left until and including this day, as a sign and in words."""
    days = (due_on - today).days
    if days < 0:
        return Term(days, "late", ngettext("%d dag te laat", "%d dagen te laat", -days) % -days)
    if days == 0:
        return Term(days, "due", gettext("nog vandaag"))
    return Term(days, "due" if days <= SOON else "later", ngettext("nog %d dag", "nog %d dagen", days) % days)
