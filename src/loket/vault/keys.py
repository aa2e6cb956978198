"""Key pairs, and keys sealed to them: for a person, a body, a receipt, the recovery key (X25519 sealed boxes)."""

from dataclasses import dataclass, field
from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from loket.vault.errors import WontOpen
from loket.vault.place import Place

_PLACE = 32
"""Bytes of the digest of the place that goes before every sealed key: a sealed box has no associated data itself."""


@dataclass(frozen=True)
class Pair:
    """``private`` and ``public``: 32 bytes each. The private half is not shown when the pair is printed."""

    private: bytes = field(repr=False)
    public: bytes


def new_pair() -> Pair:
    """A random pair."""
    return pair_of(bytes(PrivateKey.generate()))


def pair_of(private: bytes) -> Pair:
    """The pair with this private half: 32 random or derived bytes."""
    return Pair(private, bytes(PrivateKey(private).public_key))


def seal_key(key: bytes, *, to: bytes, place: Place) -> bytes:
    """A key, sealed for this place to whoever holds the private half of the public key ``to``."""
    return SealedBox(PublicKey(to)).encrypt(_digest(place) + key)


def unseal_key(sealed: bytes, *, private: bytes, place: Place) -> bytes:
    """The key that was sealed. Raises ``WontOpen``."""
    try:
        opened = SealedBox(PrivateKey(private)).decrypt(bytes(sealed))
    except (CryptoError, ValueError) as error:
        raise WontOpen from error
    if opened[:_PLACE] != _digest(place):
        raise WontOpen
    return opened[_PLACE:]


def fingerprint(public: bytes) -> str:
    """Sixteen hexadecimal digits in groups of four, to compare two public keys by telephone."""
    digits = blake2b(public, digest_size=8, person=b"loket.print").hexdigest()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _digest(place: Place) -> bytes:
    return blake2b(place.associated, digest_size=_PLACE, person=b"loket.place").digest()
