"""A case goes to another body with exactly what was chosen and agreed to, and with nothing else (WBK-6, WBK-7)."""

import datetime as dt

import pytest
from case_world import STORY, House
from django.test import Client
from handover_world import NAMED, Ready, answer, at_mib, at_oif, item, person, plan, version
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.accounts.models import Account
from loket.casework import queries, services
from loket.casework.access import visible
from loket.casework.assigning import barred_officers
from loket.casework.content import ItemContent
from loket.casework.errors import Changed, NotAReader, NotNow, Unfilled
from loket.casework.handover import services as handing
from loket.casework.handover.plan import NoSuchPlace, NothingGoes, Plan, PlanChanged, Shelf, chosen, shelf
from loket.casework.handover.services import AlreadyDone, NotAgreed
from loket.casework.handover.standing import standing
from loket.casework.models import Case, Deadline, ItemKind, Person
from loket.casework.sealing import OpenCase, read_person_identity
from loket.core.models import AuditEntry
from loket.intake import files
from loket.intake.content import Identity
from loket.intake.models import MessageKind, Report, SealedFile
from loket.intake.sealing import open_report
from loket.vault.errors import WontOpen

pytestmark = pytest.mark.django_db


def choose(opened: OpenCase, wanted: Plan) -> int:
    return handing.choose(opened=opened, plan=wanted, actor=opened.me.username).number


def go(opened: OpenCase, number: int, *, seen: int = 0, text: str = "Je melding is nu daar.") -> Case | None:
    return handing.hand_over(
        opened=opened,
        number=number,
        version=seen or version(opened),
        values={},
        text=text,
        actor=opened.me.username,
    )


def ask(opened: OpenCase, number: int) -> None:
    handing.ask(opened=opened, number=number, why="Zij kunnen dit onderzoeken.", actor=opened.me.username)


def disclose(opened: OpenCase, number: int, **given: str) -> None:
    wanted = {"ground": "crime", "reasons": "De officier vraagt erom.", "notice": "now", "text": "We doen aangifte."}
    handing.disclose(opened=opened, number=number, actor=opened.me.username, **{**wanted, **given})


def everything(opened: OpenCase, wanted: Plan) -> Plan:
    here = shelf(opened, with_report=not wanted.report_goes)
    people = {one.person.number: "named" for one in here.people}
    items = [str(part.item.number) for part in here.parts]
    return chosen(here, wanted, items=items, files=[file.code for file in here.files], people=people)


