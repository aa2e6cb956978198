"""The pages of a decision: on whom, what and why, how comparable matters ended, and sending it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from loket.casework import engine, queries
from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile import codes
from loket.casework.casefile.act_form import ActForm
from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.timeline import Line, Part, person_name
from loket.casework.casefile.working import data_of, is_done, is_head, is_read
from loket.casework.configuration import procedure_of
from loket.casework.content import PersonContent
from loket.casework.handover import deciding, returning
from loket.casework.handover.comparable import Comparison, NotComparable, comparable
from loket.casework.handover.deciding import CAME_BACK, can_decide, decisions, hearings, read_decision
from loket.casework.handover.decision_forms import PUNISHMENT, CompareForm, DecisionForm
from loket.casework.handover.describing import part_name
from loket.casework.measures import measures
from loket.casework.models import Person
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.casework.words import ESTABLISHED
from loket.core.forms import form_methods, see
from loket.core.language import page_language
from loket.intake.uploads import accepts_files


@dataclass(frozen=True)
class Row:
    """Somebody concerned: how it ended for them, and a decision that came back and was not taken over yet."""

    number: int
    content: PersonContent
    came_back: Part | None

    @property
    def name(self) -> str:
        return person_name(self.number)

    @property
    def established(self) -> str:
        return str(ESTABLISHED[self.content.established])

    @property
    def settlement(self) -> str:
        return outcome(self.content.settlement, self.content.measures) if self.content.settlement else ""

    @property
    def order_measures(self) -> list[str]:
        return measures().names(self.content.order_measures, page_language())

    @property
    def returned(self) -> str:
        """What came back, in words."""
        if self.came_back is None:
            return ""
        decision = read_decision(self.came_back.content.values)
        return f"{ESTABLISHED[decision.established]}. {outcome(decision.settlement, decision.measures)}"


@officer
@form_methods
@with_key
def decision(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The decisions of a case; a decision that came back is taken over here."""
    opened = _opened(request, reference)
    form, since = CaseForm(*data_of(request)[:1], version=opened.case.version), list[Line]()
    if form.is_bound:
        number = _number(request.POST.get("number", ""))
        if is_done(opened, form, lambda: _take_over(opened, number, form), since):
            return see("casework:decision", reference)
    rows = _rows(opened)
    first_back = next((row.number for row in rows if row.came_back), 0)
    context = {"opened": opened, "case": opened.case, "form": form, "since": since, "rows": rows}
    context |= {"first_back": first_back}
    return render(request, "casework/handover/decisions.html", context, status=422 if form.is_bound else 200)


