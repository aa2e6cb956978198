"""The public directory of advisers: anyone may choose anyone. Looking leaves nothing behind, not even a cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.advisers.directory import queries
from loket.advisers.directory.forms import FilterForm
from loket.advisers.directory.queries import Listed
from loket.core.access import public
from loket.core.language import page_language


@public
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody in the directory, or who answers to what was asked."""
    everybody = queries.listed(page_language())
    form = FilterForm(request.GET, people=everybody)
    found = queries.matching(everybody, **form.wanted())
    context = {"form": form, "everybody": everybody, "found": found, "is_filtered": bool(any(form.wanted().values()))}
    return render(request, "advisers/directory/directory.html", context)


@public
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One adviser: who they are, and how to reach them."""
    return render(request, "advisers/directory/profile.html", {"person": listed_or_404(slug)})


def listed_or_404(slug: str) -> Listed:
    """Who has this address in the directory."""
    found = queries.one(slug, page_language())
    if found is None:
        raise Http404
    return found
