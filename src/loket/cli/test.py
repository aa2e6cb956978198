"""``./loket test``: style, types, architecture and the whole suite. What is missing fails; nothing is skipped.

What drives a browser runs beside the rest, in a process of its own, and so do the tests of one room each, but for
a few: they wait for something else half of the time, and so all end at about the same moment.
"""

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parents[3]
NO_TESTS = 5
"""How pytest ends when what was asked for holds none of these tests."""
SHIFTED = {"tests/unit/cli", "tests/unit/publications"}
"""Rooms whose tests run with those of more than one room, so that both end at about the same moment."""
ROOMS = ["tests/unit", *(f"--ignore={room}" for room in sorted(SHIFTED))]
"""Where the tests of each other room stand."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="zonder Spark en zonder browser")
    parser.add_argument("rest", nargs="*", help="verder voor pytest, na --")


def run(args: argparse.Namespace) -> int:
    environment = dict(os.environ)
    if not args.fast:
        environment["LOKET_CHROMIUM"] = find_chromium()
    marks = "not browser and not spark" if args.fast else "not browser"
    divided = [] if named(args.rest) else [("Tests per kamer", pytest(marks, [*ROOMS, *args.rest]))]
    steps = [
        ("Stijl", ["-m", "ruff", "check", "."]),
        ("Opmaak", ["-m", "ruff", "format", "--check", "."]),
        ("Typen", ["-m", "mypy"]),
        ("Architectuur", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
        ("Tests", pytest(marks, [*(whole() if divided else []), *args.rest])),
    ]
    beside = divided + ([] if args.fast else [("Tests in de browser", pytest("browser", args.rest))])
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile("w+")) for _one in beside]
        running = [
            (name, start(command, environment, said), said) for (name, command), said in zip(beside, files, strict=True)
        ]
        failed = [name for name, command in steps if not passes(name, command, environment)]
        failed += [name for name, process, said in running if not ended_well(name, process, said)]
    if failed:
        print(f"Niet goed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def named(rest: list[str]) -> bool:
    """Whether tests are named in what is for pytest: then there is nothing to divide."""
    return any((ROOT / one.partition("::")[0]).exists() for one in rest)


def whole() -> list[str]:
    """The folders with tests of more than one room, and the rooms that run with them."""
    files = (path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
    return sorted({f"tests/{file.parts[1]}" for file in files} - {ROOMS[0]} | SHIFTED)


def pytest(marks: str, rest: list[str]) -> list[str]:
    return ["-m", "pytest", "-m", marks, *rest]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Do one step. No tests at all are well: another process has those that were asked for."""
    print(f"\n== {name}", flush=True)
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment).returncode in (0, NO_TESTS)


def start(command: list[str], environment: dict[str, str], said: IO[str]) -> "subprocess.Popen[bytes]":
    """Run something beside the rest; what it says waits in a file."""
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=said, stderr=said)


def ended_well(name: str, process: "subprocess.Popen[bytes]", said: IO[str]) -> bool:
    """Wait for it, and show what it said."""
    print(f"\n== {name}", flush=True)
    code = process.wait()
    said.seek(0)
    print(said.read(), flush=True)
    return code in (0, NO_TESTS)


def find_chromium() -> str:
    """A Chromium of this machine: the one asked for, else from the system, from Playwright, or now with apt."""
    return os.environ.get("LOKET_CHROMIUM") or from_system() or from_playwright() or from_apt()


def from_system() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def from_apt() -> str:
    print("Chromium ontbreekt; installeren met apt", flush=True)
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        if subprocess.run([*sudo, "apt-get", *words]).returncode:
            break
    found = from_system()
    if not found:
        raise SystemExit("loket: de tests hebben Chromium nodig, en installeren met apt lukte niet")
    return found
