"""``./loket protect``: anyone's tables made fit for publication, small counts hidden or rounded, and audited."""

import argparse
import math
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from loket.cli import bar, protect_read, protect_write
from loket.cli.protect_read import TAKEN, Asked, BadRequest, Loaded
from loket.cli.protect_write import Outcome
from loket.figures.model import TOTAL
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.merging import Merge

HIGHEST_THRESHOLD = 1_000_000
LONGEST = 86_400.0
MARGINS = {"total", "totaal", "totals", "totalen"}
"""Words that people write above a margin."""

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", nargs="?", metavar="TABEL.csv", help="een regel voor elke combinatie; met --by")
    parser.add_argument("--by", metavar="KOLOM,KOLOM", help="de dimensies van TABEL.csv")
    parser.add_argument(
        "--table",
        dest="tables",
        action="append",
        default=[],
        metavar="BESTAND:KOLOM,KOLOM",
        help="een tabel met haar dimensies; vaker mag, dan worden ze samen beschermd, elk in een map onder DIR",
    )
    parser.add_argument("--count", default="n", metavar="KOLOM", help="de kolom met het aantal (standaard n)")
    parser.add_argument("--threshold", type=int, default=5, metavar="N", help="aantallen van 1 tot N zijn klein (5)")
    parser.add_argument(
        "--tree", action="append", default=[], metavar="KOLOM=BESTAND", help="de boom van een dimensie: code,parent"
    )
    parser.add_argument(
        "--method", choices=("suppress", "round"), default="suppress", help="verbergen (standaard) of afronden"
    )
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S", help="zoek hooguit zo lang (60)")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="de map voor de uitkomst")


def run(args: argparse.Namespace) -> int:
    """Read, protect, audit, write: in that order, and nothing is written before the last."""
    asked, trees = asked_for(args), trees_of(args.tree)
    _check_numbers(args)
    folders = [one.name for one in asked] if args.tables else [""]
    protect_write.check_out(args.out, folders, [*(one.path for one in asked), *trees.values()])
    loaded, lattice = protect_read.load(asked, args.count, trees)
    for words in doubtful(loaded):
        print(f"loket: let op: {words}", file=sys.stderr)
    outcome = METHODS[args.method](lattice, args.threshold, args.seconds)
    files = {
        folder: protect_write.texts(one, lattice.places[one.table.name], outcome)
        for folder, one in zip(folders, loaded, strict=True)
    }
    protect_write.write(args.out, files)
    print(f"{args.out}: {summary(outcome)}")
    for line in named(loaded, lattice, outcome):
        print(line)
    return 0


def asked_for(args: argparse.Namespace) -> list[Asked]:
    """The tables of the command line. Raises ``BadRequest``."""
    if (args.table is None) != (args.by is None):
        raise BadRequest("TABEL.csv en --by horen bij elkaar; geef ze allebei, of gebruik --table BESTAND:KOLOM,KOLOM")
    asked = [] if args.table is None else [_asked(args.table, args.by, args.count)]
    for word in args.tables:
        path, colon, columns = word.rpartition(":")
        if not colon:
            raise BadRequest(f"--table {word}: zet na het bestand een dubbele punt en de dimensies")
        asked.append(_asked(path, columns, args.count))
    if not asked:
        raise BadRequest("geef een tabel: TABEL.csv met --by, of --table BESTAND:KOLOM,KOLOM")
    names = [one.name for one in asked]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadRequest(f"twee tabellen heten {twice[0]} en zouden in dezelfde map komen; geef een een andere naam")
    return asked


def _asked(path: str, columns: str, count: str) -> Asked:
    by = tuple(columns.split(","))
    if not all(by):
        raise BadRequest(f"'{columns}': noem elke dimensie, met komma's ertussen")
    for name in by:
        if by.count(name) > 1:
            raise BadRequest(f"dimensie {name} staat er dubbel; noem elke dimensie een keer")
        if name == count:
            raise BadRequest(f"{name} kan niet tegelijk dimensie en aantal zijn; kies met --count een andere kolom")
        if name in TAKEN:
            raise BadRequest(f"een dimensie kan niet {name} heten: zo heet een kolom van de uitkomst; hernoem haar")
    if not Path(path).stem:
        raise BadRequest(f"'{path}' is geen bestand; noem de tabel")
    return Asked(Path(path), by)


def trees_of(words: Sequence[str]) -> dict[str, Path]:
    """The trees of the command line, by dimension. Raises ``BadRequest``."""
    trees: dict[str, Path] = {}
    for word in words:
        name, equals, path = word.partition("=")
        if not (name and equals and path):
            raise BadRequest(f"--tree {word}: schrijf KOLOM=BESTAND")
        if name in trees:
            raise BadRequest(f"--tree {name} staat er dubbel; geef elke dimensie een boom")
        trees[name] = Path(path)
    return trees


def _check_numbers(args: argparse.Namespace) -> None:
    if not 2 <= args.threshold <= HIGHEST_THRESHOLD:
        raise BadRequest(f"--threshold {args.threshold}: kies 2 tot en met {HIGHEST_THRESHOLD}; bij 1 is niets klein")
    if not (math.isfinite(args.seconds) and 0 < args.seconds <= LONGEST):
        raise BadRequest(f"--seconds {args.seconds}: kies meer dan 0 en hooguit {LONGEST:.0f}")


