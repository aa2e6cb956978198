"""Every bad file gives one message that names the place and what would be right."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.badfile import BadFile
from loket.core.csvfiles import read_header, read_rows

COLUMNS = ("unit", "n", "note")


def write(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


def refused(folder: Path, content: bytes, key: tuple[str, ...] = ()) -> BadFile:
    with pytest.raises(BadFile) as caught:
        counts(write(folder, content), key)
    return caught.value


def counts(path: Path, key: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(row.code("unit"), row.count("n")) for row in read_rows(path, COLUMNS, key=key)]


def test_reads_records_with_quotes_and_either_line_end(tmp_path: Path) -> None:
    path = write(tmp_path, b'unit,n,note\r\nnorth,3,"a, ""b"""\nsouth,0,\n')
    rows = list(read_rows(path, COLUMNS, key=("unit",)))
    assert [(row.code("unit"), row.count("n"), row.values["note"]) for row in rows] == [
        ("north", 3, 'a, "b"'),
        ("south", 0, ""),
    ]
    assert read_header(path) == COLUMNS


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b"\xef\xbb\xbfunit,n,note\n", 1, 1, "BOM"),
        ("unit,n,note\n".encode("utf-16"), 1, 1, "UTF-16"),
        (b"unit;n;note\nnorth;1;\n", 1, 5, "puntkomma"),
        (b"", 1, 1, "leeg"),
        (b"unit,note\nnorth,\n", 1, 10, "'n' ontbreekt"),
        (b"unit,n,extra,note\n", 1, 8, "'extra' hoort hier niet"),
        (b"n,unit,note\n", 1, 1, "volgorde"),
        (b"unit,n,note,note\n", 1, 1, "dubbel"),
        (b"unit,n,note\nnorth,1,caf\xe9\n", 2, 12, "geen UTF-8"),
        (b"unit,n,note\nnor\0th,1,\n", 2, 4, "NUL"),
        (b"unit,n,note\nnorth,1\n", 2, 1, "2 velden"),
        (b"unit,n,note\n\n", 2, 1, "geen velden"),
        (b'unit,n,note\n"north,1,\n', 2, 1, "aanhalingstekens"),
        (b"unit,n,note\nnorth,-1,\n", 2, 7, "'-1' is geen aantal"),
        (b"unit,n,note\nnorth,1.5,\n", 2, 7, "'1.5' is geen aantal"),
        (b"unit,n,note\nnorth,4.489,\n", 2, 7, "zonder punten"),
        (b'unit,n,note\n"no ""r""",x,\n', 2, 12, "'x' is geen aantal"),
        (b"unit,n,note\n,1,\n", 2, 1, "kolom unit is leeg"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, content: bytes, line: int, column: int, words: str) -> None:
    error = refused(tmp_path, content)
    assert (error.line, error.column) == (line, column)
    assert words in error.message


def test_a_duplicate_key_names_the_first(tmp_path: Path) -> None:
    error = refused(tmp_path, b"unit,n,note\nnorth,1,\nsouth,1,\nnorth,2,\n", key=("unit",))
    assert (error.line, error.column) == (4, 1)
    assert "north staat er al op regel 2" in error.message


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(BadFile, match="te groot"):
        next(read_rows(path, COLUMNS))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is er niet"):
        next(read_rows(tmp_path / "none.csv", COLUMNS))


def test_decimals_have_a_point_and_may_be_empty(tmp_path: Path) -> None:
    path = write(tmp_path, b'unit,n,note\nnorth,7.9,\nsouth,,\neast,"7,9",\n')
    north, south, east = read_rows(path, COLUMNS)
    assert str(north.decimal("n")) == "7.9"
    assert south.decimal("n") is None
    with pytest.raises(BadFile, match="met een punt"):
        east.decimal("n")


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0\r\n", codec="utf-8")), st.integers(0, 99))))
def test_whatever_python_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("n", "note"))
        writer.writerows((n, note) for note, n in records)
    rows = list(read_rows(path, ("n", "note")))
    assert [(row.values["note"], row.count("n")) for row in rows] == records
