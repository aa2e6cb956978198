"""How the fields of a report are sealed, and the report as somebody has it open.

A report has two data keys: one for its content, its messages and its files, one for the reporter's identity (wall 5).
Both are sealed twice: to the body and to the receipt. Every value is bound to its table, row, field and version, and a
message to its number, author and kind too: what is moved, renumbered or put in another's mouth, does not open.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from loket.intake.content import Content, Identity, MessageContent, Sealed
from loket.intake.models import Message, Report
from loket.vault.keys import seal_key, unseal_key
from loket.vault.place import Place
from loket.vault.receipts import Receipt
from loket.vault.sealing import new_key, seal, unseal

REPORT, MESSAGE, FILE, DRAFT = "intake_report", "intake_message", "intake_sealedfile", "intake_draft"

S = TypeVar("S", bound=Sealed)


@dataclass(frozen=True)
class Opened:
    """A report whose keys are at hand. They exist in memory only, for as long as one request."""

    report: Report
    key: bytes = field(repr=False)
    identity_key: bytes = field(repr=False)

    def content(self) -> Content:
        """What was reported. Raises ``WontOpen``."""
        return _unsealed(Content, self.report.content, self.key, _of_report(self.report.pk, "content"))

    def messages(self) -> Sequence[Message]:
        """What was said, in order, sealed."""
        return list(Message.objects.filter(report=self.report))

    def message(self, message: Message) -> MessageContent:
        """What this message of the report says. Raises ``WontOpen``."""
        place = message_place(self.report.pk, message.number, message.author, message.kind)
        return _unsealed(MessageContent, message.content, self.key, place)


@dataclass(frozen=True)
class OpenReport(Opened):
    """As the body has it open. The identity is shown by ``services.show_identity`` only. ``seen``: the messages that
    were there when ``services.open_for_body`` opened it."""

    seen: Sequence[Message] | None = None

    def messages(self) -> Sequence[Message]:
        return super().messages() if self.seen is None else self.seen


@dataclass(frozen=True)
class OpenMailbox(Opened):
    """As the reporter has it open, with the receipt; ``private`` follows from that."""

    private: bytes = field(default=b"", repr=False)

    def identity(self) -> Identity:
        """What the reporter said about themselves. Raises ``WontOpen``."""
        return read_identity(self)

    def receipt(self, content: MessageContent) -> Receipt | None:
        """The receipt that a message brings, if it does. Raises ``WontOpen``."""
        if not content.receipt:
            return None
        sealed = bytes.fromhex(content.receipt)
        secret = unseal_key(sealed, private=self.private, place=_of_report(self.report.pk, "receipt"))
        return Receipt(int.from_bytes(secret, "big"))


def receipt_for(report: Report, receipt: Receipt) -> str:
    """A receipt as a message to this reporter brings it: nobody else opens it, whatever key of a body or of the report
    they have."""
    secret = receipt.secret.to_bytes(32, "big")
    return seal_key(secret, to=bytes(report.mailbox), place=_of_report(report.pk, "receipt")).hex()


def read_identity(opened: Opened) -> Identity:
    """Who reported. For a body's eyes only through ``services.show_identity``. Raises ``WontOpen``."""
    place = _of_report(opened.report.pk, "identity")
    return _unsealed(Identity, opened.report.identity, opened.identity_key, place)


def seal_report(
    report: Report, *, content: Content, identity: Identity, body_key: bytes, mailbox: bytes
) -> tuple[bytes, bytes]:
    """Fill every sealed field of a new report; gives its two keys. ``body_key`` and ``mailbox`` are public keys, and
    ``report.body_key_version`` is set already."""
    key, identity_key = new_key(), new_key()
    row, version = report.pk, report.body_key_version
    report.mailbox = mailbox
    report.content = seal(content.as_bytes(), key=key, place=_of_report(row, "content"))
    report.identity = seal(identity.as_bytes(), key=identity_key, place=_of_report(row, "identity"))
    for name, value in (("key", key), ("identity_key", identity_key)):
        for_body, for_reporter = f"{name}_for_body", f"{name}_for_reporter"
        setattr(report, for_body, seal_key(value, to=body_key, place=_of_report(row, for_body, version)))
        setattr(report, for_reporter, seal_key(value, to=mailbox, place=_of_report(row, for_reporter)))
    return key, identity_key


def open_report(report: Report, body_private: bytes) -> OpenReport:
    """The report, opened with the private half of the body's key. Raises ``WontOpen``. Reading it is an act: use
    ``services.open_for_body``, which notes it."""
    version = report.body_key_version
    key = _unseal_key(report, "key_for_body", body_private, version)
    return OpenReport(report, key, _unseal_key(report, "identity_key_for_body", body_private, version))


def open_mailbox(report: Report, receipt_private: bytes) -> OpenMailbox:
    """The report, opened with the private half of the receipt's key. Raises ``WontOpen``."""
    key = _unseal_key(report, "key_for_reporter", receipt_private)
    identity_key = _unseal_key(report, "identity_key_for_reporter", receipt_private)
    return OpenMailbox(report, key, identity_key, receipt_private)


def reseal_report(report: Report, *, old_private: bytes, new_public: bytes, new_version: int) -> None:
    """Seal what was sealed to the body's old key to its new one. Raises ``WontOpen``."""
    seal_for_body(open_report(report, old_private), public=new_public, version=new_version)


def seal_for_body(opened: Opened, *, public: bytes, version: int) -> None:
    """Seal both keys of a report to the public key of a body, in the place of the body it was sealed to."""
    report = opened.report
    for name, key in (("key_for_body", opened.key), ("identity_key_for_body", opened.identity_key)):
        setattr(report, name, seal_key(key, to=public, place=_of_report(report.pk, name, version)))
    report.body_key_version = version


def seal_message(opened: Opened, message: Message, content: MessageContent) -> None:
    """Fill the sealed field of a new message of this report."""
    place = message_place(opened.report.pk, message.number, message.author, message.kind)
    message.content = seal(content.as_bytes(), key=opened.key, place=place)


def message_place(report: uuid.UUID, number: int, author: str, kind: str) -> Place:
    return Place(MESSAGE, f"{report}/{number}", f"content of {author}, {kind}")


def file_place(id_: uuid.UUID) -> Place:
    """The place of the bytes of a file in the storage."""
    return Place(FILE, str(id_), "bytes")


def _of_report(row: uuid.UUID, name: str, version: int = 1) -> Place:
    return Place(REPORT, str(row), name, version)


def _unseal_key(report: Report, name: str, private: bytes, version: int = 1) -> bytes:
    return unseal_key(getattr(report, name), private=private, place=_of_report(report.pk, name, version))


def _unsealed(model: type[S], sealed: bytes | memoryview, key: bytes, place: Place) -> S:
    return model.model_validate_json(unseal(bytes(sealed), key=key, place=place))
