"""The engine, pure: terms in calendar days, steps only from their stages, and no case that is stuck or forgotten."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.casework import engine
from loket.casework.engine import NotFrom, State, UnknownAct
from loket.casework.procedure import Act, Procedure
from loket.casework.reading import procedures

DAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
CODES = ("meldpunt", "incident_desk", "oif", "wrongdoing", "authority")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Walk:
    """A case that is worked, one step after another, as the services work it."""

    def __init__(self, code: str, *, received_on: dt.date = DAY, today: dt.date | None = None) -> None:
        self.p, self.received_on, self.today = procedures()[code], received_on, today or received_on
        self.happened: dict[str, dt.date] = {}
        self.state = engine.begin(self.p, received_on=received_on, today=self.today)
        self.opened, self.met, self.dropped = set(self.state.terms), set[str](), set[str]()

    def do(self, code: str, *, on: dt.date | None = None) -> engine.Moved:
        self.today = on or self.today
        act, before = engine.act(self.p, code), self.state
        becomes = procedures()[act.becomes] if act.becomes else None
        moved = engine.after(
            self.p, act, before, on=self.today, received_on=self.received_on, happened=self.happened, becomes=becomes
        )
        self.happened.setdefault(code, self.today)
        self.state, self.p = moved.state, becomes or self.p
        ended = set(before.terms) - set(moved.state.terms)
        self.met |= ended - set(moved.dropped)
        self.dropped |= set(moved.dropped)
        self.opened |= set(moved.state.terms)
        return moved

    @property
    def ended(self) -> bool:
        return engine.stage(self.p, self.state.stage).within_days is None


def test_a_case_begins_with_the_terms_that_run_since_it_was_received_and_that_of_its_stage() -> None:
    state = engine.begin(procedures()["oif"], received_on=DAY, today=day("2026-11-25"))
    assert state == State(
        "received",
        {"acknowledgement": day("2026-11-30"), "feedback": day("2027-02-28"), "stage:received": day("2026-12-02")},
    )
    assert engine.due_on(state) == day("2026-11-30")


def test_what_another_body_did_before_counts() -> None:
    """WBK-1: the first receipt, and the first acknowledgement, anywhere in the organisation."""
    before = {"acknowledge": day("2026-11-24")}
    p = procedures()["oif"]
    state = engine.begin(p, received_on=DAY, today=day("2026-12-20"), happened=before)
    assert state.terms == {"feedback": day("2027-02-24"), "stage:received": day("2026-12-27")}
    again = engine.after(p, engine.act(p, "acknowledge"), state, on=day("2026-12-21"), received_on=DAY, happened=before)
    assert again.state.terms["feedback"] == day("2027-02-24")


def test_a_matter_from_the_first_day_to_the_last() -> None:
    walk = Walk("oif")
    assert walk.do("acknowledge", on=day("2026-11-30")).met == "acknowledgement"
    assert walk.state.terms["feedback"] == day("2027-02-28")
    walk.do("assess", on=day("2026-12-07"))
    walk.do("start_investigation")
    assert walk.state.stage == "investigation"
    assert walk.do("give_feedback", on=day("2027-02-28")).met == "feedback"
    assert walk.state.stage == "investigation"
    walk.do("finish_report")
    walk.do("to_authority")
    walk.do("record_decision", on=day("2027-04-01"))
    walk.do("settle")
    walk.do("give_feedback")
    assert walk.state.stage == "aftercare"
    terms = {code: due.isoformat() for code, due in walk.state.terms.items() if code.startswith("detriment")}
    assert terms == {"detriment_3": "2027-05-28", "detriment_6": "2027-08-28", "detriment_12": "2028-02-28"}
    assert [walk.do("ask_detriment").met for _time in range(3)] == ["detriment_3", "detriment_6", "detriment_12"]
    assert walk.do("close").state == State("closed", {})
    assert not walk.dropped


def test_what_still_runs_when_a_case_ends_is_dropped() -> None:
    walk = Walk("meldpunt")
    walk.do("acknowledge")
    walk.do("complete")
    moved = walk.do("hand_over")
    assert (moved.met, moved.dropped) == (None, ("feedback",))
    assert "stage:complete" in walk.met


def test_a_term_that_was_met_is_not_opened_by_another_anchor() -> None:
    """The answer came before the second day from which it could have been counted."""
    p = procedures()["oif"]
    feedback = p.terms[1].model_copy(update={"met_by": ["ask_reporter"]})
    p = p.model_copy(update={"terms": [feedback]})
    state, happened = engine.begin(p, received_on=DAY, today=DAY), {"ask_reporter": DAY}
    moved = engine.after(p, engine.act(p, "ask_reporter"), state, on=DAY, received_on=DAY, happened={})
    assert moved.met == "feedback"
    later = engine.after(p, engine.act(p, "acknowledge"), moved.state, on=DAY, received_on=DAY, happened=happened)
    assert "feedback" not in later.state.terms


def test_the_step_on_top_meets_the_earliest_term() -> None:
    walk = Walk("oif")
    seen = [engine.next_act(walk.p, walk.state)]
    for code in ("acknowledge", "assess", "start_investigation", "finish_report", "to_authority", "settle"):
        walk.do(code)
        seen.append(engine.next_act(walk.p, walk.state))
    walk.do("give_feedback")
    seen.append(engine.next_act(walk.p, walk.state))
    walk.do("close")
    assert engine.next_act(walk.p, walk.state) is None
    assert [act.code for act in seen if act] == [
        "acknowledge",
        "assess",
        "start_investigation",
        "finish_report",
        "to_authority",
        "settle",
        "give_feedback",
        "ask_detriment",
    ]


def test_the_step_on_top_is_feedback_when_that_is_due_first() -> None:
    walk = Walk("oif")
    walk.do("acknowledge")
    walk.do("assess")
    walk.do("start_investigation", on=day("2027-02-01"))
    following = engine.next_act(walk.p, walk.state)
    assert following
    assert following.code == "give_feedback"


def test_of_a_term_and_a_stage_that_end_on_one_day_the_term_comes_first() -> None:
    walk = Walk("oif")
    for code in ("acknowledge", "assess", "start_investigation"):
        walk.do(code, on=day("2026-11-30"))
    assert walk.state.terms["feedback"] == walk.state.terms["stage:investigation"] == day("2027-02-28")
    for terms in (walk.state.terms, dict(reversed(list(walk.state.terms.items())))):
        following = engine.next_act(walk.p, State("investigation", terms))
        assert following
        assert following.code == "give_feedback"


def test_a_case_that_goes_on_as_wrongdoing_keeps_its_terms_and_gets_those_of_wrongdoing() -> None:
    walk = Walk("oif")
    walk.do("acknowledge", on=day("2026-11-24"))
    before = dict(walk.state.terms)
    walk.do("treat_as_wrongdoing", on=day("2026-11-26"))
    assert walk.p.code == "wrongdoing"
    assert walk.state.terms == {**before, "external_routes": day("2026-12-10")}
    moved = walk.do("treat_as_violation")
    assert (walk.p.code, moved.dropped) == ("oif", ("external_routes",))
    assert walk.state.terms == before
    walk.do("treat_as_wrongdoing", on=day("2027-01-08"))
    assert walk.state.terms == {**before, "external_routes": day("2027-01-22")}


def test_an_unknown_act_and_one_from_another_stage_are_refused() -> None:
    walk = Walk("oif")
    with pytest.raises(UnknownAct):
        engine.act(walk.p, "destroy_everything")
    with pytest.raises(NotFrom):
        walk.do("settle")


@pytest.mark.parametrize(
    ("by", "handler", "officer", "head"), [("handler", 1, 0, 0), ("officer", 1, 1, 0), ("head", 0, 0, 1)]
)
def test_who_may(by: str, handler: int, officer: int, head: int) -> None:
    act = engine.act(procedures()["oif"], "settle").model_copy(update={"by": by})
    assert engine.may(act, is_handler=True, is_officer=False, is_head=False) == bool(handler)
    assert engine.may(act, is_handler=False, is_officer=True, is_head=False) == bool(officer)
    assert engine.may(act, is_handler=False, is_officer=False, is_head=True) == bool(head)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CODES), DAYS, st.integers(0, 40), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 90))))
def test_every_way_through_every_procedure(
    code: str, received_on: dt.date, later: int, steps: list[tuple[int, int]]
) -> None:
    """Whatever is done, in whatever order: only steps of the stage can be done, an open case has a day by which
    something must be done and a step for it, no term is set that is over already, and every term that ran was met, was
    dropped, or still runs."""
    walk = Walk(code, received_on=received_on, today=received_on + dt.timedelta(days=later))
    for choice, days in steps:
        if walk.ended:
            break
        possible = engine.acts_from(walk.p, walk.state.stage)
        check_open(walk, possible)
        before, happened = walk.state.terms, dict(walk.happened)
        act = possible[choice % len(possible)]
        walk.do(act.code, on=walk.today + dt.timedelta(days=days))
        for term, due in walk.state.terms.items():
            anew = is_stage(term) or act.becomes or act.code not in happened
            assert due == before.get(term) or (due >= walk.today and anew)
    assert walk.ended == (not walk.state.terms)
    assert walk.opened == walk.met | walk.dropped | set(walk.state.terms)
    if walk.ended:
        assert engine.next_act(walk.p, walk.state) is None


def is_stage(term: str) -> bool:
    return term.startswith(engine.STAGE)


def check_open(walk: Walk, possible: list[Act]) -> None:
    assert engine.due_on(walk.state) in walk.state.terms.values()
    assert engine.next_act(walk.p, walk.state) in possible
    for other in walk.p.acts:
        if other not in possible:
            with pytest.raises(NotFrom):
                walk.do(other.code)


@pytest.mark.parametrize("code", CODES)
def test_from_every_place_a_case_can_come_in_an_end_can_be_reached(code: str) -> None:
    """Also where a case goes on by another procedure."""
    begin = (code, procedures()[code].stages[0].code)
    for place in reachable(begin):
        assert any(procedure_stage_is_end(*other) for other in reachable(place)), place


def reachable(begin: tuple[str, str]) -> set[tuple[str, str]]:
    found, todo = {begin}, [begin]
    while todo:
        new = set(places_after(*todo.pop())) - found
        found |= new
        todo += new
    return found


def places_after(code: str, stage: str) -> Iterator[tuple[str, str]]:
    p: Procedure = procedures()[code]
    for act in engine.acts_from(p, stage):
        yield act.becomes or code, engine.target(act, stage)


def procedure_stage_is_end(code: str, stage: str) -> bool:
    return engine.stage(procedures()[code], stage).within_days is None


@given(DAYS, st.integers(0, 400), st.integers(0, 30))
def test_an_anchor_counts_the_days_first(on: dt.date, days: int, months: int) -> None:
    anchor = procedures()["oif"].terms[0].anchors[0].model_copy(update={"days": days, "months": months})
    due = engine.due(anchor, on)
    assert due >= on + dt.timedelta(days=days + 28 * months)
    assert due <= on + dt.timedelta(days=days + 31 * months)


def test_a_step_is_past_when_the_case_came_further_than_every_stage_it_is_done_from() -> None:
    p = procedures()["oif"]
    assert [stage.code for stage in p.stages if engine.is_past(p, "settle", stage.code)] == [
        "settled",
        "aftercare",
        "closed",
    ]
    with pytest.raises(engine.UnknownAct):
        engine.is_past(p, "no_such_act", "received")
