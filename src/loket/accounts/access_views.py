"""One person for the functional administrator: roles through time, invitation, closing and opening."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts import grants, queries
from loket.accounts.access import account_or_404, administrator
from loket.accounts.access_forms import EndForm, GrantForm
from loket.accounts.models import Account
from loket.accounts.roles import with_names
from loket.core.errors import UserError


@administrator
@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """What somebody may do, will do and could do."""
    return _page(request, account_or_404(username))


@administrator
@require_POST
def give_role(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role; a mistake is shown at its field, with what was filled in."""
    account = account_or_404(username)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            grants.grant(account=account, **form.cleaned_data, actor=request.user.get_username())
        except grants.AccessRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return redirect("accounts:person", username)
    return _page(request, account, form=form)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, username: str, number: int) -> HttpResponse:
    """Ask when a role ends, and end it."""
    grant = queries.grants_of(account_or_404(username)).filter(pk=number).first()
    if grant is None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            grants.end_grant(grant=grant, last_day=form.cleaned_data["last_day"], actor=request.user.get_username())
        except grants.AccessRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return redirect("accounts:person", username)
    (named,) = with_names([grant])
    context = {"form": form, "held": named, "account": grant.account}
    return render(request, "accounts/end_role.html", context, status=422 if form.is_bound else 200)


@administrator
@require_POST
def invite(request: HttpRequest, username: str) -> HttpResponse:
    """Make a link and show it: this answer is the only place where it ever stands."""
    account = account_or_404(username)
    try:
        token = grants.invite(account=account, actor=request.user.get_username())
    except UserError as refused:
        return _page(request, account, problem=str(refused))
    link = request.build_absolute_uri(reverse("accounts:link", args=[token]))
    days = grants.INVITATION.days
    return render(request, "accounts/invited.html", {"account": account, "link": link, "days": days})


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, username: str) -> HttpResponse:
    """Ask, and then take away the ways to sign in of somebody who lost them: that cannot be undone."""
    if request.method == "POST":
        return _act(request, username, grants.forget_factors)
    return render(request, "accounts/forget_factors.html", {"account": account_or_404(username)})


@administrator
@require_POST
def close(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account at once."""
    return _act(request, username, grants.deactivate)


@administrator
@require_POST
def reopen(request: HttpRequest, username: str) -> HttpResponse:
    """Open a closed account again."""
    return _act(request, username, grants.reactivate)


def _act(request: HttpRequest, username: str, act: Callable[..., None]) -> HttpResponse:
    """Do one thing to an account, and come back to its page; a refusal is said there."""
    account = account_or_404(username)
    try:
        act(account=account, actor=request.user.get_username())
    except grants.AccessRefused as refused:
        return _page(request, account, problem=str(refused))
    return redirect("accounts:person", username)


def _page(request: HttpRequest, account: Account, *, form: GrantForm | None = None, problem: str = "") -> HttpResponse:
    held = with_names(queries.grants_of(account))
    own = account == request.user
    invites = account.is_active and not account.is_set_up and any(one.may_end for one in held)
    context = {
        "account": account,
        "held": held,
        "form": form or GrantForm(),
        "problem": problem,
        "own": own,
        "invites": invites and not own,
    }
    return render(request, "accounts/person.html", context, status=422 if form or problem else 200)
