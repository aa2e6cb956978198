"""What is sealed in a report, as typed values: they exist in memory only, and at rest under a key."""

import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

STORY = 20_000
"""Characters that a story or a message may have."""
LINE = 200
ANSWER = 2_000

Line = Annotated[str, StringConstraints(max_length=LINE, strip_whitespace=True)]
Answer = Annotated[str, StringConstraints(max_length=ANSWER, strip_whitespace=True)]
Story = Annotated[str, StringConstraints(max_length=STORY, strip_whitespace=True)]
Disclosure = Literal["", "named", "in_confidence", "anonymous"]
Language = Literal["nl", "en"]


class Sealed(BaseModel):
    """Read from and written as JSON, inside a seal. An error about it does not repeat what stands in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def as_bytes(self) -> bytes:
        return self.model_dump_json().encode()


class FileNote(Sealed):
    """A file that goes with a report or message: where it lies in the storage, and the key that opens it (base64).
    ``size`` in bytes of plaintext. ``cleaned``: hidden data were removed. ``found``: which there were, as codes of
    ``cleaning.FOUND``; "unread" when the file could not be looked into."""

    id: uuid.UUID
    key: str
    name: str
    kind: str
    size: int
    cleaned: bool = False
    found: tuple[str, ...] = ()

    @property
    def has_pages(self) -> bool:
        """Whether its name says that it is a PDF or a picture, of which a redacted copy can be made."""
        return self.name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png", ".webp"))


class Content(Sealed):
    """The report itself. Codes are of the lists ``violation`` (or of ``configuration.OWN_CATEGORIES``), ``unit`` and
    ``reporter``; empty is "not given"."""

    category: str = ""
    unit: str = ""
    story: Story = ""
    still: Literal["", "yes", "no", "unknown"] = ""
    place: Answer = ""
    period: Answer = ""
    concerned: Answer = ""
    witnesses: Answer = ""
    reporter: str = ""
    files: tuple[FileNote, ...] = ()
    wanted_meeting: str = ""
    """ISO date on which a meeting was asked for (WBK-3), for reports that an officer registers."""
    language: Language = "nl"
    """In which the reporter is written to."""


class Identity(Sealed):
    """Who raised it, and how they may be reached. ``anonymous`` leaves the rest empty. ``notify``: they asked for a
    mail without content when something waits in the mailbox."""

    disclosure: Disclosure = ""
    name: Line = ""
    email: Line = ""
    phone: Line = ""
    notify: bool = False


class DraftContent(Sealed):
    """What a draft holds: the answers so far, for one body; once sent, only the receipt and what it opened."""

    body: str
    content: Content = Field(default_factory=Content)
    identity: Identity = Field(default_factory=Identity)
    receipt: str = ""
    """The receipt as code: made when the draft is saved for later, or when it is sent."""
    report: str = ""
    reference: str = ""
    received_on: str = ""


class MessageContent(Sealed):
    """One message. ``question`` names the number of the question that an answer answers; ``choice`` is the option taken
    (``options`` of the question), "agreed" or "corrected" for minutes. ``receipt``: of another mailbox, sealed to this
    reporter alone, as hexadecimal digits (``sealing.receipt_for``): whoever else reads the message, cannot read it."""

    text: Story = ""
    files: tuple[FileNote, ...] = ()
    options: tuple[str, ...] = ()
    question: int = 0
    choice: str = ""
    receipt: str = ""
