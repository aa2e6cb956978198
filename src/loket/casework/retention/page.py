"""What the pages of retention show."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.casework.configuration import configuration
from loket.casework.models import Case, Statement
from loket.casework.retention.queries import Amount, Line, Rule, procedure_name
from loket.casework.retention.rules import months
from loket.casework.retention.words import duration
from loket.core import clock
from loket.core.language import page_language
from loket.intake.configuration import configuration as intake
from loket.intake.terms import months_later


def soon(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases whose term ends before the end of next month, held or not."""
    until = months_later(clock.today().replace(day=1), 2)
    return cases.filter(destroy_on__lt=until).order_by("destroy_on", "reference")


def seen(lines: Sequence[Line]) -> str:
    """A digest of a list of cases, so that what is confirmed is what was shown."""
    return sha256(",".join(line.case.reference for line in lines).encode()).hexdigest()


def body_name(code: str) -> str:
    """What a body is called; its code when it is gone."""
    found = configuration().bodies.get(code)
    return found.name(page_language()) if found else code


def other_records() -> list[Rule]:
    """What is kept beside cases, and for how long (BIO-3)."""
    days = intake().draft_days
    draft = ngettext("%d dag", "%d dagen", days) % days
    law, norm = _("AVG artikel 5: niet langer dan nodig"), _("BIO: bewijs van wat is gedaan")
    return [
        Rule(_("Concept van een melding"), _("Na de laatste wijziging"), draft, law, verify=False),
        Rule(_("Melding en postvak"), _("Tegelijk met de zaak"), _("zoals de zaak"), law, verify=False),
        *_beside(law),
        Rule(_("Feit"), _("Codes zonder naam, nummer of tekst"), _("blijft"), _("Archiefwet"), verify=True),
        Rule(_("Momentopname en publicatie"), _("Codes en aantallen"), _("blijft"), _("Archiefwet"), verify=True),
        Rule(_("Logboek"), _("Wie wat deed, zonder inhoud"), _("blijft"), norm, verify=True),
        Rule(_("Verklaring van vernietiging"), _("Nummer en dagen, zonder inhoud"), _("blijft"), norm, verify=True),
    ]


def _beside(law: str) -> list[Rule]:
    """What another room keeps (``settings.KEPT_BESIDE``)."""
    kept: Sequence[tuple[str, str, int]] = import_string(settings.KEPT_BESIDE)()
    return [Rule(name, since, duration(n) if n else _("blijft"), law, verify=True) for name, since, n in kept]


def amount_in_words(amount: Amount) -> list[str]:
    """How much some cases are, in words: each part that is there."""
    counted = [
        (amount.cases, ngettext("%d zaak", "%d zaken", amount.cases) % amount.cases),
        (amount.items, ngettext("%d stuk", "%d stukken", amount.items) % amount.items),
        (amount.people, ngettext("%d persoon", "%d personen", amount.people) % amount.people),
        (amount.messages, ngettext("%d bericht", "%d berichten", amount.messages) % amount.messages),
        (amount.files, ngettext("%d bestand", "%d bestanden", amount.files) % amount.files),
        (amount.bytes, str(filesizeformat(amount.bytes))),
    ]
    return [words for number, words in counted if number]


def statement_lines(statement: Statement) -> list[tuple[str, str]]:
    """What a statement of destruction says, by its label."""
    items = ngettext("%d stuk", "%d stukken", statement.items) % statement.items
    files = ngettext("%d bestand", "%d bestanden", statement.files) % statement.files
    return [
        (_("Zaak"), statement.reference),
        (_("Meldpunt"), body_name(statement.body)),
        (_("Soort zaak"), procedure_name(statement.procedure)),
        (_("Ontvangen"), _day(statement.received_on)),
        (_("Gesloten"), _day(statement.closed_on)),
        (_("Bewaard na sluiting"), duration(months(statement.term))),
        (_("Vernietigd"), _day(statement.destroyed_on)),
        (_("Vernietigd door"), statement.destroyed_by),
        (_("Wat er was"), f"{items}, {files}"),
    ]


def statement_text() -> list[str]:
    """What destroying means, a paragraph each."""
    return [
        _(
            "De sleutel van deze zaak is vernietigd, met alle stukken, personen, berichten en bestanden. "
            "Was er een postvak bij deze zaak, dan is dat ook weg. "
            "Zonder sleutel is wat er nog op een schijf staat, niet te lezen."
        ),
        _(
            "Wat blijft: deze verklaring, regels in het logboek zonder inhoud, en feiten in codes. "
            "Van een feit leidt niets naar deze zaak."
        ),
        _("Reservekopieën van daarvoor verdwijnen als hun eigen termijn voorbij is."),
    ]


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")
