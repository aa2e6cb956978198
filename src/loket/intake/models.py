"""Reports at rest. What is readable here: which body, which state, which day. Everything else is sealed."""

import uuid

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """How far a report is, as its reporter reads it."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"


class Channel(models.TextChoices):
    """How a report came in (WBK-3)."""

    SITE = "site"
    API = "api"
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"
    MAIL = "mail"
    ADVISER = "adviser"


class Report(models.Model):
    """One report: a data key sealed to the body and to the receipt, and what stands under it.

    Ids are random (a UUID of version 7 tells the time). Only days are kept, never times (wall 7). ``identity`` has a
    data key of its own (wall 5). ``lookup`` and ``mailbox`` come from the receipt, and do not lead back to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=12, unique=True)
    body = models.CharField(max_length=40)
    """A body, or the desk of one person (``addressees``)."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    received_on = models.DateField()
    acknowledged_on = models.DateField(null=True)
    in_progress_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    news_for_body = models.BooleanField(default=True)
    is_taken = models.BooleanField(default=False)
    """Whether the body has taken it up: until then it waits for ``services.take_new``."""
    kept_until = models.DateField(null=True)
    """Until when the reporter can read here, once that is known: from that day on it may be destroyed."""
    lookup = models.BinaryField(unique=True)
    mailbox = models.BinaryField()
    body_key_version = models.PositiveIntegerField()
    key_for_body = models.BinaryField()
    key_for_reporter = models.BinaryField()
    content = models.BinaryField()
    identity_key_for_body = models.BinaryField()
    identity_key_for_reporter = models.BinaryField()
    identity = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["body", "body_key_version"], name="report_key"),
            models.Index(fields=["body"], name="report_new", condition=Q(is_taken=False)),
        ]

    def __str__(self) -> str:
        return self.reference


class Author(models.TextChoices):
    """Who wrote a message."""

    REPORTER = "reporter"
    BODY = "body"


class MessageKind(models.TextChoices):
    """What a message is for. A ``consent``, ``minutes`` or ``detriment`` message is a question; its ``answer`` names
    its number. ``detriment`` asks whether the reporter was treated worse because they reported (WBK-11)."""

    MESSAGE = "message"
    ACKNOWLEDGEMENT = "acknowledgement"
    CONSENT = "consent"
    MINUTES = "minutes"
    ANSWER = "answer"
    FEEDBACK = "feedback"
    DETRIMENT = "detriment"


QUESTIONS = (MessageKind.CONSENT, MessageKind.MINUTES, MessageKind.DETRIMENT)
"""Kinds of message that wait for an answer."""


class Message(models.Model):
    """One message of the dialogue, sealed under the data key of its report. ``number`` counts 1, 2, 3... a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=20, choices=Author.choices)
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    on = models.DateField()
    read_on = models.DateField(null=True)
    """When the body first opened what a reporter wrote: until then an answer may be changed. When a reporter reads, is
    kept nowhere."""
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="message_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class SealedFile(models.Model):
    """A file in the sealed storage. Its name, type, size and key stand in the sealed content that mentions it; while
    no ``report``, ``draft`` or ``case`` (the id of a case file, another room's) claims it, it is waste that ``tidy``
    removes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="files")
    draft = models.ForeignKey("Draft", models.CASCADE, null=True, related_name="files")
    case = models.UUIDField(null=True, db_index=True)
    stored = models.PositiveBigIntegerField()
    """Bytes on disk, sealed."""
    on = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """What somebody is still writing, sealed under a token that only their browser holds. After sending it holds no
    story any more, only the receipt of its ``report``, so that a second click or a lost answer shows the same words."""

    lookup = models.BinaryField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    content = models.BinaryField()
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    expires_on = models.DateField()

    def __str__(self) -> str:
        return "draft"

    @property
    def sent(self) -> bool:
        """Whether it is a report now."""
        return self.report_id is not None


class SavedDraft(models.Model):
    """The road back to a draft that was saved for later: its token, sealed to the receipt that the reporter wrote
    down."""

    lookup = models.BinaryField(primary_key=True)
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="saved")
    sealed_token = models.BinaryField()

    def __str__(self) -> str:
        return "saved draft"


class MailboxSession(models.Model):
    """An opened mailbox: the receipt's private key, sealed under a token that only the reporter's browser holds."""

    lookup = models.BinaryField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return "mailbox session"


class Answered(models.Model):
    """What was answered to an API call with this ``Idempotency-Key`` (its digest): the receipt, sealed under a key that
    follows from the idempotency key and the body of the call together. It goes with the report that the call is
    about."""

    lookup = models.BinaryField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    sealed = models.BinaryField()
    expires_on = models.DateField()

    def __str__(self) -> str:
        return "answered call"


class Door(models.Model):
    """How often a wrong receipt was tried in one minute, by anyone: no address, no name, no receipt."""

    minute = models.DateTimeField(primary_key=True)
    wrong = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.minute}: {self.wrong}"
