"""The people in a case: their part in it, who they are, what they said; and who reported."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.casework import services, words
from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile import codes
from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.page_forms import HearingForm, PersonForm, ReasonForm
from loket.casework.casefile.timeline import person_name
from loket.casework.casefile.working import Note, Sheet, data_of, is_done, is_read, sheet
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.models import ItemKind, Person
from loket.casework.sealing import OpenCase
from loket.core.forms import form_methods, see
from loket.intake.uploads import accepts_files
from loket.intake.words import DISCLOSURE, IDENTITY_REASONS
from loket.vault.digests import normal

_NOTES = (
    Note(
        gettext_lazy("Een betrokkene leest nooit mee"),
        gettext_lazy("Wie je hier als betrokkene opschrijft, kan deze zaak niet openen, welke rol of functie ook."),
    ),
    Note(
        gettext_lazy("Niet meer dan nodig"),
        gettext_lazy("Laat weg wat er niet toe doet, zeker over gezondheid en privéleven."),
    ),
)


@officer
@form_methods
@with_key
def person(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Somebody more in the case; or, on record, that there is no person concerned."""
    opened = opened_for(request, reference, reading=is_read(request))
    form = PersonForm(*data_of(request), version=opened.case.version)

    def write() -> None:
        actor = opened.me.username
        if form.is_nobody:
            services.say_nobody(opened=opened, version=form.seen, actor=actor)
        else:
            content, identity = PersonContent(**_part(form)), _identity(form)
            services.add_person(opened=opened, version=form.seen, content=content, identity=identity, actor=actor)

    what = Sheet(title=_("Voeg een persoon toe"), button=_("Bewaar"), notes=_NOTES, write=write)
    return _and_leave(opened, form, sheet(request, opened, form, what))


@officer
@form_methods
@with_key
def person_change(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """Another part in the case for somebody, or other data of who they are."""
    opened = opened_for(request, reference, reading=is_read(request))
    found = _person(opened, number)
    now = opened.person(found)
    form = PersonForm(
        *data_of(request),
        version=opened.case.version,
        known=True,
        initial={"role": now.role, "about": now.about},
    )

    def write() -> object:
        return services.change_person(
            opened=opened,
            person=found,
            version=form.seen,
            content=now.model_copy(update=_part(form)),
            identity=_identity(form) if form.identifies else None,
            actor=opened.me.username,
        )

    title = _("Wijzig %s") % codes.lower(person_name(number))
    what = Sheet(title=title, button=_("Bewaar"), notes=_NOTES, write=write)
    return _and_leave(opened, form, sheet(request, opened, form, what))


@officer
@form_methods
@with_key
def person_name_shown(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """Who somebody is, on this answer only, for a reason that stands in the trail."""
    opened = opened_for(request, reference, reading=is_read(request))
    found = _person(opened, number)
    form = ReasonForm(*data_of(request), version=opened.case.version, reasons=words.NAME_REASONS)
    shown: list[PersonIdentity] = []

    def write() -> None:
        reason = form.cleaned_data["reason"]
        shown.append(services.show_person(opened=opened, person=found, reason=reason, actor=opened.me.username))

    title = _("Toon de naam van %s") % codes.lower(person_name(number))
    return _shown(
        request, opened, form, Sheet(title=title, button=_("Toon de naam"), write=write), shown, number=number
    )


@officer
@form_methods
@with_key
def reporter(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who reported, on this answer only, for a reason that stands in the trail (WBK-6)."""
    opened = opened_for(request, reference, reading=is_read(request))
    if opened.report is None:
        raise Http404
    form = ReasonForm(*data_of(request), version=opened.case.version, reasons=IDENTITY_REASONS)
    shown: list[Any] = []

    def write() -> None:
        reason = form.cleaned_data["reason"]
        shown.append(services.show_reporter(opened=opened, reason=reason, actor=opened.me.username))

    what = Sheet(title=_("Toon wie dit meldde"), button=_("Toon wie dit meldde"), write=write)
    return _shown(request, opened, form, what, shown)


@accepts_files
@officer
@form_methods
@with_key
def hearing(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """What somebody said when they were heard (CAO-2)."""
    opened = opened_for(request, reference, reading=is_read(request))
    _person(opened, number)
    form = HearingForm(*data_of(request), version=opened.case.version)

    def write() -> object:
        given = form.cleaned_data
        values = {"on": given["on"].isoformat(), "signed": given["signed"]}
        content = ItemContent(text=given["text"], values=values, person=number)
        return services.add_item(
            opened=opened, kind=ItemKind.HEARING, content=content, files=form.uploads, actor=opened.me.username
        )

    title = _("Gespreksverslag %s") % codes.lower(person_name(number))
    return sheet(request, opened, form, Sheet(title=title, button=_("Bewaar het verslag"), write=write))


def _shown(
    request: HttpRequest, opened: OpenCase, form: CaseForm, what: Sheet, shown: list[Any], **context: Any
) -> HttpResponseBase:
    """The form that asks why; after it, on this answer only, who it is."""
    is_bound = form.is_bound
    if is_bound and is_done(opened, form, what.write, []) and not shown:
        return see(request.path)
    given = {"opened": opened, "case": opened.case, "form": form, "sheet": what, **context}
    if shown:
        given |= {"identity": shown[0], "disclosure": DISCLOSURE.get(getattr(shown[0], "disclosure", ""), "")}
    status = 422 if is_bound and not shown else 200
    return render(request, "casework/casefile/who.html", given, status=status)


def _and_leave(opened: OpenCase, form: PersonForm, answer: HttpResponseBase) -> HttpResponseBase:
    """Who wrote themselves down as a person concerned, has lost the case: to the worklist, not to a page that is not
    there."""
    is_self = answer.status_code == 303 and form.cleaned_data.get("role") == "concerned" and _is_me(opened, form)
    return see("casework:worklist") if is_self else answer


def _is_me(opened: OpenCase, form: PersonForm) -> bool:
    me, given = opened.me, form.cleaned_data
    return given["username"] == me.username or (
        bool(given["name"]) and normal(given["name"]) == normal(me.display_name)
    )


def _person(opened: OpenCase, number: int) -> Person:
    """The person with this number. Raises ``Http404``."""
    found = next((person for person in opened.people() if person.number == number), None)
    if found is None:
        raise Http404
    return found


def _part(form: PersonForm) -> dict[str, Any]:
    return {"role": form.cleaned_data["role"], "about": form.cleaned_data["about"]}


def _identity(form: PersonForm) -> PersonIdentity:
    return PersonIdentity(**{name: form.cleaned_data[name] for name in ("name", "function", "username", "reach")})
