"""Signing in and out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.accounts import services
from loket.accounts.forms import SignInForm
from loket.accounts.models import Account
from loket.core.access import public, signed_in

HOME_OF_STAFF = "publications:overview"


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. After an error the user name stays and the password is asked again."""
    following = next_page(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(following)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid() and form.account:
        login(request, form.account)
        services.signed_in(account=form.account)
        return HttpResponseRedirect(following)
    if form.refused:
        services.sign_in_refused()
    context = {
        "form": form,
        "following": following,
        "demo_people": services.demo_people(),
        "demo_password": services.DEMO_PASSWORD,
    }
    return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and say so."""
    if isinstance(request.user, Account):
        services.signed_out(account=request.user)
    logout(request)
    return redirect("accounts:signed-out")


@public
@require_http_methods(["GET", "HEAD"])
def signed_out(request: HttpRequest) -> HttpResponse:
    """What you see after signing out."""
    return render(request, "accounts/signed_out.html")


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: the page that was asked for, if it is ours; else the staff overview."""
    wanted = request.GET.get("volgende") or request.POST.get("volgende", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if ours and wanted.startswith("/"):
        return wanted
    return resolve_url(HOME_OF_STAFF)
