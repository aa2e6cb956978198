"""An adviser who added a phone, signed in with their key unlocked."""

from dataclasses import dataclass
from uuid import uuid4

from django.test import Client

from loket.accounts.models import Account, Role
from loket.advisers.access import Desk, desk_of
from loket.advisers.models import Device
from loket.advisers.offline import services
from loket.keys import services as keys
from people import person, sign_in


@dataclass(frozen=True)
class Phone:
    """A browser of an adviser, and the device that it is."""

    desk: Desk
    device: Device
    client: Client
    account: Account


def phone_of(username: str) -> Phone:
    """A new adviser with a new phone."""
    account = person(username, Role.ADVISER)
    private = keys.make_person_key(account=account, actor="test")
    desk = desk_of(account, private)
    device = services.add_device(desk=desk, device_id=uuid4(), name="werktelefoon")
    return Phone(desk, device, sign_in(Client(), account, private), account)
