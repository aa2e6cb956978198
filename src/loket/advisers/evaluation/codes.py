"""The code with which a reporter fills in one evaluation: 60 random bits, as three groups of four characters.

It is typed over from a screen or a piece of paper, so it has no I, L, O or U (Crockford's base 32), and what is typed
for these is read as what it looks like."""

import re
import secrets
import unicodedata
from hashlib import blake2b

LENGTH, GROUP = 12, 4
"""Characters, of 5 bits each."""
LONGEST = 60
"""Characters of a code with what people put between them."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOU", "110V")
_BETWEEN = re.compile(r"[\s.,:;_\u2010-\u2015\u2212-]+")


def new_code() -> str:
    """A code, as it is shown: 7K4M-Q2XD-9PRT."""
    return grouped("".join(secrets.choice(_ALPHABET) for _ in range(LENGTH)))


def read_code(text: str) -> str:
    """The code that somebody typed, in any case and with anything between; "" when it cannot be one."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    characters = _BETWEEN.sub("", plain).translate(_READ_AS)
    return characters if len(characters) == LENGTH and not set(characters) - set(_ALPHABET) else ""


def grouped(characters: str) -> str:
    """A code as it is shown, out of its characters."""
    return "-".join(characters[start : start + GROUP] for start in range(0, len(characters), GROUP))


def lookup(characters: str) -> bytes:
    """The 32 bytes under which a code that was read is found; they do not lead back to it."""
    return blake2b(characters.encode(), digest_size=32, person=b"loket.evaluate").digest()
