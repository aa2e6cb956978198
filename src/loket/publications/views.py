"""The publications, for everyone who may read them."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.core.access import public
from loket.core.language import page_language
from loket.figures.percent import SMALLEST_BASE
from loket.publications import by_chance, shelf
from loket.publications.access import may_read
from loket.publications.contradictions import page as contradictions


@public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every publication, newest first."""
    years = shelf.years(page_language(), partial(may_read, request))
    context = {"years": years, "checked": contradictions.years(settings.DATA)}
    return render(request, "publications/public/list.html", context)


@public
@require_safe
def publication(request: HttpRequest, year: int, slug: str = "") -> HttpResponse:
    """One publication: its chapters and its downloads."""
    found = shelf.publication(year, slug, page_language(), partial(may_read, request))
    if found is None:
        raise Http404
    return render(request, "publications/public/publication.html", {"publication": found})


@public
@require_safe
def chance(request: HttpRequest) -> HttpResponse:
    """When a difference may be chance, in plain words."""
    context = {"examples": by_chance.EXAMPLES, "base": SMALLEST_BASE}
    return render(request, "publications/public/chance.html", context)
