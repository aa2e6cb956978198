"""The closed list of CAO-1; nobody punished unheard (CAO-2); a decision that comes back lands with the right person."""

import datetime as dt
from dataclasses import replace

import pytest
from case_world import House
from handover_world import Ready, at_oif, item, plan, step, upload, version

from loket.casework import engine, queries, services
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent, PersonContent
from loket.casework.errors import Changed, Gone, Missing, NotYours, Unfilled
from loket.casework.handover import deciding, returning
from loket.casework.handover import services as handing
from loket.casework.handover.deciding import CAME_BACK, Decision, NotHeard, decisions, read_decision
from loket.casework.handover.plan import chosen, shelf
from loket.casework.handover.returning import NoWayBack, OtherKey
from loket.casework.measures import measures
from loket.casework.models import Case, Item, ItemKind
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.intake import files
from loket.vault.keys import new_pair

pytestmark = pytest.mark.django_db

TALK = Decision(
    description="unauthorised_use_of_resources",
    established="yes",
    settlement="corrective_talk_or_coaching",
    decided_on=dt.date(2026, 11, 20),
)
REPRIMAND = replace(TALK, settlement="", measures=("written_reprimand",))


@pytest.fixture
def ready(house: House) -> Ready:
    return at_oif(house)


def decide(opened: OpenCase, decision: Decision, *, person: int = 1, seen: int = 0, **more: object) -> int:
    made = deciding.decide(
        opened=opened,
        person=person,
        version=seen or version(opened),
        decision=decision,
        text="Passend en gebruikelijk.",
        actor=opened.me.username,
        **more,  # type: ignore[arg-type]  # files, for the one test that has them
    )
    return made.number


def person_of(opened: OpenCase, number: int) -> PersonContent:
    return next(opened.person(one) for one in opened.people() if one.number == number)


def hear(opened: OpenCase, on: dt.date) -> None:
    content = ItemContent(text="Gehoord.", person=1, values={"on": on.isoformat(), "signed": "yes"})
    services.add_item(opened=opened, kind=ItemKind.HEARING, content=content, actor=opened.me.username)


def hand_to_authority(house: House, opened: OpenCase, *, hearings: bool = True) -> OpenCase:
    """The first person with the report, and the hearing of them, at the competent authority."""
    here = shelf(opened)
    kinds = {ItemKind.REPORT, ItemKind.HEARING} if hearings else {ItemKind.REPORT}
    items = [str(part.item.number) for part in here.parts if part.item.kind in kinds]
    wanted = chosen(here, plan(opened, "to_authority", "bevoegd_gezag"), items=items, files=[], people={1: "named"})
    number = handing.choose(opened=opened, plan=wanted, actor="staal").number
    new = handing.hand_over(opened=opened, number=number, version=version(opened), values={}, text="", actor="staal")
    assert new is not None
    return house.take("gezag", new)


def send_back(opened: OpenCase, act: str, **values: str) -> Case | None:
    found = engine.act(procedure_of(opened.case), act)
    return returning.send_back(
        opened=opened, act=found, version=version(opened), values=values, text="", actor=opened.me.username
    )


def test_every_punishment_of_the_closed_list_counts_as_a_disciplinary_settlement() -> None:
    known = measures()
    assert list(known.punishments) == [
        "written_reprimand",
        "fewer_ikb_hours",
        "no_periodical",
        "transfer",
        "end_of_employment",
    ]
    assert {known.class_of(one.settlement) for one in known.punishments.values()} == {"disciplinary"}
    assert {known.class_of(code) for code in known.others} == {"none", "non_disciplinary"}
    assert not set(known.order_measures) & set(known.punishments)


def test_what_was_decided_stands_with_the_person_and_in_the_file(ready: Ready) -> None:
    number = decide(ready.opened, TALK, files=[upload("brief.pdf")])
    person = person_of(ready.opened, 1)
    assert (person.settlement, person.established, person.decided_on) == (TALK.settlement, "yes", TALK.decided_on)
    part = next(part for part in decisions(ready.opened) if part.item.number == number)
    assert part.content.text == "Passend en gebruikelijk."
    assert read_decision(part.content.values).settlement == TALK.settlement
    assert [note.name for note in part.content.files] == ["brief.pdf"]


def test_the_heaviest_of_several_punishments_counts(ready: Ready) -> None:
    hear(ready.opened, dt.date(2026, 11, 9))
    decide(ready.opened, replace(REPRIMAND, measures=("end_of_employment", "fewer_ikb_hours")))
    person = person_of(ready.opened, 1)
    assert (person.settlement, person.measures) == ("dismissal", ("end_of_employment", "fewer_ikb_hours"))
    assert person.heard_on == dt.date(2026, 11, 9)


def test_nobody_is_punished_unheard(house: House, ready: Ready) -> None:
    there = hand_to_authority(house, ready.opened, hearings=False)
    with pytest.raises(NotHeard):
        decide(there, REPRIMAND)
    hear(there, dt.date(2026, 11, 21))
    with pytest.raises(NotHeard):
        decide(there, REPRIMAND)
    assert person_of(there, 1).settlement == ""
    hear(there, dt.date(2026, 11, 19))
    decide(there, REPRIMAND)
    assert person_of(there, 1).heard_on == dt.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(TALK, settlement=""), "settlement"),
        (replace(TALK, settlement="hanging"), "measures"),
        (replace(TALK, settlement="dismissal"), "measures"),
        (replace(TALK, measures=("written_reprimand",)), "measures"),
        (replace(REPRIMAND, measures=("flogging",)), "measures"),
        (replace(REPRIMAND, measures=("fine",)), "measures"),
        (replace(REPRIMAND, established="no"), "established"),
        (replace(TALK, established=""), "established"),
        (replace(TALK, description="no such"), "description"),
        (replace(TALK, order_measures=("written_reprimand",)), "order_measures"),
        (replace(TALK, decided_on=dt.date(9999, 1, 1)), "decided_on"),
    ],
)
def test_what_is_no_decision_is_refused(ready: Ready, wrong: Decision, field: str) -> None:
    with pytest.raises(Unfilled) as refused:
        decide(ready.opened, wrong)
    assert field in refused.value.errors
    assert person_of(ready.opened, 1) == PersonContent(role="concerned", about="over concerned")


