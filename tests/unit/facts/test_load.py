"""Loading: whole or not at all, the same twice, live facts left alone, the sources' contradictions kept."""

from pathlib import Path
from shutil import rmtree

import pyarrow as pa
import pytest
from django.db import DataError, IntegrityError, transaction

from loket.core.badfile import BadFile
from loket.core.models import AuditEntry
from loket.facts import queries
from loket.facts.kinds import KINDS
from loket.facts.models import Adviser, AdviserTime, Fact, Load, SettledCase
from loket.facts.report import LoadReport
from loket.facts.services import YearIsCounted, load
from loket.settings import BASE_DIR

FINANCIEN = BASE_DIR / "data" / "financien"
VOORBEELDLAND = BASE_DIR / "tests" / "data" / "voorbeeldland"

pytestmark = pytest.mark.django_db


def state() -> list[pa.Table]:
    return [queries.rows(kind, year) for kind in KINDS for year in queries.years()]


def test_loads_the_real_folder_and_says_what_it_found() -> None:
    report = load(folder=FINANCIEN, actor="sanne")
    assert report.changed
    assert report.counts["settled_case"] == 186
    assert report.counts["advice_request"] == 825 + 1198 + 1200
    assert queries.years() == [2022, 2023, 2024]
    assert queries.contradictions() == report.contradictions
    assert "advice_by_unit_situation[other_or_unknown|unresolved" in report.as_text()
    entry = AuditEntry.objects.latest("position")
    assert (entry.actor, entry.action) == ("sanne", "facts.load")
    assert entry.summary["facts"] == sum(report.counts.values())


def test_rows_are_typed_columns_that_say_what_was_reconstructed() -> None:
    load(folder=FINANCIEN, actor="sanne")
    cases = queries.rows("settled_case", 2024)
    assert cases.column_names == ["year", *KINDS["settled_case"].names, "reconstructed"]
    assert cases.num_rows == 186
    assert set(cases["reconstructed"].to_pylist()) == {"investigation contracted_out"}
    assert set(SettledCase.objects.values_list("origin", flat=True)) == {Fact.Origin.RECORD}
    assert set(Adviser.objects.values_list("origin", flat=True)) == {Fact.Origin.RECONSTRUCTED}
    assert queries.rows("survey_score", 2024).schema.field("benchmark").type == pa.decimal128(7, 2)
    assert queries.rows("headcount", 2024)["persons"].to_pylist() == [41069]
    assert queries.rows("settled_case", 1999).num_rows == 0


def test_the_same_folder_twice_changes_nothing() -> None:
    first = load(folder=VOORBEELDLAND, actor="sanne")
    before = list(SettledCase.objects.values_list("pk", flat=True))
    second = load(folder=VOORBEELDLAND, actor="joris")
    assert second == LoadReport(first.digest, first.at, False, first.counts, first.contradictions)
    assert list(SettledCase.objects.values_list("pk", flat=True)) == before
    assert Load.objects.count() == 1
    assert "niets veranderd" in second.as_text()


def test_another_folder_replaces_what_was_loaded_but_not_live_facts() -> None:
    Adviser.objects.create(year=2030, origin=Fact.Origin.LIVE, certification="trained")
    load(folder=FINANCIEN, actor="sanne")
    load(folder=VOORBEELDLAND, actor="sanne")
    assert [fact.certification for fact in Adviser.objects.all()] == ["trained"]
    assert SettledCase.objects.count() == 5


def test_what_the_loket_counted_itself_is_not_loaded_on_top_of_it() -> None:
    """Requests of the advisers' own tally, and the network as a year was closed: they would count twice."""
    Adviser.objects.create(year=2024, origin=Fact.Origin.LIVE, certification="trained")
    before = state()
    with pytest.raises(YearIsCounted, match="adviser van 2024"):
        load(folder=FINANCIEN, actor="sanne")
    assert state() == before
    assert not Load.objects.exists()
    assert load(folder=VOORBEELDLAND, actor="sanne").beside == ()


