"""The exact test against SciPy's own, its symmetry, and its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from loket.figures.compare import change

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
