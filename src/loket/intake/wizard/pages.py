"""The pages of raising a matter: what each shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from loket.core.forms import HouseForm
from loket.core.language import page_language
from loket.intake import draft_cookie
from loket.intake.configuration import MB, OpenBody, configuration
from loket.intake.wizard import answers
from loket.intake.wizard.forms import StepForm, is_known
from loket.intake.wizard.steps import CHECK, Step
from loket.intake.wizard.writing import Writing

BACK = "terug"
"""The query of a step that was opened from the check page, and goes back there."""


def show_step(
    request: HttpRequest, here: Step, form: StepForm, writing: Writing | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a step; without ``writing`` it is the first one, before there is a draft."""
    context = context_of(writing) if writing else _named(form.body)
    context |= {"step": here, "form": form, "from_check": BACK in request.GET}
    return render(request, here.template, context, status=status)


def show_check(request: HttpRequest, writing: Writing, form: HouseForm | None = None) -> HttpResponse:
    """Everything that was answered, before it is sent; with ``form`` come the reasons why it was not."""
    context = context_of(writing) | {"step": CHECK, "form": form, "groups": answers.groups_of(writing.draft)}
    context["anonymous"] = not is_known(writing.draft.identity)
    return render(request, CHECK.template, context, status=422 if form else 200)


def context_of(writing: Writing) -> dict[str, Any]:
    """What every page of a draft shows or sends along."""
    limits = configuration().limits
    return {
        **_named(writing.body),
        "draft": writing.draft,
        "is_sent": writing.is_sent,
        "proof": draft_cookie.proof_for(writing.token),
        "files": [answers.file_row(note) for note in writing.draft.content.files],
        "limits": limits,
        "limits_words": (_size(limits.one), _size(limits.report)),
        "draft_days": configuration().draft_days,
    }


def _named(body: OpenBody) -> dict[str, Any]:
    return {"body_name": body.name(page_language())}


def _size(limit: int) -> str:
    """A limit in whole MB, as people say it: "500 MB", "2 GB"."""
    megabytes = limit // MB
    return f"{megabytes // 1000} GB" if megabytes % 1000 == 0 else f"{megabytes} MB"
