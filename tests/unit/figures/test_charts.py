"""Charts show every number of their table, to scale, and say in words what they show."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from loket.figures import charts, formats
from loket.figures.charts import multiples, scale, text
from loket.figures.charts.choose import Row
from loket.figures.model import TOTAL, Code, Coordinates, Dimension, Table, TableDefinition, UnknownCell

SVG = "{http://www.w3.org/2000/svg}"
CLASSES = ("none", "other", "disciplinary")
counts = st.lists(st.integers(0, 2000), min_size=1, max_size=8)
hidden = float("nan")


def code(name: str) -> Code:
    return Code(name, {"nl": f"{name} & meer", "en": f"{name} & more"})


def table(dimensions: dict[str, list[str]], cells: dict[Coordinates, float]) -> Table:
    """A table over these dimensions; the one that is called year holds years and has no total."""
    definition = TableDefinition(
        id="cases",
        title={"nl": "Zaken", "en": "Cases"},
        fact="settled_case",
        dimensions=tuple(
            Dimension(name, name, None if name == "year" else name, total=name != "year") for name in dimensions
        ),
        rule={"nl": "Elke zaak", "en": "Every case"},
        source="4.2",
        unit={"nl": "zaken", "en": "cases"},
    )
    labels = [
        [*map(code, names), *([Code(TOTAL, {"nl": "Totaal", "en": "Total"})] if name != "year" else [])]
        for name, names in dimensions.items()
    ]
    return Table(definition, 2024, cells, labels, reconstructed=False)


def by_unit(numbers: list[float]) -> Table:
    units = [f"u{place}" for place in range(len(numbers))]
    cells: dict[Coordinates, float] = {(unit,): n for unit, n in zip(units, numbers, strict=True)}
    return table({"unit": units}, {**cells, (TOTAL,): sum(numbers)})


def by_class(rows: Sequence[Sequence[float]]) -> Table:
    units = [f"u{place}" for place in range(len(rows))]
    cells: dict[Coordinates, float] = {
        (unit, kind): n for unit, row in zip(units, rows, strict=True) for kind, n in zip(CLASSES, row, strict=True)
    }
    return table({"unit": units, "class": list(CLASSES)}, cells)


def by_year(rows: Sequence[Sequence[float]]) -> Table:
    units = [f"u{place}" for place in range(len(rows))]
    cells: dict[Coordinates, float] = {
        (year, unit): n
        for unit, row in zip(units, rows, strict=True)
        for year, n in zip(("2023", "2024"), row, strict=True)
    }
    return table({"year": ["2023", "2024"], "unit": units}, cells)


def marks(svg: str, tag: str, kind: str) -> list[etree._Element]:
    return [mark for mark in etree.fromstring(svg).iter(SVG + tag) if kind in mark.get("class", "").split()]


def words(svg: str) -> list[str]:
    return ["".join(mark.itertext()) for mark in etree.fromstring(svg).iter(SVG + "text")]


EVERY_KIND = [
    ("bars", by_unit([61, 1200, 0]), {}),
    ("bars", by_unit([61, 1200, 0]), {"style": "list", "share": True}),
    ("stacked", by_class([(26, 24, 6), (0, 1, 0)]), {"parts": "class"}),
    ("blocks", by_unit([100, 66, 20]), {}),
    ("strokes", by_unit([683, 386, 131]), {}),
    ("multiples", by_year([(606, 683), (51, 42), (hidden, 6)]), {}),
    ("slope", by_year([(728, 818), (229, 224), (203, 117)]), {}),
]


@pytest.mark.parametrize(("kind", "cases", "options"), EVERY_KIND)
def test_every_kind_is_a_picture_with_a_name_and_all_its_numbers_in_words(
    kind: str, cases: Table, options: dict[str, object]
) -> None:
    for svg in charts.drawings(kind, cases, options, "nl"):
        root = etree.fromstring(svg)
        assert root.get("role") == "img"
        assert root[0].tag == SVG + "title"
        assert root[0].text == "Zaken"
        for coordinates, n in cases.cells.items():
            if TOTAL not in coordinates:
                assert formats.spoken(n, "nl") in (root[1].text or "")


@pytest.mark.parametrize(("kind", "cases", "options"), EVERY_KIND)
def test_a_picture_fits_a_strict_policy_and_is_the_same_every_time(
    kind: str, cases: Table, options: dict[str, object]
) -> None:
    svg = charts.draw(kind, cases, options, "nl")
    assert svg == charts.draw(kind, cases, options, "nl")
    assert not re.search(r" (style|id|href|onload)=|<script|<style", svg)


@pytest.mark.parametrize(("kind", "cases", "options"), EVERY_KIND)
def test_nothing_stands_outside_the_picture(kind: str, cases: Table, options: dict[str, object]) -> None:
    for svg in charts.drawings(kind, cases, options, "nl"):
        root = etree.fromstring(svg)
        wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
        for mark in root.iter(SVG + "rect"):
            x, y, w, h = (float(mark.get(name, "0")) for name in ("x", "y", "width", "height"))
            assert min(x, y, w, h) >= 0
            assert x + w <= wide + 0.01
            assert y + h <= high + 0.01
        for mark in root.iter(SVG + "text"):
            assert 0 <= float(mark.get("y", "0")) <= high


@given(counts)
def test_bars_are_as_long_as_their_numbers(numbers: list[int]) -> None:
    svg = charts.draw("bars", by_unit([float(n) for n in numbers]), {}, "nl")
    bars = [float(mark.get("width", "0")) for mark in marks(svg, "rect", "petrol")][1:]  # the first is the legend
    shown = [n for n in numbers if n]
    assert len(bars) == len(shown)
    for long, n in zip(bars, shown, strict=True):
        assert long == pytest.approx(max(max(bars) * n / max(shown), 1.5), abs=0.02)
    assert [text.number(n, "nl") for n in numbers] == list(charts.rows_beside(svg))


@given(st.lists(st.tuples(*[st.integers(0, 90)] * 3), min_size=1, max_size=6))
def test_parts_lie_two_px_apart_and_end_where_the_whole_ends(rows: list[tuple[int, int, int]]) -> None:
    svg = charts.draw("stacked", by_class(rows), {"parts": "class"}, "nl")
    top = max(map(sum, rows))
    ends = []
    for group in (mark for mark in etree.fromstring(svg).iter(SVG + "g") if mark.get("class") == "row-bar"):
        edges = [
            (x - edge / 2, x + wide + edge / 2)
            for mark in group.iter(SVG + "rect")
            for x, wide, edge in [[float(mark.get(name, "0")) for name in ("x", "width", "stroke-width")]]
        ]
        for (_, end), (start, _) in pairwise(edges):
            assert start - end == pytest.approx(2, abs=0.05)
        ends.append(max((end for _, end in edges), default=0.0))
    for row, end in zip(rows, ends, strict=True):
        assert end == pytest.approx(max(ends) * sum(row) / top if top else 0, abs=9)


@given(st.tuples(*[st.integers(0, 130)] * 3), st.sampled_from([350, 674, 1104]))
def test_there_are_as_many_blocks_as_cases(numbers: tuple[int, int, int], width: int) -> None:
    svg = charts.draw("blocks", by_unit([*map(float, numbers)]), {"width": width}, "nl")
    for kind, n in zip(("open", "mid", "deep"), numbers, strict=True):
        assert sum(mark.get("d", "").count("M") for mark in marks(svg, "path", kind)) == n


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=3), st.integers(1, 30))
def test_there_are_as_many_strokes_as_questions(numbers: list[int], rows: int) -> None:
    svg = charts.strokes([(f"{n}", n) for n in numbers], "nl", title="Vragen", rows=rows)
    drawn = [mark.get("d", "").count("M") for mark in marks(svg, "path", "stroke")]
    assert drawn == numbers


@given(st.lists(st.floats(0, 300), max_size=9))
def test_names_that_would_overlap_move_apart_in_order(wanted: list[float]) -> None:
    places = scale.spread(wanted, 24, 0, 300)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = [places[place] for place in order]
    assert all(high - low >= 23.99 for low, high in pairwise(found))


@given(st.floats(0.1, 100_000))
def test_a_scale_runs_to_a_round_number_not_far_above(n: float) -> None:
    assert n <= scale.ceiling(n) * 1.000001
    assert scale.ceiling(n) <= 2 * n


def test_numbers_follow_the_language() -> None:
    assert "1.200" in words(charts.draw("bars", by_unit([1200]), {}, "nl"))
    assert "1,200" in words(charts.draw("bars", by_unit([1200]), {}, "en"))
    assert "6,8" in words(charts.draw("bars", by_unit([6.8]), {}, "nl"))


def test_shares_add_up_to_a_hundred() -> None:
    shown = words(charts.draw("bars", by_unit([10, 10, 10]), {"style": "list", "share": True}, "nl"))
    assert sum(int(word[:-1]) for word in shown if word.endswith("%")) == 100


def test_of_a_few_there_are_no_shares() -> None:
    for kind, options in (("bars", {"style": "list", "share": True}), ("blocks", {})):
        assert not any("%" in word for word in words(charts.draw(kind, by_unit([10, 6, 3]), options, "nl")))
        assert any("%" in word for word in words(charts.draw(kind, by_unit([10, 6, 4]), options, "nl")))


def test_rows_can_be_chosen_merged_sorted_and_left_out() -> None:
    merged = {"label": {"nl": "Overig", "en": "Other"}, "codes": ["u0", "u3"]}
    options = {"groups": [merged], "sort": True, "zeros": False}
    svg = charts.draw("bars", by_unit([50, 2, 30, 4, 0]), options, "en")
    assert charts.rows_beside(svg) == ("30", "2", "54")
    assert "Other" in words(svg)
    assert charts.rows_beside(charts.draw("bars", by_unit([5, 6]), {"codes": ["u1", "u0"]}, "nl")) == ("6", "5")


def test_parts_can_be_merged() -> None:
    measure = {"label": {"nl": "Met maatregel"}, "codes": ["other", "disciplinary"]}
    none = {"label": {"nl": "Geen maatregel"}, "codes": ["none"]}
    svg = charts.draw("stacked", by_class([(26, 24, 6)]), {"parts": "class", "part_groups": [measure, none]}, "nl")
    assert charts.rows_beside(svg) == ("30",)
    assert "Met maatregel" in words(svg)


def test_large_and_small_rows_get_scales_of_their_own() -> None:
    rows = [Row("a", "A", (606, 683)), Row("b", "B", (51, 42)), Row("c", "C", (467, 386))]
    assert [[row.code for row in group] for group in multiples.split(rows)] == [["a", "c"], ["b"]]
    svg = charts.draw("multiples", by_year([(606, 683), (51, 42)]), {}, "nl")
    assert "Grote onderwerpen: de schaal loopt tot 700" in words(svg)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((444, 606, 683), "Sinds 2022 is dit aantal elk jaar hoger."),
        ((9, 6, 2), "Sinds 2022 is dit aantal elk jaar lager."),
        ((266, 467, 386), "Het blijft hoger dan in 2022."),
        ((9, 1, 6), "Het blijft lager dan in 2022."),
        ((5, 9, 5), ""),
        ((5, 9, 9), ""),
        ((5, 9), ""),
    ],
)
def test_the_course_over_the_years_is_said_only_when_it_is_so(numbers: tuple[float, ...], said: str) -> None:
    assert multiples.course(numbers, "2022", "nl") == said


PAPER_LEAST = 8 / 0.75
"""8 pt in px of a drawing."""


@pytest.mark.parametrize(("kind", "cases", "options"), EVERY_KIND)
def test_no_type_on_paper_is_smaller_than_8_points(kind: str, cases: Table, options: dict[str, object]) -> None:
    paper = etree.fromstring(charts.drawings(kind, cases, options, "nl").paper)
    assert all(float(mark.get("font-size", "0")) >= PAPER_LEAST for mark in paper.iter(SVG + "text"))


@pytest.mark.parametrize(("kind", "cases", "options"), EVERY_KIND)
def test_no_type_on_a_screen_is_smaller_than_14_px(kind: str, cases: Table, options: dict[str, object]) -> None:
    made = charts.drawings(kind, cases, options, "nl")
    for svg in (made.svg, made.narrow, made.column):
        assert all(float(mark.get("font-size", "0")) >= 14 for mark in etree.fromstring(svg).iter(SVG + "text"))


def test_small_multiples_stand_in_one_row_on_paper_with_the_scale_of_each_group() -> None:
    cases = by_year([(606, 683), (467, 386), *[(51, 42)] * 6])
    brief = {f"u{place}": {"nl": f"Kort {place}"} for place in range(8)}
    paper = charts.drawings("multiples", cases, {"brief": brief}, "nl").paper
    bases = {mark.get("y") for mark in marks(paper, "rect", "rule")}
    assert len(bases) == 1
    assert {"Grote onderwerpen: de schaal loopt tot 700", "Kort 7"} <= {*words(paper)}


def test_small_multiples_that_do_not_fit_in_one_row_break_on_paper_too() -> None:
    cases = by_year([(606, 683)] * 14)
    paper = charts.drawings("multiples", cases, {}, "nl").paper
    assert len({mark.get("y") for mark in marks(paper, "rect", "rule")}) > 1


@given(st.tuples(*[st.integers(1, 120)] * 3))
def test_blocks_on_paper_have_their_words_beside_the_number_or_below_it(numbers: tuple[int, int, int]) -> None:
    paper = charts.drawings("blocks", by_unit([*map(float, numbers)]), {}, "nl").paper
    for kind, n in zip(("open", "mid", "deep"), numbers, strict=True):
        assert sum(mark.get("d", "").count("M") for mark in marks(paper, "path", kind)) == n
    assert not any("…" in word for word in words(paper))


@given(st.text("abcdefghij ", min_size=1, max_size=60), st.sampled_from([17.0, 14.0]), st.integers(20, 400))
def test_names_shrink_before_they_are_cut(name: str, size: float, room: int) -> None:
    written, found = text.shrink(name, size, room)
    assert found <= size
    assert written == name or found == {17.0: 14.0, 14.0: 11.0}[size]
    assert text.width(written, found) <= room or written == "…"


def test_long_names_break_or_end_in_an_ellipsis() -> None:
    assert text.wrap("niet-disciplinair, zoals een gesprek", 17, 160) == ("niet-disciplinair,", "zoals een gesprek")
    assert text.fit("Beleidsdepartement", 17, 80).endswith("…")
    assert text.width(text.fit("Beleidsdepartement", 17, 80), 17) <= 80


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("pie", {}, "onbekende grafiek 'pie'; kies uit: bars"),
        ("bars", {"colour": "red"}, "onbekende optie 'colour'"),
        ("bars", {"rows": "month"}, "geen dimensie 'month'; kies uit: unit"),
        ("bars", {"codes": ["u9"]}, "geen code 'u9' in deze tabel; kies uit: u0"),
        ("bars", {"groups": [{"codes": ["u0"]}]}, "een label"),
        ("stacked", {}, "heeft de optie parts nodig"),
        ("multiples", {}, "geen twee jaren"),
        ("slope", {}, "geen twee jaren"),
        ("strokes", {}, "hoogstens drie tinten"),
    ],
)
def test_what_cannot_be_drawn_is_refused(kind: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(charts.ChartError, match=message):
        charts.draw(kind, by_unit([1, 2, 3, 4]), options, "nl")


def test_a_place_that_the_table_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownCell):
        charts.draw("bars", by_class([(1, 2, 3)]), {"at": {"class": "unheard"}}, "nl")
