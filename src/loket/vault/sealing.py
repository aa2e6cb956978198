"""Small values: sealed as a whole with XChaCha20-Poly1305, their length hidden in steps of ``BLOCK`` bytes."""

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random

from loket.vault.errors import WontOpen
from loket.vault.place import Place

KEY = bindings.crypto_aead_xchacha20poly1305_ietf_KEYBYTES
NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
BLOCK = 256
"""Bytes: what is sealed is filled up to a multiple of this, so that a yes and a no look alike from outside."""


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return random(KEY)


def seal(value: bytes, *, key: bytes, place: Place) -> bytes:
    """The value, sealed for this place: nonce (24 bytes) and then the sealed bytes."""
    nonce = random(NONCE)
    filled = bindings.sodium_pad(value, BLOCK)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(filled, place.associated, nonce, key)


def unseal(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    """What was sealed. Raises ``WontOpen``."""
    nonce, rest = bytes(sealed[:NONCE]), bytes(sealed[NONCE:])
    try:
        filled = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(rest, place.associated, nonce, key)
        return bindings.sodium_unpad(filled, BLOCK)
    except (CryptoError, ValueError) as error:
        raise WontOpen from error
