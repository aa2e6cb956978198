"""Every margin is the sum of its cells, or it is named."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_folder import table

from loket.figures.model import HIDDEN, TOTAL, Code, Coordinates, Dimension, Merged, Table
from loket.publications import checks
from loket.publications.protection.profile import OPEN

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


@given(COUNTS, st.sets(st.integers(0, 11)))
def test_what_is_hidden_is_counted_in_what_is_printed_only(counts: list[int], which: set[int]) -> None:
    whole = cross(counts)
    told = {at: HIDDEN if place in which else n for place, (at, n) in enumerate(whole.cells.items())}
    (found,) = checks.protected({"cross": replace(whole, cells=told)}, ["cross"], OPEN)
    assert found.text.startswith("Beschermd voor “Openbaar”: ")
    assert found.text.split(": ")[1].split()[0] == (str(len(which)) if which else "niets")
    (none,) = checks.protected({"cross": replace(whole, cells=told)}, [], OPEN)
    assert "niets hoefde verborgen te worden" in none.text


def test_codes_that_were_merged_and_counts_that_were_rounded_are_told() -> None:
    merged = replace(cross([1] * 6), merged=(Merged("kind", ("x", "y")),))
    (found,) = checks.protected({"cross": merged}, ["cross"], OPEN)
    assert found.text.endswith("in 1 tabel zijn codes samengevoegd.")
    (found,) = checks.protected({"cross": replace(cross([5] * 6), base=5)}, ["cross"], OPEN)
    assert found.text.endswith("aantallen zijn afgerond op veelvouden van 5.")


def test_of_what_is_known_already_ten_are_named() -> None:
    assert list(checks.out_already([])) == []
    (found,) = checks.out_already([f"cel {n}" for n in range(12)])
    assert found.text.startswith("12 kleine aantallen zijn al eerder gepubliceerd, en dus bekend: cel 0; cel 1;")
    assert found.text.endswith("cel 9; en nog 2.")
