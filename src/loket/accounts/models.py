"""Staff accounts and their roles. People who raise a matter have no account."""

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.core import clock


class Role(models.TextChoices):
    """What somebody may do. A role opens views and nothing else; content is opened with keys."""

    OFFICER = "officer", _("Behandelaar")
    HEAD = "head", _("Hoofd")
    INTEGRITY_COORDINATOR = "integrity_coordinator", _("Integriteitscoördinator")
    DIRECTOR = "director", _("Directeur")
    ADVISER = "adviser", _("Vertrouwenspersoon")
    NATIONAL_ADVISER = "national_adviser", _("Landelijk vertrouwenspersoon")
    POLICY_OFFICER = "policy_officer", _("Beleidsmedewerker")
    AUDITOR = "auditor", _("Auditor")
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator", _("Functioneel beheerder")


FOR_A_BODY = frozenset({Role.OFFICER, Role.HEAD})
FOR_A_UNIT = frozenset({Role.INTEGRITY_COORDINATOR, Role.DIRECTOR})
"""Roles that mean nothing without the body, or the unit, that they are for. The head of a body steers it, and reads its
cases by their grant as an officer, like everybody else."""
WITH_A_DESK = frozenset({Role.ADVISER})
"""Roles of which what comes in is sealed to one person alone: their desk stands where others have a body."""
DESK = "desk-"
"""What the code of a desk begins with; the number of its account follows. No body has such a code: theirs have no
dash."""


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """One person (BIO-1: no group accounts). What they may do stands in their grants, and holds from day to day."""

    username = models.CharField(_("Gebruikersnaam"), max_length=64, unique=True)
    display_name = models.CharField(_("Naam"), max_length=120)
    email = models.EmailField(_("E-mailadres"), blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    totp_secret = models.BinaryField(default=bytes)
    """Sealed under a key of this installation; empty when there is no authenticator app."""
    totp_step = models.BigIntegerField(default=0)
    """The last time step that was accepted: a code works once (RFC 6238, 5.2)."""

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once"),
        ]

    def __str__(self) -> str:
        return self.username

    @cached_property
    def grants_today(self) -> "list[Grant]":
        """The grants that hold today: one query a request."""
        return list(Grant.objects.filter(account=self).in_force(clock.today()))

    @property
    def roles(self) -> list[str]:
        """The codes of the roles that hold today."""
        return sorted({grant.role for grant in self.grants_today})

    @property
    def bodies(self) -> list[str]:
        """The bodies whose reports this person may handle today."""
        return sorted({grant.body for grant in self.grants_today if grant.role == Role.OFFICER})

    @property
    def desk(self) -> str:
        """The code of this person's own desk, if a role of today comes with one; empty otherwise."""
        return f"{DESK}{self.pk}" if WITH_A_DESK & set(self.roles) else ""

    @property
    def headed(self) -> list[str]:
        """The bodies that this person is the head of today."""
        return sorted({grant.body for grant in self.grants_today if grant.role == Role.HEAD})

    @property
    def units(self) -> list[str]:
        """The units whose monthly overview this person sees today."""
        return sorted({grant.unit for grant in self.grants_today if grant.role in FOR_A_UNIT})

    @property
    def has_code(self) -> bool:
        """Whether a password and an authenticator app together let this person in."""
        return bool(self.password and self.has_usable_password() and self.totp_secret)

    @property
    def has_way_in(self) -> bool:
        """Whether this person can come back by themselves, with two factors (BIO-1)."""
        return self.has_code or self.passkeys.exists()

    @property
    def is_set_up(self) -> bool:
        """Whether more than the pages where that is arranged may open. The demonstration's people come in by their
        links."""
        return self.is_demo or self.has_way_in

    @property
    def role_names(self) -> str:
        """The roles in words, for under the name in the header."""
        return ", ".join(str(Role(role).label) for role in self.roles)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about grants."""

    def in_force(self, day: dt.date) -> "GrantQuerySet":
        """Those that hold on this day, first and last day included."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day), begins_on__lte=day)


class Grant(models.Model):
    """A role, for a body or a unit where the role asks for one, from a day up to and including a day."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=Role.choices)
    body = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=64)
    ended_by = models.CharField(max_length=64, blank=True)

    objects = GrantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account}: {self.role} {self.body}{self.unit}"


class Passkey(models.Model):
    """A passkey (WebAuthn credential) of an account. ``unlocks``: it can also open the person's key (PRF)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=60)
    unlocks = models.BooleanField(default=False)
    added_on = models.DateField()
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.label} of {self.account}"


class RecoveryCode(models.Model):
    """One code for the day that the authenticator app is lost. It works once, and only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"recovery code of {self.account}"


class SignInLink(models.Model):
    """A link that signs in once: an invitation, or the demonstration's. Only the digest of its token is kept.
    ``sealed_key``: in a demonstration, the person's private key under the link's token."""

    lookup = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    sealed_key = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"link for {self.account}"


class Session(AbstractBaseSession):
    """A session. The key in the table is a digest of the key in the cookie: a stolen table signs nobody in."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=80, blank=True)
    """What the browser calls itself, such as "Firefox/Windows", so that its owner recognises it."""

    @property
    def device_words(self) -> str:
        """The same in words: "Firefox op Windows"."""
        browser, _slash, system = self.device.partition("/")
        if browser and system:
            return gettext("%(browser)s op %(system)s") % {"browser": browser, "system": system}
        return browser or system or gettext("Onbekend toestel")


class Attempts(models.Model):
    """Wrong passwords and codes for one name, from one known device or from all unknown ones together, in a window of
    time. ``bucket`` is a digest; no address is kept."""

    bucket = models.BinaryField(primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.wrong} since {self.since}"
