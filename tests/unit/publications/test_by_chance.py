"""The page that explains chance: its example is true, and it is found."""

import pytest
from django.test import Client

from loket.figures.compare import change
from loket.publications.by_chance import EXAMPLES, WIDEST, Example

pytestmark = pytest.mark.django_db


def test_the_same_growth_can_be_chance_of_few_and_is_more_of_many() -> None:
    few, many = EXAMPLES
    assert few.now / few.before == many.now / many.before == 1.4
    assert (few.can_be_chance, many.can_be_chance) == (True, False)


@pytest.mark.parametrize("example", [*EXAMPLES, Example(1, 1), Example(3, 0)], ids=str)
def test_the_usual_counts_are_those_that_the_test_calls_chance(example: Example) -> None:
    expected = [n for n in range(20 * example.before) if change(n, example.before).can_be_chance]
    assert list(example.usual) == expected
    assert (example.least, example.most) == (expected[0], expected[-1])


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_drawing_shows_where_it_stands(example: Example) -> None:
    assert 0 <= example.start < example.base < example.start + example.length <= 100
    assert example.base == pytest.approx(100 / WIDEST)
    assert (example.mark <= example.start + example.length) == example.can_be_chance


def test_everybody_finds_the_page_from_the_list(client: Client) -> None:
    assert 'href="/publicaties/toeval/"' in client.get("/publicaties/").content.decode()
    page = client.get("/publicaties/toeval/").content.decode()
    assert "Van 10 naar 14" in page
    assert "minder dan 20" in page
    assert "kan toeval zijn" in page
    assert "meer dan toeval" in page


def test_it_is_there_in_english(client: Client) -> None:
    page = client.get("/en/publicaties/toeval/").content.decode()
    assert "When is a difference chance?" in page
    assert "fewer than 20" in page
