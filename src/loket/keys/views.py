"""Unlocking and locking. Signing in said who you are; only this opens what is yours."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.accounts import passkeys
from loket.accounts.access import me
from loket.accounts.entering import first_page
from loket.accounts.views import next_page
from loket.core.forms import HouseForm
from loket.keys import queries, services, session, ways
from loket.keys.access import key_holder
from loket.keys.errors import KeysError, WontUnlock
from loket.keys.forms import NewPassphraseForm, PasskeyForm, PassphraseForm
from loket.keys.models import UnlockerKind

FREE, PAUSE = 5, 30
"""Wrong tries before there is a pause, and its seconds: Argon2 is the real brake, this one spares our own machine."""

_WRONG, _WAIT = "wrong_unlocks", "unlock_again_at"


@key_holder
@sensitive_post_parameters("passphrase", "again", "prf")
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock your key, or make it when you have none yet; then go on to where you were going: without a colleague to
    wait for, to your work."""
    following = next_page(request)
    if not following or following.startswith(request.path):
        following = resolve_url("keys:keys") if me(request).bodies else first_page(me(request))
    if request.method != "POST" and session.private_key(request):
        return HttpResponseRedirect(following)
    has_key = queries.person_key(me(request)) is not None
    form = read_way(request, PassphraseForm if has_key else NewPassphraseForm)
    if form.is_bound and form.is_valid():
        try:
            private = _open(request, form) if has_key else _make(request, form)
        except KeysError as error:
            form.add_error("passphrase" if "passphrase" in form.fields else None, str(error))
        else:
            response = HttpResponseRedirect(following)
            session.unlock(request, response, private)
            return response
    context = {**ways_of(request, form, new=not has_key), "following": following, "has_key": has_key}
    return render(request, "keys/unlock.html", context, status=422 if form.is_bound else 200)


@key_holder
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock your key: what is sealed closes, and you stay signed in."""
    response = redirect("keys:keys")
    session.lock(request, response)
    return response


WayForm = PassphraseForm | NewPassphraseForm | PasskeyForm


def read_way(request: HttpRequest, words: type[PassphraseForm] | type[NewPassphraseForm]) -> WayForm:
    """The form that was sent: of a passkey, or of words; not bound when none was."""
    if request.method != "POST":
        return words()
    return PasskeyForm(request.POST) if "prf" in request.POST else words(request.POST)


def ways_of(request: HttpRequest, form: WayForm, *, new: bool) -> dict[str, object]:
    """What a page needs to ask for a way to unlock: the words' form, and the passkeys that will do."""
    words: HouseForm = form
    if isinstance(form, PasskeyForm):
        words = NewPassphraseForm() if new else PassphraseForm()
    unlockers = queries.unlockers(me(request))
    if new:
        credentials = [bytes(passkey.credential) for passkey in me(request).passkeys.all()]
    else:
        credentials = [bytes(one.credential) for one in unlockers if one.kind == UnlockerKind.PASSKEY]
    return {
        "form": form,
        "words": words,
        "by_passphrase": new or any(one.kind == UnlockerKind.PASSPHRASE for one in unlockers),
        "credentials": " ".join(map(passkeys.shown, credentials)) if passkeys.has_name(request) else "",
        "salt": passkeys.SALT_SHOWN,
    }


def _make(request: HttpRequest, form: WayForm) -> bytes:
    account = me(request)
    return services.make_person_key(account=account, actor=account.username, way=form.way())


def _open(request: HttpRequest, form: WayForm) -> bytes:
    mine = queries.person_key(me(request))
    if mine is None:
        raise KeysError(_("Je hebt nog geen sleutel. Open deze pagina opnieuw"))
    with counted(request):
        return ways.unlock(mine, form.way())


@contextmanager
def counted(request: HttpRequest) -> Iterator[None]:
    """Around each try to open a key: counts the wrong ones, in the session only, and has the sixth wait. Raises
    ``KeysError`` during the pause."""
    wait = request.session.get(_WAIT, 0) - int(time.time())
    if wait > 0:
        raise KeysError(
            ngettext(
                "Wacht nog %d seconde voor je het opnieuw probeert",
                "Wacht nog %d seconden voor je het opnieuw probeert",
                wait,
            )
            % wait
        )
    try:
        yield
    except WontUnlock:
        wrong = request.session[_WRONG] = request.session.get(_WRONG, 0) + 1
        if wrong >= FREE:
            request.session[_WAIT] = int(time.time()) + PAUSE
        services.note_wrong(account=me(request))
        raise
    request.session.pop(_WRONG, None)
