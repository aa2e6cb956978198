"""What was decided about somebody counts, also when the case had ended without a decision before: it goes back first,
and is settled then. Nobody's outcome stays out of the figures."""

from dataclasses import replace

import pytest
from case_world import House
from handover_world import at_oif, step, version
from settling import add_person, confirm, do, facts_of
from walk_on import TALK, decision

from loket.casework import services
from loket.casework.content import PersonContent
from loket.casework.errors import Missing, NotNow
from loket.casework.handover import deciding
from loket.casework.models import Case
from loket.casework.sealing import OpenCase
from loket.facts.models import SettledCase

pytestmark = pytest.mark.django_db

ENDED = {"reason": "no_violation", "reasons": "Niets te zien."}


@pytest.fixture
def ended(house: House) -> OpenCase:
    """A case that ended without a decision about anybody."""
    ready = at_oif(house)
    step(ready.opened, "end_without_settlement", **ENDED)
    return house.opened("staal", ready.opened.case)


def decide(opened: OpenCase) -> None:
    deciding.decide(
        opened=opened, person=1, version=version(opened), decision=decision(TALK), text="Toch.", actor="staal"
    )


@pytest.mark.parametrize("has_feedback", [False, True])
def test_a_decision_after_an_end_without_one_waits_until_the_case_went_back(
    ended: OpenCase, *, has_feedback: bool
) -> None:
    opened = do(ended, "give_feedback") if has_feedback else ended
    with pytest.raises(NotNow):
        decide(opened)
    opened = do(opened, "decide_after_all", reasons="Er kwam toch een besluit.")
    decide(opened)
    opened = do(confirm(opened), "settle")
    assert opened.case.stage == "settled"
    assert SettledCase.objects.count() == 1


def test_what_was_settled_can_still_be_decided_anew(house: House) -> None:
    ready = at_oif(house)
    Case.objects.filter(pk=ready.opened.case.pk).update(stage="decision")
    decide(ready.opened)
    opened = do(confirm(ready.opened), "settle")
    new = replace(decision(TALK), settlement="no_action")
    deciding.decide(opened=opened, person=1, version=version(opened), decision=new, text="Anders.", actor="staal")
    assert SettledCase.objects.get().settlement == "no_action"


def test_who_turns_out_to_be_a_witness_has_no_outcome_any_more(house: House) -> None:
    ready = at_oif(house)
    opened = ready.opened
    decide(opened)
    with pytest.raises(Missing):
        step(opened, "end_without_settlement", **ENDED)
    change_role(opened, "witness")
    step(opened, "end_without_settlement", **ENDED)
    change_role(opened, "concerned")
    (one, _witness) = opened.people()
    assert opened.person(one) == PersonContent(role="concerned", about="over concerned")


def test_a_witness_is_written_down_without_an_outcome(house: House) -> None:
    opened = add_person(at_oif(house).opened, "W. Getuige", role="witness", settlement="dismissal")
    assert not [opened.person(one).settlement for one in opened.people() if opened.person(one).settlement]
    assert [line.person for line in facts_of(opened) if line.person] == []


def change_role(opened: OpenCase, role: str) -> None:
    person = opened.people()[0]
    services.change_person(
        opened=opened,
        person=person,
        version=version(opened),
        content=opened.person(person).model_copy(update={"role": role}),
        identity=None,
        actor="staal",
    )
