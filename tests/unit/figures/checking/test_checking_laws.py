"""Laws of the check: what hangs together is left alone, and one wrong figure is found, once."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from paper import Paper

from loket.figures.checking.model import Arrow, At, Kind, Percent, Same, Sum

Grid = list[list[int]]

grids = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 400), min_size=width, max_size=width), min_size=2, max_size=4)
)


def rounded(part: int, base: int, decimals: int) -> str:
    """100 x part / base, half up, as it is printed."""
    units = (Fraction(200 * 10**decimals * part, base) + 1) // 2
    return f"{units // 10**decimals}.{units % 10**decimals:0{decimals}d}" if decimals else str(units)


def paper(grid: Grid, before: Grid, decimals: int) -> Paper:
    """A table with its margins, its row totals again with percentages and arrows, and the year before."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    cells = {(f"r{i}", f"c{j}"): (str(grid[i][j]),) for i in rows for j in columns}
    cells |= {(f"r{i}", "total"): (str(sum(grid[i])),) for i in rows}
    cells |= {("total", f"c{j}"): (str(sum(row[j] for row in grid)),) for j in columns}
    whole = sum(map(sum, grid))
    cells[("total", "total")] = (str(whole),)
    again = {
        (f"r{i}",): (str(sum(grid[i])), rounded(sum(grid[i]), whole, decimals), _arrow(grid, before, i)) for i in rows
    }
    again[("total",)] = (str(whole), "", "")
    old = {(f"r{i}",): (str(_then(before, i)),) for i in rows}
    return (
        Paper()
        .table("grid", cells, adds=["a", "b"])
        .table("list", again, {"n": "count", "share": "percent", "arrow": "arrow"})
        .table("old", old)
        .says("totaal", "is", "grid[total,total]", value=str(whole))
    )


def _then(before: Grid, row: int) -> int:
    return sum(before[row % len(before)])


def _arrow(grid: Grid, before: Grid, row: int) -> str:
    change = sum(grid[row]) - _then(before, row)
    return "up" if change > 0 else "down" if change < 0 else "equal"


SHARES: dict[str, Kind] = {"n": "count", "share": "percent"}
DECLARED = (
    Same(cells=["list[$r]", "grid[$r,total]"]),
    Sum(whole="list[total]", parts=["list[*]"]),
    Percent(percent="list[$r].share", part="list[$r]", base="list[total]"),
    Sum(whole="100", parts=["list[*].share"]),
    Arrow(arrow="list[$r].arrow", now="list[$r]", before="old[$r]"),
)


@given(grids, grids, st.integers(0, 2))
def test_a_report_that_hangs_together_has_no_finding(grid: Grid, before: Grid, decimals: int) -> None:
    if sum(map(sum, grid)):
        examined = paper(grid, before, decimals).examine(*DECLARED)
        assert examined.findings == ()
        assert examined.checked > len(grid) + len(grid[0])


@given(grids, grids, st.data())
def test_one_wrong_figure_inside_a_table_is_one_finding_that_names_it_and_its_value(
    grid: Grid, before: Grid, data: st.DataObject
) -> None:
    if not sum(map(sum, grid)):
        return
    written = paper(grid, before, 1)
    i, j = data.draw(st.integers(0, len(grid) - 1)), data.draw(st.integers(0, len(grid[0]) - 1))
    wrong = data.draw(st.integers(0, 500).filter(lambda value: value != grid[i][j]))
    at = At("", "grid", (f"r{i}", f"c{j}"), "n")
    written.figures[at] = replace(written.figures[at], value=Fraction(wrong))
    (found,) = written.examine(*DECLARED).findings
    assert (found.place, found.left, found.right) == (f"grid: r{i}, c{j}", wrong, grid[i][j])
    assert found.difference == wrong - grid[i][j]
    assert found.severity == "error"


@given(grids, grids, st.data())
def test_any_wrong_figure_is_among_those_that_a_finding_names(grid: Grid, before: Grid, data: st.DataObject) -> None:
    if not sum(map(sum, grid)):
        return
    written = paper(grid, before, 1)
    counts = [at for at, figure in written.figures.items() if figure.kind == "count" and at.table != "old"]
    at = data.draw(st.sampled_from(counts))
    value = written.figures[at].value
    wrong = data.draw(st.integers(0, 2000).filter(lambda one: one != value))
    written.figures[at] = replace(written.figures[at], value=Fraction(wrong))
    findings = written.examine(*DECLARED).findings
    told = " ".join([text for one in findings for text in (one.place, *(broken.says for broken in one.contradictions))])
    assert written.figures[at].place in told


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=12), st.integers(0, 3))
def test_rounding_of_percentages_and_of_their_sum_is_no_contradiction(parts: list[int], decimals: int) -> None:
    if not sum(parts):
        return
    rows = {(f"r{i}",): (str(part), rounded(part, sum(parts), decimals)) for i, part in enumerate(parts)}
    rows[("total",)] = (str(sum(parts)), f"100.{'0' * decimals}" if decimals else "100")
    written = Paper().table("t", rows, SHARES, adds=["a"])
    assert written.examine(Percent(percent="t[$r].share", part="t[$r]", base="t[total]")).findings == ()


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 2), st.sampled_from([-1, 1]))
def test_a_percentage_that_is_a_unit_off_is_found(base: int, part: int, decimals: int, off: int) -> None:
    right = Fraction(rounded(min(part, base), base, decimals))
    printed = right + Fraction(off, 10**decimals)
    exact = Fraction(100 * min(part, base), base)
    if printed < 0 or abs(printed - exact) * 2 * 10**decimals <= 1:
        return
    text = f"{float(printed):.{decimals}f}"
    written = Paper().table("t", {("a",): (str(min(part, base)), text), ("total",): (str(base), "")}, SHARES)
    (found,) = written.examine(Percent(percent="t[a].share", part="t[a]", base="t[total]")).findings
    assert found.left == float(printed)
