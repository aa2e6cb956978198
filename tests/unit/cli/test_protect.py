"""``./loket protect`` as anyone calls it: what comes out, to the byte, and what is refused."""

import csv
import json
import threading
from pathlib import Path

import pytest

from loket.cli.main import dispatch

SMALL = "region,sector,n\na,x,12\na,y,3\na,z,20\nb,x,7\nb,y,9\nb,z,2\nc,x,15\nc,y,8\nc,z,11\n"
TREE = "code,parent\nnorth,\nsouth,total\na,north\nb,north\nc,south\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("t.csv", SMALL)
    return tmp_path


def write(name: str, text: str | bytes) -> None:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def protect(*words: str) -> int:
    return dispatch(["protect", *words, "--out", "out", "--seconds", "10"])


def one(*words: str) -> int:
    return protect("t.csv", "--by", "region,sector", *words)


def rows(name: str) -> list[dict[str, str]]:
    with Path("out", name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def audit(folder: str = "") -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(Path("out", folder, "audit.json").read_text())
    return found


def test_the_whole_lattice_comes_out_inside_with_kinds_and_outside_without() -> None:
    assert one() == 0
    inside, outside = rows("protected.csv"), rows("public.csv")
    assert list(inside[0]) == list(outside[0]) == ["region", "sector", "n", "status"]
    assert len(inside) == len(outside) == 16
    kinds = {(row["region"], row["sector"]): row["status"] for row in inside}
    assert {at for at, kind in kinds.items() if kind == "primary"} == {("a", "y"), ("b", "z")}
    assert {at for at, kind in kinds.items() if kind == "secondary"} == {("a", "z"), ("b", "y")}
    assert {row["status"] for row in outside} == {"shown", "hidden"}
    for mine, theirs in zip(inside, outside, strict=True):
        assert (mine["n"] == "") == (mine["status"] != "shown") == (theirs["status"] == "hidden")
        assert mine["n"] == theirs["n"]
    assert next(row["n"] for row in inside if row["region"] == row["sector"] == "total") == "87"


def test_the_audit_says_what_a_reader_can_infer() -> None:
    assert one() == 0
    found = audit()
    assert sorted(found) == ["attacker", "cells", "gap", "remedies", "sure", "unprotectable"]
    assert found["cells"][0] == {"region": "a", "sector": "y", "lo": 2, "hi": 4}
    assert len(found["cells"]) == 4
    assert (found["unprotectable"], found["remedies"], found["gap"]) == ([], [], 0.0)
    assert found["sure"] is True


def test_subtotals_of_a_tree_are_published_too_and_zeros_filled_in() -> None:
    write("tree.csv", TREE)
    write("t.csv", "region,sector,n\na,x,12\nb,y,30\nc,x,40\nnorth,x,12\n")
    assert one("--tree", "region=tree.csv") == 0
    counts = {(row["region"], row["sector"]): (row["n"], row["status"]) for row in rows("protected.csv")}
    assert len(counts) == 18
    assert counts["north", "total"] == ("42", "shown")
    assert counts["c", "y"] == ("0", "shown")


def test_codes_are_taken_as_they_stand() -> None:
    write("t.csv", 'region,sector,n\n01,x,10\n1,x,20\n a ,x,30\na,x,40\n"b,""c",x,50\n')
    assert one() == 0
    assert {row["region"] for row in rows("public.csv")} == {"total", "01", "1", " a ", "a", 'b,"c'}


def test_linked_tables_come_out_under_the_name_of_their_file_and_agree() -> None:
    write("ages.csv", "region,age,count\na,old,1\na,young,34\nb,old,18\nc,old,30\nc,young,4\n")
    write("t.csv", SMALL.replace(",n\n", ",count\n"))
    words = ("--table", "t.csv:region,sector", "--table", "ages.csv:region,age", "--count", "count")
    assert protect(*words) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["ages", "t"]
    sectors = {row["region"]: row for row in rows("t/protected.csv") if row["sector"] == "total"}
    ages = {row["region"]: row for row in rows("ages/protected.csv") if row["age"] == "total"}
    assert {region: row["status"] for region, row in sectors.items()} == {r: a["status"] for r, a in ages.items()}
    assert audit("ages")["cells"]


def test_rounding_gives_multiples_that_add_up_and_does_not_tell_which_changed() -> None:
    write("t.csv", SMALL + "d,x,10\n")
    assert one("--method", "round") == 0
    inside = {(row["region"], row["sector"]): row for row in rows("protected.csv")}
    assert all(int(row["n"]) % 5 == 0 for row in inside.values())
    assert inside["d", "y"]["n"] == "0"
    assert (inside["d", "x"]["n"], inside["d", "x"]["status"]) == ("10", "shown")
    assert inside["a", "x"]["status"] == "rounded"
    assert {row["status"] for row in rows("public.csv")} == {"shown"}
    for region in "abcd":
        assert int(inside[region, "total"]["n"]) == sum(int(inside[region, sector]["n"]) for sector in "xyz")
    assert audit()["cells"]


def test_what_cannot_be_protected_is_named_with_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    write("t.csv", "region,sector,n\na,x,1\na,y,1\na,z,1\na,q,1\nb,x,9\nb,y,9\nb,z,9\nb,q,9\n")
    assert one() == 0
    said = capsys.readouterr().out
    assert "niet te beschermen: t.csv: region 'a', sector 'x'; voeg van region samen: 'a', 'b'" in said
    cell = {"region": "a", "sector": "x"}
    merge = {"remedy": "merge", "dimension": "region", "codes": ["a", "b"], "cells_lost": 10}
    assert cell in audit()["unprotectable"]
    assert {"cell": cell, **merge} in audit()["remedies"]


def test_codes_that_look_like_a_margin_are_pointed_out(capsys: pytest.CaptureFixture[str]) -> None:
    write("t.csv", SMALL + "Totaal,x,34\n")
    assert one() == 0
    said = capsys.readouterr().err
    assert "let op: t.csv: 'Totaal' van region telt mee als elke andere code; alleen 'total' is een totaal" in said
    assert said.count("let op") == 1


def test_what_the_system_cannot_write_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["protect", "t.csv", "--by", "region,sector", "--out", "x" * 250]) == 1
    assert "schrijven lukt niet; de naam is te lang" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["t.csv"]


