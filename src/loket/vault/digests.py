"""Keyed digests (BLAKE2b): keys that follow from a key, and words that can be searched for without being readable."""

import unicodedata
from hashlib import blake2b


def subkey(key: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (at most 16 letters), from a key of 32 bytes: neither leads back to it, nor to
    the key for another purpose."""
    return blake2b(key=key, digest_size=32, person=purpose.encode()).digest()


def digest(text: str, *, key: bytes, purpose: str) -> bytes:
    """The 32 bytes under which a word is found by who holds the key. Capitals, accents, dots, dashes and double spaces
    make no difference. ``purpose`` (at most 16 letters) keeps a name apart from a code that is spelled the same."""
    return blake2b(normal(text).encode(), key=key, digest_size=32, person=purpose.encode()).digest()


def normal(text: str) -> str:
    """A name as it is compared: small letters and digits, one space between words. Signs that are not seen, as a soft
    hyphen, part no words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())
