"""What advisers write down: once, their own, and counted; and what is taken back."""

import datetime as dt
import uuid

import pytest
from network_world import BOSS, appointed

from loket.advisers.models import Activity, PeerGroup, PeerMeeting, Proposal, Requirement
from loket.advisers.network import activities, growth, proposing, queries
from loket.advisers.network.activities import Held
from loket.advisers.network.errors import BadPeriod, NameTaken, UnknownCode
from loket.advisers.network.services import Place, change_place
from loket.core import clock
from loket.facts import queries as facts

pytestmark = pytest.mark.django_db

MONTH = dt.date(2026, 5, 1)
HELD = Held("douane", "training", MONTH, "Uitleg over de rol", 12)


def live() -> list[dict[str, object]]:
    return [fact for year in (2025, 2026) for fact in facts.live_facts("awareness_activity", year).values()]


def test_the_same_form_twice_counts_once() -> None:
    adviser, token = appointed(), uuid.uuid4()
    for _ in range(2):
        growth.add_requirement(
            adviser=adviser, kind="training", month=MONTH, half_hours=3, title="Cursus", token=token, actor="luister"
        )
        activities.add(held=HELD, token=uuid.UUID(int=7), actor="luister")
    assert Requirement.objects.count() == Activity.objects.count() == len(live()) == 1


def test_meetings_of_the_group_count_for_who_was_there() -> None:
    group = growth.add_group(name="Groep 1", actor=BOSS)
    there, absent, outside = (appointed(name) for name in ("er", "weg", "buiten"))
    for one in (there, absent):
        change_place(adviser=one, place=Place("douane", group=group), actor=BOSS)
        one.refresh_from_db()
    growth.add_meeting(group=group, month=MONTH, half_hours=5, present=[there, outside], token=uuid.uuid4(), actor="er")
    done = {one.slug: {part.kind: part.hours for part in queries.progress(one)} for one in (there, absent, outside)}
    assert [found["peer_supervision"] for found in done.values()] == [2.5, 0, 0]
    meeting = PeerMeeting.objects.get()
    growth.remove_meeting(meeting=meeting, actor="er")
    growth.remove_meeting(meeting=meeting, actor="er")
    assert not PeerMeeting.objects.exists()


def test_only_what_was_done_since_the_certificate_counts() -> None:
    adviser = appointed(certified_on=dt.date(2026, 5, 20))
    for month in (dt.date(2026, 4, 1), MONTH):
        growth.add_requirement(
            adviser=adviser, kind="extra", month=month, half_hours=2, title="Stand", token=uuid.uuid4(), actor="luister"
        )
    assert [(one.kind, one.hours, one.wanted) for one in queries.progress(adviser)] == [
        ("training", 0, 48), ("peer_supervision", 0, 24), ("extra", 1, 16)
    ]  # fmt: skip
    assert len(queries.requirements(adviser)) == 1


def test_a_group_has_a_name_of_its_own() -> None:
    growth.add_group(name="Groep 1", actor=BOSS)
    with pytest.raises(NameTaken):
        growth.add_group(name="Groep 1", actor=BOSS)
    assert PeerGroup.objects.count() == 1


def test_a_month_that_has_yet_to_come_is_refused() -> None:
    later = (clock.today().replace(day=28) + dt.timedelta(days=10)).replace(day=1)
    with pytest.raises(BadPeriod):
        activities.add(held=Held("douane", "training", later, "x"), token=uuid.uuid4(), actor="luister")
    assert live() == []


@pytest.mark.parametrize("held", [Held("niets", "training", MONTH, "x"), Held("douane", "niets", MONTH, "x")])
def test_an_unknown_code_is_refused(held: Held) -> None:
    with pytest.raises(UnknownCode):
        activities.add(held=held, token=uuid.uuid4(), actor="luister")
    assert live() == []


def test_the_fact_follows_its_activity_to_another_year_and_away() -> None:
    activity = activities.add(held=HELD, token=uuid.uuid4(), actor="luister")
    assert activity is not None
    assert live() == [{"unit": "douane", "topic": "training", "participants": 12}]
    moved = Held("toeslagen", "event", dt.date(2025, 12, 1), "Uitleg", None)
    activities.change(activity=activity, held=moved, actor="luister")
    assert facts.live_facts("awareness_activity", 2026) == {}
    assert live() == [{"unit": "toeslagen", "topic": "event", "participants": None}]
    assert Activity.objects.get().title == "Uitleg"
    for _ in range(2):
        activities.remove(activity=activity, actor="luister")
    assert live() == []
    assert not Activity.objects.exists()


def test_a_proposal_gets_an_answer_and_another() -> None:
    proposal = Proposal.objects.create(code_list="subcategory", text="Voeg toe", by="luister", on=MONTH)
    assert queries.unanswered() == 1
    for text in ("Goed idee", "Toch niet"):
        proposing.answer(proposal=proposal, text=text, actor=BOSS)
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.answered_on, queries.unanswered()) == ("Toch niet", clock.today(), 0)


def test_what_waits_for_an_answer_stands_first() -> None:
    for number in range(3):
        Proposal.objects.create(code_list="unit", text=str(number), by="x", on=MONTH + dt.timedelta(days=number))
    proposing.answer(proposal=Proposal.objects.get(text="2"), text="ja", actor=BOSS)
    assert [one.text for one in queries.proposals()] == ["1", "0", "2"]
