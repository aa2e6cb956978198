"""The bar of a band: as long as it is at least, hatched as far as it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from loket.figures.bands import Band, band
from loket.figures.charts.bands import bar

SVG = "{http://www.w3.org/2000/svg}"


def drawn(shown: Band, top: int) -> etree._Element:
    return etree.fromstring(bar(shown, top=top, wide=200, fill="mid"))


@given(st.integers(1, 500), st.integers(2, 20), st.integers(1, 3))
def test_what_is_sure_is_filled_and_the_rest_is_hatched(n: int, base: int, more: int) -> None:
    shown = band(n, base)
    top = shown.high * more
    svg = drawn(shown, top)
    (sure,) = [one for one in svg.iter(SVG + "rect") if one.get("class") == "mid"]
    assert float(sure.get("width")) == pytest.approx(200 * shown.low / top, abs=0.02)
    assert bool(svg.findall(f".//{SVG}g[@class='hidden']")) == (shown.high > shown.low)


def test_nothing_is_drawn_for_none() -> None:
    assert len(drawn(Band(0, 0), 10)) == 0
