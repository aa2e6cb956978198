"""What we print cannot contradict itself: the checks of a printed report hold on our tables, and would say if not."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_folder import table

from loket.figures.checking.ours import examination
from loket.figures.model import TOTAL, Code, Coordinates, Dimension, Table
from loket.publications import checks
from loket.publications.truth import check

COUNTS = st.lists(st.integers(0, 60), min_size=6, max_size=6)
UNITS, KINDS, YEARS = ("a", "b"), ("x", "y", "z"), ("2023", "2024")


def made(name: str, dimensions: tuple[Dimension, ...], cells: dict[Coordinates, float]) -> Table:
    definition = replace(table().definition, id=name, title={"nl": name}, dimensions=dimensions)
    labels = tuple(tuple(Code(code, {"nl": code}) for code in dict.fromkeys(at)) for at in zip(*cells, strict=True))
    return Table(definition, 2024, cells, labels, reconstructed=False)


def publication(counts: list[int]) -> dict[str, Table]:
    """Units by kinds about 2024, the kinds of two years, and the units: three tables of the same facts."""
    cells: dict[Coordinates, float] = dict(zip(product(UNITS, KINDS), counts, strict=True))
    cells |= {(unit, TOTAL): sum(cells[unit, kind] for kind in KINDS) for unit in UNITS}
    cells |= {(TOTAL, kind): sum(cells[unit, kind] for unit in UNITS) for kind in (*KINDS, TOTAL)}
    unit, kind = Dimension("unit", "unit", "unit"), Dimension("soort", "kind", "kind")
    year = Dimension("year", "year", None, total=False)
    years: dict[Coordinates, float] = {("2024", code): cells[TOTAL, code] for code in (*KINDS, TOTAL)}
    years |= {("2023", code): number for number, code in enumerate(KINDS)} | {("2023", TOTAL): 3}
    return {
        "cross": made("cross", (unit, kind), cells),
        "years": made("years", (year, replace(kind, name="kind")), years),
        "units": made("units", (unit,), {(code,): cells[code, TOTAL] for code in (*UNITS, TOTAL)}),
    }


@given(COUNTS)
def test_what_is_computed_from_one_snapshot_never_contradicts_itself(counts: list[int]) -> None:
    examination_of_all = examination(publication(counts).values())
    assert examination_of_all.run().findings == ()
    assert len(examination_of_all.declarations) == 8
    assert list(checks.contradictions(publication(counts).values())) == []


@given(COUNTS, st.sampled_from(["cross", "years", "units"]), st.data())
def test_a_figure_that_is_spoiled_on_purpose_is_refused(counts: list[int], name: str, data: st.DataObject) -> None:
    tables = publication(counts)
    spoiled = tables[name]
    at = data.draw(st.sampled_from(list(spoiled.cells)))
    by = data.draw(st.integers(1, 9))
    tables[name] = replace(spoiled, cells={**spoiled.cells, at: spoiled.cells[at] + by})
    found = list(checks.contradictions(tables.values()))
    assert {one.level for one in found} == {"refused"}
    with pytest.raises(checks.DoesNotAddUp):
        checks.refuse(found)


def test_margins_that_are_right_each_in_its_own_table_are_held_against_each_other() -> None:
    tables = publication([1, 2, 3, 4, 5, 6])
    off = {("a",): 16.0, ("b",): 5.0, (TOTAL,): 21.0}
    tables["units"] = replace(tables["units"], cells=off)
    assert list(checks.sums(tables.values())) == []
    assert [one.level for one in checks.contradictions(tables.values())] == ["refused"] * 2


def test_tables_of_other_facts_or_with_other_filters_need_not_agree() -> None:
    tables = publication([1, 2, 3, 4, 5, 6])
    for change in ({"fact": "other"}, {"filters": {"kind": ("x",)}}):
        other = replace(tables["units"], definition=replace(tables["units"].definition, **change))
        doubled = replace(other, cells={at: 2 * n for at, n in other.cells.items()})
        assert list(checks.contradictions([tables["cross"], doubled])) == []


def test_a_part_of_a_list_is_no_total_of_it() -> None:
    tables = publication([1, 2, 3, 4, 5, 6])
    only = replace(Dimension("kind", "kind", "kind"), only=("x",))
    part = made("part", (Dimension("unit", "unit", "unit"), only), {("a", "x"): 1, ("a", TOTAL): 1})
    assert list(checks.contradictions([tables["units"], part])) == []


def test_tables_that_contradict_each_other_are_refused_before_anything_is_made_of_them() -> None:
    kinds = made("by_kind", (Dimension("kind", "kind", "kind"),), {("x",): 20, ("y",): 13, (TOTAL,): 33})
    check([table(), kinds])
    spoiled = replace(kinds, cells={("x",): 21, ("y",): 13, (TOTAL,): 34})
    with pytest.raises(checks.DoesNotAddUp, match="by_kind: total is 34"):
        check([table(), spoiled])
