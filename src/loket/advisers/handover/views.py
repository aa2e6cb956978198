"""The pages of a warm handover: write what goes along, ask, and let it go after a yes."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.advisers.configuration import configuration
from loket.advisers.contact.access import at_desk, opened_for
from loket.advisers.handover import services, words
from loket.advisers.handover.forms import AskForm
from loket.advisers.handover.standing import Standing, standings
from loket.core.errors import UserError
from loket.core.forms import see
from loket.intake.sealing import OpenReport, read_identity

ASK, CHANGE = "vraag", "wijzig"
"""What a form asks for (``stap``): to ask the reporter, or to write on. Anything else: to see what they would read."""


@at_desk
def handover(request: HttpRequest, reference: str) -> HttpResponse:
    """To whom, and what goes along; first shown as the reporter would read it."""
    place, opened = opened_for(request, reference, reading=request.method != "POST")
    step = request.POST.get("stap", "")
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and step != CHANGE and form.is_valid():
        if step != ASK:
            return _check(request, opened, form)
        if asked := _asked(form, opened, place.me.username):
            return see("advisers:handover-do", reference, asked)
    if form.is_bound:
        _place, opened = opened_for(request, reference)
    context = {"form": form, "report": opened.report, "story": opened.content().story, "found": standings(opened)}
    return render(request, "advisers/handover/write.html", context, status=422 if form.errors else 200)


@at_desk
def handover_do(request: HttpRequest, reference: str, handover: uuid.UUID) -> HttpResponse:
    """One handover: what was asked, what the reporter said, and letting it go."""
    place, opened = opened_for(request, reference, reading=request.method != "POST")
    problem = ""
    if request.method == "POST":
        try:
            services.hand_over(report=opened, handover=handover, actor=place.me.username)
        except UserError as error:
            problem = str(error)
        else:
            return see("advisers:handover-do", reference, handover)
        _place, opened = opened_for(request, reference)
    context = {"report": opened.report, "now": _one(opened, handover), "problem": problem}
    return render(request, "advisers/handover/standing.html", context, status=422 if problem else 200)


@at_desk
@require_safe
def handover_paper(request: HttpRequest, reference: str, handover: uuid.UUID) -> HttpResponse:
    """What went to somebody outside, to print, or as plain text (``?als=tekst``)."""
    _place, opened = opened_for(request, reference)
    now = _one(opened, handover)
    if now.state != "done":
        return redirect("advisers:handover-do", reference, handover)
    if not now.is_outside:
        raise Http404
    identity = read_identity(opened) if now.by_name else None
    context = {"report": opened.report, "now": now, "identity": identity}
    if request.GET.get("als") != "tekst":
        return render(request, "advisers/handover/paper.html", context)
    response = render(request, "advisers/handover/paper.txt", context, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="overdracht.txt"'
    return response


def _asked(form: AskForm, opened: OpenReport, actor: str) -> uuid.UUID | None:
    """The question that was asked; None with the reason on the form when it is refused."""
    given = form.cleaned_data
    try:
        asked = services.ask(report=opened, id_=given["id"], target=given["target"], text=given["text"], actor=actor)
    except UserError as error:
        form.add_error("target" if isinstance(error, services.NeedsName) else "text", str(error))
        return None
    return asked.pk


def _check(request: HttpRequest, opened: OpenReport, form: AskForm) -> HttpResponse:
    """The question as the reporter would read it, in their language."""
    target = configuration().targets[form.cleaned_data["target"]]
    language = opened.content().language
    asked = words.question(target, form.cleaned_data["text"].strip(), language)
    context = {
        "form": form,
        "report": opened.report,
        "language": language,
        "title": asked.partition("\n")[0],
        "rest": asked.partition("\n")[2].strip(),
        "back_label": _("Contact %s") % opened.report.reference,
    }
    return render(request, "advisers/handover/check.html", context)


def _one(opened: OpenReport, handover: uuid.UUID) -> Standing:
    found = next((one for one in standings(opened) if one.handover.pk == handover), None)
    if found is None:
        raise Http404
    return found
