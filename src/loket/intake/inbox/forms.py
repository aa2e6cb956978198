"""Forms of the inbox: what an officer writes to a reporter, and why they want to know who it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.core import once
from loket.core.forms import HouseForm, LongTextField, rows
from loket.intake import words
from loket.intake.content import LINE, STORY
from loket.intake.message_forms import FilesField, fresh_token, limits
from loket.intake.models import MessageKind

_QUIET = {"autocomplete": "off"}


class WriteForm(HouseForm):
    """Something to the reporter. Sent twice, it is one message (``token``). ``kind`` is what the service writes."""

    kind: str = MessageKind.MESSAGE
    button = _("Verstuur het bericht")
    text = LongTextField(
        label=_("Bericht"),
        help_text=_("De melder leest dit in het postvak. Noem geen namen die de melder niet kent."),
        max_length=STORY,
        rows=4,
        widget=forms.Textarea(attrs=_QUIET),
        error_messages={"required": _("Schrijf het bericht")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, text: str = "") -> None:
        super().__init__(data, files, auto_id=f"{self.kind}-%s", initial={"token": once.new_token(), "text": text})

    def clean(self) -> None:
        fresh_token(self)

    @property
    def words(self) -> str:
        """What the reporter reads."""
        text: str = self.cleaned_data["text"]
        return text

    @property
    def options(self) -> Sequence[str]:
        """What the reporter can choose from."""
        return ()


class MessageForm(WriteForm):
    """A message, with files."""

    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, text: str = "") -> None:
        super().__init__(data, files, text=text)
        self.fields["attachments"].help_text = limits()


class AcknowledgementForm(WriteForm):
    """The confirmation that the report was received and read (WBK-1)."""

    kind = MessageKind.ACKNOWLEDGEMENT
    button = _("Bevestig de ontvangst")


class FeedbackForm(WriteForm):
    """What was done with the report (WBK-2)."""

    kind = MessageKind.FEEDBACK
    button = _("Verstuur de terugkoppeling")

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, text: str = "") -> None:
        super().__init__(data, files, text=text)
        self.fields["text"].label = _("Terugkoppeling")
        self.fields["text"].help_text = _(
            "Schrijf wat er met de melding is gedaan en waarom, zonder namen van anderen. "
            "Daarna staat de melding op afgehandeld."
        )
        self.fields["text"].error_messages["required"] = _("Schrijf de terugkoppeling")


class ConsentForm(WriteForm):
    """A question for permission (WBK-6). The question itself is made of what is asked and for whom."""

    kind = MessageKind.CONSENT
    button = _("Stel de vraag")
    about = rows(
        [
            ("share", _("Het verhaal delen met een ander meldpunt of een andere onderzoeker")),
            ("identity", _("Aan iemand zeggen wie de melder is")),
        ],
        required=True,
        label=_("Waarvoor vraag je toestemming?"),
        error_messages={"required": _("Kies waarvoor je toestemming vraagt")},
    )
    whom = forms.CharField(
        label=_("Met of aan wie?"),
        help_text=_("Zoals de melder het kent, bijvoorbeeld: het meldpunt van de Voorbeelddienst."),
        max_length=LINE,
        widget=forms.TextInput(attrs=_QUIET),
        error_messages={"required": _("Schrijf met of aan wie")},
    )
    field_order = ["about", "whom", "text"]

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, text: str = "") -> None:
        super().__init__(data, files, text=text)
        self.fields["text"].label = _("Waarom vraag je dit?")
        self.fields["text"].help_text = _("Zeg ook wat er gebeurt als de melder nee zegt.")
        self.fields["text"].error_messages["required"] = _("Schrijf waarom je dit vraagt")

    def clean_whom(self) -> str:
        """One line: it becomes the heading of the question."""
        return " ".join(self.cleaned_data["whom"].split())

    @property
    def words(self) -> str:
        whom = {"whom": self.cleaned_data["whom"]}
        if self.cleaned_data["about"] == "share":
            question = gettext("Mogen we je verhaal delen met %(whom)s?") % whom
        else:
            question = gettext("Mogen we aan %(whom)s zeggen wie je bent?") % whom
        return f"{question}\n\n{self.cleaned_data['text']}"

    @property
    def options(self) -> Sequence[str]:
        return words.CONSENT_OPTIONS[self.cleaned_data["about"]]


FORMS: dict[str, type[WriteForm]] = {
    form.kind: form for form in (AcknowledgementForm, MessageForm, ConsentForm, FeedbackForm)
}
"""What an officer can write, by its kind."""


class IdentityForm(HouseForm):
    """Why somebody wants to see who reported: a closed list, for the trail (WBK-6)."""

    reason = rows(
        [(code, reason) for code, reason in words.IDENTITY_REASONS.items()],
        required=True,
        label=_("Waarom wil je dit weten?"),
        help_text=_("Je reden komt in het logboek, met je naam en de dag."),
        error_messages={"required": _("Kies een reden")},
    )


def acknowledgement_text(feedback_by: str) -> str:
    """The text that stands ready for the confirmation; the officer may change it."""
    return gettext(
        "Dank je wel. We hebben je melding ontvangen en gelezen.\n\n"
        "We bekijken nu wat er moet gebeuren. Heb je later nog iets toe te voegen, schrijf het dan hier in je "
        "postvak. Je hoort uiterlijk op %(day)s wat we met je melding hebben gedaan.\n\n"
        "Niemand mag je nadeel bezorgen omdat je dit hebt gemeld. Gebeurt dat toch, laat het ons dan meteen weten. "
        "Wil je met iemand overleggen, dan kan dat in vertrouwen met een vertrouwenspersoon of met het Huis voor "
        "Klokkenluiders."
    ) % {"day": feedback_by}
