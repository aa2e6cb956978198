"""The publications, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.core.access import public
from loket.core.language import page_language
from loket.publications import shelf


@public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every publication, newest first."""
    return render(request, "publications/public/list.html", {"years": shelf.years(page_language())})


@public
@require_safe
def publication(request: HttpRequest, year: int, slug: str = "") -> HttpResponse:
    """One publication: its chapters and its downloads."""
    found = shelf.publication(year, slug, page_language())
    if found is None:
        raise Http404
    return render(request, "publications/public/publication.html", {"publication": found})
