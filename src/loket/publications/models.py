"""Builds of publications: who asked for one, how far it is, and how it ended."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.core import clock
from loket.core.language import page_language

SILENCE = dt.timedelta(minutes=2)
"""A running build that says nothing for this long was interrupted: its process is gone."""


PROTECTION = "protection"
"""The step of a build that may say nothing for longer, while it searches."""

LONGEST = dt.timedelta(minutes=6)
"""No search for what to hide, with the audits after it, takes longer."""


class Status(models.TextChoices):
    WAITING = "waiting", _("Wacht")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Klaar")
    FAILED = "failed", _("Niet gelukt")
    STOPPED = "stopped", _("Gestopt")
    INTERRUPTED = "interrupted", _("Onderbroken")


ACTIVE = (Status.WAITING, Status.RUNNING)


class Build(models.Model):
    """One attempt to build a publication of a year. At most one of each publication and year is active. ``slug`` is the
    address of the publication, empty for the annual report; ``actor`` the user name of who started it, ``started_by``
    how people see them.

    ``step``, ``done``, ``total`` and ``message`` are what the builder last said; ``heard_at`` when it said
    so. ``stop_asked`` makes it stop at the next step; what stood before then stays.
    """

    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80, default="", blank=True, db_index=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
    actor = models.CharField(max_length=150, default="")
    started_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=40, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, default="")
    tables = models.PositiveIntegerField(default=0)
    seconds = models.JSONField(default=dict)
    error = models.TextField(default="")
    stop_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "slug"], condition=models.Q(status__in=ACTIVE), name="build_one_active_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.status}"

    @property
    def is_active(self) -> bool:
        """Waiting or running, and not fallen silent."""
        return self.status in ACTIVE and not self.is_silent

    @property
    def is_silent(self) -> bool:
        """Whether its process must be gone. A build that still waits for its turn is not silent."""
        if self.status != Status.RUNNING or self.heard_at is None:
            return False
        return clock.now() - self.heard_at > (LONGEST if self.step == PROTECTION else SILENCE)


class Protection(models.Model):
    """The tables of a year protected under one profile, or on their way to that. ``key`` is the hash of all that
    decides the outcome; ``outcome`` under which key it is kept (``protection.kept``). ``hidden`` and ``gap`` are how
    far the search is: the best pattern yet, and what could at most still be saved.
    """

    key = models.CharField(max_length=64, unique=True)
    year = models.PositiveSmallIntegerField()
    profile = models.JSONField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(null=True)
    hidden = models.PositiveIntegerField(null=True)
    gap = models.FloatField(null=True)
    outcome = models.CharField(max_length=64, default="")
    error = models.TextField(default="")

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.year} {self.status}"

    @property
    def is_stale(self) -> bool:
        """Whether it can be begun again: its process must be gone, or it failed a while ago."""
        if self.status not in (Status.RUNNING, Status.FAILED) or self.heard_at is None:
            return False
        return clock.now() - self.heard_at > LONGEST


class Published(models.Model):
    """A page of the ledger: a publication as it went out (``ledger.book``). ``tables`` are those that it shows, with
    what it told of each of their ``cells``, of which some ``hidden``; ``digest`` is the hash of what was published,
    ``hash`` that of the page with the one before it. The database refuses to change or delete a page.
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80, blank=True, db_index=False)
    revision = models.PositiveIntegerField()
    profile = models.CharField(max_length=60)
    threshold = models.PositiveSmallIntegerField()
    tables = models.JSONField()
    cells = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.year}/{self.slug}"


class Audience(models.TextChoices):
    """For whom a recommendation is meant: first what is for everyone, then what is for managers."""

    EVERYONE = "everyone", _("Voor iedereen")
    MANAGERS = "managers", _("Voor leidinggevenden")


class FollowUp(models.TextChoices):
    """What came of a recommendation, a year later."""

    OPEN = "open", _("Nog niet ingevuld")
    UNDER_WAY = "under_way", _("Er wordt aan gewerkt")
    DONE = "done", _("Gedaan")
    NOT_DONE = "not_done", _("Niet gedaan")


class Recommendation(models.Model):
    """A recommendation of the advisers' annual report over ``year``, and what came of it. ``number`` counts through
    from 1: those for everyone first. Texts are plain and hold no number that counts something.

    ``version`` grows with every change; ``carried_from``: the recommendation of an earlier year that this one repeats,
    once at most."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=12, choices=Audience.choices)
    text_nl = models.CharField(max_length=1000)
    text_en = models.CharField(max_length=1000)
    follow_up = models.CharField(max_length=12, choices=FollowUp.choices, default=FollowUp.OPEN)
    follow_up_nl = models.CharField(max_length=1000, blank=True)
    follow_up_en = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    carried_from = models.OneToOneField("self", models.SET_NULL, null=True, related_name="carried_to")

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="recommendation_number_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def text(self) -> str:
        """The recommendation in the language of the page."""
        return self.text_en if page_language() == "en" else self.text_nl

    @property
    def came_of_it(self) -> str:
        """What came of it in that language; empty when nobody said."""
        return self.follow_up_en if page_language() == "en" else self.follow_up_nl
