"""``./loket check-report``: findings as text and JSON, exit codes, and one clear message for wrong input."""

import json
from pathlib import Path

import pytest

from loket.cli.check_report import STRICT
from loket.cli.main import dispatch

REPORT = """
title = "Verslag 2024"
year = 2024

[labels]
a = "Eerste"

[map.lists]
all = ["a", "b"]

[tolerance]
"vrijwel evenveel" = 2

[[table]]
id = "t"
title = "Tabel"
source = "p. 1"
dimensions = ["code"]
measures = { n = "count", share = "percent" }
adds = ["code"]

[[percent]]
percent = "t[$code].share"
part = "t[$code]"
base = "t[total]"

[[same]]
cells = ["t[lists($x)]", "t[total]"]
"""
TABLE = "code,n,share\na,30,60\nb,20,40\ntotal,50,\n"
STATEMENTS = 'id,source,quote,claim,left,right,value\ns1,p. 2,"vijftig, samen",is,t[total],,50\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.toml").write_text(REPORT, "utf-8")
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    (tmp_path / "statements.csv").write_text(STATEMENTS, "utf-8")
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def test_a_report_that_hangs_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["check-report", str(folder), "--strict"]) == 0
    assert "0 keer klopt het niet" in capsys.readouterr().out
    assert dispatch(["check-report", str(folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_contradiction_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "t.csv", "a,30,60", "a,35,60")
    assert dispatch(["check-report", str(folder), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert {"place", "left", "right", "difference", "severity", "explanation"} <= set(found)
    assert (found["place"], found["left"], found["right"]) == ("p. 1, Tabel: Eerste", 35, 30)
    assert (found["difference"], found["severity"]) == (5, "error")


def test_a_contradiction_as_text_and_as_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "t.csv", "a,30,60", "a,35,60")
    assert dispatch(["check-report", str(folder), "--strict"]) == STRICT
    out = capsys.readouterr().out
    assert "1 keer klopt het niet" in out
    assert "Fout. p. 1, Tabel: Eerste" in out
    assert "30 in plaats van 35" in out


def test_what_cannot_be_checked_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "statements.csv", "is,t[total],,50", "kan niet,,,")
    assert dispatch(["check-report", str(folder)]) == 0
    assert "Niet na te rekenen:\n- p. 2: “vijftig, samen”" in capsys.readouterr().out


def test_another_report_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = folder / "2025"
    later.mkdir()
    (later / "t.csv").write_text("code,n\na,31\n", "utf-8")
    (later / "report.toml").write_text(
        'title = "Verslag 2025"\nyear = 2025\n[other]\nvorig = ".."\n[[table]]\nid = "t"\ntitle = "Tabel"\n'
        'source = "p. 1"\ndimensions = ["code"]\nmeasures = { n = "count" }\n'
        '[[same]]\ncells = ["t[$c]", "vorig:t[$c]"]\n',
        "utf-8",
    )
    assert dispatch(["check-report", str(later), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["left"], found["right"]) == (31, 30)
    assert "Verslag 2024" in found["place"]


WRONG = [
    # file, what is there, what it becomes, line, what is told
    ("report.toml", "year = 2024", "year = ", 3, "geen TOML"),
    ("report.toml", "year = 2024", "year = 2024\nyear = 2024", 4, "geen TOML"),
    ("report.toml", "year = 2024", 'year = "2024"', 3, "geheel getal"),
    ("report.toml", "year = 2024", "", 1, "'year' ontbreekt"),
    ("report.toml", 'source = "p. 1"', "", 14, "voeg 'source = ...' toe"),
    ("report.toml", 'source = "p. 1"', 'source = "p. 1"\npage = 3', 18, "onbekend veld 'page'"),
    ("report.toml", 'dimensions = ["code"]', 'dimensions = "code"', 18, "een lijst te staan ([...])"),
    ("report.toml", 'n = "count"', 'n = "number"', 19, "kies uit"),
    ("report.toml", 'adds = ["code"]', 'adds = ["kode"]', 20, "geen dimensie"),
    ("report.toml", 'id = "t"', 'id = "t"\nfile = "../t.csv"', 16, "zonder pad"),
    ("report.toml", 'base = "t[total]"', 'base = "u[total]"', 22, "geen tabel 'u'"),
    ("report.toml", 'all = ["a", "b"]', 'all = ["a", "z"]', 9, "code 'z'"),
    ("report.toml", "vrijwel evenveel", "vrijwel altijd", 12, "geen bewering"),
    ("report.toml", "[tolerance]", '[other]\nx = "weg"\n[tolerance]', 12, "geen report.toml"),
    ("t.csv", "a,30,60", "a,dertig,60", 2, "'dertig' is geen getal"),
    ("t.csv", "a,30,60", "a,1.200.000,60", 2, "geen getal"),
    ("t.csv", "b,20,40", "a,20,40", 3, "staat er al op regel 2"),
    ("t.csv", "code,n,share", "code,aantal,share", 1, "kolom 'aantal'"),
    ("t.csv", "b,20,40", "b;20;40", 3, "velden"),
    ("t.csv", "b,20,40", "b c,20,40", 3, "geen code"),
    ("t.csv", TABLE, "code,n,share\n", 1, "leeg"),
    ("statements.csv", ",is,", ",zegt,", 2, "geen bewering"),
    ("statements.csv", "t[total],,50", "t[z],,50", 2, "geen code 'z'"),
    ("statements.csv", "t[total],,50", "t[total],,vijftig", 2, "geen getal"),
    ("statements.csv", "t[total],,50", "t[total],,", 2, "vul kolom value in"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "told"), WRONG)
def test_wrong_input_gives_one_message_with_file_and_line(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, line: int, told: str
) -> None:
    change(folder, file, old, new)
    assert dispatch(["check-report", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert told in err
    assert f"{file}:{line}:" in err


def test_a_table_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "report.toml").read_text("utf-8")
    table = text[text.index("[[table]]") : text.index("[[percent]]")]
    (folder / "report.toml").write_text(text + table, "utf-8")
    assert dispatch(["check-report", str(folder)]) == 1
    assert "twee keer" in capsys.readouterr().err


@pytest.mark.parametrize("gone", ["report.toml", "t.csv"])
def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str], gone: str) -> None:
    (folder / gone).unlink()
    assert dispatch(["check-report", str(folder)]) == 1
    assert f"{gone}:1:1: het bestand is er niet" in capsys.readouterr().err


def test_something_that_is_no_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["check-report", str(folder / "t.csv")]) == 1
    assert "geen map" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        dispatch(["check-report"])
    assert stopped.value.code == 2
