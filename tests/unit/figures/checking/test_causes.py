"""One finding for each cause, with the explanation that mends the most."""

import pytest
from paper import Paper, column

from loket.figures.checking.model import Arrow, Kind, Order, Percent, Same, Sum

SHARE: dict[str, Kind] = {"n": "count", "share": "percent"}


def test_two_figures_that_differ_leave_open_which_one_is_wrong() -> None:
    written = Paper().table("x", {("a",): ("5",)}).table("y", {("a",): ("8",)})
    (found,) = written.examine(Same(cells=["x[$c]", "y[$c]"])).findings
    assert (found.left, found.right, found.difference) == (5, 8, -3)
    assert {(one.place, one.printed, one.right) for one in found.suspects} == {("x: a", "5", "8"), ("y: a", "8", "5")}
    assert "niet op te maken" in found.undecided


def test_a_figure_that_other_relations_hold_fast_is_not_suspected() -> None:
    written = Paper().table("x", column({"a": 5, "b": 7}), adds=["a"]).table("y", {("a",): ("8",)})
    (found,) = written.examine(Same(cells=["x[$c]", "y[$c]"])).findings
    assert (found.place, found.left, found.right, found.undecided) == ("y: a", 8, 5, "")


@pytest.mark.parametrize(
    ("right", "printed", "told"),
    [
        (176, 167, "verwisseld"),
        (571, 671, "één cijfer"),
        (150, 15, "ontbreekt"),
        (150, 1500, "te veel"),
        (150, 263, ""),
    ],
)
def test_a_slip_of_the_keys_is_recognised(right: int, printed: int, told: str) -> None:
    rows = column({"a": 20, "b": right, "c": 30})
    written = Paper().table("t", rows, adds=["a"]).table("u", {("b",): (str(printed),)})
    (found,) = written.examine(Same(cells=["u[$c]", "t[$c]"])).findings
    assert (found.left, found.right) == (printed, right)
    assert ("tikfout" in found.explanation) == bool(told)
    assert told in found.explanation


def test_a_figure_that_was_taken_from_the_line_above_is_recognised() -> None:
    own = {("boss",): ("683",), ("colleague",): ("320",), ("other",): ("320",), ("total",): ("1064",)}
    right = column({"boss": 683, "colleague": 320, "other": 61})
    written = Paper().table("t", own, adds=["a"]).table("u", right, adds=["a"])
    (found,) = written.examine(Same(cells=["t[$c]", "u[$c]"])).findings
    assert (found.place, found.left, found.right) == ("t: other", 320, 61)
    assert "t: colleague" in found.explanation
    assert "overgenomen" in found.explanation
    assert len(found.contradictions) == 2


def test_a_row_that_was_copied_is_one_finding() -> None:
    rows = {("x", "1"): 4, ("x", "2"): 9, ("x", "3"): 6, ("y", "1"): 4, ("y", "2"): 9, ("y", "3"): 6}
    table = {codes: (str(n),) for codes, n in rows.items()}
    margin = {("1",): ("9",), ("2",): ("12",), ("3",): ("16",)}
    first = {("1",): ("4",), ("2",): ("9",), ("3",): ("6",)}
    written = Paper().table("t", table).table("sums", margin).table("x", first)
    findings = written.examine(Sum(whole="sums[$c]", parts=["t[*,$c]"]), Same(cells=["t[x,$c]", "x[$c]"])).findings
    (found,) = findings
    assert "hele rij" in found.explanation
    assert found.place.startswith("t: y")
    assert len(found.contradictions) == 3


def test_a_column_of_percentages_of_another_base_is_one_finding() -> None:
    rows = {("a",): ("20", "10"), ("b",): ("30", "15"), ("total",): ("50", "")}
    written = Paper().table("t", rows, SHARE, adds=["a"]).table("all", {("total",): ("200",)})
    (found,) = written.examine(Percent(percent="t[$c].share", part="t[$c]", base="t[total]")).findings
    assert "all: total (200) als geheel" in found.explanation
    assert (found.kind, len(found.contradictions)) == ("base", 2)


