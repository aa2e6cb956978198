"""Signing in and out: by password and code, by passkey, or by a link that works once."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.accounts import entering, hooks, links, passkeys
from loket.accounts.forms import CodeForm, PasskeyForm, SignInForm, say_only
from loket.accounts.models import Account
from loket.core.access import public, signed_in


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. After an error the user name stays and the password is asked again."""
    following = next_page(request)
    if isinstance(request.user, Account):
        return HttpResponseRedirect(following or entering.first_page(request.user))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            account = entering.check_pair(request, **form.cleaned_data)
        except entering.SignInRefused as error:
            form.add_error("username", str(error))
        else:
            entering.wait_for_code(request, account=account, following=following)
            return redirect("accounts:code")
    return _sign_in_page(request, form, following)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second factor, within five minutes after the first."""
    waiting = entering.pending(request)
    if waiting is None:
        return redirect("accounts:sign-in")
    account, following = waiting
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            entering.check_code(request, account=account, code=form.cleaned_data["code"])
        except entering.SignInRefused as error:
            form.add_error("code", str(error))
        else:
            return entering.enter(request, account, way="code", following=following)
    return render(request, "accounts/code.html", {"form": form}, status=422 if form.is_bound else 200)


@public
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to use a passkey, whoever it is of; 409 on an address without a name."""
    try:
        return HttpResponse(passkeys.request_options(request), content_type="application/json")
    except passkeys.NoName as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")


@public
@sensitive_post_parameters("passkey", "prf")
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with what a passkey answered."""
    following = next_page(request)
    form = PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise passkeys.PasskeyRefused
        used = passkeys.check(request, form.cleaned_data["passkey"])
    except (passkeys.PasskeyRefused, passkeys.NoName) as error:
        entering.note_refused()
        shown = SignInForm({})
        say_only(shown, str(error))
        return _sign_in_page(request, shown, following)
    opened = entering.Opened(prf=passkeys.prf_of(form.cleaned_data["prf"]), credential=bytes(used.credential))
    return entering.enter(request, used.account, way="passkey", following=following, opened=opened)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link that works once. Looking at it only shows a button: mail programs and chats look at links too."""
    if request.method != "POST":
        holds = links.link_holds(token)
        return render(request, "accounts/link.html", {"holds": holds}, status=200 if holds else 410)
    try:
        used = links.use_link(token)
    except links.LinkGone:
        return render(request, "accounts/link.html", {"holds": False}, status=410)
    opened = entering.Opened(private_key=used.private_key)
    return entering.enter(request, used.account, way="link", following="", opened=opened)


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and say so."""
    account = request.user
    logout(request)
    response = redirect("accounts:signed-out")
    if isinstance(account, Account):
        entering.note_signed_out(account)
        hooks.call("AFTER_SIGN_OUT", request, response, account)
    return response


@public
@require_http_methods(["GET", "HEAD"])
def signed_out(request: HttpRequest) -> HttpResponse:
    """What you see after signing out."""
    return render(request, "accounts/signed_out.html")


def next_page(request: HttpRequest, otherwise: str = "") -> str:
    """Where to go next: the page that was asked for, if it is ours; else the view ``otherwise``, or nothing: the first
    page of whoever comes in."""
    wanted = request.GET.get("volgende") or request.POST.get("volgende", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if ours and wanted.startswith("/"):
        return wanted
    return resolve_url(otherwise) if otherwise else ""


def _sign_in_page(request: HttpRequest, form: SignInForm, following: str) -> HttpResponse:
    context = {
        "form": form,
        "following": following,
        "has_name": passkeys.has_name(request),
        "salt": passkeys.SALT_SHOWN,
    }
    return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)
