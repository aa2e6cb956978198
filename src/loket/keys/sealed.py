"""A body's private half, sealed: to a member, and to the recovery key; each at its own place."""

from loket.accounts.models import Account
from loket.keys.errors import NoShare, WontUnlock
from loket.keys.models import BodyKey, Share
from loket.vault.errors import WontOpen
from loket.vault.keys import seal_key, unseal_key
from loket.vault.place import Place


def seal_share(private: bytes, key: BodyKey, account: Account, public: bytes) -> bytes:
    """The body's private half for a member whose own public half this is."""
    return seal_key(private, to=public, place=_share_place(key, account.pk))


def unseal_share(share: Share, private: bytes) -> bytes:
    """The body's private half, with the member's. Raises ``NoShare`` when it was sealed to another key."""
    try:
        return unseal_key(bytes(share.sealed), private=private, place=_share_place(share.body_key, share.account_id))
    except WontOpen as error:
        body = share.body_key.body
        raise NoShare(f"de sleutel van {body} is aan een oude sleutel gegeven; vraag hem opnieuw") from error


def seal_for_recovery(key: BodyKey, private: bytes) -> None:
    """Fill what the recovery key opens."""
    public = bytes(key.recovery_key.public)
    key.sealed_for_recovery = seal_key(private, to=public, place=_recovery_place(key))


def unseal_for_recovery(key: BodyKey, private: bytes) -> bytes:
    """The body's private half, with the recovery key's. Raises ``WontUnlock``."""
    try:
        return unseal_key(bytes(key.sealed_for_recovery), private=private, place=_recovery_place(key))
    except WontOpen as error:
        message = f"deze herstelsleutel opent de sleutel van {key.body} niet; kijk of het de laatste is"
        raise WontUnlock(message) from error


def _share_place(key: BodyKey, account: int) -> Place:
    return Place("keys_share", f"{key.body}/{account}", "sealed", key.version)


def _recovery_place(key: BodyKey) -> Place:
    return Place("keys_bodykey", key.body, "sealed_for_recovery", key.version)
