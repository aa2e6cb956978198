"""``./loket test`` divides the suite over processes: every test runs in one of them."""

from pathlib import Path

import pytest

from loket.cli.test import ROOMS, ROOT, SHIFTED, named, whole


def test_every_file_stands_in_one_part() -> None:
    rooms, shifted, others = ROOT / ROOMS[0], [ROOT / room for room in SHIFTED], [ROOT / folder for folder in whole()]
    files = set((ROOT / "tests").rglob("test_*.py"))
    assert Path(__file__) in files
    assert all(any(file.is_relative_to(room) for file in files) for room in shifted)
    for file in files:
        with_its_room = file.is_relative_to(rooms) and not any(map(file.is_relative_to, shifted))
        assert with_its_room + sum(file.is_relative_to(part) for part in others) == 1, file


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
