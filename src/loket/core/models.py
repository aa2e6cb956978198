"""The table of the audit trail. Write it through ``core.audit`` only."""

from django.db import models


class AuditEntry(models.Model):
    """Who did what, when, on which object: never content (wall 8 of the design, BIO-2).

    The migration makes this table itself, with triggers that refuse UPDATE, DELETE and TRUNCATE; it is not
    ``managed`` so that ``flush`` leaves it alone too. ``position`` counts 1, 2, 3... without gaps.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.TextField()
    action = models.TextField()
    target = models.TextField()
    summary = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "core_auditentry"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.actor} {self.action} {self.target}"


class UsedToken(models.Model):
    """The token of a form that was handled (``core.once``), and the day: a reporter sends forms too (wall 7)."""

    token = models.UUIDField(primary_key=True)
    on = models.DateField()

    def __str__(self) -> str:
        return str(self.token)


class Notice(models.Model):
    """A mail that waits (``core.mail``): for every officer of ``body``; with a sealed ``address``, for that officer;
    without a body, for a reporter; with ``mail.STAFF`` for a body, for one member of staff.

    ``recipient`` is a keyed digest of whom it is for, so that one is waiting at most for each ``slot``: the full
    quarter of an hour at which it is due. Nothing here tells when it was asked for.
    """

    body = models.CharField(max_length=40, blank=True)
    recipient = models.BinaryField()
    address = models.BinaryField()
    language = models.CharField(max_length=10)
    slot = models.DateTimeField()
    next_try = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "slot"], name="notice_once")]

    def __str__(self) -> str:
        return f"notice for {self.slot}"
