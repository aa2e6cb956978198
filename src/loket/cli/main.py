"""``./loket COMMAND``: finds the command's module, sets up what it needs, and turns errors into exit codes.

A command is a module of this package with ``add_arguments(parser)`` and ``run(args) -> int``. Nothing is imported
before it is needed, so that ``--help`` answers at once. Exit codes: 0 good, 1 the input or the data is wrong, 2 usage.
"""

import argparse
import gettext
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """``needs`` is what stands ready before ``run``: nothing, Django, or Django with its database and tables."""

    help: str
    needs: str = "nothing"


COMMANDS = {
    "demo": Command("zet alles klaar met de cijfers van 2024 en start de website"),
    "serve": Command("start de website en de achtergrondtaken"),
    "load": Command("lees een map met gegevens in, alles of niets", "database"),
    "snapshot": Command("leg een jaar vast, controleer of toon momentopnamen", "database"),
    "figures": Command("toon de tabellen van een jaar", "django"),
    "protect": Command("bescherm kleine aantallen in tabellen, en ga na wat er af te leiden blijft"),
    "publish": Command("bouw de publicaties van een jaar", "database"),
    "audit": Command("controleer het logboek, of maak er een ijkpunt van", "database"),
    "invite": Command("laat een functioneel beheerder toe, met een link die één keer werkt", "database"),
    "vault": Command("maak, geef, vernieuw en herstel sleutels, en bewijs dat alles verzegeld is", "database"),
    "retention": Command("toon hoe lang wat bewaard blijft, en vernietig waarvan de termijn voorbij is", "database"),
    "procedures": Command("lees de procedures na, of teken ze", "django"),
    "check": Command("controleer de gegevensmap en de inrichting"),
    "check-report": Command("zoek waar een gepubliceerd verslag zichzelf tegenspreekt"),
    "bench": Command("meet snelheid en geheugen, als verhouding binnen één meting", "django"),
    "test": Command("draai alle controles en tests"),
}


def overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name.ljust(width)}  {command.help}" for name, command in COMMANDS.items()]
    end = "./loket OPDRACHT --help legt een opdracht uit."
    return "\n".join(["gebruik: ./loket OPDRACHT [opties]", "", "opdrachten:", *lines, "", end])


def main(arguments: Sequence[str]) -> int:
    """Run one command until it ends, until Ctrl-C or SIGTERM, or until whoever reads its output has enough; then
    too, nothing is left running.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("loket: gestopt; er is niets half opgeslagen", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def dispatch(arguments: Sequence[str]) -> int:
    """Find the command. Returns its exit code; every error that a user can mend becomes 1, with its message."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(overview(), file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"loket: onbekende opdracht {name!r}\n\n{overview()}", file=sys.stderr)
        return 2
    if any(not is_text(word) for word in rest):
        print("loket: een van de woorden is geen UTF-8; typ het opnieuw", file=sys.stderr)
        return 2
    module = importlib.import_module(f"loket.cli.{name.replace('-', '_')}")
    speak_dutch()
    parser = argparse.ArgumentParser(prog=f"./loket {name}", description=COMMANDS[name].help)
    module.add_arguments(parser)
    return execute(module.run, parser.parse_args(rest), COMMANDS[name].needs)


def is_text(word: str) -> bool:
    """Whether a word of the command line came in as UTF-8."""
    return not any("\udc80" <= character <= "\udcff" for character in word)


def speak_dutch() -> None:
    """Point argparse, which asks gettext for its words, at ours."""
    gettext.bindtextdomain("argparse", str(Path(__file__).resolve().parents[1] / "locale"))
    gettext.textdomain("argparse")
    os.environ["LANGUAGE"] = "nl"


def execute(run: Callable[[argparse.Namespace], int], args: argparse.Namespace, needs: str) -> int:
    """Call the command with its surroundings ready, and name what a user can mend."""
    from loket.core.errors import UserError
    from loket.figures.model import FiguresError

    try:
        with surroundings(needs):
            return run(args)
    except (UserError, FiguresError) as error:
        print(f"loket: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"loket: {error.filename or 'het systeem'}: {error.strerror or error}", file=sys.stderr)
        return 1


def surroundings(needs: str) -> AbstractContextManager[None]:
    from loket.cli import setup

    if needs == "database":
        return setup.database()
    return setup.django() if needs == "django" else nullcontext()
