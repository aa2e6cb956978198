"""The protected tables: what is shown is what was counted, and what is hidden is nowhere in them."""

import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Labels, Table, TableDefinition, is_hidden
from loket.figures.protection.regions import World
from loket.publications.protection.account import Changed, Guarded, Merge, Protection
from loket.publications.protection.profile import OPEN
from loket.publications.protection.protecting import protect
from loket.publications.protection.showing import Unprotected, shown

WORDS: Labels = {"nl": "zaken"}
UNITS, KINDS = ("north", "south", "rest"), ("theft", "fraud")
CROSS = TableDefinition(
    "cross",
    WORDS,
    "case",
    (Dimension("unit", "unit", "unit"), Dimension("kind", "kind", "kind")),
    WORDS,
    "none",
    WORDS,
)
LISTS = {
    name: CodeList(name, WORDS, tuple(Code(code, {"nl": code}) for code in codes))
    for name, codes in (("unit", UNITS), ("kind", KINDS))
}
ATS: list[Coordinates] = [(unit, kind) for unit in (*UNITS, TOTAL) for kind in (*KINDS, TOTAL)]


def labelled(*codes: str) -> tuple[Code, ...]:
    return tuple(Code(code, {"nl": code}) for code in (*codes, TOTAL))


def table(counts: list[int]) -> Table:
    inner = {(unit, kind): counts[2 * u + k] for u, unit in enumerate(UNITS) for k, kind in enumerate(KINDS)}
    cells: dict[Coordinates, float] = {
        (u, k): sum(n for at, n in inner.items() if u in (TOTAL, at[0]) and k in (TOTAL, at[1])) for u, k in ATS
    }
    return Table(CROSS, 2024, cells, (labelled(*UNITS), labelled(*KINDS)), reconstructed=False)


SMALL_REST = Merge(dimension="unit", codes=("south", "rest"), label={"nl": "overig"})


def account(cells: int, *, changed: dict[Coordinates, int | None], merged: tuple[Merge, ...] = ()) -> Guarded:
    told = tuple(
        Changed(at=at, kind="rounded" if printed is not None else "small", is_small=True, printed=printed)
        for at, printed in changed.items()
    )
    return Guarded(
        id="cross",
        cells=cells,
        merged=merged,
        changed=told,
        unprotectable=(),
        laid_bare=0,
        noticed=(),
        proposals=(),
        share=0,
    )


COUNTS = st.lists(st.integers(0, 99), min_size=6, max_size=6)
HIDES = st.frozensets(st.sampled_from(ATS))


@given(COUNTS, HIDES)
def test_what_is_shown_is_what_was_counted_and_the_margins_of_it_hold(
    counts: list[int], hides: frozenset[Coordinates]
) -> None:
    true = table(counts)
    told = Protection(tables=(account(12, changed=dict.fromkeys(hides)),), gap=0)
    found = shown({"cross": true}, told)["cross"]
    assert found.cells.keys() == true.cells.keys()
    assert {at for at, n in found.cells.items() if is_hidden(n)} == hides
    assert all(found.cells[at] == n for at, n in true.cells.items() if at not in hides)
    for unit in (*UNITS, TOTAL):
        parts, total = [found.cells[unit, kind] for kind in KINDS], found.cells[unit, TOTAL]
        assert any(map(is_hidden, (*parts, total))) or sum(parts) == total


@given(COUNTS, HIDES)
def test_tables_that_differ_only_in_what_is_hidden_become_the_same(
    counts: list[int], hides: frozenset[Coordinates]
) -> None:
    true = table(counts)
    other = replace(true, cells={at: n + 1000 if at in hides else n for at, n in true.cells.items()})
    told = Protection(tables=(account(12, changed=dict.fromkeys(hides)),), gap=0)
    one, two = (shown({"cross": made}, told)["cross"] for made in (true, other))
    assert repr(one) == repr(two)
    assert pickle.dumps(one) == pickle.dumps(two)
    assert "1000" not in repr(two)


@given(COUNTS)
def test_merged_codes_count_as_one_and_stand_where_the_last_of_them_stood(counts: list[int]) -> None:
    true = table(counts)
    told = Protection(tables=(account(9, changed={}, merged=(SMALL_REST,)),), gap=0)
    found = shown({"cross": true}, told)["cross"]
    assert [code.code for code in found.labels[0]] == ["north", "south+rest", TOTAL]
    assert found.labels[0][1].name("nl") == "overig"
    for kind in (*KINDS, TOTAL):
        assert found.cells["south+rest", kind] == true.cells["south", kind] + true.cells["rest", kind]
        assert found.cells["north", kind] == true.cells["north", kind]
        assert is_hidden(found.cell("south", kind).n)
    assert found.home(("rest", "theft")) == ("south+rest", "theft")


def test_a_rounded_count_is_printed_with_its_base() -> None:
    told = Protection(tables=(account(12, changed={("north", "theft"): 5}),), gap=0, base=5)
    found = shown({"cross": table([4, 10, 10, 10, 10, 10])}, told)["cross"]
    assert (found.cells["north", "theft"], found.cells["north", "fraud"], found.base) == (5, 10, 5)


def test_zeros_are_told_only_where_the_profile_says_so() -> None:
    true = table([0, 10, 10, 10, 10, 10])
    told = Protection(tables=(account(12, changed={}),), gap=0, zeros=False)
    assert is_hidden(shown({"cross": true}, told)["cross"].cells["north", "theft"])
    assert shown({"cross": true}, told.model_copy(update={"zeros": True}))["cross"].cells["north", "theft"] == 0


def test_a_table_that_nobody_protected_is_not_shown() -> None:
    true, nothing = table([1] * 6), Protection(tables=(), gap=0)
    with pytest.raises(Unprotected, match="cross is niet beschermd"):
        shown({"cross": true}, nothing)
    assert shown({"cross": true}, nothing.model_copy(update={"open": ("case",)}))["cross"] is true
    scores = replace(true, definition=replace(CROSS, measure="score"))
    assert shown({"cross": scores}, nothing)["cross"] is scores


@pytest.mark.parametrize("told", [account(11, changed={}), account(12, changed={("east", TOTAL): None})])
def test_a_table_that_became_another_since_is_not_shown(told: Guarded) -> None:
    with pytest.raises(Unprotected, match="opnieuw"):
        shown({"cross": table([1] * 6)}, Protection(tables=(told,), gap=0))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6))
def test_no_small_count_is_left_in_a_table_that_was_protected(counts: list[int]) -> None:
    true = table(counts)
    told = protect([true], World((CROSS,), LISTS, {}), OPEN, seconds=5)
    found = shown({"cross": true}, told)["cross"]
    assert not any(0 < n < OPEN.threshold for n in found.cells.values())
