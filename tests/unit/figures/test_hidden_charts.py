"""What a chart does not tell: nothing in it depends on a hidden number, and everybody can see that there is one."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_charts import CLASSES, SVG, by_class, by_unit, by_year, marks, words

from loket.figures import charts
from loket.figures.charts import groups
from loket.figures.charts.options import options
from loket.figures.model import HIDDEN, TOTAL, Code, Merged, Table, is_hidden

KINDS = ("bars", "list", "stacked", "blocks", "strokes", "multiples", "slope")
ROWS = 3
counts = st.integers(0, 900)
masks = st.lists(st.booleans(), min_size=9, max_size=9)


def asked(kind: str, numbers: list[float]) -> tuple[str, Table, dict[str, Any]]:
    """A chart of this kind, with a table of these nine numbers, or of as many as it draws."""
    rows = [tuple(numbers[place : place + 3]) for place in (0, 3, 6)]
    if kind == "stacked":
        return kind, by_class(rows), {"parts": "class", "sort": True}
    if kind in ("multiples", "slope"):
        return kind, by_year([row[:2] for row in rows]), {"sort": True}
    if kind == "list":
        return "bars", by_unit(numbers[:ROWS]), {"style": "list", "share": True, "sort": True, "zeros": False}
    other = {"label": {"nl": "Rest", "en": "Rest"}, "codes": ["u1", "u2"]}
    return kind, by_unit(numbers[:ROWS]), {"groups": [other]} if kind == "strokes" else {"sort": True}


def drawn(kind: str, numbers: list[float], language: str = "nl") -> charts.Drawings:
    name, table, options = asked(kind, numbers)
    return charts.drawings(name, table, options, language)


def protected(numbers: list[int], mask: list[bool]) -> list[float]:
    """The numbers as a protected table has them: each hidden one a NaN of its own."""
    return [float("nan") if hide else n for n, hide in zip(numbers, mask, strict=True)]


numbers = st.lists(counts, min_size=9, max_size=9)


@pytest.mark.parametrize("kind", KINDS)
@given(true=numbers, other=numbers, mask=masks)
def test_two_true_tables_that_show_the_same_give_the_same_bytes(
    kind: str, true: list[int], other: list[int], mask: list[bool]
) -> None:
    also = [b if hide else a for a, b, hide in zip(true, other, mask, strict=True)]
    assert drawn(kind, protected(true, mask)) == drawn(kind, protected(also, mask))


@pytest.mark.parametrize("kind", KINDS)
@given(true=numbers, mask=masks)
def test_a_hidden_number_is_nowhere_in_a_chart_and_its_box_and_sign_are(
    kind: str, true: list[int], mask: list[bool]
) -> None:
    name, table, options = asked(kind, protected(true, mask))
    hidden = {at: n for at, n in asked(kind, [7_654_321 + n for n in true])[1].cells.items() if TOTAL not in at}
    hidden = {at: n for at, n in hidden.items() if is_hidden(table.cells[at])}
    for svg in charts.drawings(name, table, options, "nl"):
        written = " ".join(["".join(etree.fromstring(svg).itertext()), *charts.rows_beside(svg)])
        assert "nan" not in svg.lower()
        assert not any(f"{n:.0f}" in written.replace(".", "") for n in hidden.values())
        assert any("x" in word.split(" + ") for word in words(svg)) is bool(hidden)
        assert bool([*marks(svg, "g", "hidden")]) is bool(hidden)
        assert ("niet getoond" in (etree.fromstring(svg)[1].text or "")) is bool(hidden)
        assert ("x: niet getoond" in words(svg)) is bool(hidden)


@pytest.mark.parametrize("kind", KINDS)
@given(true=numbers, mask=masks)
def test_boxes_and_words_stand_within_the_picture(kind: str, true: list[int], mask: list[bool]) -> None:
    for svg in drawn(kind, protected(true, mask)):
        root = etree.fromstring(svg)
        wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
        for mark in root.iter(SVG + "rect"):
            x, y, w, h = (float(mark.get(part, "0")) for part in ("x", "y", "width", "height"))
            assert min(x, y, w, h) >= 0
            assert x + w <= wide + 0.01
            assert y + h <= high + 0.01
        assert all(0 <= float(mark.get("y", "0")) <= high for mark in root.iter(SVG + "text"))


def test_every_box_has_the_same_length_whatever_the_scale_is() -> None:
    for top in (10, 100_000):
        svg = charts.draw("bars", by_unit([top, HIDDEN]), {}, "nl")
        (legend, box) = marks(svg, "g", "hidden")
        assert (legend[-1].get("width"), box[-1].get("width")) == ("12.5", "38.5")


def test_what_is_hidden_stands_after_what_is_shown_in_print_order() -> None:
    svg = charts.draw("bars", by_unit([HIDDEN, 4, HIDDEN, 30, 0]), {"sort": True, "zeros": False}, "nl")
    assert charts.rows_beside(svg) == ("30", "4", "x", "x")
    names = [word for word in words(svg) if "meer" in word]
    assert [name[:2] for name in names] == ["u3", "u1", "u0", "u2"]


def test_a_row_of_which_a_part_is_hidden_does_not_tell_by_its_place_how_large_it_is() -> None:
    table = by_class([(26, HIDDEN, 60), (1, 2, 3), (4, 5, 6)])
    assert charts.rows_beside(charts.draw("stacked", table, {"parts": "class", "sort": True}, "nl")) == ("4", "1", "26")


def test_a_merged_row_with_a_hidden_part_is_hidden() -> None:
    other = {"label": {"nl": "Overig"}, "codes": ["u1", "u2"]}
    svg = charts.draw("bars", by_unit([50, HIDDEN, 30]), {"groups": [other]}, "nl")
    assert charts.rows_beside(svg) == ("50", "x")


def test_parts_that_are_merged_with_a_hidden_one_are_hidden() -> None:
    measure = {"label": {"nl": "Met maatregel"}, "codes": ["other", "disciplinary"]}
    none = {"label": {"nl": "Geen maatregel"}, "codes": ["none"]}
    options = {"parts": "class", "part_groups": [measure, none]}
    svg = charts.draw("stacked", by_class([(26, 24, HIDDEN)]), options, "nl")
    assert charts.rows_beside(svg) == ("x",)
    assert "x + 26" in words(svg)


def told(numbers: list[float], total: float) -> Table:
    """Units, with what they are together as the table tells it."""
    table = by_unit(numbers)
    return replace(table, cells={**table.cells, (TOTAL,): total})


@pytest.mark.parametrize(
    ("kind", "options"), [("bars", {"style": "list", "share": True, "zeros": False}), ("blocks", {})]
)
def test_beside_what_is_hidden_a_share_is_of_the_total_that_the_table_tells(kind: str, options: dict[str, Any]) -> None:
    svg = charts.draw(kind, told([HIDDEN, 60, HIDDEN, 0][: 3 if kind == "blocks" else 4], 180), options, "nl")
    assert [word for word in words(svg) if "%" in word] == ["33%" if kind == "bars" else "33% van 180"]
    small = charts.draw(kind, told([HIDDEN, 6, HIDDEN], 18), options, "nl")
    some = charts.draw(kind, told([HIDDEN, 60, 3], 180), {**options, "codes": ["u0", "u1"]}, "nl")
    assert not any("%" in word for word in (*words(small), *words(some)))


def test_without_a_number_there_is_no_share_and_no_change() -> None:
    shared = charts.draw("bars", by_unit([60, 40, HIDDEN]), {"style": "list", "share": True}, "nl")
    assert not any("%" in word for word in words(shared))
    assert "Verschil niet te zeggen" in words(charts.draw("multiples", by_year([(HIDDEN, 683)]), {}, "nl"))
    assert "Change not to say" in words(charts.draw("multiples", by_year([(606, HIDDEN)]), {}, "en"))


def test_of_a_slope_what_is_not_told_stands_below_it_without_a_line() -> None:
    svg = charts.draw("slope", by_year([(728, 818), (HIDDEN, 224), (203, HIDDEN)]), {}, "en")
    lines = [mark for mark in etree.fromstring(svg).iter(SVG + "path") if "slope" in mark.get("class", "")]
    assert len(lines) == 1
    assert {"224", "203", "x: not shown", "u1 & more", "u2 & more"} <= {*words(svg)}
    assert len(marks(svg, "g", "hidden")) == 3


def test_the_strokes_of_a_band_leave_room_for_what_is_not_told() -> None:
    svg = charts.strokes([("vragen", 40), ("zaken", HIDDEN)], "nl", title="Werk", wide=350)
    assert [mark.get("d", "").count("M") for mark in marks(svg, "path", "stroke")] == [40]
    assert "zaken: niet getoond" in svg
    assert "x" in words(svg)
    (box,) = marks(svg, "g", "stroke")
    lengths = [float(x) for x in re.findall(r"M([0-9.]+) ", marks(svg, "path", "stroke")[0].get("d", ""))]
    assert max(lengths) < float(box[-1].get("x", "0"))


def merged(*codes: str, numbers: tuple[float, ...] = (50, 7, 30, 12)) -> Table:
    """Units u0 to u3 of which these are counted as one."""
    whole = by_unit(list(numbers))
    one = Merged("unit", codes)
    cells: dict[tuple[str, ...], float] = {at: n for at, n in whole.cells.items() if at[0] not in codes}
    cells[(one.into,)] = sum(whole.cells[(code,)] for code in codes)
    kept = [code for code in whole.labels[0] if code.code not in codes]
    labels = [[*kept[:-1], Code(one.into, {"nl": "Samen", "en": "Together"}), kept[-1]]]
    return replace(whole, cells=cells, labels=labels, merged=(one,))


def group(*codes: str) -> dict[str, Any]:
    return {"label": {"nl": "Overig", "en": "Other"}, "codes": list(codes)}


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ({"codes": ["u0", "u1", "u2"]}, {"u0 & meer": "50", "Samen": "37"}),
        ({"codes": ["u2", "u3", "u1"]}, {"Samen": "37", "u3 & meer": "12"}),
        ({"groups": [group("u1", "u2")]}, {"u0 & meer": "50", "u3 & meer": "12", "Overig": "37"}),
        ({"groups": [group("u1", "u3")]}, {"u0 & meer": "50", "Samen": "37", "Overig": "x"}),
        ({"codes": ["u0", "u1"], "groups": [group("u1+u2", "u3")]}, {"u0 & meer": "50", "Samen": "37", "Overig": "12"}),
        ({"codes": ["u0", "u1"], "groups": [group("u1+u2")]}, {"u0 & meer": "50", "Samen": "37"}),
        ({"codes": ["u0", "u1"], "groups": [group("u2")]}, {"u0 & meer": "50", "Samen": "37", "Overig": "x"}),
    ],
)
def test_codes_that_are_counted_as_one_are_one_row(options: dict[str, Any], rows: dict[str, str]) -> None:
    svg = charts.draw("bars", merged("u1", "u2"), options, "nl")
    assert charts.rows_beside(svg) == tuple(rows.values())
    assert [word for word in words(svg) if word in rows] == list(rows)


UNITS = ("u0", "u1", "u2", "u3")
some_units = st.lists(st.sampled_from(UNITS), unique=True, max_size=4)


@given(st.lists(st.sampled_from(UNITS), unique=True, min_size=2, max_size=4), some_units, some_units)
def test_nothing_counts_twice_and_a_group_is_what_it_says_or_hidden(
    together: list[str], codes: list[str], wanted: list[str]
) -> None:
    table = merged(*sorted(together))
    named = [code for code in wanted if code not in codes]
    asked = groups.at_home(table, options({"codes": codes, "groups": [group(*named)] if named else []}))
    found = groups.groups(table, 0, asked.codes, asked.groups, "nl")
    counted = [code for one in found for code in one.codes]
    assert len(counted) == len(set(counted))
    assert set(counted) <= {code.code for code in table.labels[0]}
    for one in found:
        if one.merged and not one.untold:
            assert {part for code in one.codes for part in code.split("+")} == set(named)


def test_a_code_that_is_counted_with_another_stays_strong_and_on_its_scale() -> None:
    svg = charts.draw("bars", merged("u1", "u2"), {"strong": ["u2"]}, "nl")
    assert len(marks(svg, "rect", "petrol")) == 2
    years = by_year([(606, 683), (51, 42), (40, 30)])
    one = Merged("unit", ("u1", "u2"))
    cells: dict[tuple[str, ...], float] = {at: n for at, n in years.cells.items() if at[1] == "u0"}
    cells |= {("2023", one.into): 91, ("2024", one.into): 72}
    table = replace(
        years,
        cells=cells,
        labels=[years.labels[0], [*years.labels[1][:1], Code(one.into, {"nl": "Samen"})]],
        merged=(one,),
    )
    svg = charts.draw("multiples", table, {"scales": [["u0", "u1"], ["u2"]]}, "nl")
    assert words(svg).count("Samen") == 1


def test_where_a_code_is_pinned_that_is_counted_with_another_nothing_is_told() -> None:
    table = by_class([(26, 24, 6)])
    one = Merged("class", CLASSES[:2])
    labels = [table.labels[0], [Code(one.into, {"nl": "Samen"}), *table.labels[1][2:]]]
    table = replace(table, cells={("u0", one.into): 50, ("u0", CLASSES[2]): 6}, labels=labels, merged=(one,))
    assert charts.rows_beside(charts.draw("bars", table, {"at": {"class": "other"}}, "nl")) == ("x",)
    assert charts.rows_beside(charts.draw("bars", table, {"at": {"class": "disciplinary"}}, "nl")) == ("6",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_rounded_numbers_says_so(kind: str) -> None:
    name, table, options = asked(kind, [50.0, 15.0, 30.0, 5.0, 10.0, 0.0, 20.0, 25.0, 5.0])
    for svg in charts.drawings(name, replace(table, base=5), options, "en"):
        assert "rounded to multiples of 5" in words(svg)
        assert "rounded to multiples of 5" in (etree.fromstring(svg)[1].text or "")
