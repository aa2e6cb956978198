"""An adviser's notebook: for them alone, beside the tally and not in it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from loket.advisers.access import adviser, desk, with_key
from loket.advisers.configuration import configuration
from loket.advisers.errors import Changed
from loket.advisers.notebook import queries, services
from loket.advisers.notebook.forms import PageForm
from loket.advisers.notebook.queries import ABOUT, OpenPage
from loket.core.errors import UserError
from loket.core.forms import form_methods, handled, see


@adviser
@require_safe
@with_key
def notebook(request: HttpRequest) -> HttpResponseBase:
    """The pages that there are."""
    found = queries.pages(desk(request))
    return render(request, "advisers/notebook/notebook.html", {"pages": found, "months": _months()})


@adviser
@form_methods
@sensitive_post_parameters()
@with_key
def page_new(request: HttpRequest) -> HttpResponseBase:
    """Write a new page; ``?adviesvraag=`` says about which request."""
    own = desk(request)
    form = PageForm(_data(request), desk=own, about=_id(request.GET.get(ABOUT, "")))
    if handled(form, lambda: services.write(desk=own, id=form.new_id, **form.written)):
        return see("advisers:notebook")
    return _sheet(request, form)


@adviser
@form_methods
@sensitive_post_parameters()
@with_key
def page(request: HttpRequest, page: UUID) -> HttpResponseBase:
    """Read a page, and write it anew. What another window wrote meanwhile is shown beside what was typed here."""
    own = desk(request)
    opened = queries.page(own, page)
    form, other = PageForm(_data(request), desk=own, page=opened), ""
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.change(desk=own, page=page, version=version, **form.written)
        except Changed as error:
            opened = queries.page(own, page)
            form.go_on_from(opened.row.version)
            form.add_error(None, str(error))
            other = opened.content.text
        except UserError as error:
            form.add_error(None, str(error))
        else:
            return see("advisers:notebook")
    return _sheet(request, form, opened, other)


@adviser
@form_methods
@with_key
def page_delete(request: HttpRequest, page: UUID) -> HttpResponseBase:
    """What it means that a page goes; and let it go."""
    own = desk(request)
    opened = queries.page(own, page)
    if request.method == "POST":
        services.destroy(desk=own, page=page)
        return see("advisers:notebook")
    return render(request, "advisers/notebook/delete.html", {"opened": opened})


def _sheet(request: HttpRequest, form: PageForm, opened: OpenPage | None = None, other: str = "") -> HttpResponse:
    title = _("Bladzijde") if opened else _("Nieuwe bladzijde")
    given = {"form": form, "opened": opened, "other": other, "title": title, "months": _months()}
    return render(request, "advisers/notebook/page.html", given, status=422 if form.is_bound else 200)


def _data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _id(text: str) -> str:
    """An id as it is written everywhere; empty for what is none."""
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _months() -> int:
    """How long a page stays after it was last changed."""
    return configuration().file.keep.notebook
