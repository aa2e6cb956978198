"""Numbers as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import UNIT, definition

from loket.figures import formats
from loket.figures.model import HIDDEN, Table


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [(0, "0", "0"), (1200, "1.200", "1,200"), (7.9, "7,9", "7.9"), (41069, "41.069", "41,069")],
)
def test_a_count_follows_the_language(value: float, nl: str, en: str) -> None:
    assert (formats.count(value, "nl"), formats.count(value, "en")) == (nl, en)


@given(st.integers(0, 10**9), st.sampled_from(["nl", "en", "fr", "de"]))
def test_a_count_keeps_every_digit(value: int, language: str) -> None:
    assert "".join(filter(str.isdigit, formats.count(value, language))) == str(value)


@pytest.mark.parametrize(("value", "text"), [(53.76, "54%"), (0.5, "1%"), (12.5, "13%"), (100, "100%"), (0, "0%")])
def test_percentages_are_whole_and_round_half_up(value: float, text: str) -> None:
    assert formats.percent(value, "nl") == text


@pytest.mark.parametrize(("value", "text"), [(77, "+77"), (-1081, "−1.081"), (0, "0")])
def test_a_difference_has_its_sign(value: float, text: str) -> None:
    assert formats.signed(value, "nl") == text


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [(1, "één", "one"), (12, "twaalf", "twelve"), (13, "13", "13"), (2.5, "2,5", "2.5")],
)
def test_small_numbers_have_words(value: float, nl: str, en: str) -> None:
    assert (formats.words(value, "nl"), formats.words(value, "en")) == (nl, en)


def test_a_language_without_words_keeps_digits() -> None:
    assert formats.words(3, "fr") == "3"


def test_a_day_in_words() -> None:
    assert formats.day(date(2025, 2, 25), "nl") == "25 februari 2025"


@pytest.mark.parametrize("form", [formats.count, formats.decimal, formats.percent, formats.signed, formats.words])
def test_what_is_not_told_is_a_sign_in_every_form(form: formats.Form) -> None:
    assert form(HIDDEN, "nl") == form(HIDDEN, "en") == "x"


def test_the_sign_has_words() -> None:
    assert (formats.spoken(HIDDEN, "nl"), formats.spoken(HIDDEN, "en")) == ("niet getoond", "not shown")
    assert formats.spoken(1200, "nl") == "1.200"
    assert formats.rounded(5, "nl") == "afgerond op veelvouden van 5"


def test_a_language_without_words_of_ours_has_the_english_ones() -> None:
    assert formats.spoken(HIDDEN, "de") == "not shown"
    assert formats.rounded(5, "de") == "rounded to multiples of 5"


@pytest.mark.parametrize(("score", "text"), [(7.0, "7"), (7.5, "7,0")])
def test_what_is_not_told_makes_no_decimals_of_whole_numbers(score: float, text: str) -> None:
    cells = {("harbour",): 7.0, ("market",): HIDDEN, ("archive",): score}
    table = Table(definition(UNIT, measure="score"), 2024, cells, ((),), False)
    assert formats.form_of(table)(7.0, "nl") == text
    assert formats.form_of(table)(HIDDEN, "nl") == "x"