def suppressed(lattice: Lattice, threshold: int, seconds: float) -> Outcome:
    """Hide small counts, and others so that nobody works them out."""
    from loket.figures.protection.attacker import KNOWS
    from loket.figures.protection.guard import release
    from loket.figures.protection.optimise import Progress
    from loket.figures.protection.remedies import remedies
    from loket.figures.protection.rules import Status, width

    told: list[Progress] = []
    found = watched(
        lambda: release(lattice, threshold, seconds=seconds, tell=told.append),
        seconds,
        lambda: f"nu {told[-1].hidden} cellen verborgen" if told else "verbergen",
    )
    return Outcome(
        counts=[
            count if status is Status.SHOWN else None
            for count, status in zip(lattice.counts, found.statuses, strict=True)
        ],
        statuses=found.statuses,
        intervals={cell: (one.lo, one.hi) for cell, one in found.finding.intervals.items()},
        unprotectable=frozenset(found.finding.unprotectable),
        remedies=remedies(lattice, found.finding.unprotectable, threshold),
        is_sure=found.finding.is_sure,
        gap=found.gap,
        attacker={"threshold": threshold, "possible_at_least": width(threshold), "knows": KNOWS},
    )


def rounded(lattice: Lattice, threshold: int, seconds: float) -> Outcome:
    """Round to multiples of the threshold."""
    from loket.figures.protection import rounding
    from loket.figures.protection.audit import audit_rounded
    from loket.figures.protection.rules import is_primary, width

    small = [cell for cell, count in enumerate(lattice.counts) if is_primary(count, threshold)]
    found = watched(lambda: rounding.rounded(lattice, threshold, seconds=seconds), seconds, lambda: "afronden")
    finding = watched(
        lambda: audit_rounded(lattice.relations, found.counts, small, threshold, hint=lattice.counts),
        seconds,
        lambda: "nagaan",
    )
    return Outcome(
        counts=found.counts,
        statuses=[
            "shown" if before == after else "rounded"
            for before, after in zip(lattice.counts, found.counts, strict=True)
        ],
        intervals={cell: (one.lo, one.hi) for cell, one in finding.intervals.items()},
        unprotectable=frozenset(finding.unprotectable),
        remedies={},
        is_sure=finding.is_sure,
        gap=found.gap,
        attacker={"base": threshold, "possible_at_least": width(threshold), "knows": rounding.KNOWS},
    )


METHODS: Mapping[str, Callable[[Lattice, int, float], Outcome]] = {"suppress": suppressed, "round": rounded}


def watched(work: Callable[[], T], seconds: float, words: Callable[[], str]) -> T:
    """Do the work beside a bar of the time that it may take; Ctrl-C stops at once, also inside the solver."""
    results: list[T] = []
    errors: list[BaseException] = []

    def do() -> None:
        try:
            results.append(work())
        except BaseException as error:  # handed to whoever waits
            errors.append(error)

    worker = threading.Thread(target=do, daemon=True)
    begin = time.monotonic()
    worker.start()
    while worker.is_alive():
        worker.join(0.2)
        gone = time.monotonic() - begin
        bar.show(min(int(100 * gone / seconds), 99), 100, f"{words()}, {gone:.0f} s")
    bar.clear()
    if errors:
        raise errors[0]
    return results[0]


def summary(outcome: Outcome) -> str:
    """One line: what happened to how many cells, and how good that is."""
    counts = {status: list(map(str, outcome.statuses)).count(status) for status in ("primary", "secondary", "rounded")}
    if counts["rounded"]:
        done = f"afgerond: {counts['rounded']} van {len(outcome.counts)} cellen"
    else:
        done = (
            f"verborgen: {counts['primary']} klein, {counts['secondary']} daarnaast, van {len(outcome.counts)} cellen"
        )
    if not outcome.is_sure:
        done += "; de controle kwam tijd te kort, en is streng waar zij niet alles zag"
    if not outcome.gap:
        return f"{done}; beter kan niet"
    return f"{done}; veilig, en binnen de tijd niet bewezen dat het niet beter kan (hooguit {outcome.gap:.1%} winst)"


def named(loaded: Sequence[Loaded], lattice: Lattice, outcome: Outcome) -> list[str]:
    """The cells that cannot be protected, and what to do about them."""
    lines = []
    for one in loaded:
        for at, cell in lattice.places[one.table.name].items():
            if cell in outcome.unprotectable:
                codes = ", ".join(f"{name} '{code}'" for name, code in zip(one.asked.by, at, strict=True))
                place = f"{one.asked.path}: {codes if set(at) != {TOTAL} else TOTAL}"
                lines.append(f"niet te beschermen: {place}; {_advice(outcome.remedies.get(cell))}")
    return lines


def _advice(remedy: Merge | None) -> str:
    """The cheapest remedy in words."""
    if remedy is None:
        return "rond af met --method round, of voeg codes samen"
    return f"voeg van {remedy.dimension} samen: {', '.join(repr(code) for code in remedy.codes)}"


def doubtful(loaded: Sequence[Loaded]) -> list[str]:
    """What may be a mistake and is none for certain: codes that look like a margin, and count as any other code."""
    found = {
        (one.asked.path, name, code): None
        for one in loaded
        for at in one.table.counts
        for name, code in zip(one.asked.by, at, strict=True)
        if code != TOTAL and code.strip().casefold() in MARGINS
    }
    return [
        f"{path}: '{code}' van {name} telt mee als elke andere code; alleen '{TOTAL}' is een totaal"
        for path, name, code in found
    ]
