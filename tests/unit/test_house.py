"""The house keeps its own rules: documentation is true, and nothing in the code knows one organisation."""

import re
from pathlib import Path

import pytest
import yaml

from loket.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".html", ".typ", ".css", ".json"})
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
TEST = re.compile(r"`(tests/[^`*]+)`")


def test_no_line_of_code_knows_an_organisation() -> None:
    named = re.compile(r"belastingdienst|financi[eë]n\b|douane|toeslagen", re.IGNORECASE)
    default = ROOT / "src" / "loket" / "settings.py"
    found = [path for path in SOURCES if path != default and named.search(path.read_text("utf-8"))]
    assert found == []


def test_every_setting_has_its_row() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    used = {name for path in SOURCES for name in re.findall(r"LOKET_[A-Z_]+", path.read_text("utf-8"))}
    assert sorted(name for name in used if f"| `{name}` |" not in text) == []


def test_every_command_is_explained() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"| `./loket {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_every_test_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = [page.parent / link for link in LINK.findall(text)] + [ROOT / name for name in TEST.findall(text)]
    assert [str(target) for target in targets if not target.exists()] == []


def test_the_tree_says_what_it_is() -> None:
    """LIC-1."""
    described = yaml.safe_load((ROOT / "publiccode.yaml").read_text("utf-8"))
    assert described["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE.md").read_text("utf-8")
    assert all((ROOT / name).exists() for name in ("README.md", "README.nl.md"))
