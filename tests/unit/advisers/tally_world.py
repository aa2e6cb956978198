"""An adviser at their desk, and what they register."""

from typing import Any
from uuid import UUID, uuid4

from loket.accounts.models import Account, Role
from loket.advisers import services
from loket.advisers.access import Desk, desk_of
from loket.advisers.models import Entry
from loket.keys import services as keys
from people import person

NEW = services.NewEntry(
    unit="douane",
    category="undesirable_conduct",
    subcategory="intimidation",
    accused="direct_manager",
)
TALK, DIRECTOR = "sounding_board_talk_advice", "escalation_to_director"
RESOLVED, SICK = "normalised_and_resolved", "reported_sick"


def adviser_at_desk(username: str = "luister") -> Desk:
    """Somebody who became an adviser today, with their key and their desk's."""
    account: Account = person(username, Role.ADVISER)
    return desk_of(account, keys.make_person_key(account=account, actor="test"))


def registered(desk: Desk, *, id: UUID | None = None, month: str | None = None, **labels: Any) -> Entry:
    """An entry, with these labels beside or in place of those of ``NEW``."""
    new = services.NewEntry(**{**vars(NEW), **labels})
    return services.register(desk=desk, id=id or uuid4(), new=new, month=month)