def test_a_folder_in_the_place_of_a_file_is_refused_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out/public.csv").mkdir(parents=True)
    assert one() == 1
    assert "is een map" in capsys.readouterr().err
    assert [path.name for path in Path("out").iterdir()] == ["public.csv"]


def test_when_time_is_up_the_answer_is_safe_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["protect", "t.csv", "--by", "region,sector", "--out", "out", "--seconds", "0.000001"]) == 0
    assert "niet bewezen" in capsys.readouterr().out
    assert audit()["gap"] == 1.0
    assert {row["status"] for row in rows("public.csv") if row["n"] != "0"} == {"hidden"}


def test_an_earlier_outcome_is_replaced_and_other_files_stay() -> None:
    assert one() == 0
    write("out/note.txt", "mine")
    write("t.csv", SMALL.replace("a,y,3", "a,y,30"))
    assert one() == 0
    assert sum(row["status"] == "primary" for row in rows("protected.csv")) == 1
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "audit.json",
        "note.txt",
        "protected.csv",
        "public.csv",
    ]
    assert not list(Path().glob(".out*"))


def test_a_file_that_is_read_is_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    write("out/public.csv", SMALL)
    assert protect("out/public.csv", "--by", "region,sector") == 1
    assert "wordt ook gelezen" in capsys.readouterr().err
    assert Path("out/public.csv").read_text() == SMALL


WRONG_TABLES = {
    "margin": (SMALL + "a,total,36\n", "t.csv:11:1: t: region 'a', sector 'total' telt 36, maar de delen"),
    "negative": (SMALL.replace("a,y,3", "a,y,-3"), "t.csv:3:5: '-3' is geen aantal"),
    "fraction": (SMALL.replace("a,y,3", "a,y,3.0"), "t.csv:3:5: '3.0' is geen aantal"),
    "no count": (SMALL.replace("a,y,3", "a,y,"), "t.csv:3:5: kolom n is leeg"),
    "word": (SMALL.replace("a,y,3", "a,y,three"), "t.csv:3:5: 'three' is geen aantal"),
    "other digits": (SMALL.replace("a,y,3", "a,y,٣"), "t.csv:3:5: '٣' is geen aantal"),
    "huge": (SMALL.replace("a,y,3", "a,y,99999999999999999999"), "t.csv:3:5: 99999999999999999999 is te groot"),
    "twice": (SMALL + "a,y,3\n", "t.csv:11:1: a, y staat er al op regel 3"),
    "no code": (SMALL.replace("a,y,3", ",y,3"), "t.csv:3:1: kolom region is leeg"),
    "no column": (SMALL.replace("sector", "branch", 1), "t.csv:1:1: kolom 'sector' ontbreekt"),
    "column twice": ("region,sector,n,n\na,x,1,1\n", "t.csv:1:1: kolom 'n' staat er dubbel"),
    "semicolons": (SMALL.replace(",", ";"), "t.csv:1:1: kolom 'region' ontbreekt"),
    "short row": (SMALL + "a\n", "t.csv:11:1: deze regel heeft 1 velden"),
    "empty": ("", "t.csv:1:1: het bestand is leeg"),
    "only a heading": ("region,sector,n\n", "t.csv:1:1: er staan geen aantallen in"),
    "not utf-8": (SMALL.encode() + b"\xff,x,1\n", "t.csv:11:1: dit is geen UTF-8"),
    "utf-16": (SMALL.encode("utf-16"), "t.csv:1:1: het bestand is UTF-16"),
    "nul": (SMALL + "a\0,x,1\n", "t.csv:11:2: hier staat een NUL-teken"),
    "quotes": (SMALL + '"a,x,1\n', "t.csv:11:1: de aanhalingstekens"),
}

