"""How an adviser comes to their own desk, and to nothing else: there is no page, and no key, for anybody else's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from loket.accounts.access import me
from loket.accounts.models import Account, Role
from loket.advisers.errors import Damaged, Locked, NotThere
from loket.core.access import role_required
from loket.keys import session
from loket.keys.desks import open_desk
from loket.vault.errors import WontOpen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

adviser = role_required(Role.ADVISER)
national = role_required(Role.NATIONAL_ADVISER)
network = role_required(Role.ADVISER, Role.NATIONAL_ADVISER)


@dataclass(frozen=True)
class Desk:
    """Where an adviser works: alone, with their desk's key at hand for as long as one request. ``code`` is what stands
    where others have a body."""

    me: Account
    code: str
    private: bytes = field(repr=False)


def desk(request: HttpRequest) -> Desk:
    """The desk of whoever asks; the first time it gets its key. Raises ``Locked``, a ``KeysError``, ``WontOpen``."""
    private = session.private_key(request)
    if private is None:
        raise Locked
    return desk_of(me(request), private)


def desk_of(account: Account, private: bytes) -> Desk:
    """The desk of somebody whose own private half is at hand. Raises a ``KeysError``, ``WontOpen``."""
    return Desk(account, account.desk, open_desk(account=account, private=private))


def with_key(view: View[P]) -> View[P]:
    """Lead who has not unlocked their key to where they can, and back. What is not theirs is not there; what somebody
    changed in the database is said to be so (``Damaged``)."""

    @wraps(view)
    def held(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Locked:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("advisers:tally")
            return redirect(f"{reverse('keys:unlock')}?{urlencode({'volgende': back})}")
        except NotThere as error:
            raise Http404 from error
        except WontOpen as error:
            raise Damaged(
                _("Hier is iets buiten het loket om veranderd. Het opent niet meer. Waarschuw de beheerder")
            ) from error

    return held
