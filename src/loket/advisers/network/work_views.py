"""What advisers write down themselves: what counts for their certificate, meetings of their group, information
activities; and what the national adviser answers and closes."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.advisers.access import adviser as adviser_only
from loket.advisers.access import national, network
from loket.advisers.models import Activity, Adviser, PeerGroup, PeerMeeting, Proposal, Requirement
from loket.advisers.network import activities, closing, growth, proposing, queries
from loket.advisers.network.views import is_national, own_or_404, page_of, show
from loket.advisers.network.work_forms import (
    ActivityForm,
    AnswerForm,
    CloseForm,
    GroupForm,
    MeetingForm,
    RequirementForm,
)
from loket.core import clock
from loket.core.forms import form_methods, handled, see
from loket.core.language import page_language
from loket.taxonomy.current import code_list, code_lists, name_of

Amount = TypeVar("Amount")

YEARS = 3
"""Years that can be closed: this one and those before it."""


@adviser_only
@form_methods
def requirement(request: HttpRequest) -> HttpResponse:
    """Write down something that counts for one's own certificate."""
    own = own_or_404(request)
    form = RequirementForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        growth.add_requirement(
            adviser=own,
            kind=form.cleaned_data["kind"],
            month=form.first_day,
            half_hours=form.half_hours,
            title=form.cleaned_data["title"],
            token=form.sent,
            actor=me(request).username,
        )

    if handled(form, act):
        return see("advisers:own-file")
    return show(request, "requirement", form=form)


@adviser_only
@require_POST
def requirement_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own line back."""
    found = (
        Requirement.objects.filter(pk=number, adviser=own_or_404(request)).select_related("adviser__account").first()
    )
    if found is None:
        raise Http404
    growth.remove_requirement(requirement=found, actor=me(request).username)
    return see("advisers:own-file")


@network
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The peer-supervision groups."""
    return _groups(request, GroupForm())


@national
@require_POST
def group_new(request: HttpRequest) -> HttpResponse:
    """A new group."""
    form = GroupForm(request.POST)
    if handled(form, lambda: growth.add_group(name=form.cleaned_data["name"], actor=me(request).username)):
        return see("advisers:groups")
    return _groups(request, form)


@network
@form_methods
def group(request: HttpRequest, number: int) -> HttpResponse:
    """One group, for its members and the national adviser: when it met, and who was there."""
    found = _group_or_404(request, number)
    members = list(queries.in_office(clock.today()).filter(group=found))
    form = MeetingForm(request.POST if request.method == "POST" else None, members=members)

    def act() -> None:
        growth.add_meeting(
            group=found,
            month=form.first_day,
            half_hours=form.half_hours,
            present=form.who,
            token=form.sent,
            actor=me(request).username,
        )

    if handled(form, act):
        return see("advisers:group", number)
    return show(request, "group", form=form, group=found, members=members, **page_of(request, queries.meetings(found)))


@network
@require_POST
def meeting_remove(request: HttpRequest, number: int, meeting: int) -> HttpResponse:
    """Take a meeting back that was written down by mistake."""
    found = PeerMeeting.objects.filter(pk=meeting, group=_group_or_404(request, number)).first()
    if found is None:
        raise Http404
    growth.remove_meeting(meeting=found, actor=me(request).username)
    return see("advisers:group", number)


@network
@form_methods
def activity(request: HttpRequest) -> HttpResponse:
    """The information activities of the network, and the form for a new one."""
    form = ActivityForm(request.POST if request.method == "POST" else None)
    if handled(form, lambda: activities.add(held=form.held, token=form.sent, actor=me(request).username)):
        return see("advisers:activity")
    shown = page_of(request, queries.activities())
    found, names = list(shown["page"].object_list), queries.names(one.by for one in shown["page"].object_list)
    lines = [(one, _activity_words(one), names.get(one.by, one.by), _may_change(request, one)) for one in found]
    return show(request, "activities", form=form, lines=lines, **shown)


