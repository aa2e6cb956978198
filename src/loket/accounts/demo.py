"""The fictitious people of a demonstration. They have no password: each start hands out links that work once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from loket.accounts.links import new_link
from loket.accounts.models import Account, Role
from loket.core import audit, clock
from loket.core.errors import UserError

ACTOR = "demo"
VALID = dt.timedelta(days=365)
"""Until it is used, or until the next start, which makes new ones; the demonstration itself will have ended."""


class NoDemonstration(UserError):
    """Demo accounts were asked for outside a demonstration."""


@dataclass(frozen=True)
class DemoPerson:
    """``at`` is the place, from 0, of the body that an officer works for, in the list of bodies that take reports."""

    username: str
    name: str
    role: Role
    at: int = 0

    def bodies(self, known: Sequence[str]) -> list[str]:
        """The body that this person works for, if the organisation has that many; nothing for who is no officer."""
        return list(known[self.at : self.at + 1]) if self.role == Role.OFFICER else []


PEOPLE = (
    DemoPerson("fictie", "F. Fictie", Role.POLICY_OFFICER),
    DemoPerson("model", "A. Model", Role.AUDITOR),
    DemoPerson("voorbeeld", "B. Voorbeeld", Role.FUNCTIONAL_ADMINISTRATOR),
    DemoPerson("staal", "S. Staal", Role.OFFICER),
    DemoPerson("proef", "P. Proef", Role.OFFICER),
    DemoPerson("denkbeeld", "D. Denkbeeld", Role.OFFICER, at=1),
)


@transaction.atomic
def ensure_people(*, bodies: Sequence[str]) -> dict[str, list[str]]:
    """Make the people who are not there yet. Gives each user name with the bodies that this person works for.

    Raises ``NoDemonstration`` unless ``settings.DEMO``.
    """
    if not settings.DEMO:
        raise NoDemonstration("demo-accounts bestaan alleen in een demonstratie; start met ./loket demo")
    people = [person for person in PEOPLE if person.role != Role.OFFICER or person.bodies(bodies)]
    for person in people:
        _ensure(person, person.bodies(bodies))
    return {person.username: person.bodies(bodies) for person in people}


@transaction.atomic
def fresh_links(private_keys: Mapping[str, bytes]) -> dict[DemoPerson, str]:
    """For each person the token of a new link; earlier ones stop working. ``private_keys`` (by user name) travel with
    the links, so that whoever follows one finds their key unlocked."""
    accounts = Account.objects.in_bulk([person.username for person in PEOPLE], field_name="username")
    return {
        person: new_link(
            account=accounts[person.username],
            actor=ACTOR,
            valid=VALID,
            private_key=private_keys.get(person.username),
        )
        for person in PEOPLE
        if person.username in accounts
    }


def _ensure(person: DemoPerson, bodies: Sequence[str]) -> None:
    """The account, without a password, also when an earlier version gave it one; and its role, unless somebody
    changed that in the demonstration."""
    account, is_new = Account.objects.get_or_create(
        username=person.username, defaults={"display_name": person.name, "is_demo": True}
    )
    if account.has_usable_password():
        account.set_unusable_password()
        account.save(update_fields=["password"])
    if is_new:
        for body in bodies or [""]:
            account.grants.create(role=person.role, body=body, begins_on=clock.today(), granted_by=ACTOR)
        target, role = f"account:{person.username}", person.role.value
        audit.record(actor=ACTOR, action="account.create", target=target, summary={"role": role})
