"""``./loket check-report DIR``: where a published report contradicts itself, or another report."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loket.figures.checking.examine import Examined
    from loket.figures.checking.findings import Finding

STRICT = 3
"""The exit code with ``--strict`` when something was found."""

_SEVERITY = {"error": "Fout", "warning": "Let op", "note": "Opmerking"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="MAP", help="een map met report.toml (docs/check-report.md)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="vorm (standaard text)")
    parser.add_argument("--strict", action="store_true", help=f"uitgang {STRICT} als er iets is gevonden")


def run(args: argparse.Namespace) -> int:
    from loket.publications.contradictions.reading import examine

    report, examined = examine(args.folder)
    if args.format == "json":
        print(json.dumps([asdict(one) for one in examined.findings], ensure_ascii=False, indent=2))
    else:
        print(as_text(report.title, examined))
    return STRICT if args.strict and examined.findings else 0


def as_text(title: str, examined: "Examined") -> str:
    """The findings for a terminal, and what could not be checked."""
    found = examined.findings
    lines = [title, f"{examined.checked} verbanden nagerekend, {len(found)} keer klopt het niet."]
    for number, one in enumerate(found, start=1):
        lines += ["", f"{number}. {_SEVERITY[one.severity]}. {one.place}", f"   {_sides(one)}", f"   {one.explanation}"]
        lines += [f"   {one.undecided}"] if one.undecided else []
    for heading, told in (
        ("Anders, en het verslag legt uit waarom:", examined.explained),
        ("Niet na te rekenen:", examined.unchecked),
    ):
        lines += ["", heading, *(f"- {one}" for one in told)] if told else []
    return "\n".join(lines)


def _sides(one: "Finding") -> str:
    from loket.figures.checking.checks import WORDING
    from loket.publications.contradictions.page import shown

    if one.kind in WORDING:
        return f"Er staat “{one.left}”; het cijfer is: {shown(one.right)}."
    difference = "" if one.difference is None else f" (verschil {shown(abs(one.difference))})"
    return f"Er staat {shown(one.left)}, volgens de andere cijfers is het {shown(one.right)}{difference}."
