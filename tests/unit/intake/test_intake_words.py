"""Words that both sides read."""

import datetime as dt

import pytest

from loket.intake.words import term


@pytest.mark.parametrize(
    ("days", "sign", "words"),
    [
        (-5, "late", "5 dagen te laat"),
        (-1, "late", "1 dag te laat"),
        (0, "due", "nog vandaag"),
        (1, "due", "nog 1 dag"),
        (7, "due", "nog 7 dagen"),
        (8, "later", "nog 8 dagen"),
    ],
)
def test_a_term_in_words(days: int, sign: str, words: str) -> None:
    today = dt.date(2026, 11, 22)
    found = term(today + dt.timedelta(days=days), today)
    assert (found.sign, found.words) == (sign, words)
