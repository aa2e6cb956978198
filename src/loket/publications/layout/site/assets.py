"""What every page of the site needs, copied beside it: the theme, the style of reports, the typeface."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from loket.core.errors import UserError

LOOK = Path(__file__).resolve().parents[3] / "look"
STYLES = ("theme.css", "report.css")
NUMBERS = 99
"""As many numbers on a page can light up the cells that they come from."""
FONT = re.compile(r'url\("fonts/([a-z0-9-]+\.woff2)"\)')


class FontMissing(UserError):
    """A typeface that the theme names was not fetched."""


def copy(out: Path, fonts: Path) -> None:
    """Fill ``out/assets``. Raises ``FontMissing``."""
    folder = out / "assets"
    (folder / "fonts").mkdir(parents=True)
    for name in (*STYLES, "mark.svg"):
        copyfile(LOOK / name, folder / name)
    (folder / "cells.css").write_text(cells(), encoding="utf-8", newline="")
    for name in font_names():
        if not (fonts / name).is_file():
            raise FontMissing(f"{fonts / name} ontbreekt; haal de lettertypen op met: ./loket demo --no-serve")
        copyfile(fonts / name, folder / "fonts" / name)


def cells() -> str:
    """The style that tints the cells of an opened number: no script may do so, and no page has styles of its own."""
    marked = ",\n".join(f"article:has(#n{number}:target) .c{number}" for number in range(1, NUMBERS + 1))
    return f"{marked} {{ background: var(--tint-2); }}\n"


def font_names() -> Iterator[str]:
    """The files that the theme asks for, once each."""
    return iter(dict.fromkeys(FONT.findall((LOOK / STYLES[0]).read_text(encoding="utf-8"))))
