"""``intake.yaml``: read strictly, and each mistake has its place."""

from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings

from loket.core.badfile import BadFile
from loket.intake.configuration import MB, NotOpen, choices, codes, configuration, label

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def province(settings: LazySettings, tmp_path: Path) -> Path:
    folder = copytree(DATA / "voorbeeldland", tmp_path / "data")
    settings.DATA = folder
    return folder


def test_another_organisation_decides_otherwise(province: Path) -> None:
    found = configuration()
    assert [(body.code, body.anonymous) for body in found.bodies.values()] == [("desk", False)]
    assert (found.draft_days, found.limits.one, found.limits.most) == (3, MB, 2)
    assert list(found.channels) == ["dijken_app"]
    assert found.body("desk").name("de") == "Anlaufstelle Anstand"
    assert choices("reporter", "de") == [("employee", "Mitarbeitende"), ("resident", "Einwohner")]


def test_former_and_hired_staff_may_be_chosen_and_what_only_figures_know_may_not() -> None:
    assert {"former_employee", "hired_staff", "anonymous", "management"} <= codes("reporter")
    assert "not_published" not in codes("unit")
    assert label("unit", "not_published", "nl") == "Niet gepubliceerd"
    assert label("unit", "gone_long_ago", "nl") == "gone_long_ago"


def test_a_body_that_takes_no_reports_says_which_do() -> None:
    with pytest.raises(NotOpen, match="oif, mib"):
        configuration().body("koo")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: desk", "code: dask", "intake.yaml:3:11: het meldpunt 'dask' staat niet in organisation.yaml"),
        ("draft_days: 3", "draft_days: 0", "intake.yaml:5:13: 0 is te laag"),
        ("draft_days: 3", "draft_days: drie", "intake.yaml:5:13: hier hoort een geheel getal"),
        ("one_mb: 1", "one_mbs: 1", "onbekend veld 'one_mbs'"),
        ("key_sha256: 9", "key_sha256: ", "dit is geen SHA-256"),
        ("draft_days", "not_offered: {unit: [moon]}\ndraft_days", "de lijst 'unit' kent 'moon' niet"),
        ("draft_days", "not_offered: {accused: [moon]}\ndraft_days", "gebruikt de lijst 'accused' niet"),
        ("bodies:\n", "bodies:\n  - code: desk\n", "'desk' staat er dubbel"),
    ],
)
def test_a_mistake_has_its_place(province: Path, old: str, new: str, says: str) -> None:
    file = province / "intake.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(BadFile) as error:
        configuration()
    assert says in str(error.value)


def test_a_change_holds_within_a_second(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10.1, 10.9, 11.2])
    monkeypatch.setattr("loket.intake.configuration.time.monotonic", lambda: next(moments))
    assert configuration().draft_days == 3
    file = province / "intake.yaml"
    file.write_text(file.read_text("utf-8").replace("draft_days: 3", "draft_days: 8"), "utf-8")
    assert [configuration().draft_days, configuration().draft_days] == [3, 8]