def test_what_was_loaded_before_the_loket_counted_too_can_be_loaded_again() -> None:
    load(folder=FINANCIEN, actor="sanne")
    Adviser.objects.create(year=2024, origin=Fact.Origin.LIVE, certification="trained")
    Load.objects.update(digest="an earlier state of the folder")
    report = load(folder=FINANCIEN, actor="sanne")
    assert report.beside == (("adviser", 2024),)
    assert "adviser van 2024" in report.as_text()


def test_cases_may_come_from_files_and_from_the_loket_and_that_is_said() -> None:
    """A body that works here and one that delivers its figures count together in one year."""
    year = 2030
    common = {"origin": Fact.Origin.LIVE, "year": year}
    codes = dict.fromkeys(KINDS["settled_case"].names, "x")
    SettledCase.objects.create(**common, **codes)
    report = load(folder=VOORBEELDLAND, actor="sanne")
    assert report.beside == (("settled_case", year),)
    assert "settled_case van 2030" in report.as_text()


def test_a_second_organisation_is_another_folder() -> None:
    report = load(folder=VOORBEELDLAND, actor="sanne")
    assert report.counts == {"advice_request": 22, "settled_case": 5, "report_received": 6, "headcount": 2}
    found = {(one.table, one.coordinates): (one.printed, one.counted) for one in report.contradictions}
    assert found.pop(("advice_by_accused", "2029|boss+colleague")) == (11, 10)
    [(table, (printed, counted))] = [(at[0], amounts) for at, amounts in found.items()]
    assert (table, printed - counted) == ("advice_outcome", 1)
    units = queries.rows("advice_request", 2029)["unit"].to_pylist()
    assert (units.count("ferries"), units.count("nature")) == (2, 4)


def test_any_spoiled_file_leaves_everything_as_it_was(copied: Path) -> None:
    load(folder=copied, actor="sanne")
    before = state()
    rmtree(copied / "narrative")  # the report's own files are no facts
    rmtree(copied / "publications")
    rmtree(copied / "procedures")
    (copied / "intake.yaml").unlink()
    (copied / "casework.yaml").unlink(missing_ok=True)
    (copied / "measures.yaml").unlink(missing_ok=True)
    (copied / "protection.yaml").unlink()
    for path in sorted(copied.rglob("*.*")):
        content = path.read_bytes()
        for spoiled in (b"\xef\xbb\xbf" + content, b"", content + b"\xe9\n"):
            path.write_bytes(spoiled)
            with pytest.raises(BadFile) as caught:
                load(folder=copied, actor="sanne")
            assert caught.value.path == path
        path.write_bytes(content)
    assert state() == before
    assert Load.objects.count() == 1


def test_a_failure_while_writing_leaves_everything_as_it_was(copied: Path) -> None:
    load(folder=copied, actor="sanne")
    before = state()
    claims = copied / "claims.csv"
    claims.write_text(claims.read_text().replace(",11,", ",12,"), encoding="utf-8")
    with pytest.raises(DataError):
        load(folder=copied, actor="x" * 200 + "!")
    assert state() == before


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="geen map"):
        load(folder=tmp_path / "none", actor="sanne")


def test_a_file_of_gigabytes_is_refused_unread(copied: Path) -> None:
    with (copied / "records" / "settled_case.csv").open("r+b") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(BadFile, match="te groot"):
        load(folder=copied, actor="sanne")


@pytest.mark.parametrize(
    "fact",
    [
        Adviser(year=2024, origin=Fact.Origin.LIVE, certification=""),
        Adviser(year=1824, origin=Fact.Origin.LIVE, certification="trained"),
        Adviser(year=2024, origin="rumour", certification="trained"),
        AdviserTime(year=2024, origin=Fact.Origin.LIVE, core_function="support", share=101),
    ],
)
def test_the_database_refuses_what_is_no_fact(fact: Fact) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        fact.save()
