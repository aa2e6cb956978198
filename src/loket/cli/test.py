"""``./loket test``: style, types, architecture and the whole suite. What is missing fails; nothing is skipped."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="zonder Spark en zonder browser")
    parser.add_argument("rest", nargs="*", help="verder voor pytest, na --")


def run(args: argparse.Namespace) -> int:
    environment = dict(os.environ)
    if not args.fast:
        environment["LOKET_CHROMIUM"] = find_chromium()
    marks = ["-m", "not browser and not spark"] if args.fast else []
    steps = [
        ("Stijl", ["-m", "ruff", "check", "."]),
        ("Opmaak", ["-m", "ruff", "format", "--check", "."]),
        ("Typen", ["-m", "mypy"]),
        ("Architectuur", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
        ("Tests", ["-m", "pytest", *marks, *args.rest]),
    ]
    failed = [name for name, command in steps if not passes(name, command, environment)]
    if failed:
        print(f"Niet goed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment).returncode == 0


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
