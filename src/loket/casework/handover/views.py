"""The pages of a handover: choose what goes, ask what the law asks, and let it go."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from loket.casework import engine, queries
from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile import codes
from loket.casework.casefile.act_form import ActForm
from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.timeline import Line
from loket.casework.casefile.working import data_of, is_done, is_head, is_read
from loket.casework.configuration import procedure_of
from loket.casework.errors import Gone
from loket.casework.handover import services
from loket.casework.handover.forms import AskForm, ChooseForm, GroundForm
from loket.casework.handover.package import package
from loket.casework.handover.page import Page
from loket.casework.handover.plan import destinations, plan_for, shelf
from loket.casework.handover.standing import Standing, latest, standing
from loket.casework.models import Item
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.core.errors import UserError
from loket.core.forms import form_methods, see
from loket.core.language import page_language


@officer
@form_methods
@with_key
def handover(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Choose what goes along to another body, and to which."""
    return _choose(request, reference, outside=False)


@officer
@form_methods
@with_key
def outside(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Choose what goes along to an organisation that is none of ours."""
    return _choose(request, reference, outside=True)


@officer
@form_methods
@with_key
def plan(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """One handover: what goes, what the law asks first, and letting it go."""
    opened = opened_for(request, reference, reading=is_read(request))
    now = _standing(opened, number)
    form = _act_form(request, opened, now)
    if request.method != "POST":
        return _page(request, opened, now, form)
    since: list[Line] = []
    if is_done(opened, form, lambda: _go(opened, now, form), since):
        ends = now.act.handover and now.act.handover.view_ends
        return (
            see(f"{reverse('casework:worklist')}?klaar=overgedragen")
            if ends
            else see("casework:plan", reference, number)
        )
    return _page(request, opened, _standing(opened, number), form, since=since, status=422)


@officer
@form_methods
@with_key
def consent(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask the reporter to agree with what was chosen last; where nothing was chosen yet, choose first."""
    opened = opened_for(request, reference, reading=False)
    if request.method != "POST":
        return _to_latest(opened)
    form = _ask_form(opened, request.POST)
    number = form.cleaned_data.get("number", 0) if form.is_valid() else _number(request.POST.get("number", ""))
    now = _standing(opened, number)
    since: list[Line] = []
    if is_done(opened, form, lambda: _ask(opened, number, form), since):
        return see("casework:plan", reference, number)
    return _page(request, opened, now, _act_form(None, opened, now), ask=form, since=since, status=422)


@officer
@form_methods
@with_key
def disclosure(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put on record on which legal ground something goes along without consent (WBK-7)."""
    opened = opened_for(request, reference, reading=is_read(request))
    number = _number(request.GET.get("overdracht", ""))
    if not number:
        return _to_latest(opened)
    now = _standing(opened, number)
    form = GroundForm(*data_of(request), version=opened.case.version, names=_names(opened))
    since: list[Line] = []
    if form.is_bound and is_done(opened, form, lambda: _disclose(opened, number, form), since):
        return see("casework:plan", reference, number)
    context = {"opened": opened, "case": opened.case, "form": form, "page": Page(opened, now), "since": since}
    status = 422 if form.is_bound else 200
    return render(request, "casework/handover/disclosure.html", context, status=status)


@officer
@require_safe
@with_key
def outside_package(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """What went outside, as one file to download."""
    opened = opened_for(request, reference, reading=False)
    now = _standing(opened, number)
    if not (now.is_done and now.plan.outside):
        raise Http404
    try:
        return package(opened, now, actor=opened.me.username)
    except UserError as error:
        context = {"opened": opened, "case": opened.case, "problem": str(error), "number": number}
        return render(request, "casework/handover/no_package.html", context, status=409)


def _choose(request: HttpRequest, reference: str, *, outside: bool) -> HttpResponseBase:
    opened = opened_for(request, reference, reading=is_read(request))
    steps = _steps(opened, outside=outside)
    step = next((one for one in steps if one.code == request.GET.get("stap")), steps[0] if steps else None)
    if step is None and request.method == "POST":
        raise Http404
    context: dict[str, Any] = {"opened": opened, "case": opened.case, "outside": outside, "step": step}
    context |= {"others": [(one.code, codes.words(one.label)) for one in steps if one != step]}
    if step is None:
        return render(request, "casework/handover/choose.html", context)
    form, since = _choose_form(request, opened, step), list[Line]()
    made: list[Item] = []
    if form.is_bound and is_done(opened, form, lambda: made.append(_chosen(opened, step, form)), since):
        number = made[0].number if made else _number_of(latest(opened))
        return see("casework:plan", reference, number)
    before = latest(opened)
    context |= {"form": form, "since": since, "label": codes.words(step.label), "why": codes.words(step.why)}
    context |= {"report_goes": bool(step.handover and step.handover.report_goes)}
    context |= {"before": before if before and before.act.code == step.code else None}
    return render(request, "casework/handover/choose.html", context, status=422 if form.is_bound else 200)


def _choose_form(request: HttpRequest, opened: OpenCase, step: Act) -> ChooseForm:
    goes = bool(step.handover and step.handover.report_goes)
    return ChooseForm(
        *data_of(request)[:1],
        version=opened.case.version,
        shelf=shelf(opened, with_report=not goes),
        places=destinations(opened.case.body, step, page_language()),
        told=opened.report is not None and not goes,
        named=opened.report is not None and not goes and opened.card().anonymous is False,
    )


def _chosen(opened: OpenCase, step: Act, form: ChooseForm) -> Item:
    base = plan_for(opened.case.body, step, form.cleaned_data["to"])
    return services.choose(opened=opened, plan=form.plan(base), actor=opened.me.username)


def _go(opened: OpenCase, now: Standing, form: ActForm) -> object:
    return services.hand_over(
        opened=opened,
        number=now.number,
        version=form.seen,
        values=form.values,
        text=form.cleaned_data["text"],
        actor=opened.me.username,
    )


def _ask(opened: OpenCase, number: int, form: AskForm) -> object:
    return services.ask(opened=opened, number=number, why=form.cleaned_data["text"], actor=opened.me.username)


def _disclose(opened: OpenCase, number: int, form: GroundForm) -> object:
    given = {name: form.cleaned_data[name] for name in ("ground", "reasons", "notice", "text")}
    return services.disclose(opened=opened, number=number, actor=opened.me.username, **given)


def _page(
    request: HttpRequest,
    opened: OpenCase,
    now: Standing,
    form: ActForm,
    *,
    ask: AskForm | None = None,
    since: list[Line] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    page = Page(opened, now)
    wrong: CaseForm | None = ask or (form if form.is_bound else None)
    context = {
        "opened": opened,
        "case": opened.case,
        "page": page,
        "standing": now,
        "form": wrong,
        "go": form,
        "ask": ask or _ask_form(opened, None, number=now.number),
        "since": since,
        "again": f"{reverse(_choosing(now.act), args=[opened.case.reference])}?stap={now.act.code}",
    }
    return render(request, "casework/handover/plan.html", context, status=status)


def _act_form(request: HttpRequest | None, opened: OpenCase, now: Standing) -> ActForm:
    form = ActForm(
        *(data_of(request)[:1] if request else ()),
        version=opened.case.version,
        act=now.act,
        letter=Page(opened, now).letter,
        language=opened.report.content().language if opened.report else page_language(),
        names=_names(opened),
    )
    del form.fields["attachments"]
    return form


def _ask_form(opened: OpenCase, data: Any, *, number: int = 0) -> AskForm:
    return AskForm(data, version=opened.case.version, initial={"number": number}, names=_names(opened))


def _names(opened: OpenCase) -> Callable[[str], list[int]]:
    return lambda text: queries.names_in(opened, text)


def _steps(opened: OpenCase, *, outside: bool) -> list[Act]:
    """The steps of this stage that hand over, by who looks."""
    case, me = opened.case, opened.me
    found = [act for act in engine.acts_from(procedure_of(case), case.stage) if act.handover]
    fitting = [act for act in found if act.handover and (act.handover.outside if outside else act.handover.to)]
    is_handler = case.assignee_id == me.pk
    return [act for act in fitting if engine.may(act, is_handler=is_handler, is_officer=True, is_head=is_head(opened))]


def _to_latest(opened: OpenCase) -> HttpResponseBase:
    """To what was chosen last, or else to where it is chosen."""
    reference = opened.case.reference
    if now := latest(opened):
        return redirect("casework:plan", reference, now.number)
    return redirect("casework:handover" if _steps(opened, outside=False) else "casework:outside", reference)


def _choosing(act: Act) -> str:
    return "casework:outside" if act.handover and act.handover.outside else "casework:handover"


def _standing(opened: OpenCase, number: int) -> Standing:
    try:
        return standing(opened, number)
    except Gone as error:
        raise Http404 from error


def _number_of(found: Standing | None) -> int:
    if found is None:
        raise Http404
    return found.number


def _number(text: str) -> int:
    """The number in an address or a form; 0 for anything else, which no part of a file has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
