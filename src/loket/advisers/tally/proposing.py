"""An adviser proposes a change to the lists of the tally, by name, and reads what the national adviser answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from loket.accounts.access import me
from loket.advisers.access import adviser
from loket.advisers.configuration import LISTS, configuration
from loket.advisers.models import Proposal
from loket.core import audit, clock, once
from loket.core.forms import HouseForm, LongTextField, form_methods, offer, see
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.message_forms import fresh_token

ABOUT = ("unit", "category", "subcategory", "accused", "settlement", "situation")
TEXT = 1000


class ProposeForm(HouseForm):
    """Which list, and what should change. ``token``: sent twice, it is one proposal."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    code_list = forms.ChoiceField(
        label=_("Over welke lijst?"),
        error_messages={"required": _("Kies een lijst"), "invalid_choice": _("Kies een lijst")},
    )
    text = LongTextField(
        label=_("Wat stel je voor?"),
        help_text=_("Bijvoorbeeld: voeg een subcategorie toe, en waarom. Noem geen melding en geen namen."),
        max_length=TEXT,
        rows=6,
        error_messages={"required": _("Schrijf op wat je voorstelt")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"token": once.new_token()})
        offer(self, "code_list", [("", _("Kies een lijst")), *lists()])

    def clean(self) -> None:
        fresh_token(self)


def lists() -> list[tuple[str, str]]:
    """The lists that a proposal can be about, by code."""
    known, codes = configuration().lists, [LISTS.get(name, name) for name in ABOUT]
    return [(code, in_language(known[code].label, page_language())) for code in codes]


@adviser
@form_methods
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose a change; below it what this adviser proposed before, with the answers."""
    account = me(request)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        make(code_list=wanted["code_list"], text=wanted["text"], token=wanted["token"], actor=account.username)
        return see("advisers:propose")
    names = dict(lists())
    earlier = [(one, names.get(one.code_list, one.code_list)) for one in Proposal.objects.filter(by=account.username)]
    given = {"form": form, "earlier": earlier}
    return render(request, "advisers/tally/propose.html", given, status=422 if form.is_bound else 200)


@transaction.atomic
def make(*, code_list: str, text: str, token: UUID, actor: str) -> None:
    """Keep a proposal, with who made it."""
    if not once.first_time(token):
        return
    made = Proposal.objects.create(code_list=code_list, text=text, by=actor, on=clock.today())
    audit.record(actor=actor, action="proposal.make", target=f"proposal:{made.pk}", summary={"list": code_list})
