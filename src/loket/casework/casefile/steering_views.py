"""Whose a case is and what it is about: its labels, who handles it, who may read it, and who may not."""

from collections.abc import Set

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.casework import services, words
from loket.casework.access import Desk, case_for, officer, opened_for, with_key
from loket.casework.casefile import codes
from loket.casework.casefile.colleagues import readers_of
from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.page_forms import AccessForm, AssignForm, EndAccessForm, LabelsForm
from loket.casework.casefile.working import Note, Sheet, data_of, is_read, sheet
from loket.casework.errors import NotEligible
from loket.casework.models import Case
from loket.core.forms import form_methods

ENDED = "ended"
"""Why access ends here (``words.ACCESS_REASONS``)."""


@officer
@form_methods
@with_key
def labels(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Which kind of violation it is, and about which unit."""
    opened = opened_for(request, reference, reading=is_read(request))
    card = opened.card()
    form = LabelsForm(
        *data_of(request),
        version=opened.case.version,
        violations=codes.choices("violation"),
        units=codes.choices("unit"),
        initial={"violation": card.violation, "unit": card.unit},
    )

    def write() -> object:
        given = form.cleaned_data
        return services.label(
            opened=opened, version=form.seen, unit=given["unit"], violation=given["violation"], actor=opened.me.username
        )

    what = Sheet(
        title=_("Wijzig de kenmerken"),
        button=_("Bewaar de kenmerken"),
        lead=_("Hierop zoek en filter je in de werklijst. Ook de cijfers gaan hierover."),
        write=write,
    )
    return sheet(request, opened, form, what)


@officer
@form_methods
@with_key
def assign(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who handles the case: by the head, who need not be able to read it, or by who handles it now."""
    desk, case = case_for(request, reference)
    people = _colleagues(desk, case, but={case.assignee_id})
    form = AssignForm(*data_of(request), version=case.version, people=people)
    what = Sheet(
        title=_("Wijs een behandelaar aan"),
        button=_("Wijs aan"),
        lead=_("De behandelaar leest de zaak en doet de stappen."),
        notes=[Note(_("Wie haar nu behandelt"), _("Leest de zaak daarna alleen nog met toegang."))],
        refused=_refused(desk, case),
        then="" if _is_reader(desk, case) else f"{reverse('casework:worklist')}?klaar=aangewezen",
        write=lambda: services.assign(
            desk=desk, case=case, to=_chosen(desk, case, form.cleaned_data["to"]), actor=desk.me.username
        ),
    )
    return sheet(request, case, form, what)


@officer
@form_methods
@with_key
def access(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who may read the case beside who handles it, each with a reason; and whose access ends."""
    desk, case = case_for(request, reference)
    is_ending, readers = "who" in request.POST, readers_of(case)
    ending = EndAccessForm(*(data_of(request) if is_ending else ()), version=case.version, auto_id="ending-%s")
    reasons = [(code, reason) for code, reason in words.ACCESS_REASONS.items() if code != ENDED]
    form = AccessForm(
        *(() if is_ending else data_of(request)),
        version=case.version,
        people=_colleagues(desk, case, but={reader.account.pk for reader in readers}),
        reasons=reasons,
    )
    what = Sheet(
        title=_("Wie kan deze zaak lezen"),
        button=_("Geef toegang"),
        refused=_refused(desk, case),
        then=reverse("casework:access", args=[case.reference]),
        template="casework/casefile/access.html",
        write=lambda: _end(desk, case, ending) if is_ending else _give(desk, case, form),
    )
    handled = ending if is_ending else form
    return sheet(request, case, handled, what, readers=readers, giving=form, ending=ending)


@officer
@form_methods
@with_key
def conflict(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say that one has an interest in the case oneself; nobody needs to be able to read it for that."""
    desk, case = case_for(request, reference)
    form = CaseForm(*data_of(request), version=case.version)
    what = Sheet(
        title=_("Heb je zelf een belang bij deze zaak?"),
        lead=_(
            "Bijvoorbeeld omdat je bevriend bent met iemand om wie het gaat, of omdat je er zelf bij was. Meld het "
            "dan. Je hoeft niet te zeggen waarom."
        ),
        notes=[
            Note(_("Dit blijft zo"), _("De zaak verdwijnt uit je werklijst. Je kunt haar niet meer openen of vinden."))
        ],
        button=_("Meld dat ik een belang heb"),
        then=f"{reverse('casework:worklist')}?klaar=belang",
        write=lambda: services.declare_conflict(desk=desk, case=case, actor=desk.me.username),
    )
    return sheet(request, case, form, what)


def _give(desk: Desk, case: Case, form: AccessForm) -> None:
    to, reason = _chosen(desk, case, form.cleaned_data["to"]), form.cleaned_data["reason"]
    services.give_access(desk=desk, case=case, to=to, reason=reason, actor=desk.me.username)


def _end(desk: Desk, case: Case, form: EndAccessForm) -> None:
    """End the access of one of the readers; nothing happens for who is none."""
    for reader in readers_of(case):
        if reader.reason and reader.account.username == form.cleaned_data["who"]:
            services.take_access(desk=desk, case=case, to=reader.account, reason=ENDED, actor=desk.me.username)


def _colleagues(desk: Desk, case: Case, *, but: Set[int | None]) -> list[tuple[str, str]]:
    """Who can be chosen; not who has it already. Nobody by who may not choose: which colleague is missing would tell
    them who is kept out."""
    if _refused(desk, case):
        return []
    found = [account for account in services.officers_for(desk, case) if account.pk not in but]
    return [(account.username, account.display_name) for account in found]


def _chosen(desk: Desk, case: Case, username: str) -> Account:
    """The colleague of this user name. Raises ``NotEligible``."""
    found = [account for account in services.officers_for(desk, case) if account.username == username]
    if not found:
        raise NotEligible
    return found[0]


def _refused(desk: Desk, case: Case) -> str:
    """Why this is not for who looks; empty when it is."""
    if desk.is_head or case.assignee_id == desk.me.pk:
        return ""
    return _("Dit kan alleen wie de zaak behandelt, of het hoofd.")


def _is_reader(desk: Desk, case: Case) -> bool:
    """Whether somebody reads the case, also when they do not handle it."""
    return any(reader.reason and reader.account.pk == desk.me.pk for reader in readers_of(case))
