"""A secret in two halves: the token that a browser holds, and the value sealed under it that the server holds.

Neither half alone opens anything: a stolen database lacks the token, a stolen cookie lacks the sealed value.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from loket.vault.errors import WontOpen
from loket.vault.sealing import KEY, new_key


def new_token() -> str:
    """A token of 256 bits, for a cookie or a link."""
    return as_text(new_key())


def as_text(token: bytes) -> str:
    """The one way in which a token is written: base64 for addresses, without padding."""
    return urlsafe_b64encode(token).decode().rstrip("=")


def lookup(token: str, purpose: str) -> bytes:
    """Under which 32 bytes the server keeps its half. ``purpose`` (at most 16 letters) keeps uses apart. The token
    cannot be found from it. Raises ``WontOpen`` for text that is no token."""
    return _derive(token, b"lookup", purpose)


def key(token: str, purpose: str) -> bytes:
    """The key of 32 bytes that opens the server's half. Raises ``WontOpen`` for text that is no token."""
    return _derive(token, b"key", purpose)


def _derive(token: str, use: bytes, purpose: str) -> bytes:
    try:
        secret = urlsafe_b64decode(token + "=")
    except ValueError as error:
        raise WontOpen from error
    if len(secret) != KEY or as_text(secret) != token:
        raise WontOpen
    return blake2b(use, key=secret, person=purpose.encode(), digest_size=32).digest()
