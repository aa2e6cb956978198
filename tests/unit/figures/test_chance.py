"""What rises beyond chance: the laws of the test, and that it rarely cries wolf."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.chance import LEVEL, MONTHS, chance, rising

COUNT = st.integers(0, 60)
BEFORE = st.integers(0, 400)


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """What takes long the first time is there before an example is timed."""
    chance(1, 1)


@given(COUNT, BEFORE)
def test_it_is_the_tail_of_the_binomial(now: int, before: int) -> None:
    n, p = now + before, 1 / (MONTHS + 1)
    by_hand = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(now, n + 1))
    assert chance(now, before) == pytest.approx(by_hand, abs=1e-9)


@given(COUNT, BEFORE)
def test_more_now_is_less_likely_and_more_before_is_more_likely(now: int, before: int) -> None:
    p = chance(now, before)
    assert 0 <= p <= 1
    assert chance(now + 1, before) <= p <= chance(now, before + 1) + 1e-12


@given(BEFORE)
def test_nothing_is_never_a_signal(before: int) -> None:
    assert chance(0, before) == 1
    assert rising({"a": (0, before)}) == []
    assert rising({}) == []


@given(st.lists(st.tuples(COUNT, BEFORE), min_size=1, max_size=12), st.integers(1, 40))
def test_a_larger_family_never_finds_more(pairs: list[tuple[int, int]], empty: int) -> None:
    """Cells that stayed empty make every other one less certain: who looks at more, sees more by chance."""
    small = dict(enumerate(pairs))
    large = {**small, **{-1 - place: (0, 0) for place in range(empty)}}
    found = {one.cell: one.p for one in rising(small)}
    later = {one.cell: one.p for one in rising(large)}
    assert set(later) <= set(found)
    assert all(later[cell] >= found[cell] - 1e-12 for cell in later)


@given(st.lists(st.tuples(COUNT, BEFORE), min_size=1, max_size=12))
def test_it_signals_what_benjamini_and_hochberg_would(pairs: list[tuple[int, int]]) -> None:
    """By hand: up to the last chance that is at most its rank's part of the level."""
    chances = sorted(chance(*pair) for pair in pairs)
    steps = [p for rank, p in enumerate(chances, 1) if p <= LEVEL * rank / len(pairs)]
    wanted = {cell for cell, pair in enumerate(pairs) if steps and chance(*pair) <= steps[-1]}
    assert {one.cell for one in rising(dict(enumerate(pairs)))} == wanted


def test_family_size_decides() -> None:
    alone = {"x": (6, 22)}
    assert [one.cell for one in rising(alone)] == ["x"]
    assert rising({**alone, **dict.fromkeys(range(39), (0, 0))}) == []


def test_a_clear_rise_is_found_among_forty_and_stands_first() -> None:
    steady = dict.fromkeys(range(38), (2, 24))
    found = rising({**steady, "up": (12, 24), "far up": (20, 24)})
    assert [one.cell for one in found] == ["far up", "up"]
    assert (found[0].now, found[0].before) == (20, 24)


@given(st.lists(st.tuples(COUNT, BEFORE), min_size=1, max_size=12), st.integers(1, 10))
def test_few_are_never_shown_and_change_nothing_for_others(pairs: list[tuple[int, int]], least: int) -> None:
    counts = dict(enumerate(pairs))
    shown = rising(counts, least=least)
    assert shown == [one for one in rising(counts) if one.now >= least]


def test_when_nothing_changes_it_rarely_cries_wolf() -> None:
    """Forty cells with the sizes of a real tally, 400 months in which nothing changed: in fewer than one in twenty of
    them anything is signalled."""
    chosen = random.Random(20261122)  # noqa: S311  # repeatable, and no secret
    paces = [0.1] * 20 + [1] * 12 + [5] * 6 + [22, 39]
    false = sum(bool(rising({cell: _quiet(chosen, pace) for cell, pace in enumerate(paces)})) for _month in range(400))
    assert false / 400 <= LEVEL


def _quiet(chosen: random.Random, pace: float) -> tuple[int, int]:
    """A month and the twelve before it, each request as likely in every one of them."""
    n = round(chosen.gauss(pace * 13, (pace * 13) ** 0.5))
    now = sum(chosen.random() < 1 / (MONTHS + 1) for _ in range(max(n, 0)))
    return now, max(n, 0) - now


@pytest.mark.parametrize(("now", "before", "months"), [(-1, 0, 12), (0, -1, 12), (1, 1, 0)])
def test_what_cannot_be_counted_is_refused(now: int, before: int, months: int) -> None:
    with pytest.raises(ValueError, match="no chance"):
        chance(now, before, months=months)
