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
    """The token of a form that was handled (``core.once``)."""

    token = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.token)
