"""What the page of a handover shows: what goes, what stays, and what the law asks first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from loket.casework.casefile import codes
from loket.casework.configuration import procedure_of
from loket.casework.handover.describing import explanation, goes, whom
from loket.casework.handover.plan import Plan, PlanChanged, Shelf, shelf
from loket.casework.handover.standing import Standing
from loket.casework.handover.words import ASKED, ASKING
from loket.casework.procedure import Letter
from loket.casework.sealing import OpenCase
from loket.casework.services import letter_of
from loket.core.language import page_language


@dataclass(frozen=True)
class Page:
    """A handover on its way."""

    opened: OpenCase
    standing: Standing

    @property
    def plan(self) -> Plan:
        return self.standing.plan

    @property
    def whom(self) -> str:
        return whom(self.plan, page_language())

    @property
    def label(self) -> str:
        """The verb of the step."""
        return codes.words(self.standing.act.label)

    @cached_property
    def _all(self) -> Shelf:
        return shelf(self.opened, with_report=not self.plan.report_goes)

    @cached_property
    def _here(self) -> Shelf | None:
        try:
            return self._all.of(self.plan)
        except PlanChanged:
            return None

    @property
    def is_as_chosen(self) -> bool:
        """Whether everything still is as it was when it was chosen."""
        return self._here is not None

    @property
    def goes(self) -> Sequence[str]:
        """What goes along, a line for each."""
        return goes(self.plan, self._here) if self._here else ()

    @property
    def stays(self) -> tuple[int, int]:
        """How many parts with their files, and how many people, stay behind."""
        plan, everything = self.plan, self._all
        parts = len(everything.parts) + len(everything.files) - len(plan.items) - len(plan.files)
        return parts, len(everything.people) - len(plan.people)

    @property
    def asking(self) -> str:
        """Where the consent stands."""
        return str(ASKING[self.standing.consent])

    @property
    def question(self) -> str:
        """What the reporter is asked, in one line."""
        return str(ASKED[self.standing.asks]) % {"whom": self.whom} if self.standing.asks else ""

    @property
    def explanation(self) -> str:
        """What the reporter reads below it."""
        return explanation(self.standing, page_language()) if self.standing.asks else ""

    @property
    def letter(self) -> Letter | None:
        """The letter to the reporter that goes with the step."""
        return letter_of(procedure_of(self.opened.case), self.standing.act) if self.opened.report else None

    @property
    def sign(self) -> str:
        """The colour of the next step: amber when it is up to us, calm when it waits or is done."""
        return "calm" if self.standing.is_done or self.standing.consent == "waiting" else ""

    @property
    def heading(self) -> str:
        """What there is to do now."""
        if self.standing.is_done:
            return _("Dit is overgedragen aan %s") % self.whom
        if not self.is_as_chosen:
            return _("Kies opnieuw wat meegaat")
        return {
            "none": _("Vraag de melder om toestemming"),
            "waiting": _("Wacht op het antwoord van de melder"),
            "no": _("De melder wil dit niet"),
        }.get(self.standing.consent, self.label)
