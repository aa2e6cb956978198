"""``./loket figures YEAR``: the tables of a frozen year, as text, JSON or CSV."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=int, metavar="JAAR", help="een vastgelegd jaar")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="vorm (standaard table)")
    parser.add_argument("--table", metavar="ID", help="alleen deze tabel")
    parser.add_argument("--revision", type=int, metavar="N", help="een eerdere versie (standaard de laatste)")


def run(args: argparse.Namespace) -> int:
    from loket.figures import export
    from loket.snapshots import queries

    snapshot = queries.open_snapshot(args.year, args.revision)
    tables = list(queries.compute_tables(snapshot, only=args.table).values())
    if args.format == "json":
        sys.stdout.write(export.as_json(tables, year=args.year, snapshot=snapshot.manifest.name))
    elif args.format == "csv":
        sys.stdout.write(export.as_csvs(tables))
    else:
        sys.stdout.write("\n".join(map(export.as_text, tables)))
    return 0
