"""One's own key: what opens it, another passphrase, one more passkey, a new key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts.access import me
from loket.accounts.proof import fresh_proof
from loket.keys import services, session
from loket.keys.access import key_holder, unlocked
from loket.keys.errors import KeysError
from loket.keys.forms import NewPassphraseForm, PasskeyForm, PassphraseForm
from loket.keys.page import keys_page
from loket.keys.views import counted, read_way, ways_of


@key_holder
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Your key, and the keys of the bodies that you work for."""
    return keys_page(request)


@key_holder
@fresh_proof
@unlocked
@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: HttpRequest, private: bytes) -> HttpResponse:
    """Choose a passphrase, or another one. Asks first who sits there: a key that lay open for a minute would stay open
    to whoever came by."""
    form = NewPassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["passphrase"]
        account = me(request)
        services.add_passphrase(account=account, private=private, passphrase=words, actor=account.username)
        return redirect("keys:keys")
    return render(request, "keys/passphrase.html", {"form": form}, status=422 if form.is_bound else 200)


@key_holder
@fresh_proof
@unlocked
@sensitive_post_parameters("prf")
@require_POST
def add_passkey(request: HttpRequest, private: bytes) -> HttpResponse:
    """Let one of your passkeys open your key too."""
    form, account = PasskeyForm(request.POST), me(request)
    if form.is_valid():
        way = form.way()
        if account.passkeys.filter(credential=way.credential).exists():
            services.add_passkey(
                account=account, private=private, credential=way.credential, prf=way.prf, actor=account.username
            )
            return redirect("keys:keys")
        form.add_error(None, _("Deze passkey hoort niet bij je account. Voeg hem eerst toe bij Je account"))
    return keys_page(request, form)


@key_holder
@sensitive_post_parameters("passphrase", "prf")
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: HttpRequest) -> HttpResponse:
    """A new key of your own, with the one way to unlock that you use now."""
    form, account = read_way(request, PassphraseForm), me(request)
    if form.is_bound and form.is_valid():
        try:
            with counted(request):
                private = services.rotate_person(account=account, way=form.way(), actor=account.username)
        except KeysError as error:
            form.add_error("passphrase" if "passphrase" in form.fields else None, str(error))
        else:
            response = redirect("keys:keys")
            session.unlock(request, response, private)
            return response
    context = ways_of(request, form, new=False)
    return render(request, "keys/rotate.html", context, status=422 if form.is_bound else 200)
