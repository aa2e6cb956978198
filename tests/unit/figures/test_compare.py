"""The exact test against SciPy's own, its symmetry, its words, and a family of changes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control

from loket.figures.compare import SIGNIFICANT, change, family_level
from loket.figures.model import HIDDEN, is_hidden

counts = st.integers(0, 3000)


@given(counts, counts)
def test_agrees_with_the_exact_binomial_test(now: int, before: int) -> None:
    expected = binomtest(now, now + before).pvalue if now + before else 1
    assert change(now, before).p == pytest.approx(expected, rel=1e-6)
    assert change(now, before).p == change(before, now).p


def test_says_it_in_words() -> None:
    few = change(1200, 1198)
    assert (few.difference, few.direction_in("nl"), few.chance_in("nl")) == (2, "meer", "kan toeval zijn")
    many = change(117, 203)
    assert (many.direction_in("nl"), many.chance_in("nl")) == ("minder", "meer dan toeval kan verklaren")
    assert (many.direction_in("en"), many.chance_in("en")) == ("fewer", "more than chance can explain")
    assert change(61, 61).direction_in("nl") == "evenveel"
    assert change(0, 0).p == 1


@pytest.mark.parametrize(("now", "before"), [(-1, 2), (7.5, 7)])
def test_refuses_what_is_no_count(now: float, before: float) -> None:
    with pytest.raises(ValueError, match="counts"):
        change(now, before)


@given(st.lists(st.tuples(counts, counts).filter(any), min_size=1, max_size=30))
def test_a_family_agrees_with_the_published_procedure(pairs: list[tuple[int, int]]) -> None:
    level = family_level(pairs)
    adjusted = false_discovery_control([change(*pair).p for pair in pairs])
    expected = [p <= SIGNIFICANT for p in adjusted]
    assert [not change(*pair, level).can_be_chance for pair in pairs] == expected


@given(st.lists(st.tuples(counts, counts), max_size=30), st.integers(0, 30))
def test_where_nothing_was_counted_there_is_nothing_to_judge(pairs: list[tuple[int, int]], empty: int) -> None:
    assert family_level([*pairs, *[(0, 0)] * empty]) == family_level(pairs)
    assert 0 <= family_level(pairs) <= SIGNIFICANT


def test_of_a_hundred_changes_in_which_nothing_changed_hardly_one_stands_out() -> None:
    """In fewer than one table in twenty anything is called more than chance; one change by itself would be in nearly
    all of them."""
    chosen = random.Random(20261122)  # noqa: S311  # repeatable, and no secret
    tables = [[_unchanged(chosen) for _ in range(100)] for _ in range(100)]
    family = [[one for one in pairs if not change(*one, family_level(pairs)).can_be_chance] for pairs in tables]
    alone = [[one for one in pairs if not change(*one).can_be_chance] for pairs in tables]
    assert sum(map(bool, family)) <= 5
    assert sum(map(bool, alone)) > 80


def _unchanged(chosen: random.Random) -> tuple[int, int]:
    """Two years of the same rate."""
    n = chosen.randrange(40, 200)
    now = sum(chosen.random() < 0.5 for _ in range(n))
    return now, n - now


@pytest.mark.parametrize(("now", "before"), [(HIDDEN, 4), (300, HIDDEN), (HIDDEN, HIDDEN)])
def test_of_a_count_that_is_not_told_no_change_is_to_be_said(now: float, before: float) -> None:
    found = change(now, before)
    assert found.is_untold
    assert is_hidden(found.difference)
    assert is_hidden(found.p)
    assert found.can_be_chance
    assert {found.direction_in("nl"), found.chance_in("nl")} == {"niet te zeggen"}
    assert {found.direction_in("en"), found.chance_in("en")} == {"not to say"}


@given(
    st.lists(st.tuples(counts, counts), max_size=20),
    st.lists(st.sampled_from([(HIDDEN, 3), (900, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, 0)]), max_size=20),
)
def test_what_is_not_told_is_in_no_family(pairs: list[tuple[int, int]], untold: list[tuple[float, float]]) -> None:
    assert family_level([*untold, *pairs]) == family_level(pairs)
