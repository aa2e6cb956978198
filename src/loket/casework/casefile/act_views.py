"""The steps of a case: one step with its form, and everything that can be done now."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from loket.casework import engine, queries, services
from loket.casework.access import officer, opened_for, with_key
from loket.casework.acting import letter_of
from loket.casework.casefile import codes, steps
from loket.casework.casefile.act_form import LANGUAGES, ActForm, in_other_language, known
from loket.casework.casefile.working import Sheet, data_of, is_head, is_read, sheet
from loket.casework.configuration import procedure_of
from loket.casework.errors import NotNow
from loket.casework.procedure import Act, Letter
from loket.casework.sealing import OpenCase
from loket.core.forms import form_methods
from loket.core.language import page_language
from loket.intake.uploads import accepts_files
from loket.intake.words import Words


@officer
@require_safe
@with_key
def others(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every step that can be done now, with what is still missing for each, and what else can be done with a case."""
    opened = opened_for(request, reference)
    possible = steps.everything(opened, procedure_of(opened.case), is_head=is_head(opened))
    context = {"opened": opened, "case": opened.case, "possible": possible, "links": _links(opened)}
    context["has_people"] = procedure_of(opened.case).people
    return render(request, "casework/casefile/others.html", context)


@accepts_files
@officer
@form_methods
@with_key
def act(request: HttpRequest, reference: str, act: str) -> HttpResponseBase:
    """One step: what the procedure asks, and the letter to the reporter."""
    opened = opened_for(request, reference, reading=is_read(request))
    step = _step(opened, act)
    possible = steps.one(opened, step, is_head=is_head(opened))
    if step.handover:
        return redirect(possible.url)
    letter = letter_of(procedure_of(opened.case), step) if opened.report else None
    if request.method == "POST" and letter and request.POST.get("taal") in LANGUAGES:
        return _in_other_language(request, opened, possible, letter)
    form = _form(request, opened, step, letter)
    context = {"possible": possible, "letter": letter, **_about(letter, form)}
    what = _sheet(opened, possible, form)
    if not form.is_bound and opened.case.stage not in step.from_:
        what = replace(what, lead="", refused=f"{NotNow()}.")
    return sheet(request, opened, form, what, **context)


def _form(request: HttpRequest, opened: OpenCase, step: Act, letter: Letter | None) -> ActForm:
    return ActForm(
        *data_of(request),
        version=opened.case.version,
        act=step,
        letter=letter,
        language=_language(opened),
        names=lambda text: queries.names_in(opened, text),
        initial=known(step, opened.card()),
    )


def _in_other_language(
    request: HttpRequest, opened: OpenCase, possible: steps.Possible, letter: Letter
) -> HttpResponseBase:
    """The same page, with the ready text in another language; what was typed is kept, and nothing is sent."""
    language = request.POST["taal"]
    kept, ready = in_other_language(request.POST.dict(), letter, language)
    form = ActForm(
        version=opened.case.version,
        act=possible.act,
        letter=letter,
        language=language,
        names=lambda _text: (),
        initial=kept,
    )
    what = _sheet(opened, possible, form)
    context = {"opened": opened, "case": opened.case, "form": form, "sheet": what, "possible": possible}
    context |= {"letter": letter, "ready": ready, **_about(letter, form)}
    return render(request, what.template, context)


def _sheet(opened: OpenCase, possible: steps.Possible, form: ActForm) -> Sheet:
    step = possible.act
    return Sheet(
        title=possible.label,
        button=possible.label,
        lead=possible.why,
        template="casework/casefile/act.html",
        write=lambda: services.act(
            opened=opened,
            act=step.code,
            version=form.seen,
            values=form.values,
            text=form.words,
            files=form.uploads,
            actor=opened.me.username,
        ),
    )


def _step(opened: OpenCase, code: str) -> Act:
    """The act of this code that the stage knows. Raises ``Http404``."""
    try:
        step = engine.act(procedure_of(opened.case), code)
    except engine.UnknownAct as error:
        raise Http404 from error
    return step


def _language(opened: OpenCase) -> str:
    """The reporter's language."""
    return opened.report.content().language if opened.report else page_language()


def _about(letter: Letter | None, form: ActForm) -> dict[str, Any]:
    """Beside a letter: the language that it is not in now, with its name, and the answers that its reader can choose
    from."""
    if letter is None:
        return {}
    now = form["language"].value()
    other = next(((code, name) for code, name in LANGUAGES.items() if code != now), None)
    return {"other": other, "options": [codes.words(option.label) for option in letter.options]}


def _links(opened: OpenCase) -> list[tuple[str, Words]]:
    """What else can be done with a case, on pages of other rooms of the building: the address, and its words."""
    p, reference = procedure_of(opened.case), [opened.case.reference]
    pages: list[tuple[bool, str, list[str], Words]] = [
        (p.people, "casework:decision", reference, _("Leg een uitkomst vast")),
        (p.people, "casework:comparable", reference, _("Bekijk hoe vergelijkbare zaken eindigden")),
        (bool(p.facts), "casework:facts", reference, _("Bekijk wat er telt in de cijfers")),
        (opened.report is not None, "casework:copy", [*reference, "melding"], _("Maak een afschrift van het verhaal")),
        (is_head(opened), "casework:hold", reference, _("Houd deze zaak vast")),
    ]
    return [(reverse(view, args=args), words) for shown, view, args, words in pages if shown]