WRONG_TREES = {
    "unknown code": (TREE.replace("a,north", "aa,north"), "t.csv:2:1: code 'a' staat niet in de boom van region"),
    "unknown parent": (TREE.replace("a,north", "a,east"), "tree.csv:4:1: 'east', boven 'a', staat er zelf niet in"),
    "twice": (TREE + "a,south\n", "tree.csv:7:1: a staat er al op regel 4"),
    "ring": (TREE.replace("north,\n", "north,a\n"), "tree.csv:2:1: 'north' hangt in een kring"),
    "its own parent": (TREE.replace("c,south", "c,c"), "tree.csv:6:1: 'c' hangt in een kring"),
    "total": (TREE + "total,\n", "tree.csv:7:1: 'total' is het totaal"),
    "no parent column": (TREE.replace("parent", "above"), "tree.csv:1:1: kolom 'parent' ontbreekt"),
    "nothing": ("code,parent\n", "tree.csv:1:1: er staan geen codes in"),
}

WRONG_WORDS = {
    "no table": ([], "geef een tabel"),
    "no dimensions": (["t.csv"], "horen bij elkaar"),
    "nothing between commas": (["t.csv", "--by", "region,,sector"], "noem elke dimensie"),
    "dimension twice": (["t.csv", "--by", "region,region"], "staat er dubbel"),
    "dimension is count": (["t.csv", "--by", "region,n"], "tegelijk dimensie en aantal"),
    "taken name": (["t.csv", "--by", "region,status"], "zo heet een kolom van de uitkomst"),
    "threshold of one": (["t.csv", "--by", "region,sector", "--threshold", "1"], "bij 1 is niets klein"),
    "no time": (["t.csv", "--by", "region,sector", "--seconds", "0"], "--seconds"),
    "no such file": (["x.csv", "--by", "region,sector"], "x.csv:1:1: het bestand is er niet"),
    "tree of nothing": (["t.csv", "--by", "region,sector", "--tree", "age=t.csv"], "geen tabel heeft een dimensie age"),
    "tree without name": (["t.csv", "--by", "region,sector", "--tree", "t.csv"], "schrijf KOLOM=BESTAND"),
    "table without dimensions": (["--table", "t.csv"], "dubbele punt"),
    "same name": (["--table", "t.csv:region,sector", "--table", "./t.csv:region"], "twee tabellen heten t"),
    "a file as folder": (["t.csv", "--by", "region,sector", "--out", "t.csv"], "is een bestand"),
    "a folder in a file": (["t.csv", "--by", "region,sector", "--out", "t.csv/x"], "is een bestand"),
}


def refused(said: str, expected: str) -> None:
    """One message, and nothing written."""
    assert said.startswith("loket: ")
    assert expected in said
    assert said.count("\n") == 1
    assert not Path("out").exists()


@pytest.mark.parametrize("name", WRONG_TABLES)
def test_a_wrong_table_is_refused_with_its_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, expected = WRONG_TABLES[name]
    write("t.csv", text)
    assert one() == 1
    refused(capsys.readouterr().err, expected)


@pytest.mark.parametrize("name", WRONG_TREES)
def test_a_wrong_tree_is_refused_with_its_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, expected = WRONG_TREES[name]
    write("tree.csv", text)
    assert one("--tree", "region=tree.csv") == 1
    refused(capsys.readouterr().err, expected)


@pytest.mark.parametrize("name", WRONG_WORDS)
def test_a_command_line_that_cannot_be_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, expected = WRONG_WORDS[name]
    assert dispatch(["protect", "--out", "out", "--seconds", "10", *words]) == 1
    refused(capsys.readouterr().err, expected)


def test_tables_that_contradict_each_other_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    write("ages.csv", "region,age,n\na,old,36\nb,old,18\nc,old,34\n")
    assert protect("--table", "t.csv:region,sector", "--table", "ages.csv:region,age") == 1
    refused(capsys.readouterr().err, "en in een andere tabel")


def test_it_stops_at_once_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses Ctrl-C does not wait for the solver."""
    from loket.cli import protect as command

    never = threading.Event()
    monkeypatch.setattr(command.bar, "show", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        command.watched(lambda: never.wait(20), 1, str)
    never.set()
    assert not Path("out").exists()
