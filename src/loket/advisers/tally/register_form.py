"""The form in which an adviser counts a request: codes and nothing else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import Advisers, configuration
from loket.advisers.services import NewEntry
from loket.advisers.tally.chips import NOTHING, Choices, chip_field, choices_of
from loket.advisers.tally.months import month_choices
from loket.advisers.tally.wording import NOT_STATED
from loket.core import clock
from loket.core.forms import HouseForm, offer
from loket.core.language import page_language

MINUTES: Choices = [(str(n), _("%d min") % n) for n in (15, 30, 45, 60, 90)]
"""How long a contact took; other numbers can be given on the page of the request."""
NO = "no"


class CodesForm(HouseForm):
    """What a request is about and whom it concerns, for the lists of one year."""

    unit = chip_field(label=_("Onderdeel"), required=True, error_messages={"required": _("Kies het onderdeel")})
    subcategory = chip_field(
        label=_("Waar gaat het over?"), required=True, error_messages={"required": _("Kies waar het over gaat")}
    )
    accused = chip_field(
        label=_("Over wie gaat het?"), required=True, error_messages={"required": _("Kies over wie het gaat")}
    )
    reporter_accused = chip_field(
        label=_("Wordt de melder zelf beschuldigd?"),
        required=True,
        error_messages={"required": _("Kies ja of nee")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        year: int,
        standing: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """``standing``: the codes that it has already."""
        given = standing or {}
        super().__init__(data, **{**options, "initial": {**options.get("initial", {}), **given}})
        self.year, self.known = year, configuration()
        for name in ("unit", "subcategory", "accused"):
            offer(self, name, choices_of(name, year, page_language(), given.get(name, "")))
        if year >= self.known.file.reporter_accused_from:
            offer(self, "reporter_accused", choices_of("yes_no", year, page_language())[::-1])
        else:
            del self.fields["reporter_accused"]

    @property
    def codes(self) -> dict[str, str]:
        """The columns of the request, its main category with them."""
        wanted = self.cleaned_data
        return {
            **{name: wanted[name] for name in ("unit", "subcategory", "accused")},
            "category": category_of(self.known, wanted["subcategory"]),
            "reporter_accused": wanted.get("reporter_accused", ""),
        }


class RegisterForm(CodesForm):
    """A new request. ``id``: sent twice, it counts once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    settlement = chip_field(label=_("Wat heb je gedaan?"))
    situation = chip_field(label=_("Hoe is het nu?"))
    minutes = chip_field([("", _("Later")), *MINUTES], label=_("Hoe lang duurde het?"))
    month = forms.ChoiceField(
        label=_("In welke maand kwam de vraag?"), required=False, error_messages={"invalid_choice": _("Kies een maand")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        year = clock.today().year
        super().__init__(data, year=year, initial={"id": str(uuid4()), "reporter_accused": NO, **(initial or {})})
        offer(self, "settlement", [*NOTHING, *choices_of("settlement", year, page_language())])
        offer(
            self,
            "situation",
            [("", _("Loopt nog")), *choices_of("situation", year, page_language())],
        )
        offer(self, "month", month_choices(clock.today()))

    def clean(self) -> None:
        """A page that was changed or cut off on its way gets another id."""
        wanted = self.cleaned_data
        if wanted.get("situation") and not wanted.get("settlement") and "settlement" not in self.errors:
            self.add_error("settlement", _("Kies ook wat je hebt gedaan: pas dan is de vraag afgehandeld"))
        if "id" in self.errors:
            del self.errors["id"]
            self.another_id()
            self.add_error(None, _("Deze pagina was niet compleet. Kijk of alles klopt en tel nog een keer mee"))

    def another_id(self) -> None:
        """From now on this is a form for a request that was not counted yet."""
        self.go_on_with(id=str(uuid4()))

    @property
    def id_of(self) -> UUID:
        found: UUID = self.cleaned_data["id"]
        return found

    @property
    def new(self) -> NewEntry:
        """What was chosen, as the tally takes it."""
        wanted = self.cleaned_data
        return NewEntry(
            **self.codes,
            settlement=wanted["settlement"],
            situation=wanted["situation"],
            minutes=int(wanted["minutes"] or 0),
            evaluation=NOT_STATED if wanted["situation"] else "",
            asked_other=True,
        )


def category_of(known: Advisers, subcategory: str) -> str:
    """The main category of a subcategory."""
    return next((code.parent or "" for code in known.lists["subcategory"] if code.code == subcategory), "")
