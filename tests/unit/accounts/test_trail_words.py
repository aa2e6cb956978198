"""Every act that some room writes down has words on the auditor's page."""

import re
from pathlib import Path

import loket
from loket.accounts.trail_words import ACTIONS

ROOMS = (
    "account|activity|audit|case|contact|duty|evaluation|fact|facts|handover|incident|key|network|notebook|proposal|"
    "publication|recommendation|report|signal|snapshot|tally|unit"
)
ACTION = re.compile(rf'"((?:{ROOMS})\.[a-z-]+)"')
FILES = (".css", ".js", ".json", ".toml", ".typ", ".yaml")
"""Names of files that look like an action."""


def test_every_action_in_the_source_has_words_and_no_other() -> None:
    sources = Path(loket.__file__).parent.rglob("*.py")
    found = {name for source in sources for name in ACTION.findall(source.read_text())}
    assert {name for name in found if not name.endswith(FILES)} == set(ACTIONS)