def test_a_report_goes_over_only_after_its_reporter_agrees(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    ask(ready.opened, number)
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    answer(house, ready.raised, "handover")
    new = go(ready.opened, number)
    assert new is not None
    assert (new.body, new.report, new.received_on) == ("oif", ready.raised.report_id, ready.opened.case.received_on)
    read = house.take("staal", new)
    assert read.report is not None
    assert read.report.content().story == STORY
    assert read.card().violation == "undesirable_conduct"


def test_the_reporter_reads_what_is_asked_and_that_it_went(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    ask(ready.opened, number)
    mailbox = house.mailbox(ready.raised)
    question = mailbox.message(mailbox.messages()[-1])
    assert question.text.startswith("Mogen we je melding overdragen aan Onderzoeksbureau Integriteit")
    assert question.options == ("handover", "no")
    answer(house, ready.raised, "handover")
    go(ready.opened, number)
    assert house.mailbox(ready.raised).message(mailbox.messages()[-1]).text == "Je melding is nu daar."


def test_after_its_view_ended_the_first_body_cannot_open_the_report(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    disclose(ready.opened, number, ground="agreed_otherwise", notice="", text="")
    desk = house.desk("denkbeeld")
    go(ready.opened, number)
    report = Report.objects.get(pk=ready.raised.report_id)
    assert report.body == "oif"
    with pytest.raises(WontOpen):
        open_report(report, desk.body_private)
    assert not visible(desk).filter(pk=ready.opened.case.pk).exists()
    with pytest.raises(NotAReader):
        handing.choose(opened=ready.opened, plan=plan(ready.opened, "hand_over", "oif"), actor="denkbeeld")
    assert not Deadline.objects.filter(case=ready.opened.case, met_on=None, dropped_on=None).exists()
    client: Client = house.client("denkbeeld")
    assert client.get(f"/beheer/zaken/{ready.opened.case.reference}/").status_code == 404


def test_the_terms_of_the_law_run_from_first_receipt(house: House) -> None:
    """WBK-1: first receipt anywhere in the organisation counts; WBK-2: three months after the acknowledgement."""
    ready = at_mib(house)
    earlier = ready.opened.case.received_on - dt.timedelta(days=5)
    Case.objects.filter(pk=ready.opened.case.pk).update(received_on=earlier)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    disclose(ready.opened, number, ground="agreed_otherwise")
    new = go(ready.opened, number)
    assert new is not None
    assert new.received_on == earlier
    assert set(Deadline.objects.filter(case=new).values_list("code", flat=True)) == {"feedback", "stage:received"}
    read = house.take("staal", new)
    assert queries.happened(read)["acknowledge"] == ready.opened.case.received_on


def test_a_no_holds_until_the_law_obliges(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    ask(ready.opened, number)
    answer(house, ready.raised, "no")
    assert standing(ready.opened, number).consent == "no"
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    disclose(ready.opened, number)
    assert standing(ready.opened, number).consent == "ground"
    mailbox = house.mailbox(ready.raised)
    assert mailbox.message(mailbox.messages()[-1]).text == "We doen aangifte."
    assert AuditEntry.objects.filter(action="case.disclose", summary__ground="crime", summary__notice="now").exists()


def test_without_notice_there_is_a_reason_why(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    before = len(house.mailbox(ready.raised).messages())
    for wrong in ({"ground": "because"}, {"reasons": " "}, {"notice": ""}, {"text": ""}):
        with pytest.raises(Unfilled):
            disclose(ready.opened, number, **wrong)
    disclose(ready.opened, number, notice="harms", text="")
    assert len(house.mailbox(ready.raised).messages()) == before
    assert AuditEntry.objects.filter(action="case.disclose", summary__notice="harms").exists()


def test_who_said_yes_can_still_say_no(house: House) -> None:
    """An answer that comes between the page and the button counts."""
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    ask(ready.opened, number)
    answer(house, ready.raised, "handover")
    assert standing(ready.opened, number).may_go
    answer(house, ready.raised, "no")
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    assert Case.objects.count() == 1


def test_a_question_is_asked_once(house: House) -> None:
    ready = at_mib(house)
    number = choose(ready.opened, plan(ready.opened, "hand_over", "oif"))
    ask(ready.opened, number)
    with pytest.raises(AlreadyDone):
        ask(ready.opened, number)


def test_handed_over_twice_it_went_once(house: House) -> None:
    ready = at_oif(house)
    number = choose(ready.opened, everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag")))
    seen = version(ready.opened)
    go(ready.opened, number, seen=seen)
    with pytest.raises(Changed):
        go(ready.opened, number, seen=seen)
    with pytest.raises(AlreadyDone):
        go(ready.opened, number)
    assert Case.objects.filter(body="bevoegd_gezag").count() == 1


def test_what_changed_since_it_was_chosen_does_not_go(house: House) -> None:
    ready = at_oif(house)
    opened = ready.opened
    wanted = everything(opened, plan(opened, "to_authority", "bevoegd_gezag"))
    number = choose(opened, wanted)
    part = next(one for one in opened.items() if one.kind == ItemKind.REPORT)
    content = opened.item(part).model_copy(update={"text": "Nu met een naam erin."})
    services.change_item(opened=opened, item=part, version=version(opened), content=content, actor="staal")
    with pytest.raises(PlanChanged):
        go(opened, number)
    with pytest.raises(PlanChanged):
        choose(opened, wanted)
    assert Case.objects.filter(body="bevoegd_gezag").count() == 0
    assert not SealedFile.objects.exclude(case=opened.case.pk).filter(case__isnull=False).exists()


def test_a_plan_says_nothing_that_the_procedure_does_not(house: House) -> None:
    ready = at_oif(house, Identity(disclosure="anonymous"))
    opened = ready.opened
    empty = plan(opened, "to_authority", "bevoegd_gezag")
    with pytest.raises(NothingGoes):
        choose(opened, empty)
    with pytest.raises(NothingGoes):
        choose(opened, empty.model_copy(update={"identity": True}))
    with pytest.raises(NoSuchPlace):
        choose(opened, everything(opened, empty).model_copy(update={"to": "mib"}))
    cheating = everything(opened, empty).model_copy(update={"report_goes": True})
    assert not standing(opened, choose(opened, cheating)).plan.report_goes
    with pytest.raises(NotNow):
        choose(opened, empty.model_copy(update={"act": "hand_over"}))


def test_who_the_reporter_is_goes_only_with_a_yes_and_is_noted(house: House) -> None:
    ready = at_oif(house)
    wanted = everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag"))
    number = choose(ready.opened, wanted.model_copy(update={"identity": True}))
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    ask(ready.opened, number)
    answer(house, ready.raised, "share")
    new = go(ready.opened, number)
    assert new is not None
    read = house.take("gezag", new)
    names = [read_person_identity(one, read.private).name for one in read.people()]
    assert names == ["Jan de Vries", "Ans Getuige", NAMED.name]
    assert AuditEntry.objects.filter(action="report.identity", summary__reason="handover").count() == 1


def test_the_trail_says_how_much_went_and_nothing_of_it(house: House) -> None:
    ready = at_oif(house)
    number = choose(ready.opened, everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag")))
    new = go(ready.opened, number)
    assert new is not None
    entry = AuditEntry.objects.get(action="case.hand-over")
    counted = {name: entry.summary[name] for name in ("items", "files", "people", "named", "to", "as_case")}
    assert counted == {
        "items": 4,
        "files": 2,
        "people": 2,
        "named": 2,
        "to": "bevoegd_gezag",
        "as_case": new.reference,
    }
    assert AuditEntry.objects.filter(action="case.receive", target=f"case:{new.reference}").exists()
    said = str(list(AuditEntry.objects.values_list("summary", flat=True)))
    assert not [word for word in ("Vries", "rittenboek", "undesirable_conduct", "douane") if word in said]


def test_destroying_one_case_leaves_the_others_files_whole(house: House) -> None:
    ready = at_oif(house)
    number = choose(ready.opened, everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag")))
    new = go(ready.opened, number)
    assert new is not None
    read = house.take("gezag", new)
    notes = [note for part in shelf(read).parts for note in part.content.files]
    with_captured = sorted(b"".join(files.unsealed(note)) for note in notes)
    assert with_captured == [b"bytes of juli.txt", b"bytes of juni.txt"]
    files.destroy_case(ready.opened.case.pk)
    assert sorted(b"".join(files.unsealed(note)) for note in notes) == with_captured
    assert SealedFile.objects.filter(case=new.pk).count() == 2


def test_a_person_concerned_who_works_there_never_sees_the_case(house: House) -> None:
    """Wall 4 holds from the first moment, although the sender cannot make the digests of another body."""
    ready = at_oif(house)
    person(ready.opened, house.account("gezag").display_name)
    number = choose(ready.opened, everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag")))
    new = go(ready.opened, number)
    assert new is not None
    assert not visible(house.desk("gezag")).filter(pk=new.pk).exists()


@pytest.mark.parametrize("goes", ["", "part"])
def test_a_person_concerned_who_does_not_go_along_by_name_never_sees_the_case(house: House, goes: str) -> None:
    """The new body works without their name, and they work there: it is no way around wall 4, not the next time
    either."""
    ready = at_oif(house)
    who = person(ready.opened, house.account("gezag").display_name)
    here, wanted = shelf(ready.opened), plan(ready.opened, "to_authority", "bevoegd_gezag")
    items = [str(part.item.number) for part in here.parts]
    number = choose(ready.opened, chosen(here, wanted, items=items, files=[], people={who: goes}))
    new = go(ready.opened, number)
    assert new is not None
    assert not visible(house.desk("gezag")).filter(pk=new.pk).exists()


def test_who_declared_a_conflict_does_not_meet_the_case_at_another_body(house: House) -> None:
    ready = at_oif(house)
    both = Account.objects.get(username="proef")
    services.declare_conflict(desk=house.desk("proef"), case=ready.opened.case, actor="proef")
    opened = house.opened("staal", ready.opened.case)
    number = choose(opened, everything(opened, plan(opened, "to_authority", "bevoegd_gezag")))
    new = go(opened, number)
    assert new is not None
    desk = house.desk("gezag")
    assert both.username not in {one.username for one in services.officers_for(desk, new)}
    assert barred_officers(desk.search_key, new, [both]) == {both.pk}
    assert barred_officers(desk.search_key, new, [house.account("gezag")]) == set()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_chosen_arrives_and_nothing_else(house: House, at_oif_once: Ready, data: st.DataObject) -> None:
    opened = at_oif_once.opened
    here = shelf(opened)
    items = data.draw(st.sets(st.sampled_from([str(part.item.number) for part in here.parts])), label="items")
    wanted = data.draw(st.sets(st.sampled_from([file.code for file in here.files])), label="files")
    people = {
        one.person.number: data.draw(st.sampled_from(["", "named", "unnamed"]), label="person") for one in here.people
    }
    base = plan(opened, "to_authority", "bevoegd_gezag")
    if not items and not wanted and not any(people.values()):
        with pytest.raises(NothingGoes):
            chosen(here, base, items=items, files=wanted, people=people)
        return
    number = choose(opened, chosen(here, base, items=items, files=wanted, people=people))
    new = go(opened, number)
    assert new is not None
    assert (new.received_on, new.report) == (opened.case.received_on, None)
    _arrived(house, new, here, items, wanted, people)


def _arrived(house: House, new: Case, here: Shelf, items: set[str], wanted: set[str], people: dict[int, str]) -> None:
    read = house.take("gezag", new)
    assert read.report is None
    parts = queries.contents(read)
    extra = [(item.kind, content.code) for item, content in parts if content.code in {"opened", "received", "taken"}]
    assert sorted(extra) == [("event", "opened"), ("event", "taken"), ("handover", "received")]
    came = [(item.kind, content) for item, content in parts if content.code not in {"opened", "received", "taken"}]
    gone = [part for part in here.parts if str(part.item.number) in items]
    alone = [file for file in here.files if file.code in wanted and str(file.number) not in items]
    texts = [content.text for _kind, content in came]
    assert texts == [part.content.text for part in gone] + [""] * len(alone)
    names = sorted(note.name for _kind, content in came for note in content.files)
    assert names == sorted(file.note.name for file in here.files if file.code in wanted)
    assert SealedFile.objects.filter(case=new.pk).count() == len(wanted)
    _people_arrived(read, people, came)


def _people_arrived(read: OpenCase, people: dict[int, str], came: list[tuple[str, ItemContent]]) -> None:
    there = {one.number: read_person_identity(one, read.private).name for one in Person.objects.filter(case=read.case)}
    names = {1: "Jan de Vries", 2: "Ans Getuige"}
    assert there == {number: names[number] if how == "named" else "" for number, how in people.items() if how}
    assert all(content.person in {0, *there} for _kind, content in came)


@pytest.fixture
def at_oif_once(house: House) -> Ready:
    return at_oif(house)


def test_a_note_that_came_later_stays_behind(house: House) -> None:
    ready = at_oif(house)
    number = choose(ready.opened, everything(ready.opened, plan(ready.opened, "to_authority", "bevoegd_gezag")))
    item(ready.opened, ItemKind.NOTE, "te laat")
    new = go(ready.opened, number)
    assert new is not None
    read = house.take("gezag", new)
    assert not [content for _item, content in queries.contents(read) if content.title == "te laat"]


def test_outside_gets_nothing_without_a_yes(house: House) -> None:
    ready = at_oif(house)
    wanted = everything(ready.opened, plan(ready.opened, "hand_outside", "police"))
    number = choose(ready.opened, wanted.model_copy(update={"story": True}))
    assert standing(ready.opened, number).asks == "story"
    with pytest.raises(NotAgreed):
        go(ready.opened, number)
    ask(ready.opened, number)
    answer(house, ready.raised, "share")
    assert go(ready.opened, number) is None
    assert standing(ready.opened, number).is_done
    assert Case.objects.count() == 1
    mailbox = house.mailbox(ready.raised)
    assert [one.kind for one in mailbox.messages()].count(MessageKind.CONSENT) == 1
