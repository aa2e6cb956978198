"""Writes to accounts: links that sign in once, and the demonstration's fictitious people."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from loket.accounts.links import new_link, use_link
from loket.accounts.models import Account, Role
from loket.core import audit, clock
from loket.core.errors import UserError

__all__ = ["new_link", "use_link"]

DEMO_PASSWORD = "fictief-wachtwoord"  # noqa: S105 (printed by the demo itself; refused in a deployment)

DEMO_PEOPLE = {
    "fictie": ("F. Fictie", Role.POLICY_OFFICER),
    "model": ("A. Model", Role.AUDITOR),
    "voorbeeld": ("B. Voorbeeld", Role.FUNCTIONAL_ADMINISTRATOR),
}


class NoDemonstration(UserError):
    """Demo accounts were asked for outside a demonstration."""


@transaction.atomic
def ensure_demo_accounts() -> None:
    """Make the fictitious accounts that are not there yet; their password is the documented demo word.

    Raises ``NoDemonstration`` unless ``settings.DEMO``.
    """
    if not settings.DEMO:
        raise NoDemonstration("demo-accounts bestaan alleen in een demonstratie; start met ./loket demo")
    for username, (name, role) in DEMO_PEOPLE.items():
        if Account.objects.filter(username=username).exists():
            continue
        account = Account(username=username, display_name=name, is_demo=True)
        account.set_password(DEMO_PASSWORD)
        account.save()
        account.grants.create(role=role.value, begins_on=clock.today(), granted_by="demo")
        audit.record(actor="demo", action="account.create", target=f"account:{username}", summary={"role": role.value})


def demo_people() -> list[dict[str, str]]:
    """The fictitious people for the sign-in page; none outside a demonstration."""
    if not settings.DEMO:
        return []
    return [
        {"username": username, "name": name, "role": str(role.label)} for username, (name, role) in DEMO_PEOPLE.items()
    ]


def demo_sign_in() -> Iterator[str]:
    """How to sign in to the demonstration, a line for each person."""
    for username, (name, role) in DEMO_PEOPLE.items():
        yield f"{username} / {DEMO_PASSWORD}  ({name}, {str(role.label).lower()})"
