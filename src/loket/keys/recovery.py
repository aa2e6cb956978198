"""The private half of the recovery key as text: 14 groups of four characters, to print and to keep offline.

32 bytes and a checksum of 24 bits in Crockford's base 32 (no I, L, O or U). It is never stored on this machine.
"""

import re
from base64 import b32decode, b32encode
from hashlib import blake2b

from loket.keys.errors import NotARecoveryKey

LENGTH, GROUP = 56, 4

_RFC, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITE, _READ = str.maketrans(_RFC, _CROCKFORD), str.maketrans(_CROCKFORD, _RFC)
_READ_AS = str.maketrans("ILOU", "110V")


def as_text(private: bytes) -> str:
    """The key as it is printed."""
    text = b32encode(private + _checksum(private)).decode().translate(_WRITE)
    return "-".join(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def from_text(text: str) -> bytes:
    """The key that somebody typed, in any case and with any spaces or dashes; lines that start with # are passed over.

    Raises ``NotARecoveryKey`` for the wrong length, a character that is not used, or a checksum that does not fit.
    """
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    characters = re.sub(r"[\s\-–—]", "", "".join(lines)).upper().translate(_READ_AS)
    if len(characters) != LENGTH:
        raise NotARecoveryKey(f"een herstelsleutel heeft {LENGTH} tekens; dit zijn er {len(characters)}")
    if wrong := set(characters) - set(_CROCKFORD):
        raise NotARecoveryKey(f"een herstelsleutel heeft geen {min(wrong)}; kijk het teken na")
    whole = b32decode(characters.translate(_READ))
    private, checksum = whole[:32], whole[32:]
    if checksum != _checksum(private):
        raise NotARecoveryKey("in de herstelsleutel zit een typefout; vergelijk hem teken voor teken met het papier")
    return private


def _checksum(private: bytes) -> bytes:
    return blake2b(private, digest_size=3, person=b"loket.recovery").digest()
