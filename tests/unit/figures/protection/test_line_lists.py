"""A list of cases, grouped: what every grouped list must be, and that nothing finer was possible."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.axes import MARGIN
from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Merged, Table, TableDefinition
from loket.figures.protection.coarsening import Step, path, steps
from loket.figures.protection.joining import Joined
from loket.figures.protection.line_lists import NoList, grouped
from loket.figures.protection.merged import merged

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Listed:
    """A table and the lists of its columns."""

    table: Table
    lists: dict[str, CodeList]

    @property
    def cases(self) -> dict[Coordinates, int]:
        return {at: int(n) for at, n in self.table.cells.items() if n and TOTAL not in at}


def code(name: str, parent: str | None = None) -> Code:
    return Code(name, dict.fromkeys(LANGUAGES, name.upper()), parent=parent)


def listed(columns: list[list[Code]], cases: dict[Coordinates, int], above: list[Code] | None = None) -> Listed:
    """A list with columns called c0, c1; the codes of ``above`` are their parents."""
    names = [f"c{place}" for place in range(len(columns))]
    lists = {
        name: CodeList(name, {"nl": name}, tuple(codes), "above" if above else None)
        for name, codes in zip(names, columns, strict=True)
    }
    lists["above"] = CodeList("above", {"nl": "above"}, tuple(above or ()))
    definition = TableDefinition(
        "rows",
        {"nl": "Rijen"},
        "case",
        tuple(Dimension(name, name, name) for name in names),
        {"nl": ""},
        "",
        {"nl": ""},
    )
    labels = tuple((*codes, MARGIN) for codes in columns)
    cells = {
        at: sum(n for case, n in cases.items() if all(a in (b, TOTAL) for a, b in zip(at, case, strict=True)))
        for at in product(*([one.code for one in axis] for axis in labels))
    }
    return Listed(Table(definition, 2024, cells, labels, reconstructed=False), lists)


@st.composite
def lists_of_cases(draw: st.DrawFn) -> Listed:
    """Up to three columns of up to five codes, some under parents, and up to forty cases."""
    above = [code("p"), code("q")]
    columns = [
        [
            code(f"{place}{letter}", draw(st.sampled_from([None, "p", "q"])))
            for letter in "abcde"[: draw(st.integers(1, 5))]
        ]
        for place in range(draw(st.integers(1, 3)))
    ]
    at = st.tuples(*(st.sampled_from([one.code for one in codes]) for codes in columns))
    return listed(columns, dict(Counter(draw(st.lists(at, max_size=40)))), above)


thresholds = st.integers(2, 8)


def is_total_alone(table: Table) -> bool:
    return [*table.cells] == [(TOTAL,)]


def rows(table: Table) -> dict[Coordinates, float]:
    return {at: n for at, n in table.cells.items() if TOTAL not in at and n}


@given(lists_of_cases(), thresholds)
def test_every_row_counts_enough(found: Listed, threshold: int) -> None:
    table, loss = grouped(found.table, found.lists, threshold)
    assert all(n >= threshold for n in rows(table).values())
    assert (loss.told.combinations % 10, loss.told.kept in range(1, 10)) == (0, True)


@given(lists_of_cases(), thresholds)
def test_every_row_counts_the_cases_that_it_says(found: Listed, threshold: int) -> None:
    """Sums are kept: each cell is all cases whose codes count there, the total is all."""
    table, _ = grouped(found.table, found.lists, threshold)
    names = [one.name for one in found.table.definition.dimensions]
    left = [names.index(one.name) for one in table.definition.dimensions]
    counted: Counter[Coordinates] = Counter()
    for at, n in found.cases.items():
        home = table.home(tuple(at[place] for place in left))
        for cell in product(*({part, TOTAL} for part in home)):
            counted[cell] += n
    assert {at: n for at, n in table.cells.items() if n} == {
        at: n for at, n in counted.items() if not is_total_alone(table) or at == (TOTAL,)
    }
    assert table.cells[(TOTAL,) * len(left)] == sum(found.cases.values())


@given(lists_of_cases(), thresholds)
def test_nothing_is_finer_than_asked(found: Listed, threshold: int) -> None:
    """Each code of the result is one of the table, or some of them that no other has."""
    table, _ = grouped(found.table, found.lists, threshold)
    before = {
        one.name: [code.code for code in codes]
        for one, codes in zip(found.table.definition.dimensions, found.table.labels, strict=True)
    }
    for one, codes in zip(table.definition.dimensions, table.labels, strict=True):
        told = [part for label in codes for part in label.code.split("+")]
        assert sorted(told) == sorted(before[one.name]) or is_total_alone(table)


@given(lists_of_cases(), thresholds)
def test_grouping_again_changes_nothing(found: Listed, threshold: int) -> None:
    table, _ = grouped(found.table, found.lists, threshold)
    again, loss = grouped(table, found.lists, threshold)
    assert again == table
    assert (loss.kept, loss.left_out) == (1.0, ())


@given(lists_of_cases(), thresholds, st.randoms(use_true_random=False))
def test_the_order_of_the_cells_says_nothing(found: Listed, threshold: int, chance: Random) -> None:
    cells = [*found.table.cells.items()]
    chance.shuffle(cells)
    other = replace(found.table, cells=dict(cells))
    assert grouped(other, found.lists, threshold) == grouped(found.table, found.lists, threshold)


def chains(found: Listed) -> list[list[Step]]:
    told = []
    for place, dimension in enumerate(found.table.definition.dimensions):
        codes = [one for one in found.table.labels[place] if one.code != TOTAL]
        counts = Counter[str]()
        for at, n in found.cases.items():
            counts[at[place]] += n
        own = found.lists[dimension.name]
        told.append(
            steps([one.code for one in codes], {one.code: path(one, own, found.lists) for one in codes}, counts)
        )
    return told


@given(lists_of_cases(), thresholds)
def test_no_other_way_along_the_trees_keeps_more(found: Listed, threshold: int) -> None:
    """Against every way there is, tried one by one."""
    _, loss = grouped(found.table, found.lists, threshold)
    every = chains(found)
    kept = [sum(step.differences for step in way) for way in product(*every) if safe(found, way, threshold)]
    finest = sum(chain[0].differences for chain in every)
    assert loss.is_least
    assert loss.kept == (max(kept, default=0) / finest if finest else 1.0)


def safe(found: Listed, way: tuple[Step, ...], threshold: int) -> bool:
    counted: Counter[Coordinates] = Counter()
    for at, n in found.cases.items():
        counted[tuple(step.into[part] for step, part in zip(way, at, strict=True))] += n
    return all(n >= threshold for n in counted.values())


@given(lists_of_cases())
def test_a_step_tells_apart_the_pairs_that_it_says(found: Listed) -> None:
    for place, chain in enumerate(chains(found)):
        cases = [at[place] for at, n in found.cases.items() for _ in range(n)]
        for step in chain:
            apart = sum(step.into[one] != step.into[other] for one, other in combinations(cases, 2))
            assert step.differences == apart


@given(lists_of_cases())
def test_codes_merge_with_their_siblings_only(found: Listed) -> None:
    """A group that holds codes of two parents holds all codes of both."""
    for place, chain in enumerate(chains(found)):
        parents = {one.code: one.parent for one in found.table.labels[place]}
        for group in (group for step in chain for group in step.groups):
            above = {parents[one] for one in group}
            if len(above) > 1:
                whole = {one for one, parent in parents.items() if parent is not None and parent in above}
                assert whole <= set(group)


def test_with_too_little_effort_the_answer_is_safe_and_says_so() -> None:
    cases = {(f"a{n}", f"b{m}"): 1 + (n * m) % 5 for n in range(8) for m in range(8)}
    found = listed([[code(f"a{n}") for n in range(8)], [code(f"b{n}") for n in range(8)]], cases)
    table, loss = grouped(found.table, found.lists, 5, effort=200)
    assert not loss.is_least
    assert all(n >= 5 for n in rows(table).values())
    assert grouped(found.table, found.lists, 5)[1].kept >= loss.kept


def test_fewer_cases_than_the_threshold_leave_their_total() -> None:
    """It is small itself: protection hides it with all other small counts."""
    found = listed([[code("a"), code("b")], [code("x"), code("y")]], {("a", "x"): 1, ("b", "y"): 2})
    table, loss = grouped(found.table, found.lists, 5)
    assert table.cells == {(TOTAL,): 3}
    assert [one.name for one in loss.left_out] == ["c0", "c1"]
    assert loss.kept == 0


def test_all_codes_under_a_parent_are_called_as_that_parent() -> None:
    fines = [code("none", "p"), code("fine", "q"), code("loss", "q"), code("gone", "q")]
    found = listed([fines], {("none",): 9, ("fine",): 3, ("loss",): 2, ("gone",): 1}, [code("p"), code("q")])
    table, loss = grouped(found.table, found.lists, 5)
    assert [one.name("nl") for one in table.labels[0]] == ["NONE", "Q", "Totaal"]
    assert table.merged[0].codes == ("fine", "loss", "gone")
    assert table.cells == {("none",): 9, ("fine+loss+gone",): 6, (TOTAL,): 15}
    assert loss.combinations == 4


def test_the_smallest_go_to_one_rest_beside_the_larger() -> None:
    letters = [code(letter) for letter in "abcd"]
    found = listed([letters], {("a",): 2, ("b",): 30, ("c",): 1, ("d",): 3})
    table, _ = grouped(found.table, found.lists, 5)
    assert [one.name("nl") for one in table.labels[0]] == ["B", "Overig: A, C, D", "Totaal"]
    assert table.labels[0][1].name("en") == "Other: A, C, D"


def test_a_rest_of_many_codes_says_how_many() -> None:
    letters = [code(letter) for letter in "abcdefg"]
    cases = {(letter,): 1 for letter in "abcdef"} | {("g",): 50}
    found = listed([letters], cases)
    table, _ = grouped(found.table, found.lists, 5)
    assert table.labels[0][1].label == {"nl": "Overig (6 soorten)", "en": "Other (6 kinds)"}


def test_a_list_that_is_safe_stays_whole() -> None:
    found = listed([[code("a"), code("b")], [code("x"), code("y")]], {("a", "x"): 7, ("b", "y"): 5})
    table, loss = grouped(found.table, found.lists, 5)
    assert table == found.table
    assert (loss.kept, loss.combinations) == (1.0, 2)


def test_a_large_list_is_grouped_soon() -> None:
    """Five columns, thousands of different rows: pruned, not tried one by one."""
    columns = [[code(f"{place}{n}") for n in range(12)] for place in range(4)]
    cases = {tuple(f"{place}{(k * (place + 3) + k // 7) % 12}" for place in range(4)): 1 + k % 3 for k in range(2000)}
    empty = listed([[code(one.code) for one in axis[:1]] for axis in columns], {})
    labels = tuple((*axis, MARGIN) for axis in columns)
    table = replace(empty.table, cells=dict(cases), labels=labels)
    lists = {f"c{place}": CodeList(f"c{place}", {"nl": ""}, tuple(axis)) for place, axis in enumerate(columns)}
    result, loss = grouped(table, lists, 5)
    assert all(n >= 5 for n in rows(result).values())
    assert loss.is_least
    assert prod(len(axis) for axis in columns) > 20_000


@pytest.mark.parametrize(
    "change", [{"measure": "score"}, {"dimensions": (Dimension("year", "year", None), Dimension("c1", "c1", "c1"))}]
)
def test_what_is_no_list_is_refused(change: dict[str, object]) -> None:
    found = listed([[code("a")], [code("x")]], {("a", "x"): 7})
    definition = replace(found.table.definition, **change)  # type: ignore[arg-type]  # each is a field of it
    with pytest.raises(NoList, match="kan geen lijst zijn"):
        grouped(replace(found.table, definition=definition), found.lists, 5)


def test_codes_that_are_joined_later_take_along_what_the_list_had_as_one() -> None:
    """Tables join b, c and d; in the list c and e are one already, so that e joins too."""
    letters = [code(letter) for letter in "abcde"]
    found = listed([letters], {("a",): 30, ("b",): 20, ("c",): 3, ("d",): 10, ("e",): 4})
    table, _ = grouped(found.table, found.lists, 5)
    joins = Joined({("case", "c0", ""): ("b", "c", "d")}).of(table)
    again = merged(table, joins)
    assert again.merged == (Merged("c0", ("b", "c", "d", "e")),)
    assert again.cells == {("a",): 30, ("b+c+d+e",): 37, (TOTAL,): 67}
    assert again.home(("c+e",)) == again.home(("b",)) == ("b+c+d+e",)
    assert merged(table, Joined({("case", "c0", ""): ("c", "e")}).of(table)) == table
