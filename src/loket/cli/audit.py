"""``./loket audit``: prove that the audit trail and the ledger of publications are whole, and sign how far it is."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from loket.cli import bar

if TYPE_CHECKING:
    from loket.core.audit import Fault

SAID = {
    "gap": "hiervoor ontbreekt een regel, of dit nummer is veranderd",
    "moved": "deze regel volgt niet op de vorige: er is iets verplaatst, weggehaald of tussengevoegd",
    "changed": "deze regel is veranderd",
    "cut-off": "het logboek is afgekapt: het ijkpunt kent deze regel nog",
    "rewritten": "het logboek is opnieuw geschreven: het ijkpunt zag hier een andere regel",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTIE", required=True, title="acties")
    what = "controleer het hele logboek en het publicatieregister, en noem wat niet klopt"
    verify = actions.add_parser("verify", help=what, description=what)
    verify.add_argument("--checkpoint", type=Path, metavar="BESTAND", help="een ijkpunt dat elders is bewaard")
    verify.add_argument("--public-key", default="", metavar="SLEUTEL", help="de sleutel die het ijkpunt ondertekende")
    what = "maak een ondertekend ijkpunt: bewaar het op een andere plek"
    checkpoint = actions.add_parser("checkpoint", help=what, description=what)
    checkpoint.add_argument("--out", type=Path, metavar="BESTAND", help="waar het komt (standaard: op het scherm)")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "checkpoint": _checkpoint}[args.action](args)


def _verify(args: argparse.Namespace) -> int:
    from loket.core import audit, checkpoint

    known = checkpoint.read(args.checkpoint, trusted=args.public_key) if args.checkpoint else None
    total = audit.newest().position

    def show(done: int) -> None:
        bar.show(done, total, f"{done} regels")

    fault = audit.verify(mark=known.mark if known else None, progress=show)
    if fault:
        bar.clear()
        print(_said(fault))
        return 1
    from loket.publications.ledger import book

    if torn := list(book.verify()):
        bar.clear()
        print("\n".join(f"het publicatieregister klopt niet: {one}" for one in torn))
        return 1
    beside = f", en past op het ijkpunt van {known.at}" if known else ""
    print(f"het logboek is heel: {total} regels{beside}")
    print(f"het publicatieregister is heel: {book.pages()} bladzijden")
    return 0


def _said(fault: "Fault") -> str:
    return f"het logboek klopt niet vanaf regel {fault.position}: {SAID[fault.why]}"


def _checkpoint(args: argparse.Namespace) -> int:
    from loket.cli.setup import operator
    from loket.core import checkpoint

    made = checkpoint.make(actor=operator())
    if args.out is None:
        print(made.as_json())
        return 0
    args.out.write_text(f"{made.as_json()}\n", "utf-8")
    print(f"{args.out}: regel {made.position}, hash {made.hash}")
    print(f"publieke sleutel {made.public_key}; bewaar beide op een andere plek")
    return 0
