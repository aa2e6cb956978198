"""``./loket vault``: keys of bodies and people, with the recovery key in hand. docs/operations.md says when and how.

A secret is read from a file or from standard input, never from the command line: others on the machine see that.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from loket.cli import bar

if TYPE_CHECKING:
    from loket.accounts.models import Account
    from loket.keys.queries import Person
    from loket.keys.services import Reseal

Parser = argparse.ArgumentParser


def add_arguments(parser: Parser) -> None:
    from loket.cli import vault_prove

    actions = parser.add_subparsers(dest="action", metavar="ACTIE", required=True, title="acties")
    for name, (what, arguments, _) in ACTIONS.items():
        action = actions.add_parser(name, help=what, description=what)
        for argument in arguments:
            ARGUMENTS[argument](action)
    what = "bewijs dat een melding nergens leesbaar is: database, bestanden en logboeken"
    vault_prove.add_arguments(actions.add_parser("prove", help=what, description=what))


def run(args: argparse.Namespace) -> int:
    if args.action == "prove":
        from loket.cli import vault_prove

        return vault_prove.run(args)
    return ACTIONS[args.action][2](args)


def _init(args: argparse.Namespace) -> int:
    from django.db import transaction

    from loket.cli.setup import working_bodies
    from loket.keys import queries, services

    bodies = queries.bodies_without_key(working_bodies())
    with transaction.atomic():
        if queries.recovery_key() is None or not bodies:
            _hand_over(services.make_recovery_key(actor=_actor()).private, args.out)
        for body in bodies:
            services.make_body_key(body=body, actor=_actor())
    print(f"Klaar. Een sleutel hebben nu ook: {', '.join(bodies)}. Geef nu de behandelaars de sleutel: vault give.")
    return 0


def _members(_args: argparse.Namespace) -> int:
    from loket.keys import queries

    keys = queries.body_keys()
    for key in keys:
        print(f"{key.body}  versie {key.version}, gemaakt {key.made_on}")
        for person in queries.people(key.body):
            print(f"  {person.account.username:<20}  {person.fingerprint or '-':<19}  {_state(person)}")
    for body in queries.bodies_due_for_rotation():
        print(f"Vernieuw de sleutel van {body}: iemand die hem had, is weg (vault rotate-body).")
    if not keys:
        print("Er zijn nog geen sleutels: begin met vault init.")
    return 0


def _give(args: argparse.Namespace) -> int:
    from loket.keys import queries, services

    account = _account(args.person)
    private = services.open_body_with_recovery(body=args.body, recovery_private=_recovery(args))
    services.give(body=args.body, body_private=private, to=account, actor=_actor())
    mark = next(one.fingerprint for one in queries.members(args.body) if one.account == account)
    print(f"{account.username} heeft de sleutel van {args.body}. Controleer per telefoon de vingerafdruk: {mark}")
    return 0


def _take_back(args: argparse.Namespace) -> int:
    from loket.keys import services

    services.take_back(body=args.body, account=_account(args.person), actor=_actor())
    print(f"{args.person} heeft de sleutel van {args.body} niet meer. Vernieuw hem nu: vault rotate-body.")
    return 0


def _rotate_body(args: argparse.Namespace) -> int:
    from loket.keys import services

    private = services.open_body_with_recovery(body=args.body, recovery_private=_recovery(args))
    reseal = _reseals(args.body)
    count = services.rotate_body(body=args.body, body_private=private, reseal=reseal, actor=_actor())
    print(f"De sleutel van {args.body} is vernieuwd. Opnieuw verzegelde meldingen en zaken: {count}.")
    return 0


def _leave(args: argparse.Namespace) -> int:
    from loket.keys import services

    account = _account(args.person)
    private = services.open_body_with_recovery(body=args.body, recovery_private=_recovery(args))
    reseal = _reseals(args.body)
    count = services.leave(body=args.body, account=account, body_private=private, reseal=reseal, actor=_actor())
    print(f"{account.username} is weg bij {args.body} en de sleutel is vernieuwd.", end=" ")
    print(f"Opnieuw verzegelde meldingen en zaken: {count}.")
    return 0


def _rotate_person(args: argparse.Namespace) -> int:
    from loket.keys import queries, services
    from loket.keys.ways import Passphrase
    from loket.vault.keys import fingerprint

    account, words = _account(args.person), _secret("Wachtzin: ")
    services.rotate_person(account=account, way=Passphrase(words), actor=_actor())
    key = queries.person_key(account)
    mark = fingerprint(bytes(key.public)) if key else ""
    print(f"De sleutel van {account.username} is vernieuwd; vingerafdruk {mark}. Passkeys ontgrendelen hem niet meer.")
    return 0


def _rotate_recovery(args: argparse.Namespace) -> int:
    from django.db import transaction

    from loket.keys import services

    with transaction.atomic():
        _hand_over(services.rotate_recovery(recovery_private=_recovery(args), actor=_actor()).private, args.out)
    print("Klaar: vanaf nu geldt de nieuwe herstelsleutel. Vernietig het oude papier.")
    return 0


def _replace_recovery(args: argparse.Namespace) -> int:
    from django.db import transaction

    from loket.keys import services

    opened = {}
    for body, username in args.member:
        account = _account(username)
        private = services.open_with_passphrase(account, _secret(f"Wachtzin van {username}: "))
        opened[body] = services.open_body(body=body, account=account, private=private)
    with transaction.atomic():
        _hand_over(services.replace_recovery(body_privates=opened, actor=_actor()).private, args.out)
    print("Klaar: vanaf nu geldt de nieuwe herstelsleutel. Duikt de oude op: vernietig hem.")
    return 0


def _recover(args: argparse.Namespace) -> int:
    from loket.keys import services

    account = _account(args.person)
    services.forget_person_key(account=account, actor=_actor())
    print(f"De sleutel van {account.username} is vervallen. {account.username} meldt zich aan en maakt een nieuwe")
    print("bij Ontgrendelen; daarna geeft een collega de sleutel van het meldpunt opnieuw, of jij met vault give.")
    return 0


def _actor() -> str:
    from loket.cli.setup import operator

    return f"systeem:{operator()}"


def _account(username: str) -> "Account":
    from loket.accounts.models import Account
    from loket.core.errors import UserError

    found = Account.objects.filter(username__iexact=username).first()
    if found is None:
        raise UserError(f"er is niemand met de gebruikersnaam {username}; kijk hem na bij Toegang")
    return found


def _state(person: "Person") -> str:
    if person.can_open:
        return "heeft de sleutel"
    if not person.entitled:
        return "geen behandelaar meer, heeft de sleutel nog"
    return "wacht op de sleutel" if person.fingerprint else "heeft nog geen eigen sleutel"


def _recovery(args: argparse.Namespace) -> bytes:
    """The recovery key: from the file that was named, else from standard input."""
    from loket.keys.recovery import from_text

    return from_text(args.recovery.read_text("utf-8") if args.recovery else _secret("Herstelsleutel: ", whole=True))


def _secret(asked: str, *, whole: bool = False) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(asked)
    return sys.stdin.read() if whole else sys.stdin.readline().rstrip("\n")


def _member(text: str) -> tuple[str, str]:
    """A body and one of its members: ``oif=staal``."""
    body, is_sign, username = text.partition("=")
    if not (body and is_sign and username):
        raise argparse.ArgumentTypeError(f"{text} klopt niet; schrijf MELDPUNT=GEBRUIKERSNAAM, zoals oif=staal")
    return body, username


def _hand_over(private: bytes, out: Path | None) -> None:
    """Give the recovery key to whoever keeps it. Called before the keys are kept: a printer that fails, or a file that
    cannot be written, leaves nothing behind that nobody can open."""
    from loket.core.private import open_private
    from loket.keys.recovery import as_text

    if out is None:
        print("De herstelsleutel. Hij staat hierna nergens meer: druk hem af, en bewaar hem buiten dit systeem.\n")
        print(f"  {as_text(private)}\n", flush=True)
        return
    with open_private(out, is_new=True) as stream:
        stream.write(f"{as_text(private)}\n")
        stream.flush()
        os.fsync(stream.fileno())
    print(f"De herstelsleutel staat in {out}. Breng hem naar een plek buiten dit systeem en wis hem hier.", flush=True)


def _reseals(body: str) -> "list[Reseal]":
    """What seals the reports and the cases of a body anew."""
    from loket.casework import services as casework
    from loket.intake import services as intake

    return [_reseal(body, "meldingen", intake.reseal), _reseal(body, "zaken", casework.reseal)]


def _reseal(body: str, what: str, seal_anew: Callable[..., int]) -> "Reseal":
    """``what``: what ``seal_anew`` seals anew, in words."""

    def show(done: int, total: int) -> None:
        bar.show(done, total, f"{done} van {total} {what}")

    def sealed(old: bytes, _version: int, public: bytes, version: int) -> int:
        print(f"Opnieuw verzegelen voor {body}: {what}. Nieuwe wachten even", file=sys.stderr, flush=True)
        return seal_anew(
            body=body, old_private=old, new_public=public, new_version=version, actor=_actor(), progress=show
        )

    return sealed


ARGUMENTS: dict[str, Callable[[Parser], object]] = {
    "body": lambda parser: parser.add_argument("--body", required=True, metavar="CODE", help="het meldpunt, zoals oif"),
    "person": lambda parser: parser.add_argument("--person", required=True, metavar="NAAM", help="gebruikersnaam"),
    "recovery": lambda parser: parser.add_argument(
        "--recovery", type=Path, metavar="BESTAND", help="de herstelsleutel (standaard: vraag erom op standaardinvoer)"
    ),
    "member": lambda parser: parser.add_argument(
        "--member",
        type=_member,
        action="append",
        required=True,
        metavar="MELDPUNT=NAAM",
        help="wie dit meldpunt opent; een keer voor elk meldpunt, de wachtzinnen in die volgorde op standaardinvoer",
    ),
    "out": lambda parser: parser.add_argument(
        "--out", type=Path, metavar="BESTAND", help="schrijf de herstelsleutel hier, alleen voor jou leesbaar"
    ),
}

ACTIONS: dict[str, tuple[str, tuple[str, ...], Callable[[argparse.Namespace], int]]] = {
    "init": ("maak de herstelsleutel en de sleutel van elk meldpunt", ("out",), _init),
    "members": ("toon wie welke sleutel heeft, en wie wacht", (), _members),
    "give": ("geef een behandelaar de sleutel van een meldpunt", ("body", "person", "recovery"), _give),
    "take-back": ("neem de sleutel van een meldpunt terug", ("body", "person"), _take_back),
    "leave": ("laat iemand vertrekken: terugnemen en vernieuwen in één", ("body", "person", "recovery"), _leave),
    "rotate-body": ("vernieuw de sleutel van een meldpunt", ("body", "recovery"), _rotate_body),
    "rotate-person": (
        "vernieuw iemands eigen sleutel, met diens wachtzin op standaardinvoer",
        ("person",),
        _rotate_person,
    ),
    "rotate-recovery": ("vervang de herstelsleutel", ("recovery", "out"), _rotate_recovery),
    "replace-recovery": (
        "maak een nieuwe herstelsleutel als de oude kwijt is: van elk meldpunt geeft een behandelaar de wachtzin",
        ("member", "out"),
        _replace_recovery,
    ),
    "recover": ("laat de sleutel vervallen van wie hem niet meer kan openen", ("person",), _recover),
}
