"""One's own account: how you sign in, where you are signed in, and what you may do."""

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts import entering, hooks, passkeys, passwords, proof, second_factor, sessions
from loket.accounts.access import me
from loket.accounts.forms import AppForm, NewPasskeyForm, NewPasswordForm, PasskeyForm, ProofForm, say_only
from loket.accounts.models import Passkey
from loket.accounts.proof import fresh_proof
from loket.accounts.roles import with_names
from loket.accounts.views import next_page
from loket.core import audit
from loket.core.access import signed_in


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    return _account_page(request)


@signed_in
@sensitive_post_parameters("password", "passkey", "prf")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show again who you are: with your password or a passkey."""
    following = next_page(request, otherwise="accounts:account")
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _is_proved(request, form):
        proof.give(request)
        return HttpResponseRedirect(following)
    context = {
        "form": form,
        "following": following,
        "has_passkeys": me(request).passkeys.exists(),
        "has_name": passkeys.has_name(request),
        "has_password": me(request).has_code,
    }
    return render(request, "accounts/prove.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def prove_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to use one of your own passkeys."""
    try:
        return HttpResponse(passkeys.request_options(request, me(request)), content_type="application/json")
    except passkeys.NoName as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")


@signed_in
@fresh_proof
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, or another one; other sessions end."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name = me(request).username
        passwords.set_password(account=me(request), password=form.cleaned_data["password"], actor=name)
        _renew_session(request)
        return redirect("accounts:account" if me(request).totp_secret else "accounts:account-app")
    context = {"form": form, "username": me(request).username}
    return render(request, "accounts/password.html", context, status=422 if form.is_bound else 200)


@signed_in
@fresh_proof
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, or another one; then recovery codes, shown once. Other sessions end."""
    secret = second_factor.proposed_secret(request, me(request))
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        step = second_factor.code_fits(secret, form.cleaned_data["code"])
        if step is not None:
            name = me(request).username
            codes = second_factor.set_app(account=me(request), secret=secret, step=step, actor=name)
            second_factor.forget_proposal(request)
            _renew_session(request)
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.add_error("code", second_factor.WRONG_FIRST_CODE)
    size, path = second_factor.drawing_of(second_factor.address_of(secret, me(request)))
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    context = {"form": form, "groups": groups, "size": size, "path": path}
    return render(request, "accounts/app.html", context, status=422 if form.is_bound else 200)


@signed_in
@fresh_proof
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, shown once; only beside a password and an app."""
    if not me(request).has_code:
        raise Http404
    codes = second_factor.new_recovery_codes(account=me(request), actor=me(request).username)
    _renew_session(request)
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@signed_in
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey; the room of keys is told, so that it may open this person's key from now on."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        prf = passkeys.prf_of(form.cleaned_data["prf"])
        try:
            added = passkeys.add(
                request,
                account=me(request),
                answer=form.cleaned_data["passkey"],
                label=form.cleaned_data["label"],
                gives_key=prf is not None,
                actor=me(request).username,
            )
        except (passkeys.PasskeyRefused, passkeys.NoName) as error:
            form.add_error(None, str(error))
        else:
            _renew_session(request)
            response = redirect("accounts:account")
            opened = {"credential": bytes(added.credential), "prf": prf, "salt": passkeys.PRF_SALT}
            hooks.call("AFTER_PASSKEY_ADDED", request, response, me(request), **opened)
            return response
    context = {"form": form, "has_name": passkeys.has_name(request), "salt": passkeys.SALT_SHOWN}
    return render(request, "accounts/add_passkey.html", context, status=422 if form.is_bound else 200)


@signed_in
@fresh_proof
@require_POST
def add_passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    try:
        return HttpResponse(passkeys.creation_options(request, me(request)), content_type="application/json")
    except passkeys.NoName as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")


@signed_in
@fresh_proof
@require_POST
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of your passkeys away; not the last way in."""
    try:
        credential = passkeys.remove(account=me(request), number=number, actor=me(request).username)
    except Passkey.DoesNotExist as error:
        raise Http404 from error
    except passkeys.LastWayIn as error:
        return _account_page(request, problem=str(error))
    _renew_session(request)
    response = redirect("accounts:account")
    hooks.call("AFTER_PASSKEY_REMOVED", request, response, me(request), credential=credential)
    return response


@signed_in
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of your sessions. A key that is not there (any more) changes nothing."""
    if sessions.end(account=me(request), key=request.POST.get("session", "").replace("\0", "")):
        _note_ended(request, 1)
    return redirect("accounts:account")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all your sessions but this one."""
    ended = sessions.end_all(me(request), but=sessions.own(request))
    if ended:
        _note_ended(request, ended)
    return redirect("accounts:account")


def _is_proved(request: HttpRequest, form: ProofForm) -> bool:
    """Whether the password or the passkey in this form is theirs; else the form says what is wrong."""
    if "passkey" not in request.POST and not form.is_valid():
        return False
    try:
        if "passkey" in request.POST:
            _check_passkey(request)
        else:
            entering.check_own_password(request, account=me(request), password=form.cleaned_data["password"])
    except (entering.SignInRefused, passkeys.PasskeyRefused, passkeys.NoName) as error:
        say_only(form, str(error))
        return False
    return True


def _check_passkey(request: HttpRequest) -> None:
    answer = PasskeyForm(request.POST)
    if not answer.is_valid():
        raise passkeys.PasskeyRefused
    passkeys.check(request, answer.cleaned_data["passkey"], account=me(request))


def _renew_session(request: HttpRequest) -> None:
    """After a change of how somebody signs in: a new key for this session, and an end to the others."""
    update_session_auth_hash(request, me(request))
    sessions.end_all(me(request), but=sessions.own(request))


def _note_ended(request: HttpRequest, count: int) -> None:
    name = me(request).username
    audit.record(actor=name, action="account.sessions-ended", target=f"account:{name}", summary={"count": count})


def _account_page(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    context = {
        "account": me(request),
        "roles": with_names(me(request).grants_today),
        "passkeys": me(request).passkeys.order_by("pk"),
        "codes_left": me(request).recovery_codes.count(),
        "sessions": sessions.sessions_of(me(request)),
        "own_session": sessions.own(request),
        "problem": problem,
    }
    return render(request, "accounts/account.html", context, status=422 if problem else 200)