def test_a_percentage_that_was_cut_off_is_a_remark() -> None:
    written = Paper().table("t", {("a",): ("683", "56"), ("total",): ("1200", "")}, SHARE)
    (found,) = written.examine(Percent(percent="t[$c].share", part="t[$c]", base="t[total]")).findings
    assert (found.severity, found.kind, found.left, found.right) == ("note", "rounding", 56, 57)
    assert "afgekapt" in found.explanation


def test_a_percentage_far_off_is_an_error() -> None:
    written = Paper().table("t", {("a",): ("571", "56"), ("total",): ("1200", "")}, SHARE)
    (found,) = written.examine(Percent(percent="t[$c].share", part="t[$c]", base="t[total]")).findings
    assert (found.severity, found.left, found.right) == ("error", 56, 48)


def test_two_figures_that_hide_each_other_are_both_named() -> None:
    own = {("a",): ("5",), ("b",): ("6",), ("c",): ("9",), ("total",): ("20",)}
    other = {("a",): ("4",), ("b",): ("7",), ("c",): ("9",), ("total",): ("20",)}
    written = Paper().table("t", own, adds=["a"]).table("u", other, adds=["a"]).table("v", other, adds=["a"])
    found = written.examine(Same(cells=["u[$c]", "t[$c]"]), Same(cells=["u[$c]", "v[$c]"])).findings
    assert [(one.place, one.left, one.right) for one in found] == [("t: a", 5, 4), ("t: b", 6, 7)]
    assert all("samen" in one.explanation for one in found)


def test_a_sentence_whose_figure_and_words_are_wrong_is_one_finding() -> None:
    written = Paper().table("t", {("a",): ("400",), ("b",): ("800",), ("total",): ("1200",)}, adds=["a"])
    written.says("x", "procent", "t[a]", "t[total]", "56").says("y", "ruim de helft", "t[a]", "t[total]")
    for name in ("x", "y"):
        written.statements[name] = type(written.statements[name])(
            name, "p. 2", "ruim de helft (56%)", *_rest(written, name)
        )
    (found,) = written.examine().findings
    assert len(found.contradictions) == 2


def _rest(written: Paper, name: str) -> tuple[str, str, str]:
    one = written.statements[name]
    return one.claim, one.left, one.right


def test_words_alone_are_a_warning_and_suspect_no_figure() -> None:
    written = Paper().table("t", {("a",): ("9",), ("b",): ("12",)}).says("meer", "steeg", "t[a]", "t[b]")
    (found,) = written.examine().findings
    assert (found.severity, found.suspects) == ("warning", ())
    assert (found.left, found.right, found.difference) == ("steeg", "9 tegenover 12", None)


@pytest.mark.parametrize(("arrow", "wrong"), [("up", True), ("down", False), ("equal", True), ("", False)])
def test_an_arrow_against_the_year_before(arrow: str, wrong: bool) -> None:
    written = (
        Paper().table("t", {("a",): ("9", arrow)}, {"n": "count", "arrow": "arrow"}).table("old", {("a",): ("12",)})
    )
    found = written.examine(Arrow(arrow="t[a].arrow", now="t[a]", before="old[a]")).findings
    assert bool(found) == wrong
    assert all(one.severity == "warning" and one.right == "gedaald" for one in found)


@pytest.mark.parametrize(
    ("values", "misplaced"), [((9, 7, 7, 1), 0), ((9, 1, 7, 5), 1), ((1, 9, 7, 5), 1), ((5, 7, 9), 2)]
)
def test_a_list_out_of_order_names_the_fewest_that_are_misplaced(values: tuple[int, ...], misplaced: int) -> None:
    written = Paper().table("t", {(f"c{at}",): (str(value),) for at, value in enumerate(values)})
    found = written.examine(Order(cells=["t[*]"])).findings
    assert len(found) == bool(misplaced)
    assert all(one.left == f"{misplaced} niet op volgorde" for one in found)


