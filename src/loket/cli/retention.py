"""``./loket retention``: how long what is kept, what is due, and let it go.

No key is needed: a case is destroyed by what is thrown away, not by what is read. Each case is one transaction; a run
that is stopped goes on where it was.
"""

import argparse
import sys
from typing import TYPE_CHECKING

from loket.cli import bar

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from loket.casework.models import Case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTIE", required=True, title="acties")
    _action(actions, "list", "toon hoe lang wat bewaard blijft, en hoeveel er per meldpunt aan de beurt is")
    _action(actions, "dry-run", "toon precies wat er vernietigd zou worden, en verander niets")
    destroy = _action(actions, "destroy", "vernietig de zaken waarvan de bewaartermijn voorbij is")
    destroy.add_argument("--yes", action="store_true", help="vraag niet of het mag")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=what, description=what)
    action.add_argument("--body", default="", metavar="CODE", help="alleen dit meldpunt (standaard: allemaal)")
    return action


def run(args: argparse.Namespace) -> int:
    from loket.casework.configuration import configuration
    from loket.casework.models import Case
    from loket.core.errors import UserError

    known = configuration().bodies
    if args.body and args.body not in known:
        raise UserError(f"meldpunt {args.body!r} is er niet; kies uit {', '.join(known)}")
    bodies = [args.body] if args.body else [*known]
    cases = Case.objects.filter(body__in=bodies)
    if args.action == "list":
        return _list(cases, bodies)
    return _dry_run(cases) if args.action == "dry-run" else _destroy(cases, is_sure=args.yes)


def _list(cases: "QuerySet[Case]", bodies: list[str]) -> int:
    from loket.casework.retention import queries

    for rule in queries.rules():
        verify = "; laat nog door een jurist beoordelen" if rule.verify else ""
        print(f"{rule.procedure}, {rule.about}: {rule.term} na sluiting. {rule.basis}{verify}")
    print()
    for body in bodies:
        own = cases.filter(body=body)
        coming, held = queries.coming(own), own.filter(is_held=True).count()
        print(
            f"{body}: {coming.now} nu aan de beurt, {coming.this_month} later deze maand, "
            f"{coming.next_month} volgende maand, {held} vastgehouden"
        )
    return 0


def _dry_run(cases: "QuerySet[Case]") -> int:
    from loket.casework.retention import queries

    due = queries.due(cases)
    for case in due.iterator():
        found = queries.amount(due.filter(pk=case.pk))
        print(
            f"{case.reference}  {case.body}  bewaard tot {case.destroy_on}  {found.items} stukken  "
            f"{found.people} personen  {found.messages} berichten  {found.files} bestanden  {found.bytes} bytes"
        )
    total = queries.amount(due)
    print(f"samen {total.cases} zaken, {total.items} stukken, {total.files} bestanden, {total.bytes} bytes")
    return 0


def _destroy(cases: "QuerySet[Case]", *, is_sure: bool) -> int:
    from loket.casework.retention import queries

    due = queries.due(cases)
    total = due.count()
    if not total:
        print("er is nu niets te vernietigen")
        return 0
    if not is_sure and not _agreed(total):
        print("er is niets vernietigd; geef ./loket retention dry-run om te zien wat er aan de beurt is")
        return 1
    done = _each(due, total)
    left = f"; {total - done} niet: intussen vastgehouden of al weg" if done < total else ""
    print(f"{done} zaken vernietigd{left}. De verklaringen staan op de pagina Bewaren en vernietigen")
    return 0


def _each(due: "QuerySet[Case]", total: int) -> int:
    """Destroy each by itself; gives how many."""
    from loket.casework.errors import CaseworkError
    from loket.casework.models import Case
    from loket.casework.retention import services
    from loket.cli.setup import operator

    done = 0
    for number, key in enumerate(list(due.values_list("pk", flat=True)), 1):
        bar.show(number, total, f"{number} van {total} zaken")
        try:
            services.destroy(case=Case(pk=key), actor=operator())
        except CaseworkError:
            continue
        done += 1
    return done


def _agreed(total: int) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(f"{total} zaken vernietigen? Dit kan niet ongedaan worden gemaakt. Typ ja: ").strip().lower() == "ja"
