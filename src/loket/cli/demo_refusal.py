"""A deployment never starts with what a demonstration made: everybody can know its people, and its keys lie on disk."""

from collections.abc import Iterator

from loket.core.errors import UserError


class DemoInDeployment(UserError):
    """Demo people, demo keys or the file that holds them are here, and this is no demonstration."""


def refuse_demo() -> None:
    """Raises ``DemoInDeployment`` unless this is a demonstration, or nothing of one is here. Needs the database."""
    from django.conf import settings

    if not settings.DEMO and (found := list(demo_traces())):
        raise DemoInDeployment(
            f"dit is geen demonstratie, maar {' en '.join(found)}; begin met een lege database en een lege map"
            " LOKET_VAR, of zet LOKET_DEMO op 1"
        )


def demo_traces() -> Iterator[str]:
    """What a demonstration left here, in words."""
    from loket.accounts.queries import demo_accounts
    from loket.keys.demo import keys_file
    from loket.keys.queries import demo_keys_exist

    if names := demo_accounts():
        yield f"er zijn demo-accounts ({', '.join(names)})"
    if demo_keys_exist():
        yield "de herstelsleutel is die van een demonstratie"
    if keys_file().exists():
        yield f"{keys_file()} bevat sleutels van een demonstratie"