@pytest.mark.parametrize(
    ("whole", "parts", "kind", "wrong"),
    [
        (6, (3, 1, 2, 3), "overlap", False),
        (6, (7, 1), "overlap", True),
        (6, (3, 1), "part", False),
        (6, (3, 4), "part", True),
        (6, (3, 2), "exact", True),
    ],
)
def test_parts_that_overlap_or_do_not_cover(whole: int, parts: tuple[int, ...], kind: str, wrong: bool) -> None:
    written = Paper().table("w", {("total",): (str(whole),)})
    written.table("p", {(f"c{at}",): (str(part),) for at, part in enumerate(parts)})
    assert bool(written.examine(Sum(whole="w[total]", parts=["p[*]"], kind=kind)).findings) == wrong  # type: ignore[arg-type]


def test_a_roll_up_of_a_code_list() -> None:
    maps = {"units": {"policy": ("core", "cluster"), "tax": ("tax",)}}
    fine = Paper().table("now", {("policy",): ("5",), ("tax",): ("3",)})
    fine.table("old", {("core",): ("2",), ("cluster",): ("3",), ("tax",): ("3",)})
    declared = Same(cells=["now[$u]", "old[units($u)]"])
    assert fine.examine(declared, maps=maps).findings == ()
    wrong = Paper().table("now", {("policy",): ("6",), ("tax",): ("3",)})
    wrong.table("old", {("core",): ("2",), ("cluster",): ("3",), ("tax",): ("3",)})
    (found,) = wrong.examine(declared, maps=maps).findings
    assert (found.left, found.right) == (6, 5)


def test_a_year_that_another_report_printed_before() -> None:
    earlier = Paper("Verslag 2023").table("signals", {("2023",): ("730",)})
    written = Paper().table("t", {("2023",): ("703",)})
    (found,) = written.examine(Same(cells=["t[$y]", "old:signals[$y]"]), others={"old": earlier}).findings
    assert (found.left, found.right) == (703, 730)
    assert "Verslag 2023" in found.place


def test_a_difference_that_the_report_explains_is_told_apart() -> None:
    written = Paper().table("x", {("a",): ("728",)}).table("y", {("a",): ("730",)})
    examined = written.examine(Same(cells=["x[a]", "y[a]"], explained="een onderdeel telt nu elders mee"))
    assert examined.findings == ()
    assert "een onderdeel telt nu elders mee" in examined.explained[0]


def test_what_was_not_printed_is_only_held_against_what_is() -> None:
    fine = Paper().table("t", {("a",): ("3",), ("b",): ("",), ("total",): ("5",)}, adds=["a"])
    assert fine.examine().findings == ()
    wrong = Paper().table("t", {("a",): ("8",), ("b",): ("",), ("total",): ("5",)}, adds=["a"])
    (found,) = wrong.examine().findings
    assert (found.left, found.right, found.kind) == (5, 8, "part")


def test_the_note_of_a_declaration_ends_the_explanation_of_what_does_not_hold() -> None:
    written = Paper().table("x", {("a",): ("5",), ("b",): ("7",)}).table("y", {("a",): ("8",), ("b",): ("7",)})
    (found,) = written.examine(Same(cells=["x[$c]", "y[$c]"], note="8 telt dubbel")).findings
    assert found.note == "8 telt dubbel"
    assert found.explanation.endswith(" 8 telt dubbel")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("t[total] - t[a]", "t: total min a"),
        ("t[total] - t[a] - t[b]", "t: total min (a + b)"),
        ("t[total] - 5", "t: total min 5"),
        ("t[total] + 5", "t: total + 5"),
        ("t[total] - u[a]", "t: total min u: a"),
    ],
)
def test_what_is_taken_off_is_named_so(text: str, named: str) -> None:
    written = Paper().table("t", column({"a": 2, "b": 3, "c": 4})).table("u", {("a",): ("1",)})
    (found,) = written.says("zin", "is", text, value="99").examine().findings
    assert f"maar {named} is " in found.explanation


