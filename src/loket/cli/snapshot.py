"""``./loket snapshot``: freeze a year, prove that nothing changed since, show what was frozen."""

import argparse
import datetime as dt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTIE", required=True, title="acties")
    freeze = _action(actions, "freeze", "leg een jaar vast")
    freeze.add_argument("year", type=int, metavar="JAAR")
    freeze.add_argument(
        "--reference-date", type=_date, required=True, metavar="DATUM", help="peildatum, als JJJJ-MM-DD"
    )
    freeze.add_argument("--reason", default="", metavar="TEKST", help="waarom er een nieuwe versie komt")
    _action(actions, "verify", "controleer elke byte van elke momentopname")
    _action(actions, "list", "toon de momentopnamen")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    return actions.add_parser(name, help=what, description=what)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is geen datum; schrijf JJJJ-MM-DD") from error


def run(args: argparse.Namespace) -> int:
    return {"freeze": _freeze, "verify": _verify, "list": _list}[args.action](args)


def _freeze(args: argparse.Namespace) -> int:
    from loket.cli.setup import operator
    from loket.snapshots import services

    manifest = services.freeze(year=args.year, reference_date=args.reference_date, reason=args.reason, actor=operator())
    print(f"{manifest.name} staat vast: {sum(manifest.counts.values())} feiten, hash {manifest.hash}")
    return 0


def _verify(_args: argparse.Namespace) -> int:
    from loket.snapshots import queries
    from loket.snapshots.verify import verify

    problems = verify()
    for problem in problems:
        print(problem)
    if not problems:
        print(f"alles is zoals het is vastgelegd: {len(queries.list_snapshots())} momentopnamen")
    return 1 if problems else 0


def _list(_args: argparse.Namespace) -> int:
    from loket.snapshots import queries

    for manifest in queries.list_snapshots():
        facts = sum(manifest.counts.values())
        print(
            f"{manifest.name}  peildatum {manifest.reference_date}  "
            f"vastgelegd {manifest.frozen_at:%Y-%m-%d %H:%M} door {manifest.actor}  "
            f"{facts} feiten  {manifest.reason}  hash {manifest.hash}"
        )
    return 0
