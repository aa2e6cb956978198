"""Keys at rest: every private half is sealed. Identity (``accounts``) says who you are; only this room opens what is
yours."""

from django.conf import settings
from django.db import models


class RecoveryKey(models.Model):
    """The public half of the offline recovery key; the private half left this machine when it was made."""

    public = models.BinaryField()
    made_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"recovery key {self.pk}"


class PersonKey(models.Model):
    """The key pair of one person. The private half stands in each of their ``Unlocker`` rows, sealed."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)
    public = models.BinaryField()
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"key of {self.account}"


class UnlockerKind(models.TextChoices):
    """What opens a person's private key."""

    PASSPHRASE = "passphrase"  # noqa: S105 (a kind, no secret)
    PASSKEY = "passkey"


class Unlocker(models.Model):
    """One way in which a person opens their private key. ``sealed`` is the private half under the passphrase's key
    (``salt``, ``operations``, ``memory``: vault.passphrases.Recipe) or under the passkey's PRF output (``salt`` is the
    PRF's input, ``credential`` the passkey's id)."""

    person_key = models.ForeignKey(PersonKey, models.CASCADE, related_name="unlockers")
    kind = models.CharField(max_length=20, choices=UnlockerKind.choices)
    credential = models.BinaryField(default=bytes)
    salt = models.BinaryField()
    operations = models.PositiveIntegerField(default=0)
    memory = models.PositiveBigIntegerField(default=0)
    sealed = models.BinaryField()
    made_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_key", "kind", "credential"], name="unlocker_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_key.account}"


class BodyKey(models.Model):
    """The key pair of a body. Rotation puts a new version in its place, after everything that was sealed to the old one
    has been sealed anew. ``given_up``: how many members left since this version was made."""

    body = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    public = models.BinaryField()
    sealed_for_recovery = models.BinaryField(default=bytes)
    recovery_key = models.ForeignKey(RecoveryKey, models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()
    given_up = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"key {self.version} of {self.body}"


class Share(models.Model):
    """The private half of a body's key, sealed to one member. ``vouched``: what only who holds the body's key can say
    of the public half that it was sealed to. A rotation gives the new key to no other: whoever writes another public
    half into this database does not get it."""

    body_key = models.ForeignKey(BodyKey, models.CASCADE, related_name="shares")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    vouched = models.BinaryField(default=bytes)
    given_by = models.CharField(max_length=64)
    given_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body_key", "account"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.body_key} for {self.account}"