def test_a_figure_that_only_words_do_not_fit_is_not_suspected() -> None:
    written = Paper().table("t", {("a",): ("7",)}, {"share": "percent"})
    written.says("one", "ongeveer", "t[a]", value="7").says("other", "ongeveer", "@one", value="9")
    (found,) = written.examine().findings
    assert (found.left, found.right, found.difference, found.suspects) == ("ongeveer 9", 7, None, ())
    assert "de woorden passen er niet bij" in found.explanation


@pytest.mark.parametrize(("words", "value"), [("ruim", "50"), ("minder dan", "50"), ("meer dan", "50")])
def test_a_printed_percentage_may_have_been_rounded_to_what_words_name(words: str, value: str) -> None:
    written = Paper().table("t", {("a",): ("50",)}, {"share": "percent"})
    assert written.says("zin", words, "t[a]", value=value).examine().findings == ()


def test_a_row_that_was_copied_with_its_total_is_one_finding() -> None:
    rows = {"a": (13, 24, 7, 44), "b": (13, 24, 7, 44), "c": (5, 6, 1, 12), "total": (30, 33, 9, 72)}
    cells = {
        (row, code): (str(n),)
        for row, figures in rows.items()
        for code, n in zip(("x", "y", "z", "total"), figures, strict=True)
    }
    (found,) = Paper().table("t", cells, adds=["a", "b"]).examine().findings
    assert (found.kind, found.place, found.left, found.right) == ("copied", "t: b, x", 13, 12)
    assert [(one.place, one.right) for one in found.suspects] == [
        ("t: b, x", "12"), ("t: b, y", "3"), ("t: b, z", "1"), ("t: b, total", "16"),
    ]  # fmt: skip


def test_equal_rows_that_are_right_are_no_finding() -> None:
    rows = {"a": (13, 24, 37), "b": (13, 24, 37), "total": (26, 48, 74)}
    cells = {
        (row, code): (str(n),) for row, ns in rows.items() for code, n in zip(("x", "y", "total"), ns, strict=True)
    }
    assert Paper().table("t", cells, adds=["a", "b"]).examine().findings == ()


def test_where_any_of_several_values_would_do_none_is_advised() -> None:
    written = Paper().table("t", {("a",): ("125", "14"), ("total",): ("1000", "")}, SHARE)
    (found,) = written.examine(Percent(percent="t[a].share", part="t[a]", base="t[total]")).findings
    assert (found.left, found.right, found.suspects) == (14, 12.5, ())
    assert "Meer dan één waarde past hier" in found.explanation


def test_the_same_words_in_two_places_are_one_finding_that_names_both() -> None:
    written = Paper().table("t", {("a",): ("9",), ("b",): ("12",)})
    written.says("meer", "steeg", "t[a]", "t[b]").says("weer meer", "steeg", "t[a]", "t[b]")
    (found,) = written.examine().findings
    assert "Dat staat ook bij p. 2: “weer meer”." in found.explanation


def test_an_order_alone_mends_no_figure() -> None:
    written = Paper().table("t", {("a",): ("9",), ("b",): ("3",), ("c",): ("5",), ("d",): ("2",)})
    written.says("een na grootste", "op een na grootste", "t[c]", "t[*]")
    (found,) = written.examine(Order(cells=["t[*]"])).findings
    assert (found.left, found.suspects) == ("1 niet op volgorde", ())


def test_of_a_figure_that_stands_in_several_places_the_table_is_named() -> None:
    rows = {("a",): ("100", "50"), ("b",): ("60", "30"), ("c",): ("40", "20"), ("total",): ("210", "")}
    written = Paper().table("t", rows, SHARE, adds=["a"]).says("zin", "is", "t[total]", value="210")
    (found,) = written.examine(Percent(percent="t[$c].share", part="t[$c]", base="t[total]")).findings
    assert (found.place, found.left, found.right) == ("t: total", 210, 200)
