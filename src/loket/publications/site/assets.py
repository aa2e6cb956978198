"""What every page of the site needs, copied beside it: the theme, the style of reports, the typeface."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from loket.core.errors import UserError

LOOK = Path(__file__).resolve().parents[2] / "look"
STYLES = ("theme.css", "report.css")
FONT = re.compile(r'url\("fonts/([a-z0-9-]+\.woff2)"\)')


class FontMissing(UserError):
    """A typeface that the theme names was not fetched."""


def copy(out: Path, fonts: Path) -> None:
    """Fill ``out/assets``. Raises ``FontMissing``."""
    folder = out / "assets"
    (folder / "fonts").mkdir(parents=True)
    for name in (*STYLES, "mark.svg"):
        copyfile(LOOK / name, folder / name)
    for name in font_names():
        if not (fonts / name).is_file():
            raise FontMissing(f"{fonts / name} ontbreekt; haal de lettertypen op met: ./loket demo --no-serve")
        copyfile(fonts / name, folder / "fonts" / name)


def font_names() -> Iterator[str]:
    """The files that the theme asks for, once each."""
    return iter(dict.fromkeys(FONT.findall((LOOK / STYLES[0]).read_text(encoding="utf-8"))))
