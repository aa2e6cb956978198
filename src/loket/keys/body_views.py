"""The key of a body: given by a colleague who has it, taken back from who left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from loket.accounts.access import me
from loket.keys import queries, services
from loket.keys.access import body_or_404, officer, unlocked
from loket.keys.errors import KeysError
from loket.keys.forms import GiveForm, TakeBackForm
from loket.keys.page import keys_page


@officer
@unlocked
@require_POST
def give(request: HttpRequest, private: bytes, body: str) -> HttpResponse:
    """Give the body's key to a colleague who waits for it, after comparing their fingerprint."""
    form = GiveForm(request.POST)
    body_or_404(request, body)
    if form.is_valid():
        to = _person(queries.waiting(body), form.cleaned_data["username"])
        try:
            opened = services.open_body(body=body, account=me(request), private=private)
            services.give(
                body=body,
                body_private=opened,
                to=to.account,
                actor=me(request).username,
                compared=form.cleaned_data["fingerprint"],
            )
        except KeysError as error:
            form.add_error(None, str(error))
        else:
            return redirect("keys:keys")
    return keys_page(request, form, body)


@officer
@unlocked
@require_POST
def take_back(request: HttpRequest, _private: bytes, body: str) -> HttpResponse:
    """Take the body's key back from somebody who does not work for it any more."""
    form = TakeBackForm(request.POST)
    body_or_404(request, body)
    if not form.is_valid():
        raise Http404
    whose = _person(queries.left(body), form.cleaned_data["username"])
    services.take_back(body=body, account=whose.account, actor=me(request).username)
    return redirect("keys:keys")


def _person(people: list[queries.Person], username: str) -> queries.Person:
    found = next((person for person in people if person.account.username == username), None)
    if found is None:
        raise Http404
    return found
