"""What a phone sealed to its own key while it had no connection: made there, opened here, and nowhere else.

The form of the tally as the browser would have sent it, padded and sealed (JWE compact, ECDH-ES on P-256 with A256GCM:
RFC 7516, RFC 7518 4.6 and 5.3). The phone holds the public half only: it cannot read back what it sealed.
"""

import json
from base64 import urlsafe_b64decode
from typing import Any
from uuid import UUID

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from jwcrypto.common import JWException
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

LONGEST = 4096
"""Characters of one sealed entry; a padded form takes about 1,700."""

_SEAL = {"alg": "ECDH-ES", "enc": "A256GCM"}
_POINT = {"kty": "EC", "crv": "P-256"}


class Unreadable(Exception):
    """Not something that was sealed to this key: another key, changed on the way, or never sealed at all."""


def new_key(device: UUID) -> tuple[str, dict[str, str]]:
    """A new pair for this device: the private half as a JWK in JSON, and the public half as a JWK."""
    key = JWK.generate(**_POINT, kid=str(device))
    return key.export(), key.export_public(as_dict=True)


def public_of(private: str) -> dict[str, str]:
    """The public half, out of the private one: what stands beside it in the database, whoever can write there can
    change."""
    found: dict[str, str] = JWK.from_json(private).export_public(as_dict=True)
    return found


def device_of(text: str) -> UUID:
    """To which device this was sealed, as it says itself. Raises ``Unreadable``."""
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != 5 or parts[1]:
        raise Unreadable
    try:
        header = json.loads(urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
        return _device(header)
    except (ValueError, RecursionError):
        raise Unreadable from None


def _device(header: Any) -> UUID:
    """Raises ``ValueError`` when the header asks for anything but what our own script asks for."""
    if not isinstance(header, dict) or header.keys() != {*_SEAL, "epk", "kid"}:
        raise ValueError
    point = header["epk"]
    if not isinstance(point, dict) or point.keys() != {*_POINT, "x", "y"}:
        raise ValueError
    texts = [header["kid"], point["x"], point["y"]]
    if not {**header, **point}.items() >= {**_SEAL, **_POINT}.items() or not all(isinstance(t, str) for t in texts):
        raise ValueError
    return UUID(header["kid"])


def open_sealed(text: str, private: str) -> QueryDict:
    """The form that was sealed. Raises ``Unreadable``."""
    try:
        sealed = JWE(algs=list(_SEAL.values()))
        sealed.deserialize(text, JWK.from_json(private))
        return QueryDict(sealed.payload.decode())
    except (JWException, ValueError, TooManyFieldsSent):
        raise Unreadable from None
