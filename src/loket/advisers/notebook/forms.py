"""The form in which an adviser writes a page of their notebook."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.access import Desk
from loket.advisers.configuration import configuration
from loket.advisers.errors import NotThere
from loket.advisers.notebook.queries import OpenPage
from loket.advisers.queries import OpenEntry, entries, newest_first, open_entry
from loket.advisers.tally.months import in_words
from loket.advisers.tally.rows import topic_of
from loket.core import clock
from loket.core.forms import QUIET, HouseForm, LongTextField, offer
from loket.intake.content import LINE, STORY

_VERSIONS = 2**31 - 1


class PageForm(HouseForm):
    """``id``: of a new page, so that sent twice it is one. ``version``: of a page that stands, as its writer saw it."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=_VERSIONS)
    title = forms.CharField(
        label=_("Titel"),
        required=False,
        max_length=LINE,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"max_length": _("Maak de titel korter: hooguit 200 tekens")},
    )
    text = LongTextField(
        label=_("Wat wil je onthouden?"),
        help_text=_("Zonder namen, en zonder iets waaraan iemand te herkennen is."),
        max_length=STORY,
        rows=10,
        widget=forms.Textarea(attrs=QUIET),
        error_messages={"required": _("Schrijf op wat je wilt onthouden")},
    )
    entry = forms.ChoiceField(
        label=_("Over welke adviesvraag?"),
        required=False,
        help_text=_("Hoeft niet. Het staat alleen in je schrift, verzegeld."),
        error_messages={"invalid_choice": _("Kies een adviesvraag uit de lijst, of geen")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, desk: Desk, page: OpenPage | None = None, about: str = ""
    ) -> None:
        super().__init__(data, initial=_standing(page) if page else {"id": str(uuid4()), "entry": about})
        offer(self, "entry", [("", _("Geen")), *_requests(desk, page.content.entry if page else about)])

    def clean(self) -> None:
        """A page that was changed or cut off on its way gets another id."""
        wrong = [name for name in ("id", "version") if self.errors.pop(name, None)]
        if wrong:
            self.go_on_with(id=str(uuid4()), version="")
            self.add_error(None, _("Deze pagina was niet compleet. Kijk of alles klopt en bewaar opnieuw"))

    @property
    def new_id(self) -> UUID:
        """The id of a new page."""
        return self.cleaned_data["id"] or uuid4()

    @property
    def written(self) -> dict[str, str]:
        """What stands on the page, as the notebook takes it."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "entry")}

    def go_on_from(self, version: int) -> None:
        """From now on its writer has seen this version."""
        self.go_on_with(version=str(version))


def _standing(page: OpenPage) -> dict[str, object]:
    held = page.content
    return {"version": page.row.version, "title": held.title, "text": held.text, "entry": held.entry}


def _requests(desk: Desk, chosen: str) -> list[tuple[str, str]]:
    """The requests that a page can be about: of this year and the open ones; and the one that was chosen before, also
    when it is not there any more."""
    found = newest_first(entries(desk, clock.today().year))
    known = {str(one.entry.pk): _label(one) for one in found}
    if chosen and chosen not in known:
        known[chosen] = _other(desk, chosen)
    return list(known.items())


def _other(desk: Desk, chosen: str) -> str:
    try:
        return _label(open_entry(desk, UUID(chosen)))
    except (NotThere, ValueError):
        return str(_("Een adviesvraag die er niet meer is"))


def _label(one: OpenEntry) -> str:
    number = f"{one.content.number}. " if one.content.number else ""
    return f"{number}{topic_of(one.content, configuration())}, {in_words(one.content.month)}"
