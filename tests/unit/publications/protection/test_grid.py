"""A table in rows and columns: nothing is lost, and what is hidden shows neither a number nor a blank."""

import pytest

from loket.figures.model import TOTAL, Code, Coordinates, Dimension, Table, TableDefinition
from loket.publications.protection.account import Changed
from loket.publications.protection.grid import Grid, grid, named

YEAR = Dimension("year", "year", None, total=False)
UNIT = Dimension("unit", "unit", "unit")
CATEGORY = Dimension("category", "category", "category")
SUB = Dimension("sub", "sub", "sub", within="category")


def codes(*names: str, total: bool = True) -> tuple[Code, ...]:
    margin = (Code(TOTAL, {"nl": "Totaal"}),) if total else ()
    return (*(Code(name, {"nl": name.upper()}) for name in names), *margin)


def table(
    dimensions: tuple[Dimension, ...], labels: tuple[tuple[Code, ...], ...], cells: dict[Coordinates, float]
) -> Table:
    words = {"nl": "zaken"}
    definition = TableDefinition("t", words, "case", dimensions, words, "geen", words)
    return Table(definition, 2024, cells, labels, reconstructed=False)


UNITS = table((UNIT,), (codes("a", "b"),), {("a",): 1200, ("b",): 0, (TOTAL,): 1200})
YEARS = table(
    (YEAR, UNIT),
    (codes("2023", "2024", total=False), codes("a", "b")),
    {(year, unit): 10 for year in ("2023", "2024") for unit in ("a", "b", TOTAL)},
)
TREE = table(
    (CATEGORY, SUB, UNIT),
    (codes("x", "y"), codes("x1", "x2", "y1"), codes("a")),
    {
        (*at, unit): 7
        for at in (("x", "x1"), ("x", "x2"), ("x", TOTAL), ("y", "y1"), ("y", TOTAL), (TOTAL, TOTAL))
        for unit in ("a", TOTAL)
    },
)


def heads(found: Grid) -> list[tuple[str, int, bool]]:
    return [(row.head, row.level, row.is_total) for row in found.rows]


def test_one_dimension_is_one_column_of_counts_as_they_are_written() -> None:
    found = grid(UNITS, {}, "nl")
    assert found.columns == ("Aantal",)
    assert heads(found) == [("A", 0, False), ("B", 0, False), ("Totaal", 0, True)]
    assert [cell.after for row in found.rows for cell in row.cells if cell] == ["1.200", "0", "1.200"]


def test_years_are_columns() -> None:
    found = grid(YEARS, {}, "nl")
    assert found.columns == ("2023", "2024")
    assert [head for head, *_ in heads(found)] == ["A", "B", "Totaal"]


def test_what_stands_within_another_comes_under_it() -> None:
    found = grid(TREE, {}, "nl")
    assert found.columns == ("A", "Totaal")
    assert heads(found) == [
        ("X", 0, False),
        ("X1", 1, False),
        ("X2", 1, False),
        ("Y", 0, False),
        ("Y1", 1, False),
        ("Totaal", 0, True),
    ]
    assert sum(cell is not None for row in found.rows for cell in row.cells) == len(TREE.cells)


@pytest.mark.parametrize(("printed", "after"), [(None, ""), (5, "5")])
def test_a_changed_cell_keeps_its_number_on_the_left_only(printed: int | None, after: str) -> None:
    changed: dict[Coordinates, Changed] = {("a",): Changed(at=("a",), kind="small", is_small=True, printed=printed)}
    found = grid(UNITS, changed, "nl").rows[0].cells[0]
    assert found
    assert (found.before, found.after, found.kind, found.is_small) == ("1.200", after, "small", True)


def test_zeros_are_hidden_when_the_profile_says_so() -> None:
    found = grid(UNITS, {}, "nl", zeros=False).rows[1].cells[0]
    assert found
    assert (found.after, found.kind) == ("", "zero")


def test_a_cell_is_named_by_its_codes() -> None:
    assert named(TREE, ("x", "x1", TOTAL), "nl") == "X, X1"
    assert named(TREE, (TOTAL, TOTAL, TOTAL), "nl") == "Totaal"


def test_many_columns_are_wide() -> None:
    assert not grid(YEARS, {}, "nl").is_wide
    assert Grid(tuple("abcdef"), ()).is_wide


def test_small_counts_are_marked_before_anything_changed() -> None:
    small = table((UNIT,), (codes("a", "b"),), {("a",): 4, ("b",): 5, (TOTAL,): 9})
    assert [cell.is_small for row in grid(small, {}, "nl", threshold=5).rows for cell in row.cells if cell] == [
        True,
        False,
        False,
    ]


def test_a_table_with_merged_codes_is_laid_out_as_it_was_before() -> None:
    """Fewer codes of one dimension would turn rows and columns around."""
    ats = [(unit, kind) for unit in ("a", "b", "c", TOTAL) for kind in ("x", "y", TOTAL)]
    whole = table((UNIT, CATEGORY), (codes("a", "b", "c"), codes("x", "y")), dict.fromkeys(ats, 7))
    merges = [(unit, kind) for unit in ("a+b+c", TOTAL) for kind in ("x", "y", TOTAL)]
    told = table((UNIT, CATEGORY), (codes("a+b+c"), codes("x", "y")), dict.fromkeys(merges, 7))
    assert grid(told, {}, "nl", like=whole).columns == grid(whole, {}, "nl").columns == ("X", "Y", "Totaal")
    assert grid(told, {}, "nl").columns == ("A+B+C", "Totaal")
