"""Small counts as bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.bands import Band, band

counts = st.integers(0, 10_000)
bases = st.integers(1, 50)


@pytest.mark.parametrize(
    ("n", "printed"), [(0, "0"), (1, "1-4"), (4, "1-4"), (5, "5-9"), (9, "5-9"), (10, "10-14"), (187, "185-189")]
)
def test_a_band_of_five(n: int, printed: str) -> None:
    assert str(band(n, 5)) == printed


def test_a_base_of_one_hides_nothing() -> None:
    assert [str(band(n, 1)) for n in range(4)] == ["0", "1", "2", "3"]


@given(counts, bases)
def test_a_count_lies_in_its_band_and_every_count_of_the_band_looks_the_same(n: int, base: int) -> None:
    found = band(n, base)
    assert n in found
    assert {band(other, base) for other in range(found.low, found.high + 1)} == {found}


@given(counts, st.integers(2, 50))
def test_a_count_is_never_shown_alone_but_for_none(n: int, base: int) -> None:
    found = band(n, base)
    assert (found == Band(0, 0)) == (n == 0)
    assert n == 0 or found.high - found.low >= base - 2


@pytest.mark.parametrize(("n", "base"), [(-1, 5), (3, 0)])
def test_no_band_for_what_is_no_count(n: int, base: int) -> None:
    with pytest.raises(ValueError, match="no band"):
        band(n, base)
