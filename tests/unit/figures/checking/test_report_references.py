"""Reading a reference, and refusing one that points at nothing."""

import pytest
from paper import Paper

from loket.figures.checking.examine import BadDeclaration
from loket.figures.checking.model import Arrow, At, Declaration, Same
from loket.figures.checking.references import World


def world() -> World:
    written = Paper().table("t", {("a", "1"): ("2",), ("b", "1"): ("3",), ("total", "1"): ("5",), ("a", "2"): ("7",)})
    return World({"": written.table("u", {("a",): ("4",), ("c",): ("6",)}).report()})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("t[a,1]", 2),
        ("t[*,1]", 5),
        ("t[a|b,1]", 5),
        ("t[a,*].n", 9),
        ("t[total,1] - t[a,1] + 10", 13),
        (" t[ a , 1 ] ", 2),
        ("1200", 1200),
        ("52.4", 52.4),
    ],
)
def test_an_amount_is_the_sum_of_its_cells(text: str, value: float) -> None:
    here = world()
    (binding,) = here.bindings(Declaration(), [text])
    assert float(here.amount(text, binding).of(here.values())) == pytest.approx(value)


def test_a_variable_stands_for_the_codes_that_all_have() -> None:
    here = world()
    found = [dict(one) for one in here.bindings(Declaration(), ["t[$x,$y]", "u[$x]"])]
    assert found == [{"x": "a", "y": "1"}, {"x": "a", "y": "2"}]
    limited = here.bindings(Declaration(where={"y": ["2"]}), ["t[$x,$y]"])
    assert [dict(one) for one in limited] == [{"x": "a", "y": "2"}]
    without = here.bindings(Declaration(without={"x": ["a"]}), ["t[$x,$y]"])
    assert [dict(one) for one in without] == [{"x": "b", "y": "1"}]


def test_a_margin_that_is_not_printed_is_the_sum_of_what_is() -> None:
    written = Paper().table("t", {("a", "1"): ("2",), ("b", "1"): ("3",)}, adds=["a"])
    here = World({"": written.report()})
    assert here.amount("t[total,1]", {}).cells == (At("", "t", ("a", "1"), "n"), At("", "t", ("b", "1"), "n"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x[a]", "geen tabel 'x'"),
        ("u[z]", "geen code 'z'"),
        ("u[a,b]", "vraagt om [a]"),
        ("u[a].m", "geen kolom 'm'"),
        ("u[total]", "geen enkele cel"),
        ("u[lijst($x)]", "map.lijst bestaat niet"),
        ("old:u[a]", "verslag 'old'"),
        ("@zin", "@zin"),
        ("u[a", "geen verwijzing"),
        ("u[a] u[c]", "geen verwijzing"),
        ("", "geen verwijzing"),
        ("u[a b]", "geen code"),
        ("12 000", "geen verwijzing"),
    ],
)
def test_a_reference_to_what_is_not_there_is_refused(text: str, told: str) -> None:
    written = Paper().table("u", {("a",): ("4",), ("c",): ("6",)})
    with pytest.raises(BadDeclaration) as refused:
        written.examine(Same(cells=["u[a]", "u[a]"]), Same(cells=["u[a]", text]))
    assert told in str(refused.value)
    assert refused.value.which == 1


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (Same(cells=["u[$x]", "u[$x]"], where={"y": ["a"]}), "$y komt niet voor"),
        (Same(cells=["u[$x]", "u[$x]"], where={"x": ["z"]}), "code 'z' bestaat niet"),
        (Same(cells=["u[$x]", "u[$x]"], where={"x": ["a"]}, without={"x": ["a"]}), "geen enkele cel"),
        (Arrow(arrow="u[a]", now="u[a]", before="u[c]"), "geen pijl"),
    ],
)
def test_a_declaration_that_can_mean_nothing_is_refused(declared: Declaration, told: str) -> None:
    with pytest.raises(BadDeclaration) as refused:
        Paper().table("u", {("a",): ("4",), ("c",): ("6",)}).examine(declared)
    assert told in str(refused.value)
