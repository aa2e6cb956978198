"""The front end: from a lock file without addresses, only what is used, and not again when nothing changed."""

import json
import re
from pathlib import Path

import pytest

from loket.cli import front

ROOT = Path(__file__).parents[3]


def test_the_lock_file_pins_everything_and_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
    assert "resolved" not in lock
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted["dependencies"].values())


def test_every_component_is_a_pinned_package_and_the_other_way_round() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {f"@utrecht/{name}-css" for name in front.COMPONENTS} == {name for name in wanted if "@utrecht" in name}


def test_every_component_is_used_by_a_page() -> None:
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.html"))
    code = (ROOT / "src/loket/core/forms.py").read_text("utf-8")
    assert [name for name in front.COMPONENTS if f"utrecht-{name}" not in pages + code] == []


def test_nothing_changed_means_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stamp of the inputs, beside built files: the second run says nothing and fetches nothing."""
    monkeypatch.setenv("LOKET_VAR", str(tmp_path))
    (tmp_path / "front").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    (tmp_path / "front" / front.STAMP).write_text(front._stamp(ROOT))
    front.build(ROOT)
    assert capsys.readouterr().err == ""


def test_the_theme_asks_for_no_font_that_is_not_built() -> None:
    theme = (ROOT / "src/loket/look/theme.css").read_text("utf-8")
    asked = set(re.findall(r'url\("fonts/([^"]+)"\)', theme))
    built = {
        f"fira-sans-{subset}-{weight}-{style}.woff2"
        for weight, style in front.WEB_FONTS
        for subset in ("latin", "latin-ext")
    }
    assert asked == built
