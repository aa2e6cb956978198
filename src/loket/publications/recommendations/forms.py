"""What the national adviser fills in about a recommendation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core import once
from loket.core.forms import HouseForm, LongTextField, rows
from loket.publications.models import Audience, FollowUp, Recommendation
from loket.publications.recommendations.wording import LONGEST, BadWording, worded

NEW = 0
"""The version of what is still to be written."""


class ChangeForm(HouseForm):
    """The hidden part of every form: a form that is sent twice acts once, and on what its writer saw."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=NEW, max_value=2**31 - 1)

    def __init__(self, *args: Any, version: int = NEW, **options: Any) -> None:
        options["initial"] = {"token": once.new_token(), "version": version, **options.get("initial", {})}
        super().__init__(*args, **options)

    stands: tuple[str, ...] = ()
    """What another wrote meanwhile, to be shown beside what was typed here."""

    def meet(self, now: Recommendation) -> None:
        """Carry a new token and the version that stands now; what was typed stays."""
        self.go_on_with(token=once.new_token(), version=str(now.version))
        told = (now.follow_up_nl, now.follow_up_en)
        self.stands = tuple(text for text in (now.text_nl, now.text_en, *told) if text)


class BothForm(ChangeForm):
    """A text in both languages, ``text_nl`` and ``text_en``, without numbers that count something."""

    def clean_text_nl(self) -> str:
        return self._worded("nl")

    def clean_text_en(self) -> str:
        return self._worded("en")

    def _worded(self, language: str) -> str:
        try:
            return worded(self.cleaned_data[f"text_{language}"], language)
        except BadWording as error:
            raise forms.ValidationError(str(error)) from error


class WriteForm(BothForm):
    """A recommendation in both languages, and for whom it is."""

    audience = rows(
        list(Audience.choices),
        label=_("Voor wie is deze aanbeveling?"),
        required=True,
        error_messages={"required": _("Kies voor wie deze aanbeveling is")},
    )
    text_nl = LongTextField(
        max_length=LONGEST,
        label=_("De aanbeveling"),
        help_text=_("Begin met wat iemand moet doen. Noem geen aantallen: die staan in de tabellen."),
        error_messages={"required": _("Schrijf de aanbeveling")},
    )
    text_en = LongTextField(
        max_length=LONGEST,
        label=_("De aanbeveling in het Engels"),
        help_text=_("Het jaarverslag verschijnt in het Nederlands en in het Engels."),
        error_messages={"required": _("Schrijf de aanbeveling ook in het Engels")},
    )


class FollowUpForm(BothForm):
    """What came of a recommendation."""

    state = rows(
        list(FollowUp.choices),
        label=_("Wat kwam ervan terecht?"),
        required=True,
        error_messages={"required": _("Kies wat ervan terechtkwam")},
    )
    text_nl = LongTextField(
        max_length=LONGEST,
        label=_("In je eigen woorden"),
        help_text=_("Dit staat straks in het jaarverslag. Laat leeg als je het nog niet weet."),
        required=False,
    )
    text_en = LongTextField(max_length=LONGEST, label=_("Hetzelfde in het Engels"), required=False)

    def clean(self) -> None:
        super().clean()
        state = self.cleaned_data.get("state")
        for name in ("text_nl", "text_en"):
            if name in self.errors or not state:
                continue
            if state != FollowUp.OPEN and not self.cleaned_data.get(name):
                self.add_error(name, _("Schrijf in een of twee zinnen wat ervan terechtkwam"))
            if state == FollowUp.OPEN and self.cleaned_data.get(name):
                self.add_error("state", _("Kies wat ervan terechtkwam, of laat de tekst leeg"))


def write_form(data: Any, one: Recommendation | None) -> WriteForm:
    """The form of a new recommendation, or of one that stands."""
    if one is None:
        return WriteForm(data)
    said = {"audience": one.audience, "text_nl": one.text_nl, "text_en": one.text_en}
    return WriteForm(data, version=one.version, initial=said)


def follow_up_form(data: Any, one: Recommendation) -> FollowUpForm:
    """The form of what came of a recommendation."""
    said = {"state": one.follow_up, "text_nl": one.follow_up_nl, "text_en": one.follow_up_en}
    return FollowUpForm(data, version=one.version, initial=said)
