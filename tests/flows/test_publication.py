"""The annual report of 2024 from the real data folder: whole, the same in every form, and only built when
needed.
"""

import io
import json
from datetime import date
from pathlib import Path

import odfdo
import pikepdf
import pytest
from django.conf import LazySettings

from loket import settings as product
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.facts.models import SettledCase
from loket.publications import checks, manifest, queries, services
from loket.publications.steps import Step
from loket.publications.truth import open_truth
from loket.snapshots import services as snapshots

YEARS = (2022, 2023, 2024)


@pytest.fixture
def frozen(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Three frozen years, in folders of this test; only the typeface is the launcher's."""
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR = tmp_path
    facts.load(folder=settings.DATA, actor="test")
    for year in YEARS:
        snapshots.freeze(year=year, reference_date=date(year + 1, 2, 25), reason="test", actor="test")


def test_the_report_is_whole_and_every_form_has_the_same_tables(frozen: None) -> None:
    assert queries.up_to_date(2024) is None
    made = services.publish(year=2024, actor="policy")
    out = queries.folder(2024)
    assert manifest.verify(out) == []
    assert (queries.years(), queries.publication(2024).files) == ([2024], made.files)
    entry = AuditEntry.objects.get(action="publication.build")
    assert (entry.actor, entry.target, entry.summary["files"]) == ("policy", "publication:2024", len(made.files))

    ids = [table["id"] for table in json.loads((out / "figures.json").read_text())["tables"]]
    assert len(ids) >= 45
    assert sorted(f"csv/{name}.csv" for name in ids) == sorted(name for name in made.files if name.endswith(".csv"))
    sheets = odfdo.Document(io.BytesIO((out / "tables.ods").read_bytes())).body.get_tables()
    assert [sheet.name for sheet in sheets] == ["index", *ids]
    for language in ("nl", "en"):
        with pikepdf.open(out / f"report-{language}.pdf") as report:
            assert set(report.attachments) == {f"{name}.csv" for name in ids}
            attached = report.attachments["settled_by_unit.csv"].get_file().read_bytes()
            assert attached == (out / "csv" / "settled_by_unit.csv").read_bytes()


def test_it_is_built_again_only_when_something_changed(frozen: None, settings: LazySettings, tmp_path: Path) -> None:
    assert [one.slug for one in services.publish_if_needed(year=2024, actor="test")][:1] == [""]
    built = (queries.folder(2024) / manifest.NAME).stat().st_mtime_ns
    assert services.publish_if_needed(year=2024, actor="test") == []
    assert (queries.folder(2024) / manifest.NAME).stat().st_mtime_ns == built
    snapshots.freeze(year=2024, reference_date=date(2025, 3, 1), reason="correctie", actor="test")
    assert queries.up_to_date(2024) is None


def test_a_snapshot_that_was_changed_is_not_published(frozen: None, settings: LazySettings) -> None:
    changed = settings.VAR / "snapshots" / "2023" / "r1" / "settled_case.parquet"
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes() + b" ")
    (finding,) = queries.examine(2024)
    assert (finding.level, "settled_case.parquet" in finding.text) == ("refused", True)


def test_a_revision_that_is_frozen_meanwhile_does_not_slip_in(frozen: None, settings: LazySettings) -> None:
    def correct(step: Step, done: int, *_: object) -> None:
        if step == Step.SNAPSHOT and done:
            SettledCase.objects.filter(year=2024).delete()
            snapshots.freeze(year=2024, reference_date=date(2025, 2, 25), reason="correctie", actor="test")

    found = open_truth(year=2024, progress=correct)
    assert found.snapshot.manifest.name == "2024/r1"
    assert found.tables["settled_by_unit"].cell("total").n == 186


def test_it_says_beforehand_what_it_would_notice(frozen: None) -> None:
    found = queries.examine(2024)
    assert {finding.level for finding in found} == {"noticed"}
    assert "Beschermd voor “Openbaar”: " in found[-1].text


def test_it_says_all_at_once_what_it_would_refuse(
    frozen: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = settings.VAR / "no-text"
    monkeypatch.setattr(checks, "sums", lambda _: iter([checks.Finding("refused", "telt niet op")]))
    found = queries.examine(2024)
    assert [finding.level for finding in found] == ["refused", "refused"]
    assert "annual-report.yaml" in found[1].text


def test_it_says_beforehand_what_it_would_refuse(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    (finding,) = queries.examine(2024)
    assert (finding.level, "2024 is niet vastgelegd" in finding.text) == ("refused", True)
