"""Forms as the house shows them (WEB-2): a label above each field, a hint below it, errors in place and in a
summary."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField


class HouseBoundField(BoundField):
    """A field with the NL Design System's classes on its widget."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        classes = ["utrecht-textbox", "utrecht-textbox--html-input"]
        if self.errors:
            classes.append("utrecht-textbox--invalid")
        return {"class": " ".join(classes), **built}


class HouseForm(forms.Form):
    """A form whose required fields the browser does not police: our own messages say more."""

    template_name = "core/form.html"
    bound_field_class = HouseBoundField
    use_required_attribute = False
