"""Staff accounts and their roles. People who raise a matter have no account."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do. A role opens views and nothing else; content is opened with keys."""

    POLICY_OFFICER = "policy_officer", _("Beleidsmedewerker")
    AUDITOR = "auditor", _("Auditor")
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator", _("Functioneel beheerder")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """One person (BIO-1: no group accounts). ``roles`` are codes of ``Role``."""

    username = models.CharField(_("Gebruikersnaam"), max_length=64, unique=True)
    display_name = models.CharField(_("Naam"), max_length=120)
    roles = ArrayField(models.CharField(max_length=40, choices=Role.choices), default=list)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once"),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def role_names(self) -> str:
        """The roles in words, for under the name in the header."""
        return ", ".join(str(Role(role).label) for role in self.roles)
