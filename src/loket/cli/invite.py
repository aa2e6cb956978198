"""``./loket invite``: let a functional administrator in, the first one above all, who invites everybody else."""

import argparse
import re


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", type=username, metavar="GEBRUIKERSNAAM", help="zoals m.devries")
    parser.add_argument("--name", default="", help="naam, voor wie nog geen account heeft: 'M. de Vries'")


def username(text: str) -> str:
    """A user name as the form for a new person takes it."""
    from loket.accounts.names import USERNAME

    if re.fullmatch(USERNAME, text):
        return text.lower()
    raise argparse.ArgumentTypeError("gebruik 2 tot 64 letters zonder accenten, cijfers, punten en streepjes")


def run(args: argparse.Namespace) -> int:
    """Make the account and give the role when they are not there, and print a link that works once.

    Raises ``AlreadySetUp`` for who can sign in.
    """
    from django.db import transaction

    from loket.accounts.grants import INVITATION, add_person, grant, invite
    from loket.accounts.models import Account, Role
    from loket.cli.setup import operator
    from loket.core import clock

    actor = f"systeem:{operator()}"
    with transaction.atomic():
        account = Account.objects.filter(username=args.username).first() or add_person(
            username=args.username, display_name=args.name or args.username, email="", actor=actor
        )
        if Role.FUNCTIONAL_ADMINISTRATOR not in account.roles:
            grant(account=account, role=Role.FUNCTIONAL_ADMINISTRATOR, begins_on=clock.today(), actor=actor)
        token = invite(account=account, actor=actor)
    print(f"Deze link werkt één keer, {INVITATION.days} dagen lang; geef hem alleen aan {account.display_name}:")
    print(f"{site()}/aanmelden/eenmalig/{token}/")
    return 0


def site() -> str:
    """Where this installation is reached."""
    from django.conf import settings

    return f"https://{settings.ALLOWED_HOSTS[0]}" if settings.SECURE else "http://localhost:8000"
