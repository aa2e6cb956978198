"""The facts give every figure of the annexes, counted here in plain Python without the code under test."""

import csv
from collections import Counter
from collections.abc import Mapping

from loket.facts.build import Batch, build
from loket.facts.folder import DataFolder
from loket.facts.report import differences
from loket.settings import BASE_DIR

PUBLISHED = BASE_DIR / "data" / "financien" / "published"
KNOWN = {("advice_by_unit_situation", "other_or_unknown|unresolved_no_further_action_wanted", 2, 1)}
"""The one place where the annexes contradict each other: the unit's own total is 8, and its rows add to 9."""

Facts = list[Mapping[str, object]]


def facts(batches: list[Batch], kind: str, year: int) -> Facts:
    return [fact for batch in batches if (batch.kind, batch.year) == (kind, year) for fact in batch.facts]


def printed(table: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wrong(table: str, columns: list[str], found: Facts, year: str | None = None) -> set[tuple[str, str, int, int]]:
    """Printed cells that a plain count of these facts does not give."""
    result = set()
    for row in printed(table):
        if year is not None and row["year"] != year:
            continue
        at = [row[column] for column in columns]
        counted = sum(
            all(code in ("total", fact[column]) for column, code in zip(columns, at, strict=True)) for fact in found
        )
        if counted != int(row["n"]):
            result.add((table, "|".join(at), int(row["n"]), counted))
    return result


def test_settled_cases_are_the_186_records(batches: list[Batch]) -> None:
    found = facts(batches, "settled_case", 2024)
    assert len(found) == 186
    assert not wrong("settled_by_unit_violation", ["unit", "violation"], found)
    assert not wrong("settled_by_unit_settlement", ["unit", "settlement"], found)
    assert not wrong("settled_by_violation_settlement", ["violation", "settlement"], found)
    assert not wrong("settled_by_class", ["settlement_class"], found)
    assert not wrong("investigations", ["investigation"], found)
    measures = [fact for fact in found if fact["settlement_class"] != "none"]
    assert not wrong("measures_by_unit", ["unit"], measures)
    thorough = [fact for fact in found if fact["investigation"] == "full_fact_finding"]
    assert not wrong("fact_finding_by_violation", ["violation"], thorough)
    assert Counter(f["violation"] for f in found if f["contracted_out"] == "yes") == {"wrongdoing_whistleblower": 2}


def test_only_what_was_not_printed_is_reconstructed(batches: list[Batch]) -> None:
    marks = {(batch.kind, batch.year): batch.reconstructed for batch in batches}
    assert marks["settled_case", 2024] == ("investigation", "contracted_out")
    assert marks["complaint", 2024] == ()
    assert marks["disciplined_employee", 2023] == ("sanction",)
    assert set(marks["advice_request", 2024]) == {
        "category",
        "subcategory",
        "unit",
        "accused",
        "settlement",
        "situation",
    }


def test_the_tally_of_three_years(batches: list[Batch]) -> None:
    for year in ("2022", "2023", "2024"):
        found = facts(batches, "advice_request", int(year))
        assert not wrong("advice_by_category", ["category", "subcategory"], found, year)
        assert not wrong("advice_by_accused", ["accused"], found, year)
        assert not wrong("advice_by_settlement", ["settlement"], found, year)
        assert not wrong("advice_by_situation", ["situation"], found, year)


def test_the_tally_by_unit_with_its_one_contradiction(batches: list[Batch]) -> None:
    found = facts(batches, "advice_request", 2024)
    assert not wrong("advice_by_unit", ["unit"], found, "2024")
    assert not wrong("advice_by_unit_category", ["unit", "category", "subcategory"], found)
    assert not wrong("advice_by_unit_accused", ["unit", "accused"], found)
    assert not wrong("advice_by_unit_settlement", ["unit", "settlement"], found)
    assert wrong("advice_by_unit_situation", ["unit", "situation"], found) == KNOWN


def test_units_of_earlier_years_as_published_then_and_as_counted_now(batches: list[Batch]) -> None:
    units = Counter(fact["unit"] for fact in facts(batches, "advice_request", 2023))
    moved = units.pop("adr", 0) + units.pop("drz", 0)
    assert moved == 2
    assert units == {"belastingdienst": 728, "douane": 229, "toeslagen": 203, "policy_department": 36}
    assert Counter(fact["unit"] for fact in facts(batches, "advice_request", 2022)) == {
        "belastingdienst": 479,
        "not_published": 346,
    }


def test_outcomes_in_the_text_by_subcategory(batches: list[Batch]) -> None:
    groups = {
        "normalised": {"normalised", "normalised_and_resolved"},
        "unknown": {"situation_other", "situation_unknown"},
        "continuing": {"situation_ongoing"},
    }
    found = facts(batches, "advice_request", 2024)
    rows = [row for row in printed("advice_outcome_by_subcategory") if row["situation_group"] in groups]
    assert len(rows) == 33
    for row in rows:
        counted = sum(
            fact["subcategory"] == row["subcategory"] and fact["situation"] in groups[row["situation_group"]]
            for fact in found
        )
        assert counted == int(row["n"]), row


def test_the_other_annex_tables(batches: list[Batch]) -> None:
    for table, kind, year, column in (
        ("reports_by_reporter", "report_received", 2024, "reporter"),
        ("reports_by_subject", "report_received", 2024, "subject"),
        ("persons_by_investigation", "person_concerned", 2024, "investigation"),
        ("persons_by_class", "person_concerned", 2024, "settlement_class"),
        ("advisers_by_certification", "adviser", 2024, "certification"),
        ("adviser_evaluation", "adviser_evaluation", 2024, "evaluation_state"),
        ("complaints_by_topic", "complaint_topic", 2024, "topic"),
        ("side_activities_by_unit", "side_activity", 2024, "unit"),
        ("disciplined_by_sanction", "disciplined_employee", 2023, "sanction"),
    ):
        assert not wrong(table, [column], facts(batches, kind, year)), table
    for table, kind, column, years in (
        ("complaints_by_admissibility", "complaint", "admissibility", (2023, 2024)),
        ("external_by_category", "external_report", "category", (2023, 2024)),
        ("registered_violations", "registered_violation", "violation_group", (2022, 2023)),
    ):
        for year in years:
            assert not wrong(table, [column], facts(batches, kind, year), str(year)), table
    for year in (2023, 2024):
        admissible = [f for f in facts(batches, "complaint", year) if f["admissibility"] == "admissible"]
        assert not wrong("complaints_by_outcome", ["outcome"], admissible, str(year))


def test_every_published_table_is_held_to(financien: DataFolder, batches: list[Batch]) -> None:
    annexes = {table for entry in financien.plan.facts for table in entry.tables}
    assert annexes == {path.stem for path in PUBLISHED.glob("*.csv")}
    notes = {claim.note for claim in financien.claims}
    found = [one for one in differences(financien, batches) if one.reason not in notes]
    assert {(one.table, one.coordinates, one.printed, one.counted) for one in found} == KNOWN


def test_what_is_printed_elsewhere_and_contradicts_the_annexes(financien: DataFolder, batches: list[Batch]) -> None:
    found = {(one.table, one.coordinates): one for one in differences(financien, batches)}
    misprint = found["advice_by_accused", "2024|employee_other_unit"]
    assert (misprint.printed, misprint.counted) == (320, 61)
    assert "infographic" in str(misprint)
    handled = "normalised+not_normalised+unknown"
    for subcategory, told, counted in (("aggression_violence", 7, 10), ("bullying_exclusion", 176, 167)):
        one = found["advice_outcome_by_subcategory", f"undesirable_conduct|{subcategory}|{handled}"]
        assert (one.printed, one.counted) == (told, counted)
    assert all(one.reason for one in found.values())


def test_the_same_folder_gives_the_same_facts(financien: DataFolder, batches: list[Batch]) -> None:
    assert list(build(financien)) == batches
