"""A body's private half, sealed: to a member, and to the recovery key; each at its own place."""

from hashlib import blake2b
from hmac import compare_digest

from django.utils.translation import gettext as _

from loket.keys.errors import NoShare, WontUnlock
from loket.keys.models import BodyKey, Share
from loket.vault.digests import subkey
from loket.vault.errors import WontOpen
from loket.vault.keys import seal_key, unseal_key
from loket.vault.place import Place


def seal_share(share: Share, private: bytes, public: bytes) -> None:
    """Fill the share with the body's private half, for the member whose own public half this is."""
    share.sealed = seal_key(private, to=public, place=_share_place(share))
    share.vouched = _vouched(share, private, public)


def is_vouched(share: Share, private: bytes, public: bytes) -> bool:
    """Whether somebody who held the body's key gave it to this public half of the member."""
    return compare_digest(bytes(share.vouched), _vouched(share, private, public))


def vouch_for_desk(share: Share, desk_private: bytes, own_private: bytes) -> None:
    """Say of a share of somebody's own desk that they made it. Anybody can seal a key of their own making to a public
    half, and write it into the database: what is kept at that desk they could read."""
    share.vouched = _vouched_by_owner(share, desk_private, own_private)


def is_of_owner(share: Share, desk_private: bytes, own_private: bytes) -> bool:
    """Whether who holds this private half made the desk themselves."""
    return compare_digest(bytes(share.vouched), _vouched_by_owner(share, desk_private, own_private))


def unseal_share(share: Share, private: bytes) -> bytes:
    """The body's private half, with the member's. Raises ``NoShare`` when it was sealed to another key."""
    try:
        return unseal_key(bytes(share.sealed), private=private, place=_share_place(share))
    except WontOpen as error:
        body = share.body_key.body
        words = _("de sleutel van %(body)s is aan een oude sleutel gegeven; vraag hem opnieuw")
        raise NoShare(words % {"body": body}) from error


def seal_for_recovery(key: BodyKey, private: bytes) -> None:
    """Fill what the recovery key opens. Raises ``WontUnlock`` for a desk, which it does not open."""
    if key.recovery_key is None:
        raise WontUnlock(f"{key.body} is van één persoon; daar komt geen herstelsleutel bij")
    public = bytes(key.recovery_key.public)
    key.sealed_for_recovery = seal_key(private, to=public, place=_recovery_place(key))


def unseal_for_recovery(key: BodyKey, private: bytes) -> bytes:
    """The body's private half, with the recovery key's. Raises ``WontUnlock``."""
    try:
        return unseal_key(bytes(key.sealed_for_recovery), private=private, place=_recovery_place(key))
    except WontOpen as error:
        message = f"deze herstelsleutel opent de sleutel van {key.body} niet; kijk of het de laatste is"
        raise WontUnlock(message) from error


def _vouched(share: Share, private: bytes, public: bytes) -> bytes:
    whose = Place("keys_share", f"{share.body_key.body}/{share.account_id}", "vouched").associated
    return blake2b(whose + public, key=private, digest_size=32, person=b"loket.vouched").digest()


def _vouched_by_owner(share: Share, desk_private: bytes, own_private: bytes) -> bytes:
    whose = Place("keys_share", f"{share.body_key.body}/{share.account_id}", "vouched", share.body_key.version)
    key = subkey(own_private, "desk")
    return blake2b(whose.associated + desk_private, key=key, digest_size=32, person=b"loket.desk").digest()


def _share_place(share: Share) -> Place:
    key = share.body_key
    return Place("keys_share", f"{key.body}/{share.account_id}", "sealed", key.version)


def _recovery_place(key: BodyKey) -> Place:
    return Place("keys_bodykey", key.body, "sealed_for_recovery", key.version)