def test_only_who_handles_the_case_decides_and_only_on_who_is_concerned(house: House, ready: Ready) -> None:
    with pytest.raises(Gone):
        decide(ready.opened, TALK, person=2)
    with pytest.raises(Gone):
        decide(ready.opened, TALK, person=99)
    services.give_access(
        desk=house.desk("staal"), case=ready.opened.case, to=house.account("proef"), reason="works_along", actor="staal"
    )
    with pytest.raises(NotYours):
        decide(house.opened("proef", ready.opened.case), TALK)


def test_two_at_once_overwrite_nothing(ready: Ready) -> None:
    seen = version(ready.opened)
    decide(ready.opened, TALK, seen=seen)
    with pytest.raises(Changed):
        decide(ready.opened, replace(TALK, settlement="no_action"), seen=seen)
    decide(ready.opened, replace(TALK, settlement="no_action"))
    assert [part.content.values["settlement"] for part in decisions(ready.opened)] == ["no_action"]


def test_a_decision_comes_back_to_the_person_it_is_about(house: House, ready: Ready) -> None:
    hear(ready.opened, dt.date(2026, 11, 9))
    there = hand_to_authority(house, ready.opened)
    step(there, "hear")
    decide(there, REPRIMAND, files=[upload("besluit.txt")])
    step(there, "decide")
    origin = send_back(there, "return_decision")
    assert origin.pk == ready.opened.case.pk
    with pytest.raises(Case.DoesNotExist):
        house.opened("gezag", there.case)
    opened = house.opened("staal", origin)
    (came,) = [part for part in decisions(opened) if part.content.code == CAME_BACK]
    assert (came.content.person, came.item.by) == (1, "gezag")
    assert b"".join(files.unsealed(came.content.files[0])) == b"bytes of besluit.txt"
    files.destroy_case(there.case.pk)
    assert b"".join(files.unsealed(came.content.files[0])) == b"bytes of besluit.txt"
    deciding.take_over(opened=opened, number=came.item.number, version=version(opened), actor="staal")
    person = person_of(opened, 1)
    assert (person.settlement, person.measures, person.decided_on) == (
        "written_reprimand",
        ("written_reprimand",),
        REPRIMAND.decided_on,
    )
    assert {"decision", "settlement_each", "hearing_when_disciplinary"} <= queries.requirements_met(opened)


def test_the_authority_cannot_return_what_it_did_not_decide(house: House, ready: Ready) -> None:
    there = hand_to_authority(house, ready.opened)
    step(there, "hear")
    with pytest.raises(Missing):
        step(there, "decide")
    origin = send_back(there, "send_back", reasons="Het rapport noemt geen dagen.")
    opened = house.opened("staal", origin)
    assert not decisions(opened)
    returned = [content for _item, content in queries.contents(opened) if content.code == "returned"]
    assert [content.text for content in returned] == ["Het rapport noemt geen dagen."]


def test_nothing_goes_back_to_a_key_that_somebody_put_in_the_database(house: House, ready: Ready) -> None:
    """The competent authority cannot open the case it writes to: without this it would seal its decision to whoever
    changed that row."""
    there = hand_to_authority(house, ready.opened)
    step(there, "hear")
    origin = ready.opened.case
    mine = bytes(origin.public)
    Case.objects.filter(pk=origin.pk).update(public=new_pair().public)
    before = Item.objects.filter(case=origin).count()
    with pytest.raises(OtherKey):
        send_back(there, "send_back", reasons="Het rapport noemt geen dagen.")
    assert Item.objects.filter(case=origin).count() == before
    Case.objects.filter(pk=origin.pk).update(public=mine)
    assert send_back(there, "send_back", reasons="Het rapport noemt geen dagen.") == origin


@pytest.mark.parametrize("ended", ["closed_on", "view_ended_on", "destroyed"])
def test_a_decision_needs_a_case_to_go_to_but_without_one_the_case_can_still_end(
    house: House, ready: Ready, ended: str
) -> None:
    there = hand_to_authority(house, ready.opened)
    decide(there, TALK)
    step(there, "decide")
    origin = Case.objects.filter(pk=ready.opened.case.pk)
    origin.delete() if ended == "destroyed" else origin.update(**{ended: clock.today()}, due_on=None)
    there = house.opened("gezag", there.case)
    with pytest.raises(NoWayBack):
        send_back(there, "return_decision")
    assert house.opened("gezag", there.case).case.stage == "decided"
    step(there, "reconsider", reasons="De zaak is daar al gesloten.")
    assert send_back(there, "send_back", reasons="Te laat.") is None
    case = Case.objects.get(pk=there.case.pk)
    assert (case.stage, case.view_ended_on, case.due_on) == ("returned", clock.today(), None)


def test_the_authority_reads_only_what_was_handed(house: House, ready: Ready) -> None:
    item(ready.opened, ItemKind.NOTE, "geheim")
    there = hand_to_authority(house, ready.opened)
    client = house.client("gezag")
    for page in ("", "besluit/", "besluit/1/", "overdragen/", "tijdlijn/"):
        assert client.get(f"/beheer/zaken/{ready.opened.case.reference}/{page}").status_code == 404
    assert not [content for _item, content in queries.contents(there) if "geheim" in content.text]
    assert there.report is None
