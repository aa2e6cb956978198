"""The worked examples of ``docs/terms.md``, computed (WBK-1, WBK-2, WBK-11)."""

import datetime as dt
from pathlib import Path

import pytest

from loket.casework import engine
from loket.casework.reading import procedures
from loket.core import clock

DOCS = Path(__file__).resolve().parents[3] / "docs" / "terms.md"


def rows() -> list[list[str]]:
    lines = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def day_of(moment: str, monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The day in the Netherlands: today, when the clock stands at this moment."""
    if "T" not in moment:
        return dt.date.fromisoformat(moment)
    now = dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(clock.ZONE)
    monkeypatch.setattr(clock, "now", lambda: now)
    return clock.today()


@pytest.mark.parametrize(("code", "events", "term", "last_day", "shows"), rows())
def test_a_worked_example(
    monkeypatch: pytest.MonkeyPatch, code: str, events: str, term: str, last_day: str, shows: str
) -> None:
    p = procedures()[code]
    first, *others = [event.rsplit(" ", 1) for event in events.split(", ")]
    assert first[0] == engine.RECEIVED
    received_on = day_of(first[1], monkeypatch)
    happened = {name.split(" ")[1]: dt.date.fromisoformat(on) for name, on in others if name.startswith("elsewhere ")}
    state = engine.begin(p, received_on=received_on, today=received_on, happened=happened)
    for name, on in others:
        if not name.startswith("elsewhere "):
            act, day = engine.act(p, name), dt.date.fromisoformat(on)
            becomes = procedures()[act.becomes] if act.becomes else None
            moved = engine.after(p, act, state, on=day, received_on=received_on, happened=happened, becomes=becomes)
            state, p = moved.state, becomes or p
            happened.setdefault(name, day)
    assert state.terms[term] == dt.date.fromisoformat(last_day), shows


def test_the_table_shows_what_a_term_can_meet() -> None:
    told = " ".join(row[4] for row in rows())
    for what in ("leap day", "end of a year", "goes forward", "goes back", "midnight", "31 August"):
        assert what in told
