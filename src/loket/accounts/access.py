"""Who is signed in, and who may manage people: the functional administrator, and never their own access (``grants``
holds them to that)."""

from typing import cast

from django.http import Http404, HttpRequest

from loket.accounts.models import Account, Role
from loket.core.access import role_required

administrator = role_required(Role.FUNCTIONAL_ADMINISTRATOR)


def me(request: HttpRequest) -> Account:
    """Who is signed in, in a view that only opens to who is."""
    return cast(Account, request.user)


def account_or_404(username: str) -> Account:
    """The account of an address, written as the account has it."""
    if "\0" in username:
        raise Http404
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise Http404
    return found
