"""Checkpoints of the audit trail: how far it was, signed, to keep elsewhere.

A chain alone cannot show that its newest entries were cut off, or that somebody with the database in hand wrote all of
it anew. A checkpoint that was kept elsewhere shows both (BIO-2). The signature (Ed25519) shows that this installation
made the checkpoint; whoever holds ``SECRET_KEY`` could sign another, so the copy that counts is the one that they
cannot reach.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from loket.core import audit, clock
from loket.core.badfile import read_text
from loket.core.errors import UserError
from loket.core.serverkey import server_key

LIMIT = 10_000
_FIELDS = {"position": int, "hash": str, "at": str, "publicKey": str, "signature": str}


class BadCheckpoint(UserError):
    """A file that is no checkpoint, that was changed, or that another installation signed."""


@dataclass(frozen=True)
class Checkpoint:
    """``at``: ISO 8601. ``public_key`` and ``signature``: base64."""

    position: int
    hash: str
    at: str
    public_key: str = ""
    signature: str = ""

    @property
    def mark(self) -> audit.Mark:
        return audit.Mark(self.position, self.hash)

    @property
    def signed(self) -> bytes:
        """The bytes that the signature is over."""
        return json.dumps(["loket.checkpoint", self.position, self.hash, self.at]).encode()

    def as_json(self) -> str:
        return json.dumps(
            {
                "position": self.position,
                "hash": self.hash,
                "at": self.at,
                "publicKey": self.public_key,
                "signature": self.signature,
            },
            indent=2,
        )


@transaction.atomic
def make(*, actor: str) -> Checkpoint:
    """A checkpoint of the trail as it is now. That it was made is the next entry."""
    newest = audit.newest()
    unsigned = Checkpoint(newest.position, newest.hash, clock.now().isoformat(timespec="seconds"))
    key = _key()
    signature = key.sign(unsigned.signed).signature
    audit.record(actor=actor, action="audit.checkpoint", target="audit", summary={"position": newest.position})
    return Checkpoint(unsigned.position, unsigned.hash, unsigned.at, _text(bytes(key.verify_key)), _text(signature))


def public_key() -> str:
    """The public half of this installation's key, base64: keep it elsewhere."""
    return _text(bytes(_key().verify_key))


def read(path: Path, *, trusted: str = "") -> Checkpoint:
    """The checkpoint in this file, its signature checked against ``trusted`` (base64), or else the key of this
    installation. Raises ``BadCheckpoint`` or ``BadFile``."""
    found = _parse(path)
    if found.public_key != (trusted or public_key()):
        raise BadCheckpoint(
            f"{path} is ondertekend met een andere sleutel ({found.public_key}); "
            "vertrouw je die, geef hem dan mee met --public-key"
        )
    try:
        VerifyKey(b64decode(found.public_key)).verify(found.signed, b64decode(found.signature))
    except (CryptoError, ValueError) as error:
        raise BadCheckpoint(f"{path} is veranderd: de handtekening klopt niet; neem een andere kopie") from error
    return found


def _parse(path: Path) -> Checkpoint:
    try:
        given = json.loads(read_text(path, limit=LIMIT))
        if set(given) != set(_FIELDS) or not all(type(given[name]) is kind for name, kind in _FIELDS.items()):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCheckpoint(f"{path} is geen ijkpunt; geef een bestand van './loket audit checkpoint'") from error
    return Checkpoint(given["position"], given["hash"], given["at"], given["publicKey"], given["signature"])


def _key() -> SigningKey:
    return SigningKey(server_key("checkpoint"))


def _text(value: bytes) -> str:
    return b64encode(value).decode()
