"""Case files at rest. What is readable here: which body, which stage, which day, who handles it. Everything else is
sealed, and what is searched by goes by keyed digests (``index``)."""

import uuid

from django.db import models
from django.db.models import Q

from loket.accounts.models import Account


class Case(models.Model):
    """One matter in the hands of one body, handled by one procedure.

    A case has a key pair. ``public`` stands in the open, so that another body can add a decision without reading the
    rest; the private half is sealed to the body. ``card`` holds the labels that the worklist shows.

    ``version`` grows with every act and change; what only adds (a note, a file) leaves it. Who writes says which
    version they saw. ``due_on`` is the earliest open term, ``next_act`` the act that meets it. ``report``: the id of
    the report that it is about, if there is one (another room's). ``origin``: the case that handed it over.
    ``view_ended_on``: since when this body reads it no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=12, unique=True)
    body = models.CharField(max_length=40)
    procedure = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    report = models.UUIDField(null=True, unique=True)
    origin = models.ForeignKey("self", models.SET_NULL, null=True, related_name="handed_on")
    assignee = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    """Found through ``case_mine``: an index on this alone would lead the database through all that nobody handles."""
    received_on = models.DateField()
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    next_act = models.CharField(max_length=40, blank=True)
    view_ended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    destroy_on = models.DateField(null=True)
    is_held = models.BooleanField(default=False)
    """A legal hold: it is not destroyed while this stands."""

    public = models.BinaryField()
    private_for_body = models.BinaryField()
    body_key_version = models.PositiveIntegerField()
    card = models.BinaryField()
    unit_digest = models.BinaryField(default=bytes)
    violation_digest = models.BinaryField(default=bytes)
    is_indexed = models.BooleanField(default=False)
    """Whether its digests and bars were made, with the body's key (``index.catch_up``). Until then nobody sees it: who
    it is about is not known yet."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closed_on=None) | Q(due_on=None), name="case_closed_has_no_term"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False) | Q(view_ended_on__isnull=False) | Q(due_on__isnull=False),
                name="case_open_has_a_term",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on", "id"], name="case_due", condition=Q(due_on__isnull=False)),
            models.Index(
                fields=["body", "assignee", "due_on", "id"], name="case_mine", condition=Q(due_on__isnull=False)
            ),
            models.Index(
                fields=["body", "stage", "due_on", "id"], name="case_stage", condition=Q(due_on__isnull=False)
            ),
            models.Index(
                fields=["body", "unit_digest", "due_on", "id"], name="case_unit", condition=Q(due_on__isnull=False)
            ),
            models.Index(
                fields=["body", "violation_digest", "due_on", "id"],
                name="case_violation",
                condition=Q(due_on__isnull=False),
            ),
            models.Index(fields=["body", "-closed_on", "id"], name="case_closed", condition=Q(closed_on__isnull=False)),
            models.Index(fields=["destroy_on"], name="case_destroy", condition=Q(destroy_on__isnull=False)),
            models.Index(fields=["body"], name="case_not_indexed", condition=Q(is_indexed=False)),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseNumber(models.Model):
    """The last number that was given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Reader(models.Model):
    """Somebody of the body who may open a case beside who handles it, and why (a code of ``words.ACCESS_REASONS``)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="readers")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    given_by = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="reader_once")]

    def __str__(self) -> str:
        return f"{self.account} reads {self.case}"


class SearchKey(models.Model):
    """The key of a body's digests, sealed to the body: without it no digest can be made or recognised."""

    body = models.CharField(max_length=40, primary_key=True)
    body_key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.body


class Bar(models.Model):
    """Who may never open a case: a digest of a user name or a name. A person concerned and somebody with a conflict of
    interest look the same here, and neither can be recognised without the body's key."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="bars")
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "case"], name="bar_once")]

    def __str__(self) -> str:
        return "bar"


class Person(models.Model):
    """A person in a case. ``content``: their part in it and how it ended; ``identity``: who they are, sealed apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="people")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    content = models.BinaryField()
    identity = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="person_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.case} person {self.number}"


class NameDigest(models.Model):
    """The keyed digest of a person's normalised name, for searching by an exact name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "person"], name="name_digest_once")]

    def __str__(self) -> str:
        return "name"


class ItemKind(models.TextChoices):
    """What a part of a case file is."""

    ACT = "act"
    """A step of the procedure, with what was filled in."""
    NOTE = "note"
    TASK = "task"
    HEARING = "hearing"
    PLAN = "plan"
    REPORT = "report"
    DOCUMENT = "document"
    DECISION = "decision"
    HANDOVER = "handover"
    EVENT = "event"
    """What happened without words of an officer: opened, assigned, a name shown, access given."""


class Item(models.Model):
    """One part of the case file, under a key of its own that is sealed to the case. ``number`` counts 1, 2, 3... a
    case; what changes (a task, a plan) gets a higher ``version``. ``case_version``: the version that the case got by
    it, or had when it was added. Only days are kept."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    case_version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    on = models.DateField()
    by = models.CharField(max_length=64)
    key = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="item_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class Deadline(models.Model):
    """A term of a case: a code of its procedure, or ``stage:<stage>``. ``reminded_on`` and ``escalated_on``: when a
    mail without content went to who handles it, and to the head of the body."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    code = models.CharField(max_length=50)
    due_on = models.DateField()
    met_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    """When the case ended or was handed over before the term did."""
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="deadline_once")]
        indexes = [
            models.Index(fields=["due_on"], name="deadline_open", condition=Q(met_on=None, dropped_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.code}"


class SentIncident(models.Model):
    """That another system sent an incident: a keyed digest of the channel and of its own id for it, so that the same
    incident sent twice is one case. It goes with the case."""

    lookup = models.BinaryField(primary_key=True)
    case = models.OneToOneField(Case, models.CASCADE, related_name="sent")

    def __str__(self) -> str:
        return "sent incident"


class Statement(models.Model):
    """What is left of a case that was destroyed: that it was there, and that it is gone (BIO-3). No content, no names
    of people in it, no codes of what it was about."""

    reference = models.CharField(max_length=12, unique=True)
    body = models.CharField(max_length=40)
    procedure = models.CharField(max_length=40)
    received_on = models.DateField()
    closed_on = models.DateField()
    term = models.CharField(max_length=40)
    """For how long it was kept after it ended, as a duration ("P24M"): the rule itself would tell how it ended."""
    destroyed_on = models.DateField()
    destroyed_by = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    files = models.PositiveIntegerField()

    class Meta:
        ordering = ["-destroyed_on", "reference"]

    def __str__(self) -> str:
        return self.reference
