"""The real data folder with a profile that takes nothing in it for something about people: every count is printed, to
be compared with what the ministry printed."""

import shutil
from pathlib import Path

from loket.facts.kinds import KINDS

FOLDER = Path(__file__).resolve().parents[1] / "data" / "financien"

PROFILE = """
profiles:
  - code: public
    label: {{nl: Openbaar, en: Public}}
    attacker: {{nl: Leest alles, en: Reads everything}}
    not_about_people: [{kinds}]
"""


def told_whole(folder: Path) -> Path:
    """A copy of the data folder at this place."""
    shutil.copytree(FOLDER, folder)
    (folder / "protection.yaml").write_text(PROFILE.format(kinds=", ".join(KINDS)), "utf-8")
    return folder