@network
@form_methods
def activity_change(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an activity, with what it counts."""
    found = _activity_or_404(request, number)
    begin = {name: getattr(found, name) for name in ("title", "topic", "unit", "participants")}
    form = ActivityForm(
        request.POST if request.method == "POST" else None, initial={**begin, "month": f"{found.month:%Y-%m}"}
    )
    if handled(form, lambda: activities.change(activity=found, held=form.held, actor=me(request).username)):
        return see("advisers:activity")
    return show(request, "activity", form=form, activity=found)


@network
@require_POST
def activity_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an activity back that was not held."""
    activities.remove(activity=_activity_or_404(request, number), actor=me(request).username)
    return see("advisers:activity")


@national
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What advisers propose for the lists of the tally, what waits first."""
    shown = page_of(request, queries.proposals())
    found = list(shown["page"].object_list)
    names = queries.names(one.by for one in found)
    lines = [(one, _list_name(one.code_list), names.get(one.by, one.by)) for one in found]
    return show(request, "proposals", lines=lines, **shown)


@national
@form_methods
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Answer one proposal."""
    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": found.answer})
    actor = me(request).username
    if handled(form, lambda: proposing.answer(proposal=found, text=form.cleaned_data["answer"], actor=actor)):
        return see("advisers:proposals")
    by = queries.names([found.by]).get(found.by, found.by)
    return show(request, "proposal", form=form, proposal=found, list_name=_list_name(found.code_list), by=by)


@national
@form_methods
def close_year(request: HttpRequest) -> HttpResponse:
    """What closing a year (``?jaar=``) counts, as a list to check, and the button that does it."""
    year = _year(request.GET.get("jaar", ""))
    day = min(clock.today(), dt.date(year, 12, 31))
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"reference_date": day})

    def act() -> None:
        closing.close_year(year=year, reference_date=form.cleaned_data["reference_date"], actor=me(request).username)

    if handled(form, act):
        return see(f"{reverse('advisers:close-year')}?{urlencode({'jaar': year, 'klaar': 1})}")
    found = closing.preview(year, day)
    return show(
        request,
        "close",
        form=form,
        found=found,
        day=day,
        years=_years(),
        is_done="klaar" in request.GET,
        is_policy_officer=Role.POLICY_OFFICER in me(request).roles,
        unanswered=queries.unanswered(),
        certified=_named("certification", found.certifications),
        time=_named("core_function", found.time),
    )


def _groups(request: HttpRequest, form: GroupForm) -> HttpResponse:
    own = queries.own(me(request))
    own_group = own.group_id if own else None
    return show(request, "groups", form=form, own_group=own_group, **page_of(request, queries.groups()))


def _named(name: str, amounts: Mapping[str, Amount]) -> list[tuple[str, Amount]]:
    """What was counted by the codes of a list, in its order and by name."""
    language = page_language()
    return [(code.name(language, short=True), amounts[code.code]) for code in code_list(name) if code.code in amounts]


def _years() -> list[int]:
    return [clock.today().year - ago for ago in range(YEARS)]


def _year(asked: str) -> int:
    """The year that was asked for, else last year. Raises ``Http404`` for one that nobody closes."""
    if not asked:
        return clock.today().year - 1
    found = next((year for year in _years() if str(year) == asked), None)
    if found is None:
        raise Http404
    return found


def _group_or_404(request: HttpRequest, number: int) -> PeerGroup:
    """A group, for its members and the national adviser. Raises ``Http404``."""
    own: Adviser | None = queries.own(me(request))
    is_member = own is not None and own.group_id == number
    found = PeerGroup.objects.filter(pk=number).first() if is_member or is_national(request) else None
    if found is None:
        raise Http404
    return found


def _may_change(request: HttpRequest, activity: Activity) -> bool:
    return activity.by == me(request).username or is_national(request)


def _activity_or_404(request: HttpRequest, number: int) -> Activity:
    """An activity that this person may change. Raises ``Http404``."""
    found = Activity.objects.filter(pk=number).first()
    if found is None or not _may_change(request, found):
        raise Http404
    return found


def _activity_words(activity: Activity) -> dict[str, str]:
    language = page_language()
    return {
        "unit": name_of("unit", activity.unit, language, short=True),
        "topic": name_of("awareness_topic", activity.topic, language),
    }


def _list_name(code: str) -> str:
    """What a list is called; its code when it is not there any more."""
    found = code_lists().get(code)
    return found.label.get(page_language(), code) if found else code
