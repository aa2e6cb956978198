"""What is read of a case: what is on record, what happened, and whose names stand in a text."""

import datetime as dt
from dataclasses import replace

import pytest
from case_world import House
from hypothesis import given
from hypothesis import strategies as st

from loket.casework import queries, services
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, Item, ItemKind
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.intake import services as intake
from loket.intake.models import Message, MessageKind, Report
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def met(opened: OpenCase) -> frozenset[str]:
    return frozenset(queries.requirements_met(replace(opened, case=Case.objects.get(pk=opened.case.pk))))


def add(opened: OpenCase, kind: str, **content: object) -> Item:
    return services.add_item(opened=opened, kind=kind, content=ItemContent(**content), actor="staal")


def concerned(opened: OpenCase, name: str = "Pia Proef", **content: object) -> None:
    services.add_person(
        opened=opened,
        version=Case.objects.get(pk=opened.case.pk).version,
        content=PersonContent(**content),
        identity=PersonIdentity(name=name),
        actor="staal",
    )


def test_what_a_new_case_has_on_record(opened: OpenCase) -> None:
    assert met(opened) >= {"handler", "labels", "tasks_done"}
    assert not met(opened) & {"person_concerned", "plan", "report", "consent", "decision"}


def test_a_plan_a_report_and_a_decision_are_on_record_once_they_are_there(opened: OpenCase) -> None:
    for kind in (ItemKind.PLAN, ItemKind.REPORT, ItemKind.DECISION):
        assert str(kind) not in met(opened)
        add(opened, kind, text="tekst")
        assert str(kind) in met(opened)


def test_nobody_concerned_can_be_on_record_too(opened: OpenCase) -> None:
    services.say_nobody(opened=opened, version=opened.case.version, actor="staal")
    assert "person_concerned" in met(opened)


def test_a_punishment_asks_for_a_hearing_on_record(opened: OpenCase) -> None:
    """CAO-2: of each person concerned, and a talk that is no punishment asks for none."""
    concerned(opened, "A", settlement="written_reprimand")
    concerned(opened, "B", settlement="corrective_talk_or_coaching")
    assert "settlement_each" in met(opened)
    assert "hearing_when_disciplinary" not in met(opened)
    assert queries.unheard(opened) == [1]
    add(opened, ItemKind.HEARING, person=2, text="gesproken")
    assert queries.unheard(opened) == [1]
    add(opened, ItemKind.HEARING, person=1, text="gesproken")
    assert "hearing_when_disciplinary" in met(opened)


def test_the_day_of_a_hearing_counts_as_well(opened: OpenCase) -> None:
    concerned(opened, settlement="dismissal", heard_on=TODAY)
    assert "hearing_when_disciplinary" in met(opened)


def test_each_person_concerned_needs_a_settlement(opened: OpenCase) -> None:
    concerned(opened, "A", settlement="no_action")
    concerned(opened, "B")
    concerned(opened, "C", role="witness")
    assert "settlement_each" not in met(opened)


def test_what_ends_without_a_decision_has_no_outcome_that_would_not_be_counted(opened: OpenCase) -> None:
    assert "no_settlement" in met(opened)
    concerned(opened, "A")
    assert "no_settlement" in met(opened)
    concerned(opened, "B", settlement="no_action")
    assert "no_settlement" not in met(opened)


def ask(opened: OpenCase, *options: str) -> int:
    assert opened.report is not None
    return intake.write_as_body(
        report=opened.report, kind=MessageKind.CONSENT, text="Mag dit?", options=options, actor="staal"
    )


def answer(house: House, raised: Raised, question: int, choice: str) -> None:
    intake.write_as_reporter(
        mailbox=house.mailbox(raised), text="", kind=MessageKind.ANSWER, question=question, choice=choice
    )


def test_consent_is_the_last_answer_to_the_last_question(house: House, raised: Raised, opened: OpenCase) -> None:
    """WBK-6: an earlier yes to something else is no consent to this."""
    first = ask(opened, "story", "no")
    assert "consent" not in met(opened)
    answer(house, raised, first, "no")
    assert "consent" not in met(opened)
    answer(house, raised, first, "story")
    assert "consent" in met(opened)
    second = ask(opened, "story", "no")
    assert "consent" not in met(opened)
    answer(house, raised, second, "no")
    assert "consent" not in met(opened)


@pytest.mark.parametrize("kind", [ItemKind.EVENT, ItemKind.HANDOVER])
def test_a_legal_ground_stands_in_the_place_of_consent(opened: OpenCase, kind: str) -> None:
    """WBK-7."""
    add(opened, kind, code="legal_ground")
    assert "consent" in met(opened)


def test_what_happened_is_told_by_the_first_day_of_each_step(opened: OpenCase) -> None:
    for _ in range(2):
        services.act(
            opened=opened,
            act="ask_reporter",
            version=Case.objects.get().version,
            values={},
            text="Vertel",
            actor="staal",
        )
    Item.objects.filter(number=3).update(on=TODAY - dt.timedelta(days=5))
    assert queries.happened(opened) == {"received": TODAY, "ask_reporter": TODAY - dt.timedelta(days=5)}


def test_the_timeline_is_one_story(house: House, raised: Raised, opened: OpenCase) -> None:
    """Each message once: beside the step that it went with, or by itself; what does not open is shown as such."""
    services.act(opened=opened, act="acknowledge", version=opened.case.version, values={}, text="Dank", actor="staal")
    intake.write_as_reporter(mailbox=house.mailbox(raised), text="Nog iets")
    Item.objects.filter(number=1).update(content=b"gebroken")
    told = queries.timeline(opened)
    assert [entry.on for entry in told] == sorted(entry.on for entry in told)
    assert [(entry.item is not None, entry.said.content.text if entry.said else "") for entry in told] == [
        (True, ""),
        (True, ""),
        (True, "Dank"),
        (False, "Nog iets"),
    ]
    assert told[0].content is None
    assert Message.objects.count() == 2


def test_without_a_report_the_timeline_is_the_file(opened: OpenCase) -> None:
    Report.objects.update(body="mib")
    assert all(entry.said is None for entry in queries.timeline(replace(opened, report=None)))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("De medewerker kreeg een gesprek.", []),
        ("Mevrouw De Vries kreeg een gesprek.", [1]),
        ("MARÍA kreeg een gesprek", [1]),
        ("de vriesla stond open", []),
        ("Wij spraken met O'Neil en van der Berg", [2, 3]),
        ("Jan van den Heuvel", []),
        ("", []),
    ],
)
def test_names_of_people_are_found_in_a_text(opened: OpenCase, text: str, numbers: list[int]) -> None:
    for name in ("Maria de Vries", "Sean O'Neil", "K. van der Berg"):
        concerned(opened, name)
    assert queries.names_in(opened, text) == numbers


@given(text=st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert queries._telling(text) <= set(queries.normal(text).split())
