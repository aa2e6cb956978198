"""A publication under a profile: nothing that is shown changes, hidden cells are hidden everywhere, and it is told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Labels, Table, TableDefinition, is_hidden
from loket.figures.protection.regions import World
from loket.publications.protection.account import Changed, Protection
from loket.publications.protection.profile import OPEN, Profile, Weights
from loket.publications.protection.proposing import proposals, tabular
from loket.publications.protection.protecting import protect
from loket.publications.protection.showing import shown

WORDS: Labels = {"nl": "zaken"}
UNITS, KINDS = ("north", "south", "east"), ("theft", "fraud", "gossip")
LISTS = {
    "unit": CodeList("unit", WORDS, tuple(Code(code, {"nl": code}) for code in UNITS)),
    "kind": CodeList("kind", WORDS, tuple(Code(code, {"nl": code}) for code in KINDS)),
}
UNIT, KIND = Dimension("unit", "unit", "unit"), Dimension("kind", "kind", "kind")


def defined(name: str, *dimensions: Dimension) -> TableDefinition:
    return TableDefinition(name, WORDS, "case", dimensions, WORDS, "none", WORDS)


CROSS, BY_KIND = defined("cross", UNIT, KIND), defined("by_kind", KIND)
WORLD = World((CROSS, BY_KIND), LISTS, {})
QUICK = 5.0


def labelled(*codes: str) -> tuple[Code, ...]:
    return tuple(Code(code, {"nl": code}) for code in (*codes, TOTAL))


def tables(counts: Sequence[int]) -> tuple[Table, Table]:
    """Units by kinds, and the kinds alone."""
    inner = {(unit, kind): counts[3 * u + k] for u, unit in enumerate(UNITS) for k, kind in enumerate(KINDS)}

    def total(unit: str, kind: str) -> int:
        return sum(n for at, n in inner.items() if unit in (TOTAL, at[0]) and kind in (TOTAL, at[1]))

    cells: dict[Coordinates, float] = {(u, k): total(u, k) for u in (*UNITS, TOTAL) for k in (*KINDS, TOTAL)}
    kinds: dict[Coordinates, float] = {(kind,): total(TOTAL, kind) for kind in (*KINDS, TOTAL)}
    return (
        Table(CROSS, 2024, cells, (labelled(*UNITS), labelled(*KINDS)), reconstructed=False),
        Table(BY_KIND, 2024, kinds, (labelled(*KINDS),), reconstructed=False),
    )


def protected(found: Sequence[Table], profile: Profile = OPEN) -> Protection:
    return protect(found, WORLD, profile, seconds=QUICK)


def changes(found: Protection, table: str) -> dict[Coordinates, Changed]:
    return {cell.at: cell for one in found.tables if one.id == table for cell in one.changed}


SEEN = [12, 3, 20, 9, 14, 2, 30, 8, 11]
"""Two small counts: fraud in the north and gossip in the south."""


@settings(max_examples=15)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_small_counts_are_hidden_in_every_table_and_their_interval_holds_the_truth(counts: list[int]) -> None:
    cross, kinds = tables(counts)
    found = protected((cross, kinds))
    for table in (cross, kinds):
        hidden = changes(found, table.id)
        assert {at for at, n in table.cells.items() if 0 < n < 5} == {at for at, one in hidden.items() if one.is_small}
        assert not any(table.cells[at] == 0 for at in hidden)
        for at, one in hidden.items():
            assert one.printed is None
            assert one.lo is not None
            assert one.lo <= table.cells[at]
            assert one.hi is None or table.cells[at] <= one.hi
    assert {at[1:] for at in changes(found, "cross") if at[0] == TOTAL} == set(changes(found, "by_kind"))


def test_what_hiding_costs_is_told_of_each_table() -> None:
    found = protected(tables(SEEN))
    cross, kinds = found.tables
    assert (cross.cells, kinds.cells, found.gap) == (16, 4, 0)
    assert {one.at for one in cross.changed if one.is_small} == {("north", "fraud"), ("south", "gossip")}
    inner = [at for at in changes(found, "cross") if TOTAL not in at]
    assert cross.share == pytest.approx(sum(tables(SEEN)[0].cells[at] for at in inner) / sum(SEEN))
    assert cross.laid_bare == 2
    assert (kinds.changed, kinds.share, cross.unprotectable) == ((), 0, ())


def test_a_cell_that_nothing_protects_is_named_with_what_to_merge() -> None:
    """Three cases in the north, each of another kind: together fewer than five, so each is one or two."""
    found = protected(tables([1, 1, 1, 20, 20, 20, 20, 20, 20]))
    assert {("north", kind) for kind in (*KINDS, TOTAL)} == set(found.tables[0].unprotectable)
    assert found.tables[0].proposals[0].after < found.tables[0].proposals[0].before


def test_rounding_prints_multiples_that_add_up() -> None:
    cross, _ = tables(SEEN)
    found = protected(tables(SEEN), OPEN.model_copy(update={"method": "round"}))
    printed = {at: one.printed for at, one in changes(found, "cross").items()}
    shown = {at: printed.get(at, int(n)) for at, n in cross.cells.items()}
    assert all(n is not None and n % 5 == 0 and abs(n - cross.cells[at]) < 5 for at, n in shown.items())
    for unit in (*UNITS, TOTAL):
        assert shown[unit, TOTAL] == sum(shown[unit, kind] or 0 for kind in KINDS)
    assert {one.kind for one in changes(found, "cross").values()} == {"rounded"}


def test_totals_that_weigh_more_stay() -> None:
    """A total is as good as any other cell to hide, unless the profile says that it is worth more."""
    dear = OPEN.model_copy(update={"weights": Weights(totals=100)})
    found = changes(protected(tables([3, 20, 20, 20, 20, 20, 20, 20, 20]), dear), "cross")
    assert not any(TOTAL in at for at in found)


def test_everybody_of_a_group_in_one_cell_is_noticed_where_it_is_sensitive() -> None:
    counts = [9, 0, 0, 9, 14, 20, 30, 8, 11]
    asked = OPEN.model_copy(update={"rules": {"attributes": "points"}, "sensitive": ["kind"]})
    noticed = [(one.at, one.rule) for one in protected(tables(counts), asked).tables[0].noticed]
    assert noticed == [(("north", "theft"), "attributes")]
    assert not protected(tables(counts), asked.model_copy(update={"sensitive": ["unit"]})).tables[0].noticed
    assert not protected(tables(counts), OPEN).tables[0].noticed


def test_nearly_everybody_in_one_cell_is_noticed_when_asked() -> None:
    asked = OPEN.model_copy(update={"rules": {"dominance": "points"}, "sensitive": ["kind"], "dominance": 80})
    found = protected(tables([90, 5, 5, 30, 30, 30, 30, 30, 30]), asked)
    assert [one.at for one in found.tables[0].noticed] == [("north", "theft")]


def test_a_rule_that_hides_takes_the_cell_away_and_one_that_points_does_not() -> None:
    """All of the north is in theft: what is all of a group is hidden with the group."""
    counts = [9, 0, 0, 9, 14, 20, 30, 8, 11]
    asked = OPEN.model_copy(update={"rules": {"attributes": "hides"}, "sensitive": ["kind"]})
    found = protected(tables(counts), asked)
    assert {("north", "theft"), ("north", TOTAL)} <= changes(found, "cross").keys()
    assert not found.tables[0].noticed
    pointing = protected(tables(counts), asked.model_copy(update={"rules": {"attributes": "points"}}))
    assert not changes(pointing, "cross")


def test_everybody_but_one_in_one_cell_is_noticed_when_asked() -> None:
    asked = OPEN.model_copy(update={"rules": {"outnumbered": "points"}, "threshold": 2})
    assert not protected(tables([20] * 9), asked).tables[0].noticed
    noticed = protected(tables([6, 0, 0, 7, 1, 0, 30, 8, 11]), asked).tables[0].noticed
    assert ("south", "theft") in {one.at for one in noticed}


def test_facts_that_say_nothing_about_people_are_left_alone() -> None:
    asked = OPEN.model_copy(update={"not_about_people": ["case"]})
    cross, kinds = tables([1] * 9)
    found = protected((cross, kinds), asked)
    assert (found.tables, found.open) == ((), ("case",))
    assert shown({"cross": cross}, found)["cross"] == cross


MERGES = OPEN.model_copy(update={"method": "merge", "tells": ["kind"]})


def test_codes_are_merged_until_nothing_small_is_left_that_cannot_be_hidden() -> None:
    cross, kinds = tables([1, 1, 1, 20, 20, 20, 20, 20, 20])
    assert protected((cross, kinds)).tables[0].unprotectable
    found = protected((cross, kinds), MERGES)
    assert not any(one.unprotectable for one in found.tables)
    assert found.tables[0].merged
    told = shown({"cross": cross, "by_kind": kinds}, found)
    for table in told.values():
        assert len(table.cells) == next(one.cells for one in found.tables if one.id == table.id)
    assert not any(is_hidden(n) for n in told["by_kind"].cells.values())
    assert Protection.model_validate_json(found.model_dump_json()) == found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=9, max_size=9))
def test_after_merging_no_small_count_is_told_and_sums_of_what_is_told_hold(counts: list[int]) -> None:
    cross, kinds = tables(counts)
    found = protected((cross, kinds), MERGES)
    assert found == protected((cross, kinds), MERGES)
    told = shown({"cross": cross, "by_kind": kinds}, found)
    assert not any(0 < n < 5 for table in told.values() for n in table.cells.values())
    unit_codes, kind_codes = ([code.code for code in axis if code.code != TOTAL] for axis in told["cross"].labels)
    for unit in (*unit_codes, TOTAL):
        parts, total = [told["cross"].cells[unit, kind] for kind in kind_codes], told["cross"].cells[unit, TOTAL]
        assert any(map(is_hidden, (*parts, total))) or sum(parts) == total
    whole = {kind: told["cross"].cells[TOTAL, kind] for kind in kind_codes}
    alone = {kind: told["by_kind"].cells[kind,] for kind in kind_codes if (kind,) in told["by_kind"].cells}
    assert all(repr(whole[kind]) == repr(n) for kind, n in alone.items())


def test_the_unit_of_an_edition_is_never_merged() -> None:
    cross, kinds = tables([1, 1, 1, 20, 20, 20, 20, 20, 20])
    told = protect([cross, kinds], WORLD, MERGES, seconds=QUICK, keep=("north", "south"))
    assert not any({"north", "south"} & set(merge.codes) for one in told.tables for merge in one.merged)


def test_a_total_that_no_merge_makes_safe_is_hidden_though_the_profile_would_tell_it() -> None:
    """Of 8 in two small counts each is 4; its codes are all to stay apart."""
    cross, _ = tables([4, 4, 0, 20, 20, 20, 20, 20, 20])
    wishes = MERGES.model_copy(update={"tells": ["unit"]})
    merging = protect([cross], WORLD, wishes, seconds=QUICK)
    assert merging.tables[0].merged
    assert ("north", TOTAL) not in changes(merging, "cross")
    hiding = protect([cross], WORLD, wishes, seconds=QUICK, keep=(*UNITS, *KINDS))
    assert not hiding.tables[0].merged
    assert not hiding.tables[0].unprotectable
    assert ("north", TOTAL) in changes(hiding, "cross")


def test_an_answer_is_the_same_after_it_was_stored() -> None:
    found = protected(tables(SEEN))
    assert Protection.model_validate_json(found.model_dump_json()) == found


def test_a_table_as_trees_has_only_its_newest_year_and_hangs_codes_under_what_they_stand_within() -> None:
    year, sub = Dimension("year", "year", None, total=False), Dimension("sub", "sub", "sub", within="kind")
    definition = defined("tree", year, KIND, sub)
    cells: dict[Coordinates, float] = {
        (when, *at): n
        for when in ("2023", "2024")
        for at, n in {("a", "x"): 1, ("a", "y"): 2, ("a", TOTAL): 3, (TOTAL, TOTAL): 3}.items()
    }
    table = Table(definition, 2024, cells, (labelled("2023"), labelled("a"), labelled("x", "y")), reconstructed=False)
    tree = tabular(table)
    assert dict(tree.dimensions[0].parents) == {"a": TOTAL, "a/x": "a", "a/y": "a"}
    assert tree.counts == {("a/x",): 1, ("a/y",): 2}
    assert proposals(table, 5)[0].codes == ("x", "y")


def test_scores_are_not_protected() -> None:
    cross, kinds = tables(SEEN)
    scores = replace(kinds, definition=replace(BY_KIND, measure="score"))
    assert [one.id for one in protected((cross, scores)).tables] == ["cross"]
