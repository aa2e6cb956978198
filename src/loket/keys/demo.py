"""Keys of a demonstration: made without anybody typing anything, and kept in a file so that each start can hand them
out again. A deployment refuses to start with them (``queries.demo_keys_exist``)."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from loket.accounts.models import Account
from loket.core.errors import UserError
from loket.core.private import open_private
from loket.keys import queries, services
from loket.keys.models import PersonKey, Share
from loket.vault.keys import pair_of

_RECOVERY = " recovery"
"""Its name in the file, beside the user names: no user name begins with a space."""


class NoDemonstration(UserError):
    """Keys of a demonstration were asked for in a deployment, or in a database with real keys."""


def prepare(*, people: Mapping[str, Iterable[str]], actor: str) -> dict[str, bytes]:
    """A key for each of these people (user name to the bodies they work for), and each body's key given to its people.

    Makes what is not there yet; gives the private half of each person whose key is still the one made here. Raises
    ``NoDemonstration``.
    """
    if not settings.DEMO:
        raise NoDemonstration("sleutels van een demonstratie bestaan alleen daar; start met ./loket demo")
    held = _read()
    with transaction.atomic():
        recovery = _recovery(held, actor)
        for username, bodies in people.items():
            account = Account.objects.get(username=username)
            _person(held, account, actor)
            for body in bodies:
                _share(body, account, recovery, actor)
        _write(held)
    return {username: held[username] for username in people if username in held}


def keys_file() -> Path:
    """Where they stand; for the owner of the installation only."""
    return Path(settings.VAR) / "demo-keys.json"


def _recovery(held: dict[str, bytes], actor: str) -> bytes:
    known = queries.recovery_key()
    if known is None:
        held.clear()
        held[_RECOVERY] = services.make_recovery_key(actor=actor, is_demo=True).private
    elif not _fits(held.get(_RECOVERY), bytes(known.public)):
        raise NoDemonstration(f"{keys_file()} hoort niet bij deze database; begin opnieuw met ./loket demo --reset")
    return held[_RECOVERY]


def _person(held: dict[str, bytes], account: Account, actor: str) -> None:
    """A key for somebody who has none; one that they replaced themselves stays theirs."""
    known = PersonKey.objects.filter(account=account).first()
    if known is None:
        held[account.username] = services.make_person_key(account=account, actor=actor)
    elif not _fits(held.get(account.username), bytes(known.public)):
        held.pop(account.username, None)


def _share(body: str, account: Account, recovery: bytes, actor: str) -> None:
    if not queries.has_body_key(body):
        services.make_body_key(body=body, actor=actor)
    if not Share.objects.filter(body_key__body=body, account=account).exists():
        body_private = services.open_body_with_recovery(body=body, recovery_private=recovery)
        services.give(body=body, body_private=body_private, to=account, actor=actor)


def _fits(private: bytes | None, public: bytes) -> bool:
    return private is not None and pair_of(private).public == public


def _read() -> dict[str, bytes]:
    file = keys_file()
    written = json.loads(file.read_text()) if file.exists() else {}
    return {name: b64decode(value) for name, value in written.items()}


def _write(held: Mapping[str, bytes]) -> None:
    """Anew beside the old one, and then in its place: a start that is killed leaves a whole file."""
    fresh = keys_file().with_suffix(".new")
    with open_private(fresh) as stream:
        json.dump({name: b64encode(value).decode() for name, value in held.items()}, stream)
    fresh.replace(keys_file())
