"""What the advisers keep. The tally, the notebook and hours are sealed to one adviser alone and found by a tag that
only their key makes: the database does not tell whose they are, how many somebody has, or what they say. The network,
who is an adviser and how far their certificate is, is open to who runs it."""

import uuid

from django.db import models
from django.db.models import Q

from loket.accounts.models import Account


class Owned(models.Model):
    """A row of one adviser, sealed under their desk's key. ``owner``: a tag that follows from that key
    (``sealing``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    content = models.BinaryField()

    class Meta:
        abstract = True


class Entry(Owned):
    """One advice request in the tally: one situation, however many contacts. ``id`` is chosen by who registers, on the
    page or on a phone without a connection, so that the same one sent twice counts once.

    Readable here is only in which ``year`` it was registered, whether it ``is_open``, and from which first day of a
    month it may be destroyed."""

    year = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    destroy_after = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "year"], name="entry_owner_year"),
            models.Index(fields=["owner"], name="entry_open", condition=Q(is_open=True)),
            models.Index(fields=["destroy_after"], name="entry_destroy", condition=Q(destroy_after__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"entry of {self.year}"


class Page(Owned):
    """A page of an adviser's private notebook. Nothing here says which request it is about, if any."""

    destroy_after = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["owner"], name="page_owner"),
            models.Index(fields=["destroy_after"], name="page_destroy"),
        ]

    def __str__(self) -> str:
        return "page of a notebook"


class Hours(Owned):
    """The hours of one adviser in one year, by month and core function."""

    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "year"], name="hours_once_a_year")]

    def __str__(self) -> str:
        return f"hours of {self.year}"


class Device(Owned):
    """A phone on which an adviser registers without a connection. ``public`` (a JWK) is what the phone seals to; what
    opens it is in ``content``, so that a phone that is lost gives nothing away."""

    public = models.JSONField()
    made_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner"], name="device_owner")]

    def __str__(self) -> str:
        return "device"


class ImportDraft(Owned):
    """An existing tally that an adviser is reading in: the file, and which column means what. It goes when it is read
    in, or after a few days."""

    expires_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner"], name="import_owner")]

    def __str__(self) -> str:
        return "import"


class PeerGroup(models.Model):
    """A group of advisers that meets to learn from each other's work."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Adviser(models.Model):
    """Who is an adviser, from when to when, and how far their certificate is. Codes of the lists ``unit`` and
    ``certification``. ``languages``: codes of languages they speak, space separated. ``is_listed``: in the public
    directory, under ``slug``.

    ``certified_on``: the day of the certificate, which holds for four years (or what ``advisers.yaml`` says).
    ``vog_on``: the day of the certificate of conduct. ``reminded_for``: the last day of a certificate that a reminder
    went out for."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60, unique=True)
    unit = models.CharField(max_length=80)
    location = models.CharField(max_length=80, blank=True)
    languages = models.CharField(max_length=80, blank=True)
    reach = models.CharField(max_length=200, blank=True)
    profile = models.CharField(max_length=1000, blank=True)
    profile_en = models.CharField(max_length=1000, blank=True)
    is_listed = models.BooleanField(default=False)
    is_coordinating = models.BooleanField(default=False)
    appointed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    certification = models.CharField(max_length=80)
    certified_on = models.DateField(null=True, blank=True)
    vog_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True)
    reminded_step = models.PositiveIntegerField(default=0)
    """How many days before that day the last reminder was due (0: none)."""
    group = models.ForeignKey(PeerGroup, models.SET_NULL, null=True, blank=True, related_name="members")

    class Meta:
        ordering = ["account__display_name", "pk"]

    def __str__(self) -> str:
        return self.slug


class RequirementKind(models.TextChoices):
    """What counts towards a certificate that is renewed (advisers' annual report 2024, chapter 6)."""

    TRAINING = "training"
    PEER_SUPERVISION = "peer_supervision"
    EXTRA = "extra"


class Requirement(models.Model):
    """Something that an adviser did for their certificate: half hours, in a month (its first day)."""

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=20, choices=RequirementKind.choices)
    month = models.DateField()
    half_hours = models.PositiveIntegerField()
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return self.title


class PeerMeeting(models.Model):
    """A group met, in a month (its first day): who was there, and how long in half hours."""

    group = models.ForeignKey(PeerGroup, models.CASCADE, related_name="meetings")
    month = models.DateField()
    half_hours = models.PositiveIntegerField()
    present = models.ManyToManyField(Adviser, related_name="+")

    class Meta:
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return f"{self.group} {self.month:%Y-%m}"


class Activity(models.Model):
    """An information activity: where, about what, in which month (its first day), for how many. ``fact`` is the
    number of the live fact that counts it."""

    unit = models.CharField(max_length=80)
    topic = models.CharField(max_length=80)
    month = models.DateField()
    participants = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=120)
    by = models.CharField(max_length=64)
    fact = models.BigIntegerField()

    class Meta:
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """What an adviser proposes to change in the lists of the tally: to the national adviser, by name."""

    code_list = models.CharField(max_length=80)
    text = models.CharField(max_length=1000)
    by = models.CharField(max_length=64)
    on = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code_list} {self.on}"


class Handover(models.Model):
    """A warm handover that the reporter was asked about: which question (``message``) in which mailbox (``report``,
    the id of another room), to which target of ``advisers.yaml``. What goes along stands in that sealed question,
    word for word. ``done_on``: when it went, after the reporter agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.UUIDField(db_index=True)
    message = models.PositiveIntegerField()
    target = models.CharField(max_length=40)
    on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "message"], name="advisers_handover_once")]

    def __str__(self) -> str:
        return f"to {self.target}"


class Signal(models.Model):
    """An anonymous signal to a director: a standard text with codes, in a month (its first day). Nothing of which
    adviser or which request, nor of how many said the same in that month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    unit = models.CharField(max_length=80)
    category = models.CharField(max_length=80)
    accused = models.CharField(max_length=80)
    month = models.DateField()
    read_on = models.DateField(null=True)

    class Meta:
        ordering = ["-month", "pk"]
        indexes = [models.Index(fields=["unit", "-month"], name="signal_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "category", "accused", "month"], name="signal_once_a_month")
        ]

    def __str__(self) -> str:
        return f"signal to {self.unit}"


class EvaluationTicket(models.Model):
    """The right to fill in one evaluation: the digest of a code that a reporter got. It says nothing of a request or an
    adviser, and is gone once it is used. ``year``: in which the request ended, where the answers count; ``expires_on``
    is the first day of a month."""

    lookup = models.BinaryField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    expires_on = models.DateField()

    def __str__(self) -> str:
        return "ticket"


class RiseNotice(models.Model):
    """That the national adviser was told of a month (its first day): what rises in it can be looked at. Told of every
    month, whether something rises or not: the mail says nothing."""

    month = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return f"told of {self.month:%Y-%m}"
