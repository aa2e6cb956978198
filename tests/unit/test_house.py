"""The house keeps its own rules: documentation is true, and nothing in the code knows one organisation."""

import re
from pathlib import Path

import pytest
import yaml
from django.urls import Resolver404, resolve
from django.utils import translation

from loket.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".html", ".typ", ".css", ".json"})
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
TEST = re.compile(r"`(tests/[^`*]+)`")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"(?!var/|/)([\w.*<>-]+/)+([\w.*<>-]+\.(py|yaml|md|html|csv|svg|lock))?|[\w*]+\.(py|md)")
ADDRESS = re.compile(r"(?:http://localhost:8000)?/(api/[\w/{}.-]*|([\w<>-]+/)+)")
LABEL = re.compile(r"(?<![\w*])\*([^*]+)\*(?![\w*])")
PACKAGE = re.compile(r"^\| `(\w+)/` \|[^|]*\|([^|]*)\|", re.MULTILINE)
PLACES = [ROOT, ROOT / "docs", ROOT / "data", ROOT / "data" / "financien", ROOT / "src" / "loket"]
PLACES += [path for path in (ROOT / "src" / "loket").glob("*") if path.is_dir()]
PLACES += list((ROOT / "src" / "loket").glob("*/templates"))


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


def _is_there(pattern: str) -> bool:
    """Whether a path, or a name without its folder, is in the tree."""
    if "/" in pattern:
        return any(any(place.glob(pattern)) for place in PLACES)
    return any(any((ROOT / top).rglob(pattern)) for top in ("src", "docs"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_named_exists(page: Path) -> None:
    named = {code for code in CODE.findall(page.read_text("utf-8")) if PATH.fullmatch(code)}
    assert sorted(code for code in named if not _is_there(re.sub(r"<[^>]+>", "*", code).strip("/"))) == []


def _leads_nowhere(address: str) -> bool:
    try:
        with translation.override("nl"):
            resolve(re.sub(r"<\w+>|\{\w+\}", "1", address.removeprefix("http://localhost:8000")))
    except Resolver404:
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_address_command_and_setting_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    known = "\n".join(path.read_text("utf-8") for path in [*SOURCES, *(ROOT / "tests").rglob("*.py")])
    lost = [code for code in CODE.findall(text) if ADDRESS.fullmatch(code) and _leads_nowhere(code)]
    lost += sorted(set(re.findall(r"\./loket ([a-z][a-z-]*)", text)) - set(COMMANDS))
    lost += [name for name in re.findall(r"LOKET_[A-Z_]+", text) if name not in known]
    assert lost == []


def test_every_label_in_the_user_guide_stands_on_a_page() -> None:
    """Whoever follows the guide finds the words that it tells to choose."""
    guide = (ROOT / "docs" / "handleiding.md").read_text("utf-8").replace("**", "")
    pages = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".html", ".yaml"}]
    known = " ".join(re.sub(r"\s+", " ", path.read_text("utf-8")) for path in pages)
    labels = {re.sub(r"\s+", " ", label) for label in LABEL.findall(CODE.sub("", guide))}
    assert len(labels) > 100
    assert sorted(label for label in labels if label not in known) == []


def test_the_modules_of_the_advisers_stand_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("The packages of `advisers/`")[2]
    said = {name: set(re.findall(r"`(\w+)`", modules)) for name, modules in PACKAGE.findall(text)}
    packages = [path.parent for path in (ROOT / "src" / "loket" / "advisers").glob("*/urls.py")]
    there = {path.name: {module.stem for module in path.glob("*.py")} - {"__init__"} for path in packages}
    assert said == there


def test_the_tree_says_what_it_is() -> None:
    """LIC-1."""
    described = yaml.safe_load((ROOT / "publiccode.yaml").read_text("utf-8"))
    assert described["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE.md").read_text("utf-8")
    assert all((ROOT / name).exists() for name in ("README.md", "README.nl.md"))
