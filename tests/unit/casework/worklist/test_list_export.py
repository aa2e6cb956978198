"""The worklist as CSV: which case, which stage, which day, who; nothing of what it is about."""

import csv
import io

import pytest
from case_world import House
from list_world import CSV, close, open_some, put

from loket.accounts.models import Account
from loket.core import clock
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def exported(house: House, query: str = "", who: str = "staal") -> list[dict[str, str]]:
    answer = house.client(who).get(f"{CSV}?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"werklijst-{clock.today().isoformat()}.csv" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_every_row_and_no_content(house: House) -> None:
    (first,) = open_some(house, name="R. Fictief", unit="douane", violation="undesirable_conduct")
    put(first, days=-1, assignee=house.account("staal"))
    open_some(house, 50)
    rows = exported(house)
    assert len(rows) == 51
    assert rows[0]["zaak"] == first.reference
    assert rows[0]["volgende_stap"] == "Bevestig de ontvangst"
    assert rows[0]["behandelaar"] == "staal"
    assert rows[0]["gesloten"] == ""
    written = str(rows).lower()
    assert not [word for word in ("fictief", "douane", "omgang", "conduct") if word in written]


def test_what_was_asked_for(house: House) -> None:
    (customs,), (other,) = open_some(house, unit="douane"), open_some(house)
    close(other)
    assert [row["zaak"] for row in exported(house, "onderdeel=douane")] == [customs.reference]
    assert [row["zaak"] for row in exported(house, "fase=gesloten")] == [other.reference]
    assert house.client("staal").get(f"{CSV}?fase=onzin").status_code == 404
    assert house.client("denkbeeld").get(f"{CSV}?meldpunt=oif").status_code == 404


def test_a_spreadsheet_runs_nothing(house: House) -> None:
    (case,) = open_some(house)
    Account.objects.filter(username="staal").update(display_name='=HYPERLINK("http://kwaad.example")')
    put(case, assignee=house.account("staal"), stage="=1+1", next_act="@fout")
    (row,) = exported(house)
    assert row["behandelaar"].startswith("'=")
    assert row["fase"] == "'=1+1"
    assert row["volgende_stap"] == "'@fout"


def test_the_trail_says_how_many_and_not_which(house: House) -> None:
    open_some(house, 3, unit="douane")
    exported(house, "onderdeel=douane")
    entry = AuditEntry.objects.get(action="case.export")
    assert (entry.actor, entry.target, entry.summary) == ("staal", "body:oif", {"cases": 3})
