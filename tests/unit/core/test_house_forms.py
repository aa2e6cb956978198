"""What every form of the house does: handle what it asks once it is right, and lose nothing that was typed."""

from django import forms
from django.http import QueryDict

from loket.core.errors import UserError
from loket.core.forms import HouseForm, handled


class Refused(UserError):
    field = "name"


class Asking(HouseForm):
    name = forms.CharField()
    who = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    version = forms.CharField(widget=forms.HiddenInput)


def refuse() -> None:
    raise Refused("Kies een andere naam")


def sent(**changed: str) -> Asking:
    form = Asking(QueryDict("name=Groep&who=a&who=b&version=1"))
    form.go_on_with(**changed)
    return form


def test_what_is_put_in_the_place_of_something_leaves_every_other_answer() -> None:
    form = sent(version="2")
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Groep", "who": ["a", "b"], "version": "2"}


def test_an_act_that_is_refused_stands_at_its_field() -> None:
    form = sent()
    assert not handled(form, refuse)
    assert form.errors == {"name": ["Kies een andere naam"]}


def test_nothing_is_done_with_a_form_that_is_wrong_or_was_not_sent() -> None:
    assert not handled(sent(name=""), refuse)
    assert not handled(Asking(), refuse)
    assert handled(sent(), lambda: None)
