"""What each form on the page of a request asks of the tally."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from loket.advisers import services
from loket.advisers.access import Desk
from loket.advisers.tally.forms import (
    ActForm,
    ContactForm,
    CorrectForm,
    EvaluationForm,
    OtherForm,
    SettlementForm,
    SituationForm,
    TakeBackForm,
)


@dataclass(frozen=True)
class Act:
    """A form, and what is done when it is right. Raises what the services raise."""

    form: Callable[..., ActForm]
    write: Callable[[Desk, UUID, Any], object]


def _contact(desk: Desk, entry: UUID, form: ContactForm) -> None:
    month = form.cleaned_data["month"] or None
    services.add_contact(desk=desk, entry=entry, version=form.at, minutes=form.spent, token=form.token_of, month=month)


def _settlement(desk: Desk, entry: UUID, form: SettlementForm) -> None:
    code, month = form.cleaned_data["code"], form.cleaned_data["month"] or None
    services.set_settlement(desk=desk, entry=entry, version=form.at, code=code, month=month)


@transaction.atomic
def _situation(desk: Desk, entry: UUID, form: SituationForm) -> None:
    code, month = form.cleaned_data["code"], form.cleaned_data["month"] or None
    row = services.set_situation(desk=desk, entry=entry, version=form.at, code=code, month=month)
    services.set_evaluation(desk=desk, entry=entry, version=row.version, code=form.said)


def _evaluation(desk: Desk, entry: UUID, form: EvaluationForm) -> None:
    services.set_evaluation(desk=desk, entry=entry, version=form.at, code=form.said)


def _reopen(desk: Desk, entry: UUID, form: ActForm) -> None:
    services.reopen(desk=desk, entry=entry, version=form.at)


def _take_back(desk: Desk, entry: UUID, form: TakeBackForm) -> None:
    which, index = form.cleaned_data["which"], form.cleaned_data["index"]
    services.take_back(desk=desk, entry=entry, version=form.at, which=which, index=index)


def _correct(desk: Desk, entry: UUID, form: CorrectForm | OtherForm) -> None:
    services.correct(desk=desk, entry=entry, version=form.at, **form.codes)


ACTS = {
    "contact": Act(ContactForm, _contact),
    "settlement": Act(SettlementForm, _settlement),
    "situation": Act(SituationForm, _situation),
    "evaluation": Act(EvaluationForm, _evaluation),
    "reopen": Act(ActForm, _reopen),
    "take_back": Act(TakeBackForm, _take_back),
    "correct": Act(CorrectForm, _correct),
    "other": Act(OtherForm, _correct),
}
"""By the name of the view, without "entry-"."""
