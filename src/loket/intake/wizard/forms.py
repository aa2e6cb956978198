"""The questions to somebody who raises a matter: one form a step, whose fields are named after what they fill in
``Content`` and ``Identity``. Every answer may stay open but the story.

No field tells the browser to keep or to check what is typed: ``autocomplete="off"`` keeps it out of the browser's
history, ``spellcheck="false"`` out of spelling services that send text away. Name, mail and telephone carry their own
purpose (WCAG 2.2, 1.3.5).
"""

from typing import Any, ClassVar, Literal

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.core.forms import HouseForm, LongTextField, rows
from loket.core.language import page_language
from loket.intake.configuration import OWN_CATEGORIES, OpenBody, choices
from loket.intake.content import ANSWER, LINE, STORY, DraftContent, Identity
from loket.intake.files import SealedUpload
from loket.intake.message_forms import ManyFiles

PRIVATE = {"autocomplete": "off", "spellcheck": "false"}
NOBODY: dict[str, object] = {"name": "", "email": "", "phone": "", "notify": False}
"""What is kept of somebody who is anonymous."""
KNOWN = ("named", "in_confidence")
"""Who says who they are."""
Answers = dict[str, dict[str, object]]
TRAP = "extra"
"""The name of the field that stays empty. It is no word that a browser or a password manager fills in."""


def categories() -> list[tuple[str, Any]]:
    """The list of violations, then "something else" and "I do not know"."""
    return [*choices("violation", page_language()), *OWN_CATEGORIES.items()]


def units() -> list[tuple[str, Any]]:
    """The units of the organisation, after the answer that is no unit."""
    return [("", gettext("Ik weet het niet, of ergens anders")), *choices("unit", page_language())]


def reporters() -> list[tuple[str, Any]]:
    """What somebody may be. "Anonymous" is not something that one is: it is a question of its own."""
    return [(code, name) for code, name in choices("reporter", page_language()) if code != "anonymous"]


class StepForm(HouseForm):
    """The questions of one step, filled in with the answers that the draft has."""

    part: ClassVar[Literal["content", "identity"]] = "content"

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        draft: DraftContent,
        body: OpenBody,
    ) -> None:
        super().__init__(data, files, initial=getattr(draft, self.part).model_dump())
        self.draft, self.body = draft, body

    def answers(self) -> Answers:
        """The answers of this step, as ``drafts.change`` takes them. Wrong ones are left out: what stood, stays."""
        known = type(getattr(self.draft, self.part)).model_fields
        return {self.part: {name: value for name, value in self.cleaned_data.items() if name in known}}


class SubjectForm(StepForm):
    """Step 1. A draft begins here, so here stands the trap for programs that fill in every form.

    The trap is a field that a style sheet hides, that the keyboard passes by, that assistive techniques leave out and
    that password managers are told to leave alone. Who reads the page without styles, reads that it stays empty. A
    filled trap answers with 422: everything typed still stands there, the trap is empty again and now visible, and
    sending once more works. So no person is ever turned away, nobody is counted, and a program that fills it again
    gets no further.
    """

    category = rows(categories, label=_("Kies wat er het meest op lijkt"))
    unit = forms.ChoiceField(
        label=_("Bij welk onderdeel is het gebeurd?"), choices=units, required=False,
        error_messages={"invalid_choice": _("Kies een onderdeel uit de lijst")},
    )  # fmt: skip
    extra = forms.CharField(label=_("Laat dit veld leeg"), required=False, max_length=None)

    def clean_extra(self) -> str:
        if self.cleaned_data[TRAP]:
            self.go_on_with(**{TRAP: ""})
            raise forms.ValidationError(
                _("Dit veld moet leeg blijven. We hebben het leeggemaakt: kies nog een keer Verder")
            )
        return ""


class StoryForm(StepForm):
    """Step 2: the one answer that a report cannot do without."""

    story = LongTextField(
        label=_("Vertel het in je eigen woorden"), max_length=STORY, rows=8,
        help_text=_(
            "Denk aan: wat zag of hoorde je, waar, wanneer en wie waren erbij? Weet je iets niet? Laat het weg."
        ),
        error_messages={"required": _("Vertel wat er is gebeurd. Eén zin is genoeg om te beginnen.")},
        widget=forms.Textarea(attrs=PRIVATE),
    )  # fmt: skip
    still = rows(
        [("yes", _("Ja")), ("no", _("Nee")), ("unknown", _("Ik weet het niet"))], label=_("Gebeurt het nog steeds?")
    )


class PlaceForm(StepForm):
    """Step 3."""

    place = LongTextField(
        label=_("Waar was het?"), max_length=ANSWER, rows=3, required=False,
        help_text=_("Bijvoorbeeld een gebouw, een afdeling of een app-groep."), widget=forms.Textarea(attrs=PRIVATE),
    )  # fmt: skip
    period = LongTextField(
        label=_("Wanneer was het?"), max_length=ANSWER, rows=3, required=False,
        help_text=_("Een dag of een periode, zo precies als je weet. Bijvoorbeeld: september tot en met november."),
        widget=forms.Textarea(attrs=PRIVATE),
    )  # fmt: skip


