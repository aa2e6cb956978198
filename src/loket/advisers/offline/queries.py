"""Which devices an adviser has."""

from dataclasses import dataclass, field
from uuid import UUID

from loket.advisers import sealing
from loket.advisers.access import Desk
from loket.advisers.content import DeviceContent
from loket.advisers.models import Device


@dataclass(frozen=True)
class OpenDevice:
    """A device of the adviser who asks. ``private``: what opens what it sealed."""

    row: Device
    name: str
    private: str = field(repr=False)


def owner(desk: Desk) -> bytes:
    """What this adviser's devices are found by."""
    return sealing.tag(desk.private, "device")


def devices(desk: Desk) -> list[OpenDevice]:
    """Every device of this adviser, by name."""
    rows = Device.objects.filter(owner=owner(desk))
    return sorted((_open(row, desk) for row in rows), key=lambda one: (one.name.casefold(), str(one.row.pk)))


def device(desk: Desk, device_id: UUID) -> OpenDevice | None:
    """This device, if it is of this adviser."""
    row = Device.objects.filter(owner=owner(desk), pk=device_id).first()
    return _open(row, desk) if row else None


def _open(row: Device, desk: Desk) -> OpenDevice:
    content = sealing.open_row(row, DeviceContent, desk.private)
    return OpenDevice(row, content.name, content.private)
