"""A key from a passphrase: Argon2id (RFC 9106), with what it cost kept beside it so that it can rise later."""

import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore

from nacl.pwhash import argon2id
from nacl.utils import random

from loket.vault.sealing import KEY

_AT_ONCE = BoundedSemaphore(2)
"""Derivations in one process at the same moment: each takes the memory of its recipe, and who comes next waits."""


@dataclass(frozen=True)
class Recipe:
    """How a passphrase becomes a key. ``memory`` in bytes."""

    salt: bytes
    operations: int
    memory: int


def new_recipe() -> Recipe:
    """A fresh salt, and today's costs: libsodium's "moderate" (3 passes over 256 MiB)."""
    return Recipe(random(argon2id.SALTBYTES), argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)


def derive(passphrase: str, recipe: Recipe) -> bytes:
    """The key of 32 bytes. The same words typed with other code points (NFC, NFKC) give the same key."""
    with _AT_ONCE:
        return argon2id.kdf(KEY, _normal(passphrase), recipe.salt, recipe.operations, recipe.memory)


def _normal(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode()