@accepts_files
@officer
@form_methods
@with_key
def decide(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """What was decided about one person, beside how comparable matters ended."""
    opened = _opened(request, reference)
    content = _person(opened, number)
    version, since = opened.case.version, list[Line]()
    comparing = "vergelijk" in request.POST
    data = () if comparing else data_of(request)
    initial = _typed(request) if comparing else _initial(content)
    form = DecisionForm(*data, version=version, initial=initial)
    if form.is_bound and is_done(opened, form, lambda: _decide(opened, number, form), since):
        return see("casework:decision", reference)
    described = form["description"].value() or ""
    context = {
        "opened": opened,
        "case": opened.case,
        "form": form,
        "since": since,
        "person": person_name(number),
        "about": content.about,
        "heard": hearings(opened, number, content),
        "number": number,
        **_compared(opened.card().violation, described),
    }
    return render(request, "casework/handover/decide.html", context, status=422 if form.is_bound else 200)


@officer
@form_methods
@with_key
def comparable_cases(request: HttpRequest, reference: str) -> HttpResponseBase:
    """How comparable matters ended, whichever somebody wants to compare with."""
    opened = opened_for(request, reference, reading=is_read(request))
    form = CompareForm(*data_of(request)[:1], initial={"violation": opened.card().violation})
    wrong = form.is_bound and not form.is_valid()
    given = form.cleaned_data if form.is_bound and not wrong else {"violation": opened.card().violation}
    context = {"opened": opened, "case": opened.case, "form": form}
    context |= _compared(given.get("violation", ""), given.get("description", ""))
    return render(request, "casework/handover/comparable.html", context, status=422 if wrong else 200)


@officer
@form_methods
@with_key
def send_back(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give a case back to the body that handed it over, with the decisions or without."""
    opened = opened_for(request, reference, reading=is_read(request))
    steps = _returns(opened)
    step = next((one for one in steps if one.code == request.GET.get("stap")), steps[0] if steps else None)
    if step is None and request.method == "POST":
        raise Http404
    context: dict[str, Any] = {"opened": opened, "case": opened.case, "step": step}
    if step is None:
        return render(request, "casework/handover/return.html", context)
    form, since = _act_form(request, opened, step), list[Line]()
    if form.is_bound and is_done(opened, form, lambda: _send_back(opened, step, form), since):
        return see(f"{reverse('casework:worklist')}?klaar=teruggegeven")
    parts = [part_name(part) for part in decisions(opened) if part.content.code == deciding.DECIDED]
    met = queries.requirements_met(opened)
    lacks = [one for one in step.requires if one not in met]
    context |= {"form": form, "since": since, "label": codes.words(step.label), "why": codes.words(step.why)}
    context |= {"parts": parts, "lacks": lacks}
    return render(request, "casework/handover/return.html", context, status=422 if form.is_bound else 200)


def outcome(settlement: str, punishments: Sequence[str]) -> str:
    """A settlement in words, with the punishments within it."""
    names = measures().names(punishments, page_language())
    name = codes.label("settlement", settlement)
    return f"{name}: {', '.join(names).lower()}" if names and names != [name] else name


def _opened(request: HttpRequest, reference: str) -> OpenCase:
    """A case in which something can be decided. Raises ``Http404``."""
    opened = opened_for(request, reference, reading=is_read(request))
    if not can_decide(opened.case):
        raise Http404
    return opened


def _rows(opened: OpenCase) -> list[Row]:
    back = {part.content.person: part for part in decisions(opened) if part.content.code == CAME_BACK}
    people = [(person.number, opened.person(person)) for person in opened.people()]
    return [
        Row(number, content, _waiting(back.get(number), content))
        for number, content in people
        if content.role == "concerned"
    ]


def _waiting(part: Part | None, content: PersonContent) -> Part | None:
    """The decision that came back, unless the person has it already."""
    if part is None:
        return None
    came = read_decision(part.content.values)
    return None if (came.settlement, came.decided_on) == (content.settlement, content.decided_on) else part


def _person(opened: OpenCase, number: int) -> PersonContent:
    found = Person.objects.filter(case=opened.case, number=number).first()
    content = opened.person(found) if found else None
    if content is None or content.role != "concerned":
        raise Http404
    return content


def _take_over(opened: OpenCase, number: int, form: CaseForm) -> None:
    deciding.take_over(opened=opened, number=number, version=form.seen, actor=opened.me.username)


def _decide(opened: OpenCase, number: int, form: DecisionForm) -> object:
    return deciding.decide(
        opened=opened,
        person=number,
        version=form.seen,
        decision=form.decision,
        text=form.cleaned_data["text"],
        files=form.uploads,
        actor=opened.me.username,
    )


def _send_back(opened: OpenCase, step: Act, form: ActForm) -> object:
    return returning.send_back(
        opened=opened,
        act=step,
        version=form.seen,
        values=form.values,
        text=form.cleaned_data["text"],
        actor=opened.me.username,
    )


def _act_form(request: HttpRequest, opened: OpenCase, step: Act) -> ActForm:
    form = ActForm(
        *data_of(request)[:1],
        version=opened.case.version,
        act=step,
        letter=None,
        names=lambda _text: (),
    )
    del form.fields["attachments"]
    return form


def _returns(opened: OpenCase) -> list[Act]:
    """The steps of this stage that give the case back, by who looks."""
    case = opened.case
    found = engine.acts_from(procedure_of(case), case.stage)
    backward = [act for act in found if act.handover and not act.handover.to and not act.handover.outside]
    is_handler = case.assignee_id == opened.me.pk
    return [act for act in backward if engine.may(act, is_handler=is_handler, is_officer=True, is_head=is_head(opened))]


def _compared(violation: str, description: str) -> dict[str, Comparison | str | None]:
    try:
        return {"comparison": comparable(violation, description, page_language())}
    except NotComparable as error:
        return {"comparison": None, "not_comparable": str(error)}


def _initial(content: PersonContent) -> dict[str, Any]:
    """What the person has already."""
    given = {name: getattr(content, name) for name in ("description", "established", "decided_on")}
    settlement = PUNISHMENT if measures().is_disciplinary(content.settlement) else content.settlement
    boxes = {"measures": list(content.measures), "order_measures": list(content.order_measures)}
    return {**given, **boxes, "settlement": settlement}


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What stands in the form, to show it again without sending it."""
    single = ("description", "established", "settlement", "decided_on", "text")
    many = ("measures", "order_measures")
    return {name: request.POST.get(name, "") for name in single} | {name: request.POST.getlist(name) for name in many}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
