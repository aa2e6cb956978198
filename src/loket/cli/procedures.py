"""``./loket procedures``: are the procedures right, and what do they look like?"""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True)
    ways.add_parser("check", help="lees alle procedures na, en noem elke fout met bestand en regel (uitgang 1)")
    drawing = ways.add_parser("draw", help="teken elke procedure als SVG, in elke taal die zij heeft")
    drawing.add_argument("--out", type=Path, default=Path("procedures"), help="de map voor de tekeningen")


def run(args: argparse.Namespace) -> int:
    """1 when a procedure is wrong. Raises ``BadFile`` for a drawing of one that is wrong."""
    return check() if args.way == "check" else draw(args.out)


def check() -> int:
    """Print every mistake. Raises ``BadFile`` when another file of the folder is wrong."""
    from django.conf import settings

    from loket.casework.configuration import mistakes_of
    from loket.casework.reading import procedures

    wrong = mistakes_of(settings.DATA)
    for mistake in wrong:
        print(mistake)
    if wrong:
        print(f"{len(wrong)} {'fout' if len(wrong) == 1 else 'fouten'}; niets is veranderd.")
        return 1
    print(f"De procedures kloppen: {', '.join(procedures())}.")
    return 0


def draw(folder: Path) -> int:
    """Write ``<procedure>.<language>.svg``."""
    from loket.casework.drawing import draw
    from loket.casework.reading import procedures
    from loket.figures.model import in_language

    folder.mkdir(parents=True, exist_ok=True)
    found = procedures()
    for procedure in found.values():
        for language in procedure.label:
            names = {code: in_language(one.label, language) for code, one in found.items()}
            path = folder / f"{procedure.code}.{language}.svg"
            path.write_text(draw(procedure, language, names), "utf-8")
            print(path)
    return 0
