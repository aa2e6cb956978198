"""Acts, items, labels and people: what they leave behind, what they refuse, and that two at once never overwrite each
other unseen."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from case_world import House, make_house, raise_for
from django.db import connection

from loket.accounts.models import Role
from loket.casework import engine, opening, queries, services, words
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.errors import (
    BadReason,
    Changed,
    Gone,
    Missing,
    NotAReader,
    NotNow,
    NotYours,
    Unfilled,
)
from loket.casework.models import Case, Deadline, Item, ItemKind
from loket.casework.reading import procedures
from loket.casework.sealing import OpenCase, read_card
from loket.casework.values import CODED, choices_of
from loket.core import audit, clock
from loket.core.models import AuditEntry, Notice
from loket.intake import files
from loket.intake import services as intake
from loket.intake.content import STORY, Identity
from loket.intake.models import Message, MessageKind, Report, SealedFile, State
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db

TODAY = clock.today()
LETTER = "Beste melder, we hebben je melding."
ASSESSED = {
    "researchability": "researchable",
    "detriment_risk": "low",
    "reporter": "employee",
    "subject": "employee",
}


def act(opened: OpenCase, code: str, *, text: str = "", version: int | None = None, **values: str) -> Item:
    """A step by who has the case open, on the version that stands now."""
    case = Case.objects.get(pk=opened.case.pk)
    seen = case.version if version is None else version
    return services.act(opened=opened, act=code, version=seen, values=values, text=text, actor=opened.me.username)


def add_person(opened: OpenCase, name: str, *, username: str = "", **content: object) -> None:
    services.add_person(
        opened=opened,
        version=Case.objects.get(pk=opened.case.pk).version,
        content=PersonContent(**content),
        identity=PersonIdentity(name=name, username=username),
        actor=opened.me.username,
    )


def fresh(opened: OpenCase) -> Case:
    return Case.objects.get(pk=opened.case.pk)


def card(opened: OpenCase) -> Card:
    """The labels as they stand now."""
    return read_card(fresh(opened), opened.private)


# Acts


def test_a_step_writes_the_letter_moves_the_case_and_stands_in_the_trail(opened: OpenCase) -> None:
    """WBK-1: the acknowledgement is a letter, meets its term, and its day is kept."""
    item = act(opened, "acknowledge", text=LETTER)
    case = fresh(opened)
    assert (case.stage, case.version) == ("acknowledged", opened.case.version + 1)
    assert Deadline.objects.get(case=case, code="acknowledgement").met_on == TODAY
    message = Message.objects.get(number=opened.item(item).message)
    assert message.kind == MessageKind.ACKNOWLEDGEMENT
    assert opened.item(item).text == ""
    report = Report.objects.get()
    assert (report.state, report.acknowledged_on) == (State.ACKNOWLEDGED, TODAY)
    entry = AuditEntry.objects.last()
    assert entry is not None
    assert (entry.action, entry.summary) == ("case.act", {"body": "oif", "act": "acknowledge"})
    assert audit.verify() is None


def test_what_is_filled_in_is_kept_sealed_and_its_codes_serve_later(opened: OpenCase) -> None:
    act(opened, "acknowledge", text=LETTER)
    item = act(opened, "assess", **choices(opened, "assess"), reasons="  Genoeg om te beginnen.  ")
    content = opened.item(item)
    assert content.values["reasons"] == "Genoeg om te beginnen."
    codes = card(opened).codes
    assert codes["assess.reporter"] == content.values["reporter"]
    assert "assess.reasons" not in codes


def choices(opened: OpenCase, code: str) -> dict[str, str]:
    """The first choice of every coded field that a step asks."""
    step = engine.act(procedures()[opened.case.procedure], code)
    return {field.code: choices_of(field)[0] for field in step.fields if field.kind in CODED}


def test_sent_twice_it_happens_once(opened: OpenCase) -> None:
    seen = opened.case.version
    act(opened, "acknowledge", text=LETTER, version=seen)
    with pytest.raises(Changed) as caught:
        act(opened, "acknowledge", text=LETTER, version=seen)
    assert [opened.item(item).code for item in caught.value.since] == ["acknowledge"]
    assert caught.value.version == seen + 1
    assert Message.objects.count() == 1


def test_the_second_officer_sees_what_the_first_changed(house: House, opened: OpenCase) -> None:
    desk = house.desk("staal")
    services.give_access(desk=desk, case=opened.case, to=house.account("proef"), reason="works_along", actor="staal")
    theirs, seen = house.opened("proef", opened.case), opened.case.version
    act(opened, "acknowledge", text=LETTER)
    services.label(opened=opened, version=fresh(opened).version, unit="toeslagen", violation="", actor="staal")
    with pytest.raises(Changed) as caught:
        services.label(opened=theirs, version=seen, unit="", violation="", actor="proef")
    since = [(item.by, theirs.item(item).code) for item in caught.value.since]
    assert since == [("staal", "acknowledge"), ("staal", words.LABELS)]
    assert card(theirs).unit == "toeslagen"


def test_a_note_takes_nothing_from_who_is_filling_in_a_form(opened: OpenCase) -> None:
    seen = opened.case.version
    services.add_item(opened=opened, kind=ItemKind.NOTE, content=ItemContent(text="gebeld"), actor="staal")
    act(opened, "acknowledge", text=LETTER, version=seen)


@pytest.mark.parametrize("code", ["", "assess", "close", "nothing", "acknowledge\0", "é" * 1000])
def test_a_step_of_another_stage_or_of_no_procedure_is_refused(opened: OpenCase, code: str) -> None:
    with pytest.raises(NotNow):
        act(opened, code, text=LETTER)
    assert fresh(opened).version == opened.case.version


def test_a_step_of_the_handler_is_not_for_a_reader(house: House, opened: OpenCase) -> None:
    desk = house.desk("staal")
    services.give_access(desk=desk, case=opened.case, to=house.account("proef"), reason="works_along", actor="staal")
    with pytest.raises(NotYours):
        act(house.opened("proef", opened.case), "acknowledge", text=LETTER)


def test_a_step_says_what_is_missing(opened: OpenCase) -> None:
    act(opened, "acknowledge", text=LETTER)
    act(opened, "assess", **choices(opened, "assess"))
    with pytest.raises(Missing) as caught:
        act(opened, "start_investigation", **choices(opened, "start_investigation"))
    assert caught.value.requirements == ["person_concerned", "plan"]
    assert "het onderzoeksplan" in str(caught.value)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, {"researchability", "detriment_risk", "reporter", "subject"}),
        ({"researchability": "misschien"}, {"researchability", "detriment_risk", "reporter", "subject"}),
        ({"reporter": "\0"}, {"researchability", "detriment_risk", "reporter", "subject"}),
    ],
)
def test_what_is_not_filled_in_rightly_is_said_for_each_field(
    opened: OpenCase, values: dict[str, str], wrong: set[str]
) -> None:
    act(opened, "acknowledge", text=LETTER)
    with pytest.raises(Unfilled) as caught:
        act(opened, "assess", **values)
    assert set(caught.value.errors) == wrong
    assert fresh(opened).stage == "acknowledged"


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (STORY + 1)])
def test_a_letter_without_words_or_with_too_many_is_not_sent(opened: OpenCase, text: str) -> None:
    with pytest.raises(Unfilled) as caught:
        act(opened, "acknowledge", text=text)
    assert set(caught.value.errors) == {"text"}
    assert (fresh(opened).stage, Message.objects.count()) == ("received", 0)


def test_files_go_with_the_letter_or_with_the_step(opened: OpenCase) -> None:
    upload = files.store([b"brief"], name="brief.txt", kind="text/plain")
    services.act(
        opened=opened,
        act="acknowledge",
        version=opened.case.version,
        values={},
        text=LETTER,
        files=[upload],
        actor="staal",
    )
    assert SealedFile.objects.get().report_id == opened.case.report
    note = files.store([b"stuk"], name="stuk.txt", kind="text/plain")
    item = services.add_item(
        opened=opened, kind=ItemKind.DOCUMENT, content=ItemContent(title="Stuk"), files=[note], actor="staal"
    )
    assert SealedFile.objects.get(case=opened.case.pk).pk == note.id
    assert b"".join(files.unsealed(opened.item(item).files[0])) == b"stuk"


def test_the_wrongdoing_procedure_takes_over_where_the_case_stands(opened: OpenCase) -> None:
    act(opened, "acknowledge", text=LETTER)
    feedback = Deadline.objects.get(case=opened.case, code="feedback").due_on
    act(opened, "treat_as_wrongdoing")
    case = fresh(opened)
    assert (case.procedure, case.stage) == ("wrongdoing", "acknowledged")
    assert Deadline.objects.get(case=case, code="feedback").due_on == feedback


def test_a_case_that_ends_has_no_term_and_a_day_to_be_destroyed(house: House) -> None:
    raised = raise_for("mib")
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    opened = house.take("denkbeeld", Case.objects.get(report=raised.report_id))
    act(opened, "acknowledge", text=LETTER)
    act(opened, "close", text="We sluiten je melding.", **choices(opened, "close"))
    case = fresh(opened)
    assert (case.closed_on, case.due_on, case.next_act) == (TODAY, None, "")
    assert case.destroy_on is not None
    assert not Deadline.objects.filter(case=case, met_on=None, dropped_on=None).exists()
    with pytest.raises(NotNow):
        act(opened, "acknowledge", text=LETTER)


def test_who_lost_the_case_meanwhile_writes_nothing_any_more(house: House, opened: OpenCase) -> None:
    """The page was open while the case went to somebody else."""
    services.assign(desk=house.desk("hoofd"), case=opened.case, to=house.account("proef"), actor="hoofd")
    before = Item.objects.count()
    with pytest.raises(NotAReader):
        act(opened, "acknowledge", text=LETTER)
    with pytest.raises(NotAReader):
        services.add_item(opened=opened, kind=ItemKind.NOTE, content=ItemContent(text="x"), actor="staal")
    with pytest.raises(NotAReader):
        services.write_to_reporter(opened=opened, text="x", actor="staal")
    assert Item.objects.count() == before
    assert not Message.objects.exists()


def test_nobody_writes_in_a_report_that_went_to_another_body(house: House, opened: OpenCase) -> None:
    assert opened.report is not None
    intake.hand_to(report=opened.report, body="mib", actor="staal")
    with pytest.raises(intake.Gone):
        services.write_to_reporter(opened=opened, text="x", actor="staal")
    assert not Message.objects.exists()


def test_a_case_that_was_destroyed_meanwhile_is_gone(opened: OpenCase) -> None:
    Case.objects.all().delete()
    with pytest.raises(Gone):
        services.act(opened=opened, act="acknowledge", version=1, values={}, text=LETTER, actor="staal")


# Parts of the file, labels, people


def test_a_task_that_is_done_keeps_its_place(opened: OpenCase) -> None:
    content = ItemContent(title="Bel HR", state="open", due_on=TODAY)
    task = services.add_item(opened=opened, kind=ItemKind.TASK, content=content, actor="staal")
    assert "tasks_done" not in queries.requirements_met(opened)
    done = services.change_item(
        opened=opened,
        item=task,
        version=fresh(opened).version,
        content=content.model_copy(update={"state": "done"}),
        actor="staal",
    )
    assert (done.number, done.version, opened.item(done).state) == (task.number, 2, "done")
    assert "tasks_done" in queries.requirements_met(opened)
    with pytest.raises(Changed) as caught:
        services.change_item(opened=opened, item=task, version=opened.case.version, content=content, actor="staal")
    assert list(caught.value.since) == [done]


def test_a_part_of_another_case_is_not_changed_here(house: House, opened: OpenCase) -> None:
    raise_for("oif")
    opening.open_new(body="oif")
    house.desk("staal")
    other = house.take("staal", Case.objects.exclude(pk=opened.case.pk).get())
    item = services.add_item(opened=other, kind=ItemKind.NOTE, content=ItemContent(text="a"), actor="staal")
    with pytest.raises(Gone):
        services.change_item(
            opened=opened, item=item, version=opened.case.version, content=ItemContent(), actor="staal"
        )


def test_another_body_adds_what_it_cannot_read(house: House, opened: OpenCase) -> None:
    services.add_sealed_item(
        case=opened.case, content=ItemContent(text="Berisping."), kind=ItemKind.DECISION, actor="gezag"
    )
    assert "decision" in queries.requirements_met(opened)
    assert AuditEntry.objects.filter(actor="gezag", action="case.decide").exists()


@pytest.mark.parametrize("unit", ["nergens", "\0", "é" * 300])
def test_labels_are_codes_of_the_lists(opened: OpenCase, unit: str) -> None:
    with pytest.raises(Unfilled) as caught:
        services.label(opened=opened, version=opened.case.version, unit=unit, violation="", actor="staal")
    assert set(caught.value.errors) == {"unit"}


def test_a_name_is_shown_for_a_reason_that_stands_in_the_trail(opened: OpenCase) -> None:
    add_person(opened, "Pia Proef")
    person = opened.people()[0]
    with pytest.raises(BadReason):
        services.show_person(opened=opened, person=person, reason="nieuwsgierig", actor="staal")
    shown = services.show_person(opened=opened, person=person, reason="hearing", actor="staal")
    assert shown.name == "Pia Proef"
    entry = AuditEntry.objects.last()
    assert entry is not None
    assert entry.summary == {"body": "oif", "person": 1, "reason": "hearing"}


def test_who_reported_is_shown_for_a_reason(house: House) -> None:
    """WBK-6."""
    raise_for("oif", identity=Identity(disclosure="in_confidence", name="R. Reporter"))
    opening.open_new(body="oif")
    house.desk("staal")
    opened = house.take("staal", Case.objects.get())
    with pytest.raises(intake.BadReason):
        services.show_reporter(opened=opened, reason="", actor="staal")
    assert services.show_reporter(opened=opened, reason="contact", actor="staal").name == "R. Reporter"
    assert AuditEntry.objects.filter(action="report.identity").count() == 1
    assert [opened.item(item).code for item in opened.items()][-1] == words.REPORTER_SHOWN


def test_changes_to_a_person_are_checked_and_keep_who_they_are(opened: OpenCase) -> None:
    add_person(opened, "Pia Proef")
    person, seen = opened.people()[0], fresh(opened).version
    changed = services.change_person(
        opened=opened,
        person=person,
        version=seen,
        content=PersonContent(established="yes", settlement="written_reprimand"),
        identity=None,
        actor="staal",
    )
    assert opened.person(changed).settlement == "written_reprimand"
    assert services.show_person(opened=opened, person=changed, reason="check", actor="staal").name == "Pia Proef"
    for version, content, wrong in (
        (seen, PersonContent(), Changed),
        (seen + 1, PersonContent(settlement="schavot"), Unfilled),
    ):
        with pytest.raises(wrong):
            services.change_person(
                opened=opened, person=person, version=version, content=content, identity=None, actor="staal"
            )


def test_nothing_of_content_stands_in_the_trail_or_the_outbox(house: House, opened: OpenCase) -> None:
    """WBK-8, wall 6."""
    add_person(opened, "Pia Geheimnaam", about="geheimdeel", description="forgery", settlement="dismissal")
    services.label(opened=opened, version=fresh(opened).version, unit="toeslagen", violation="", actor="staal")
    act(opened, "acknowledge", text="geheimbrief")
    services.add_item(opened=opened, kind=ItemKind.NOTE, content=ItemContent(text="geheimnotitie"), actor="staal")
    services.show_person(opened=opened, person=opened.people()[0], reason="check", actor="staal")
    summaries = " ".join(str(entry.summary) + entry.target for entry in AuditEntry.objects.all())
    for secret in ("eheim", "toeslagen", "douane", "forgery", "dismissal"):
        assert secret not in summaries
    assert {notice.body for notice in Notice.objects.all()} == {"oif"}


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_many_who_do_the_same_step_at_once_one_does_it() -> None:
    house = make_house()
    raised: Raised = raise_for("oif")
    opening.open_new(body="oif")
    house.desk("staal")
    opened = house.take("staal", Case.objects.get(report=raised.report_id))

    def run(_number: int) -> str:
        try:
            services.act(
                opened=opened, act="acknowledge", version=opened.case.version, values={}, text=LETTER, actor="staal"
            )
        except Changed:
            return "changed"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(run, range(6)))
    assert answers == ["changed"] * 5 + ["done"]
    assert Message.objects.count() == 1
    numbers = list(Item.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db(transaction=True)
def test_notes_at_once_all_stand_and_are_numbered() -> None:
    house = make_house()
    raise_for("oif")
    opening.open_new(body="oif")
    house.desk("staal")
    opened = house.take("staal", Case.objects.get())

    def run(number: int) -> None:
        try:
            content = ItemContent(text=f"notitie {number}")
            services.add_item(opened=opened, kind=ItemKind.NOTE, content=content, actor="staal")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(8)))
    texts = {opened.item(item).text for item in Item.objects.filter(kind=ItemKind.NOTE)}
    assert texts == {f"notitie {number}" for number in range(8)}


def test_a_day_of_a_step_is_a_day_that_was(house: House) -> None:
    raise_for("mib")
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    opened = house.take("denkbeeld", Case.objects.get(body="mib"))
    act(opened, "acknowledge", text=LETTER)
    later = (TODAY + dt.timedelta(days=1)).isoformat()
    for day in (later, "31-02-2026", "0001-01-01", "9999-12-31", "gisteren", "2026-W01-1", "20260105"):
        with pytest.raises(Unfilled) as caught:
            act(opened, "inform_employer", informed_on=day, whom="De directeur")
        assert set(caught.value.errors) == {"informed_on"}, day
    act(opened, "inform_employer", informed_on=TODAY.isoformat(), whom="De directeur")


def test_roles_do_not_matter_for_who_may_read(house: House, opened: OpenCase) -> None:
    """The head of the body has more to say and no more to read."""
    assert Role.HEAD in house.account("hoofd").roles
    with pytest.raises(NotAReader):
        house.opened("hoofd", opened.case)


@pytest.mark.parametrize("code", ["hand_over", "close"])
def test_a_step_that_hands_over_is_not_done_without_handing_over(house: House, code: str) -> None:
    raised = raise_for("mib")
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    opened = house.take("denkbeeld", Case.objects.get(report=raised.report_id))
    Case.objects.filter(pk=opened.case.pk).update(stage="complete")
    handed = code == "close"
    with pytest.raises(NotNow):
        services.act(
            opened=opened,
            act=code,
            version=opened.case.version,
            values={},
            text="Dag.",
            actor="denkbeeld",
            handed=handed,
        )
    assert Case.objects.get(pk=opened.case.pk).closed_on is None
