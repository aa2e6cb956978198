"""Builds of publications: who asked for one, how far it is, and how it ended."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.core import clock

SILENCE = dt.timedelta(minutes=2)
"""A running build that says nothing for this long was interrupted: its process is gone."""


class Status(models.TextChoices):
    WAITING = "waiting", _("Wacht")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Klaar")
    FAILED = "failed", _("Niet gelukt")
    STOPPED = "stopped", _("Gestopt")
    INTERRUPTED = "interrupted", _("Onderbroken")


ACTIVE = (Status.WAITING, Status.RUNNING)


class Build(models.Model):
    """One attempt to build the publication of a year. At most one of each year is active.

    ``step``, ``done``, ``total`` and ``message`` are what the builder last said; ``heard_at`` when it said
    so. ``stop_asked`` makes it stop at the next step; what stood before then stays.
    """

    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
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
                fields=["year"], condition=models.Q(status__in=ACTIVE), name="build_one_active_of_a_year"
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
        return clock.now() - self.heard_at > SILENCE
