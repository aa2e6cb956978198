"""``./loket test`` divides the suite over processes: every test runs in one of them."""

from pathlib import Path

import pytest

from loket.cli.test import ROOMS, ROOT, named, whole


def test_every_file_stands_in_one_part() -> None:
    parts = [ROOT / folder for folder in (*ROOMS, *whole())]
    files = set((ROOT / "tests").rglob("test_*.py"))
    assert Path(__file__) in files
    assert [file for file in files if sum(file.is_relative_to(part) for part in parts) != 1] == []


@pytest.mark.parametrize(
    ("rest", "is_named"),
    [
        ([], False),
        (["-x", "--durations=9"], False),
        (["tests/flows"], True),
        (["-x", "tests/unit/test_house.py::x"], True),
    ],
)
def test_who_names_tests_gets_those(rest: list[str], is_named: bool) -> None:
    assert named(rest) is is_named
