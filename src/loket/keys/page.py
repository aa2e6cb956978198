"""The page of keys: one's own, and those of the bodies that one works for."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from loket.accounts import passkeys
from loket.accounts.access import me
from loket.accounts.bodies import body_choices
from loket.accounts.models import Account
from loket.core.forms import HouseForm
from loket.keys import queries, session
from loket.keys.forms import GiveForm
from loket.keys.models import BodyKey, Unlocker, UnlockerKind
from loket.vault.keys import fingerprint, pair_of


@dataclass(frozen=True)
class Way:
    """One way to unlock in words; ``label`` is what its owner called the passkey."""

    unlocker: Unlocker
    label: str

    @property
    def is_passkey(self) -> bool:
        return self.unlocker.kind == UnlockerKind.PASSKEY


@dataclass(frozen=True)
class Waiting:
    """Somebody without the body's key; ``form`` gives it, once they have a key of their own."""

    person: queries.Person
    form: GiveForm


@dataclass(frozen=True)
class BodyOnPage:
    """The key of one body as its officers see it."""

    code: str
    name: str
    has_key: bool
    members: list[queries.Person]
    waiting: list[Waiting]
    left: list[queries.Person]
    is_due: bool
    is_member: bool
    """Whether who looks has the key: only they can give it."""

    @property
    def names(self) -> str:
        """Who has the key, by name."""
        return _(" of ").join(person.account.display_name for person in self.members)


def keys_page(request: HttpRequest, form: HouseForm | None = None, body: str = "") -> HttpResponse:
    """The page; 422 with what was wrong in ``form`` (of ``body``), which stands where it was filled in.

    One's own fingerprint is that of the key itself, so only of one that is unlocked: what the database says could be of
    somebody who put another public half there, and who is then given what the reader's colleagues meant for the reader.
    """
    account, private = me(request), session.private_key(request)
    ways = _ways(account)
    bodies = _bodies(account, form if isinstance(form, GiveForm) else None, body)
    context = {
        "form": form,
        "key": queries.person_key(account),
        "fingerprint": fingerprint(pair_of(private).public) if private else "",
        "is_unlocked": private is not None,
        "ways": ways,
        "has_passphrase": any(not way.is_passkey for way in ways),
        "more_passkeys": _more_passkeys(request, account, ways),
        "salt": passkeys.SALT_SHOWN,
        "desk_renewed_on": queries.desk_renewed_on(account),
        "bodies": bodies,
        "waits_for": [one for one in bodies if one.has_key and not one.is_member],
    }
    return render(request, "keys/keys.html", context, status=422 if form else 200)


def _ways(account: Account) -> list[Way]:
    labels = {bytes(passkey.credential): passkey.label for passkey in account.passkeys.all()}
    return [Way(one, labels.get(bytes(one.credential), "")) for one in queries.unlockers(account)]


def _more_passkeys(request: HttpRequest, account: Account, ways: list[Way]) -> str:
    """The passkeys that sign in and do not unlock yet, as the script wants them."""
    known = {bytes(way.unlocker.credential) for way in ways}
    more = [bytes(one.credential) for one in account.passkeys.all() if bytes(one.credential) not in known]
    return " ".join(map(passkeys.shown, more)) if passkeys.has_name(request) else ""


def _bodies(account: Account, sent: GiveForm | None, sent_for: str) -> list[BodyOnPage]:
    names = body_choices()
    keys = {key.body: key for key in queries.body_keys()}
    return [
        _body(account, code, names.get(code, code), keys.get(code), sent if code == sent_for else None)
        for code in account.bodies
    ]


def _body(account: Account, code: str, name: str, key: BodyKey | None, sent: GiveForm | None) -> BodyOnPage:
    people = queries.people(code)
    members = [one for one in people if one.can_open]
    left = [one for one in people if not one.entitled]
    return BodyOnPage(
        code=code,
        name=name,
        has_key=key is not None,
        members=members,
        waiting=[Waiting(one, _give_form(code, one, sent)) for one in people if not one.has_share],
        left=left,
        is_due=bool(left or (key and key.given_up)),
        is_member=any(one.account == account for one in members),
    )


def _give_form(body: str, person: queries.Person, sent: GiveForm | None) -> GiveForm:
    username = person.account.username
    initial = {"username": username, "fingerprint": person.fingerprint}
    form = sent if sent and sent.data.get("username") == username else GiveForm(initial=initial)
    form.auto_id = f"{body}-{person.account.pk}-%s"
    return form
