"""The steps of raising a matter, in their order: one topic a page (WEB-2)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.intake.wizard import forms
from loket.intake.wizard.forms import StepForm


@dataclass(frozen=True)
class Step:
    """``slug`` stands in the address and names the template; ``name`` stands in "Stap 2 van 8: ..."."""

    slug: str
    name: str | Promise
    title: str | Promise
    form: type[StepForm] | None = None

    @property
    def number(self) -> int:
        """Counts from 1."""
        return STEPS.index(self) + 1

    @property
    def template(self) -> str:
        return f"intake/wizard/{self.slug}.html"

    @property
    def previous(self) -> "Step | None":
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> "Step":
        """The next step; the last one is followed by itself."""
        return STEPS[min(self.number, len(STEPS) - 1)]

    @property
    def segments(self) -> list[str]:
        """Of every step: done, now or later."""
        return ["done" if n < self.number else "now" if n == self.number else "later" for n in range(1, len(STEPS) + 1)]

    @property
    def total(self) -> int:
        return len(STEPS)


STEPS = (
    Step("onderwerp", _("waar het over gaat"), _("Waar gaat het over?"), forms.SubjectForm),
    Step("verhaal", _("wat er is gebeurd"), _("Wat is er gebeurd?"), forms.StoryForm),
    Step("waar-en-wanneer", _("waar en wanneer"), _("Waar en wanneer was het?"), forms.PlaceForm),
    Step("betrokkenen", _("wie erbij betrokken is"), _("Wie is erbij betrokken?"), forms.PeopleForm),
    Step("bestanden", _("bestanden"), _("Heb je iets dat het laat zien?"), forms.FilesForm),
    Step("over-jou", _("over jou"), _("Wie ben je?"), forms.AboutYouForm),
    Step("bereiken", _("hoe we je bereiken"), _("Hoe mogen we je bereiken?"), forms.ContactForm),
    Step("controleren", _("controleren en versturen"), _("Controleer je antwoorden")),
)
FIRST, FILES, ABOUT_YOU, CHECK = STEPS[0], STEPS[4], STEPS[5], STEPS[-1]
BY_SLUG = {step.slug: step for step in STEPS}
