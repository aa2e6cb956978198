"""The forms on the page of one request: each is a tap or two, carries the version that was seen, and keeps what was
chosen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.checks import MOST_MINUTES
from loket.advisers.content import EntryContent
from loket.advisers.queries import OpenEntry
from loket.advisers.tally.chips import chip_field, choices_of
from loket.advisers.tally.months import JANUARY, back_to, in_words
from loket.advisers.tally.register_form import MINUTES, CodesForm
from loket.advisers.tally.wording import EVALUATION, NOT_STATED
from loket.core import clock, once
from loket.core.forms import HouseForm, offer
from loket.core.language import page_language

STEPS = ("settlement", "situation")
_VERSIONS = 2**31 - 1
_SEEN = 20_000


class ActForm(HouseForm):
    """A form about one request. ``version``: the request as its writer saw it; ``seen``: what they saw, so that a page
    can say what changed since."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_VERSIONS)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=_SEEN)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        opened: OpenEntry,
        initial: Mapping[str, Any] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        self.opened = opened
        super().__init__(data, auto_id=auto_id, initial={**self._now(opened), **(initial or {})})

    def clean(self) -> None:
        """A page that was changed or cut off on its way goes on from how the request stands now."""
        if "version" in self.errors or "seen" in self.errors:
            for name in ("version", "seen"):
                self.errors.pop(name, None)
            self.go_on_from(self.opened)
            self.add_error(None, _("Deze pagina was niet compleet. Kijk of alles klopt en probeer het opnieuw"))

    def go_on_from(self, opened: OpenEntry) -> None:
        """From now on its writer has seen the request as it is here."""
        self.go_on_with(**self._now(opened))

    @property
    def at(self) -> int:
        """The version that its writer saw."""
        version: int = self.cleaned_data["version"]
        return version

    @staticmethod
    def _now(opened: OpenEntry) -> dict[str, str]:
        shown = opened.content.model_copy(update={"facts": {}})
        return {"version": str(opened.entry.version), "seen": shown.model_dump_json()}


class ContactForm(ActForm):
    """That there was contact: how long, and in which month. ``token``: sent twice, it counts once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    minutes = chip_field(MINUTES, label=_("Hoe lang duurde het?"))
    amount = forms.IntegerField(
        label=_("Of vul het aantal minuten in"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            name: _("Vul hele minuten in, van 1 tot en met 1440") for name in ("invalid", "min_value", "max_value")
        },
    )
    month = forms.ChoiceField(label=_("Maand"), required=False, error_messages={"invalid_choice": _("Kies een maand")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, auto_id: str = "id_%s") -> None:
        super().__init__(data, opened=opened, auto_id=auto_id, initial={"token": once.new_token()})
        offer(self, "month", months_since(opened.content))

    def clean(self) -> None:
        if "token" in self.errors:
            self.errors.pop("token")
            self.errors.setdefault("version", self.error_class())
            self.go_on_with(token=once.new_token())
        super().clean()
        if not (self.cleaned_data.get("minutes") or self.cleaned_data.get("amount") or "amount" in self.errors):
            self.add_error("minutes", _("Kies hoe lang het duurde, of vul de minuten in"))

    @property
    def spent(self) -> int:
        """Minutes: what was typed goes before what was tapped."""
        return self.cleaned_data["amount"] or int(self.cleaned_data["minutes"])

    @property
    def token_of(self) -> UUID:
        token: UUID = self.cleaned_data["token"]
        return token


class StepForm(ActForm):
    """What the adviser did, or how it is now. ``step``: "settlement" or "situation"."""

    code = chip_field(required=True, error_messages={"required": _("Kies een antwoord")})
    month = forms.ChoiceField(label=_("Maand"), required=False, error_messages={"invalid_choice": _("Kies een maand")})

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, step: str, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, opened=opened, auto_id=auto_id)
        year = clock.today().year
        offer(self, "code", choices_of(step, year, page_language()))
        offer(self, "month", months_since(opened.content))
        self.fields["code"].label = _("Wat heb je gedaan?") if step == "settlement" else _("Hoe is het nu?")


class SettlementForm(StepForm):
    """What the adviser did."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, auto_id: str = "id_%s") -> None:
        super().__init__(data, opened=opened, step="settlement", auto_id=auto_id)


class SituationForm(StepForm):
    """How it is at the end, and whether the reporter gets the link to the evaluation."""

    evaluation = chip_field(EVALUATION, label=_("Vraag je de melder om een evaluatie?"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, auto_id: str = "id_%s") -> None:
        super().__init__(data, opened=opened, step="situation", auto_id=auto_id)
        self.fields["evaluation"].initial = opened.content.evaluation or NOT_STATED

    @property
    def said(self) -> str:
        """What was said of the evaluation."""
        code: str = self.cleaned_data["evaluation"] or NOT_STATED
        return code


class EvaluationForm(ActForm):
    """What was said of the evaluation turned out otherwise."""

    code = chip_field(
        EVALUATION,
        label=_("Vraag je de melder om een evaluatie?"),
        required=True,
        error_messages={"required": _("Kies een antwoord")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, auto_id: str = "id_%s") -> None:
        super().__init__(data, opened=opened, auto_id=auto_id, initial={"code": opened.content.evaluation})

    @property
    def said(self) -> str:
        """What was said of the evaluation."""
        code: str = self.cleaned_data["code"]
        return code


class TakeBackForm(ActForm):
    """A step that was entered by mistake: which, and the how-manieth, from 0."""

    which = forms.ChoiceField(choices=[(step, step) for step in STEPS], widget=forms.HiddenInput)
    index = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999)

    def clean(self) -> None:
        for name in ("which", "index"):
            if self.errors.pop(name, None):
                self.errors.setdefault("version", self.error_class())
        super().clean()


class OtherForm(ActForm):
    """Whether a listed subcategory fits what was counted under "other"; empty: no, leave it."""

    subcategory = forms.CharField(required=False, max_length=80)

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the request with this subcategory; as they stand when none fits."""
        content = self.opened.content
        names = ("unit", "category", "subcategory", "accused", "reporter_accused")
        standing = {name: getattr(content, name) for name in names}
        return {**standing, "subcategory": self.cleaned_data["subcategory"] or content.subcategory}


class CorrectForm(CodesForm, ActForm):
    """The codes of a request, mended."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: OpenEntry, auto_id: str = "id_%s") -> None:
        names = ("unit", "subcategory", "accused", "reporter_accused")
        standing = {name: getattr(opened.content, name) for name in names}
        super().__init__(data, year=opened.content.year, standing=standing, opened=opened, auto_id=auto_id)


def months_since(content: EntryContent) -> list[tuple[str, str]]:
    """The months in which something can have happened to a request, the newest first: of the running year, in January
    also of the year before, from the month in which it began."""
    today = clock.today()
    months = back_to(today, today.year - (today.month == JANUARY))
    return [(month, in_words(month)) for month in months if month >= content.month]
