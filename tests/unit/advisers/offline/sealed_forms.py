"""Sealing as a phone does it, with the other half of the same standard: jwcrypto."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

CHOSEN = {
    "unit": "douane",
    "subcategory": "intimidation",
    "accused": "direct_manager",
    "reporter_accused": "no",
    "settlement": "",
    "situation": "",
    "minutes": "",
}


def sealed_to(public: dict[str, str], text: str, **header: Any) -> str:
    """A text, sealed to a device's key."""
    protected = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": public["kid"], **header}
    made = JWE(text.encode(), protected={name: value for name, value in protected.items() if value is not None})
    made.add_recipient(JWK(**public))
    return str(made.serialize(compact=True))


def entry_for(public: dict[str, str], id: UUID | None = None, **changed: str) -> str:
    """The form of one advice request, sealed."""
    return sealed_to(public, urlencode({"id": str(id or uuid4()), **CHOSEN, **changed, "rest": "xxx"}))
