"""Registering a report that was made by phone, by letter, by mail or in a meeting (WBK-3, WBK-10): a case at once.

The receipt is in the form that the officer fills in, and on no disk: sending the form twice, or after an answer that
was lost, finds the report that it made and shows the same words again.
"""

import uuid

from django.db import IntegrityError

from loket.casework import opening
from loket.casework.models import Case
from loket.casework.worklist.register_form import RegisterForm
from loket.intake import services
from loket.intake.models import Report
from loket.vault.receipts import Receipt


def register(*, body: str, form: RegisterForm, actor: str) -> Case | None:
    """Make the report that a filled form asks for, once, and open its case; None when somebody else is opening that
    just now. When the machine stops in between, the worklist opens it.

    Raises what ``intake.services.register_report`` raises, and ``IntegrityError`` for the receipt of another body.
    """
    receipt: Receipt = form.cleaned_data["receipt"]
    try:
        report = _made(body, receipt) or _make(body, form, actor)
    except IntegrityError:
        # the same form was sent twice at once, and the other one was first
        made = _made(body, receipt)
        if made is None:
            raise
        report = made
    return _case(body, report)


def _made(body: str, receipt: Receipt) -> uuid.UUID | None:
    return Report.objects.filter(lookup=receipt.lookup, body=body).values_list("pk", flat=True).first()


def _make(body: str, form: RegisterForm, actor: str) -> uuid.UUID:
    wanted = form.cleaned_data
    return services.register_report(
        body=body,
        content=form.content,
        identity=form.identity,
        channel=wanted["channel"],
        minutes=wanted["story"],
        actor=actor,
        received_on=wanted["received_on"],
        receipt=wanted["receipt"],
    ).report_id


def _case(body: str, report: uuid.UUID) -> Case | None:
    """The case of a report, after those that waited before it."""
    while (case := Case.objects.filter(report=report).first()) is None:
        if not opening.open_new(body=body):
            return Case.objects.filter(report=report).first()
    return case