class PeopleForm(StepForm):
    """Step 4."""

    concerned = LongTextField(
        label=_("Over wie gaat het?"), max_length=ANSWER, rows=3, required=False,
        help_text=_("Een naam of een functie, als je die weet. Wij gaan er zorgvuldig mee om, ook voor deze persoon."),
        widget=forms.Textarea(attrs=PRIVATE),
    )  # fmt: skip
    witnesses = LongTextField(
        label=_("Wie weet er meer van?"), max_length=ANSWER, rows=3, required=False,
        help_text=_("Wij vragen hen pas iets als dat nodig is. We zeggen nooit dat jij meldde."),
        widget=forms.Textarea(attrs=PRIVATE),
    )  # fmt: skip


class SealedFiles(forms.Field):
    """Gives every file that was sent, refused ones too: each says for itself why."""

    widget = ManyFiles

    def clean(self, value: Any) -> list[SealedUpload]:
        return [upload for upload in value or () if isinstance(upload, SealedUpload)]


class FilesForm(StepForm):
    """Step 5. ``kept`` are the files that may come along, also when others were refused."""

    uploads = SealedFiles(label=_("Kies een of meer bestanden"), required=False)

    def clean(self) -> None:
        self.kept: list[SealedUpload] = []
        for upload in self.cleaned_data.get("uploads", ()):
            if upload.refused or not upload.size:
                why = upload.refused or gettext("Dit bestand is leeg. Kies een ander bestand")
                self.add_error("uploads", f"{upload.name}: {why}")
            else:
                self.kept.append(upload)


def _hinted(label: str, hint: str) -> str:
    return format_html('{} <span class="row-hint">{}</span>', label, hint)


def disclosures() -> list[tuple[str, Any]]:
    """By name, in confidence, anonymous: each with what follows from it."""
    return [
        (
            "named",
            _hinted(
                gettext("Ja, met mijn naam"),
                gettext("Wie je melding onderzoekt, weet wie je bent en kan je makkelijk iets vragen."),
            ),
        ),
        (
            "in_confidence",
            _hinted(
                gettext("Ja, in vertrouwen"),
                gettext(
                    "Je naam ligt apart van je verhaal. Wie haar wil zien, moet een reden geven. Die leggen we vast."
                ),
            ),
        ),
        (
            "anonymous",
            _hinted(
                gettext("Nee, ik meld anoniem"),
                gettext("Niemand weet wie je bent, wij ook niet. Je volgt je melding met negen woorden."),
            ),
        ),
    ]


class AboutYouForm(StepForm):
    """Step 6. Who chooses to be anonymous and had typed a name before, is anonymous: the name goes (WBK-14)."""

    part = "identity"

    disclosure = rows(
        disclosures,
        label=_("Wil je je naam geven?"),
        error_messages={"required": _("Kies of je met je naam of in vertrouwen meldt")},
    )
    name = forms.CharField(
        label=_("Je naam"), max_length=LINE, required=False, help_text=_("Alleen nodig als je je naam wilt geven."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"max_length": _("Maak je naam korter: hooguit 200 tekens")},
    )  # fmt: skip
    reporter = rows(reporters, label=_("Wat ben je?"), help_text=_("Je mag dit ook openlaten."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["reporter"] = self.draft.content.reporter
        if not self.body.anonymous:
            field: Any = self.fields["disclosure"]
            field.choices, field.required = disclosures()[:-1], True

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("disclosure") in KNOWN and given.get("name") == "":
            anonymous = _("Vul je naam in, of kies hierboven voor anoniem")
            self.add_error("name", anonymous if self.body.anonymous else _("Vul je naam in"))

    def answers(self) -> Answers:
        given = self.cleaned_data
        changed = super().answers()
        if given.get("disclosure") in ("", "anonymous"):
            changed["identity"] = {**NOBODY, "disclosure": given["disclosure"]}
        return {**changed, "content": {"reporter": given["reporter"]} if "reporter" in given else {}}


class ContactForm(StepForm):
    """Step 7. Who is anonymous is asked nothing: an address would say who they are."""

    part = "identity"

    email = forms.EmailField(
        label=_("Je mailadres"), max_length=LINE, required=False,
        help_text=_("Gebruik liever een adres dat niet van je werk is."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Vul een mailadres in zoals naam@voorbeeld.nl"),
            "max_length": _("Dit mailadres is te lang"),
        },
    )  # fmt: skip
    notify = forms.BooleanField(
        label=_("Mail me als er iets voor me klaarstaat. In de mail staat niet waarover het gaat."), required=False
    )
    phone = forms.RegexField(
        r"^[0-9+() .\-]{6,30}\Z", label=_("Je telefoonnummer"), required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Vul een telefoonnummer in met alleen cijfers, zoals 06 12345678")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_known(self.draft.identity):
            self.fields.clear()

    def clean(self) -> None:
        if self.cleaned_data.get("notify") and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul je mailadres in, of haal het vinkje bij de mail weg"))


def is_known(identity: Identity) -> bool:
    """Whether this person wants to say who they are."""
    return identity.disclosure in KNOWN
