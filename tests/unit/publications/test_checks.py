"""Every margin is the sum of its cells, or it is named."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_folder import table

from loket.figures.model import TOTAL, Code, Coordinates, Dimension, Table
from loket.publications import checks

COUNTS = st.lists(st.integers(0, 9), min_size=6, max_size=6)


def cross(counts: list[int]) -> Table:
    """Two units by three kinds, with all margins."""
    units, kinds = ("a", "b"), ("x", "y", "z")
    cells: dict[Coordinates, float] = dict(zip(product(units, kinds), counts, strict=True))
    cells |= {(unit, TOTAL): sum(cells[unit, kind] for kind in kinds) for unit in units}
    cells |= {(TOTAL, kind): sum(cells[unit, kind] for unit in units) for kind in (*kinds, TOTAL)}
    dimensions = (Dimension("unit", "unit", "unit"), Dimension("kind", "kind", "kind"))
    definition = replace(table().definition, id="cross", dimensions=dimensions)
    labels = tuple(tuple(Code(code, {"nl": code}) for code in (*codes, TOTAL)) for codes in (units, kinds))
    return Table(definition, 2024, cells, labels, reconstructed=False)


@given(COUNTS)
def test_a_table_whose_margins_are_sums_is_good(counts: list[int]) -> None:
    assert list(checks.sums([cross(counts)])) == []


@given(COUNTS, st.integers(0, 11), st.integers(1, 5))
def test_any_cell_that_is_off_is_found(counts: list[int], which: int, by: int) -> None:
    good = cross(counts)
    place = list(good.cells)[which]
    wrong = replace(good, cells={**good.cells, place: good.cells[place] + by})
    found = list(checks.sums([wrong]))
    assert found
    assert {finding.level for finding in found} == {"refused"}
    with pytest.raises(checks.DoesNotAddUp):
        checks.refuse(found)


@given(COUNTS)
def test_small_counts_are_counted_in_what_is_printed_only(counts: list[int]) -> None:
    good = cross(counts)
    small = sum(1 <= n < 5 for n in good.cells.values())
    found = list(checks.small({"cross": good}, ["cross"]))
    assert [finding.text.split()[0] for finding in found] == ([str(small)] if small else [])
    assert list(checks.small({"cross": good}, [])) == []


def test_parts_of_time_and_scores_are_no_counts_of_people() -> None:
    shares = replace(cross([1] * 6), definition=replace(cross([1] * 6).definition, measure="share"))
    assert list(checks.small({"cross": shares}, ["cross"])) == []
