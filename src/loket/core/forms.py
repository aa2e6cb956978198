"""Forms as the house shows them (WEB-2): a label above each field, a hint below it, errors in place and in a
summary.

Radio buttons, and check boxes of one question, are whole rows of 52 px under one legend (``core/field.html``). Every
field can be shown by itself: ``{{ form.story.as_field_group }}``.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.core.errors import UserError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

form_methods = require_http_methods(["GET", "HEAD", "POST"])
"""What a page with a form takes."""


def see(where: str, *args: object) -> HttpResponse:
    """After a form: go and look there (303), at the view of this name or at this address."""
    response = redirect(where, *args)
    response.status_code = 303
    return response


def offer(form: forms.BaseForm, name: str, choices: "Iterable[tuple[object, StrOrPromise]]") -> None:
    """Give a question of a form the answers that it offers. Raises ``TypeError`` for one that is no choice."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choice")
    field.choices = list(choices)


QUIET = {"autocomplete": "off"}
"""Of an input that the browser should not remember."""

ROWS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
"""Widgets that are several rows under one legend."""

_CLASSES: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
    (ROWS, "row-input"),
    (forms.CheckboxInput, "row-input"),
    (forms.FileInput, "file-input"),
    (forms.Select, "utrecht-textbox house-select"),
    (forms.Textarea, "utrecht-textbox house-textarea"),
)


class HouseBoundField(BoundField):
    """A field with the house's classes on its widget."""

    @property
    def template_name(self) -> str:
        """The template of one field with its label, hint and error."""
        return "core/field.html"

    @property
    def id_for_label(self) -> str:
        """Where the error summary leads: the input itself, or the first of the rows."""
        return f"{self.auto_id}_0" if self.is_rows else super().id_for_label

    @property
    def is_rows(self) -> bool:
        """Whether this is a question with a row for each answer."""
        return isinstance(self.field.widget, ROWS)

    @property
    def is_box(self) -> bool:
        """Whether this is one check box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def limit(self) -> int:
        """Characters that a text of several lines may have; 0 when there is nothing to count."""
        return (self.field.max_length or 0) if isinstance(self.field, LongTextField) else 0

    @property
    def aria_describedby(self) -> str:
        """Ids of the hint, the error and the count, for who hears the page."""
        parts = [(self.help_text, "helptext"), (self.errors, "error"), (self.limit, "count")]
        return "" if self.is_hidden else " ".join(f"{self.auto_id}_{name}" for there, name in parts if there)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        classes = next(
            (name for kind, name in _CLASSES if isinstance(self.field.widget, kind)),
            "utrecht-textbox utrecht-textbox--html-input",
        )
        if self.errors and classes.startswith("utrecht-textbox"):
            classes += " utrecht-textbox--invalid"
        if self.is_rows:
            built.pop("aria-invalid", None)
        return {"class": classes, **built}


class HouseForm(forms.Form):
    """A form whose required fields the browser does not police: our own messages say more."""

    template_name = "core/form.html"
    bound_field_class = HouseBoundField
    use_required_attribute = False

    def go_on_with(self, **values: str) -> None:
        """Show these in the place of what was sent. Everything else that was sent stays, of a question with several
        answers each of them."""
        data: Any = copy(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data


def handled(form: HouseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks. False while there is something to mend: what the act refuses stands above the form, or at
    the field that the error names (``field``)."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except UserError as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


class LongTextField(forms.CharField):
    """Text of several lines, with the number of characters left below it.

    A line break counts once, whatever the browser sends for it. The browser is not told the limit: it would cut a
    pasted text off without saying so.
    """

    widget = forms.Textarea

    def __init__(self, *, max_length: int, rows: int = 5, **options: Any) -> None:
        messages = {
            "max_length": _("Maak deze tekst korter: er passen %(limit)s tekens in, en dit zijn er %(count)s"),
            **options.pop("error_messages", {}),
        }
        super().__init__(max_length=max_length, error_messages=messages, **options)
        self.widget.attrs["rows"] = rows

    def to_python(self, value: Any) -> str:
        return super().to_python(one_break(value) if isinstance(value, str) else value) or ""

    def validate(self, value: str) -> None:
        """Says how many there are and may be, with numbers as people write them."""
        super().validate(value)
        limit = self.max_length or 0
        if len(value) > limit:
            amounts = {"count": number_format(len(value)), "limit": number_format(limit)}
            raise forms.ValidationError(self.error_messages["max_length"], code="max_length", params=amounts)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def rows(
    choices: "list[tuple[str, StrOrPromise]] | Callable[[], list[tuple[str, StrOrPromise]]]", **options: Any
) -> forms.ChoiceField:
    """A question with a row for each answer, of which none is chosen beforehand; it may stay unanswered unless
    ``required`` says otherwise."""
    messages = {"invalid_choice": _("Kies een van de antwoorden"), **options.pop("error_messages", {})}
    return forms.ChoiceField(
        choices=choices, widget=forms.RadioSelect, error_messages=messages, **{"required": False, **options}
    )


def one_break(text: str) -> str:
    """The text with one character for each line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
