"""Writes about the devices on which an adviser counts without a connection."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from loket.advisers import sealing
from loket.advisers.access import Desk
from loket.advisers.content import DeviceContent
from loket.advisers.models import Device
from loket.advisers.offline import queries, sealed
from loket.advisers.services import ADVISER
from loket.core import audit, clock
from loket.core.errors import UserError

MOST = 10
"""Devices of one adviser."""


class TooManyDevices(UserError):
    """As many as there may be."""


class NotYours(UserError):
    """A device that is there, and is somebody else's."""


@transaction.atomic
def add_device(*, desk: Desk, device_id: UUID, name: str) -> Device:
    """A key pair for a device of this adviser. ``device_id`` is chosen by the form: sent twice it is one device.
    Raises ``TooManyDevices``, ``NotYours``."""
    if not Device.objects.filter(pk=device_id).exists() and len(queries.devices(desk)) >= MOST:
        raise TooManyDevices(_("Je hebt al %(most)s toestellen. Haal er eerst een weg") % {"most": MOST})
    private, public = sealed.new_key(device_id)
    device = Device(pk=device_id, public=public, made_on=clock.today().replace(day=1))
    sealing.seal_row(device, DeviceContent(private=private, name=name), desk.private)
    Device.objects.bulk_create([device], ignore_conflicts=True)
    standing = Device.objects.get(pk=device_id)
    if bytes(standing.owner) != device.owner:
        raise NotYours(_("Dit toestel staat er al. Begin opnieuw"))
    if bytes(standing.content) == device.content:
        _note("add")
    return standing


@transaction.atomic
def remove_device(*, desk: Desk, device: Device) -> None:
    """Forget a device and its key: what still waits there can be opened by nobody any more. Gone already is fine."""
    if Device.objects.filter(pk=device.pk, owner=queries.owner(desk)).delete()[0]:
        _note("remove")


def _note(act: str) -> None:
    """Not who, nor which device: the trail tells no more than that a device came or went."""
    audit.record(
        actor=ADVISER,
        action="tally.device",
        target=f"tally:{clock.today().year}",
        summary={"act": act},
        day_only=True,
    )
