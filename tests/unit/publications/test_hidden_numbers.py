"""Numbers that are not told: in expressions, sentences and conditions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hand_tables import cases, requests, tables
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.model import HIDDEN, TOTAL, Code, Coordinates, Merged, Table, is_hidden
from loket.publications.text.document import Number, Text
from loket.publications.text.filling import plain, sentence
from loket.publications.text.references import Scope
from loket.publications.text.values import BadReference, Fixed, HiddenCell, Reference


def hiding(table: Table, *hidden: Coordinates) -> Table:
    return replace(table, cells={at: HIDDEN if at in hidden else n for at, n in table.cells.items()})


def scope() -> Scope:
    """Of the requests of 2024 about conduct, and of the cases without a measure, the number is not told."""
    found = {
        **tables(),
        "requests": hiding(requests(), ("2024", "conduct")),
        "cases": hiding(cases(), ("none",)),
    }
    return Scope(found, year=2024)


def said(text: str, language: str = "nl", found: Scope | None = None) -> tuple[Number | Text, ...]:
    def refuse(_: int, message: str) -> Exception:
        return HiddenCell([message]) if "tonen we niet" in message else AssertionError(message)

    return sentence(text, found or scope(), language, refuse)


@pytest.mark.parametrize(
    ("expression", "nl", "en"),
    [
        ("cases[none]", "x", "x"),
        ("cases[none] + requests[2024, staff]", "x", "x"),
        ("cases[total] - cases[none]", "x", "x"),
        ("cases[none] | share(of=cases[total])", "x", "x"),
        ("cases[measure] | share(of=cases[none])", "x", "x"),
        ("cases[none] | percent", "x", "x"),
        ("cases[none] | words", "x", "x"),
        ("cases[none] | hours", "x", "x"),
        ("cases[none] | counted('zaak', 'zaken')", "x zaken", "x zaken"),
        ("requests[year, conduct] | change(requests[year - 1, conduct])", "x meer of minder", "x more or fewer"),
        ("requests[year - 1, conduct] | change(requests[year, conduct])", "x meer of minder", "x more or fewer"),
        ("requests[year, conduct] | direction(requests[year - 1, conduct])", "meer of minder", "more or fewer"),
        ("requests[year, conduct] | than(requests[year - 1, conduct])", "x meer of minder dan", "x more or fewer than"),
        ("requests[year, conduct] | chance(requests[year - 1, conduct])", "is niet te beoordelen", "cannot be judged"),
        ("requests[year, conduct] | trend(requests[2023, conduct])", "is niet te vergelijken", "cannot be compared"),
    ],
)  # fmt: skip
def test_each_form_of_a_number_that_is_not_told(expression: str, nl: str, en: str) -> None:
    for language, text in (("nl", nl), ("en", en), ("de", en)):
        (number, *tail) = said(f"{{{{ {expression} }}}}", language)
        assert isinstance(number, Number)
        assert number.is_hidden
        assert number.n is HIDDEN
        assert plain((number, *tail)) == text


def test_what_is_told_is_no_hidden_number() -> None:
    (number,) = said("{{ cases[measure] }}")
    assert isinstance(number, Number)
    assert not number.is_hidden


DECIDING: list[tuple[str, Callable[[Scope, str], object]]] = [
    ('says("veel", cases[none] > 50)', Scope.evaluate),
    ("cases[none] == 100", Scope.holds),
    ("cases[none] != 100", Scope.holds),
    ("cases[measure] < cases[none]", Scope.holds),
    ("cases[measure] <= cases[none] + requests[2024, staff]", Scope.holds),
    ("cases[none] | share(of=cases[total]) > 50", Scope.holds),
    ("cases[measure] > 0 and cases[none] > 0", Scope.holds),
    ("not cases[none] > 0", Scope.decides),
    ("cases[none] >= 1", Scope.decides),
    ('fixed("veel") if cases[none] > 50 else fixed("weinig")', Scope.evaluate),
    ('word(cases[none] > 1 and cases[measure] > 1, "meer", "minder")', Scope.evaluate),
]


@pytest.mark.parametrize(("expression", "ask"), DECIDING)
def test_nothing_is_decided_by_a_number_that_is_not_told(expression: str, ask: Callable[[Scope, str], object]) -> None:
    with pytest.raises(HiddenCell, match=r"Tabel cases: Geen maatregel. .*shown"):
        ask(scope(), expression)


def test_the_error_names_every_cell_once() -> None:
    with pytest.raises(HiddenCell) as error:
        scope().holds("cases[none] + cases[none] > requests[2024, conduct]")
    assert str(error.value).count("Tabel cases: Geen maatregel") == 1
    assert "Tabel requests: 2024, Omgangsvormen" in str(error.value)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('word(cases[none] == 1, "loopt", "lopen")', "lopen"),
        ('word(cases[none] != 1, "lopen", "loopt")', "loopt"),
        ('word(shown(cases[none]), "wel", "niet")', "niet"),
        ('word(shown(cases[measure], cases[total]), "wel", "niet")', "wel"),
        ('says("veel", cases[none] > 50) if shown(cases[none]) else fixed("een aantal")', "een aantal"),
        ('says("veel", cases[total] > 50) if shown(cases[total]) else fixed("een aantal")', "veel"),
    ],
)
def test_a_text_can_ask_what_is_told(expression: str, text: str) -> None:
    value, _ = scope().evaluate(expression)
    assert isinstance(value, Fixed)
    assert value.text == text


def test_words_about_what_is_not_told_lead_nowhere() -> None:
    assert said('{{ fixed("veel") if shown(cases[none]) else fixed("een aantal") }} zaken') == (
        Text("een aantal"),
        Text(" zaken"),
    )


def test_conditions_may_ask_what_is_told() -> None:
    assert not scope().decides("shown(cases[none]) and cases[none] > 0")
    assert scope().decides("shown(cases[total]) and cases[total] > 0")
    assert not scope().holds("shown(cases[none] + requests[2024, staff])")


def test_a_table_is_shown_when_it_tells_more_than_totals_and_zeros() -> None:
    bare = replace(cases(), cells={("none",): HIDDEN, ("measure",): 0, (TOTAL,): 9})
    assert scope().decides("shown(cases)")
    assert not Scope({"cases": bare}).decides("shown(cases)")


@pytest.mark.parametrize("expression", ["shown()", "shown(5)", "shown(cases, 5)"])
def test_shown_needs_a_cell(expression: str) -> None:
    with pytest.raises(BadReference, match=r"hier hoort een cel|heeft een cel nodig"):
        scope().decides(expression)


def merged() -> Table:
    """The cases, with both classes counted as one."""
    one = Merged("class", ("none", "measure"))
    (codes,) = cases().labels
    label = Code(one.into, {"nl": "Met of zonder maatregel", "en": "With or without a measure"})
    return replace(cases(), cells={(one.into,): 186, ("total",): 186}, labels=((label, codes[-1]),), merged=(one,))


def test_a_merged_code_is_not_told_and_leads_to_where_it_is_counted() -> None:
    found = Scope({"cases": merged()})
    (number,) = said("{{ cases[none] }}", found=found)
    assert isinstance(number, Number)
    assert number.is_hidden
    assert number.coordinates == ("none+measure",)
    assert [cell.n for cell in number.cells] == [186]
    assert found.decides("has(cases, none) and not shown(cases[none])")


def test_the_code_of_what_was_merged_can_be_named() -> None:
    found = Scope({"cases": merged()})
    assert found.codes("cases") == ("none+measure",)
    assert plain(said('{{ cases["none+measure"] }}', found=found)) == "186"
    with pytest.raises(BadReference, match="'nones\\+measure' kan zijn: none\\+measure"):
        found.evaluate('cases["nones+measure"]')
    with pytest.raises(BadReference, match="'zaken \\+ klachten' is geen goede verwijzing"):
        found.evaluate("zaken + klachten")


def settled(*merged: str) -> Scope:
    """Cases of three kinds, of which these were merged."""
    codes = tuple(Code(code, {"nl": code}) for code in ("talk", "fine", "none"))
    counts = {"talk": 48, "fine": 3, "none": 100}
    one = Merged("class", merged)
    cells: dict[Coordinates, float] = {(code.code,): counts[code.code] for code in codes if code.code not in merged}
    cells |= {(one.into,): sum(counts[code] for code in merged), ("total",): 151}
    found = replace(cases(), cells=cells, labels=((*codes, Code(one.into, {}), Code("total", {})),), merged=(one,))
    return Scope({"cases": found})


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("cases[talk] + cases[fine]", "51"),
        ("cases[fine] + cases[talk]", "51"),
        ("cases[fine] + cases[none] + cases[talk]", "151"),
        ("cases[none] + (cases[talk] + cases[fine])", "151"),
        ("(cases[talk] + cases[fine]) | share(of=cases[total])", "34%"),
        ("cases[total] - (cases[talk] + cases[fine])", "100"),
        ("cases[talk]", "x"),
        ("cases[talk] + cases[none]", "x"),
        ("cases[talk] + cases[talk]", "x"),
        ("cases[talk] + cases[fine] + cases[talk]", "x"),
        ("cases[total] - cases[talk]", "x"),
        ("cases[total] - cases[talk] - cases[fine]", "x"),
        ("cases[talk] - cases[none] + cases[fine]", "x"),
    ],
)
def test_a_sum_of_all_that_was_merged_is_told(expression: str, text: str) -> None:
    (number,) = said(f"{{{{ {expression} }}}}", found=settled("talk", "fine"))
    assert isinstance(number, Number)
    assert (number.text, number.is_hidden) == (text, text == "x")


def test_a_sum_that_its_total_tells_is_told() -> None:
    """Whoever subtracts knows it, and a printed table has it too."""
    table = hiding(requests(), ("2024", "conduct"), ("2024", "staff"))
    found = Scope({"requests": table})
    (number,) = said("{{ requests[2024, conduct] + requests[2024, staff] }}", found=found)
    assert isinstance(number, Number)
    assert (number.text, number.n) == ("2.069", 2069)
    assert found.holds("requests[2024, staff] + requests[2024, conduct] > 2000")
    (number,) = said("{{ requests[2024, conduct] + requests[2024, new] }}", found=found)
    assert isinstance(number, Number)
    assert number.is_hidden


def test_a_claim_may_rest_on_a_sum_of_all_that_was_merged() -> None:
    assert settled("talk", "fine").holds("cases[talk] + cases[fine] < cases[none]")
    with pytest.raises(HiddenCell, match=r"Tabel cases: talk"):
        settled("talk", "fine").holds("cases[talk] < cases[none]")


COUNTS = st.integers(1, 4)


@given(COUNTS, COUNTS, st.sampled_from(["nl", "en"]))
def test_no_form_of_a_number_that_is_not_told_tells_it(one: int, other: int, language: str) -> None:
    """Whatever was counted: the runs are the same, as values and as bytes."""
    text = (
        "{{ cases[none] }} {{ cases[none] | share(of=cases[total]) }} {{ cases[none] + cases[total] }} "
        "{{ cases[none] | words }} {{ cases[none] | counted('zaak', 'zaken') }} "
        "{{ cases[none] | trend(cases[total]) }} "
        "{{ word(cases[none] == 1, 'een', 'meer') }} {{ cases[none] | chance(cases[measure]) }}"
    )
    both = [said(text, language, Scope({"cases": hiding(cases(n, 86), ("none",), ("total",))})) for n in (one, other)]
    assert both[0] == both[1]
    assert repr(both[0]) == repr(both[1])


@given(st.integers(0, 99), st.integers(0, 99), st.booleans(), st.booleans())
def test_sums_are_told_when_all_their_cells_are(one: int, other: int, hide_one: bool, hide_other: bool) -> None:
    hidden = [at for at, hides in ((("none",), hide_one), (("measure",), hide_other)) if hides]
    found = Scope({"cases": hiding(cases(one, other), ("total",), *hidden)})
    value, _ = found.evaluate("cases[none] + cases[measure]")
    assert isinstance(value, Reference)
    assert value.is_hidden is is_hidden(value.value) is (hide_one or hide_other)
    assert value.is_hidden or value.value == one + other
