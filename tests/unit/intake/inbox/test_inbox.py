"""The inbox of a body: what stands in it, who opens what, and what is written to a reporter."""

import datetime as dt
import re
import threading
import uuid
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from inbox_world import BODY, STORY, World, mailbox_of, make_world, raise_one, report_of, reporter
from pytest_django import DjangoAssertNumQueries

from loket.accounts.models import Role
from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake import dialogue, services
from loket.intake.content import Identity
from loket.intake.inbox import queries
from loket.intake.models import Report, State
from loket.intake.raising import Raised
from loket.intake.terms import acknowledge_by, feedback_by
from loket.intake.words import term
from loket.keys import services as keys
from people import officer, person, recovery_key, sign_in

pytestmark = pytest.mark.django_db

INBOX = "/beheer/meldingen/"


def page_of(client: Client, raised: Raised) -> str:
    return client.get(f"{INBOX}{raised.reference}/").content.decode()


def write(client: Client, raised: Raised, kind: str, **fields: object) -> HttpResponse:
    token = fields.pop("token", None) or uuid.uuid4()
    return client.post(f"{INBOX}{raised.reference}/bericht/", {"kind": kind, "token": token, **fields})


def many(count: int, **fields: object) -> None:
    """Rows like those of real reports: the list opens nothing."""
    one = report_of(raise_one())
    columns = [field.attname for field in Report._meta.fields if not field.generated]
    values = {name: getattr(one, name) for name in columns}
    Report.objects.bulk_create(
        Report(**{**values, "id": uuid.uuid4(), "reference": f"R{number:07}", "lookup": uuid.uuid4().bytes, **fields})
        for number in range(count)
    )


def references(page: str) -> list[str]:
    return re.findall(r'href="/beheer/meldingen/([^"/?]+)/"', page)


def test_what_is_due_first_stands_first_and_nothing_is_told() -> None:
    world = make_world()
    late, today, new = (raise_one(days_ago=days) for days in (9, 7, 0))
    page = world.client().get(INBOX).content.decode()
    listed = [reference for reference in references(page) if "-" in reference]
    assert listed == [late.reference, today.reference, new.reference]
    assert "2 dagen te laat" in page
    assert "nog vandaag" in page
    assert "nog 7 dagen" in page
    assert STORY not in page


@pytest.mark.parametrize("received", [dt.date(2026, 11, 30), dt.date(2027, 2, 22), dt.date(2028, 2, 28)])
@pytest.mark.parametrize("after", [None, 0, 3, 40])
def test_the_database_counts_terms_as_the_law_does(received: dt.date, after: int | None) -> None:
    make_world()
    report = report_of(raise_one())
    acknowledged = None if after is None else received + dt.timedelta(days=after)
    Report.objects.filter(pk=report.pk).update(received_on=received, acknowledged_on=acknowledged)
    assert Report.objects.get(pk=report.pk).due_on == acknowledge_by(received)
    Report.objects.filter(pk=report.pk).update(state=State.IN_PROGRESS)
    assert Report.objects.get(pk=report.pk).due_on == feedback_by(received, acknowledged)
    Report.objects.filter(pk=report.pk).update(state=State.ANSWERED)
    assert Report.objects.get(pk=report.pk).due_on is None


@pytest.mark.parametrize(
    ("days", "sign", "words"),
    [
        (-5, "late", "5 dagen te laat"),
        (-1, "late", "1 dag te laat"),
        (0, "due", "nog vandaag"),
        (1, "due", "nog 1 dag"),
        (7, "due", "nog 7 dagen"),
        (8, "later", "nog 8 dagen"),
    ],
)
def test_a_term_in_words(days: int, sign: str, words: str) -> None:
    today = dt.date(2026, 11, 22)
    found = term(today + dt.timedelta(days=days), today)
    assert (found.sign, found.words) == (sign, words)


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_the_number_of_queries_does_not_grow_with_the_reports(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = make_world().client()
    if count:
        many(count)
    client.get(INBOX)
    with django_assert_num_queries(QUERIES):
        client.get(INBOX)


QUERIES = 13
"""Session, person, grants, key, share, a page, three counts, and what every page of the house asks."""


def test_every_report_is_on_one_page_and_on_one_only() -> None:
    client = make_world().client()
    many(99, received_on=clock.today() - dt.timedelta(days=3))
    seen: list[str] = []
    address = INBOX
    while address:
        page = client.get(address).content.decode()
        seen += references(page)
        following = re.search(r'href="(\?[^"]*na=[^"]+)"', page)
        address = INBOX + following[1].replace("&amp;", "&") if following else ""
    listed = [reference for reference in seen if reference != "registreren"]
    assert len(listed) == len(set(listed)) == 100


def test_a_filter_shows_one_state() -> None:
    world = make_world()
    new, answered = raise_one(), raise_one()
    services.write_as_body(report=world.opened(answered), kind="feedback", text="Klaar", actor="staal")
    client = world.client()
    shown = {state: references(client.get(f"{INBOX}?stand={state}").content.decode()) for state in State.values}
    assert new.reference in shown["received"]
    assert answered.reference in shown["answered"]
    assert not {new.reference, answered.reference} & {*shown["in_progress"], *shown["acknowledged"]}
    assert answered.reference not in references(client.get(INBOX).content.decode())
    assert client.get(f"{INBOX}?stand=onzin").status_code == 404


@pytest.mark.parametrize("cursor", ["x", "2026-01-01", "_", "2026-13-01_x", "' OR 1=1", "2026-01-01_" + "0" * 40])
def test_a_page_that_does_not_exist_is_the_first(cursor: str) -> None:
    world = make_world()
    raised = raise_one()
    assert raised.reference in world.client().get(INBOX, {"na": cursor}).content.decode()


def test_counts_stop() -> None:
    make_world()
    many(queries.MOST_COUNTED + 5)
    assert queries.counts(BODY).soon == queries.MOST_COUNTED


def addresses(raised: Raised) -> Sequence[tuple[str, str]]:
    """Every address of a report, with the method that it takes."""
    at = f"{INBOX}{raised.reference}/"
    return [
        ("GET", at),
        ("POST", f"{at}bericht/"),
        ("POST", f"{at}identiteit/"),
        ("POST", f"{at}stand/"),
        ("GET", f"{at}bestand/{uuid.uuid4()}/"),
    ]


def test_another_body_and_an_unknown_report_are_the_same_404() -> None:
    world = make_world()
    raised = raise_one()
    unknown = Raised(raised.report_id, raised.receipt, "00000-00000", raised.received_on)
    client = world.other_client()
    for (method, theirs), (_, none) in zip(addresses(raised), addresses(unknown), strict=True):
        answers = [client.generic(method, address) for address in (theirs, none)]
        assert [answer.status_code for answer in answers] == [404, 404], theirs
        bodies = [re.sub(r"[0-9A-Z]{5}-[0-9A-Z]{5}|/[0-9a-f-]{36}/", "", one.content.decode()) for one in answers]
        assert bodies[0] == bodies[1]
    assert client.get(f"{INBOX}?meldpunt={BODY}").status_code == 404
    assert client.get(f"{INBOX}registreren/?meldpunt={BODY}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICER])
def test_no_other_role_opens_anything(role: str) -> None:
    make_world()
    client = sign_in(Client(), person("ander", role))
    for method, address in [("GET", INBOX), ("GET", f"{INBOX}registreren/"), *addresses(raise_one())]:
        assert client.generic(method, address).status_code == 404, address


def test_a_stranger_is_led_to_the_sign_in_page() -> None:
    make_world()
    for method, address in [("GET", INBOX), *addresses(raise_one())]:
        answer = Client().generic(method, address)
        assert answer.status_code == 302
        assert "/aanmelden/" in answer.headers["Location"]


def test_a_locked_key_is_unlocked_first_and_leads_back() -> None:
    world = make_world()
    raised = raise_one()
    client = sign_in(Client(), world.staal)
    answer = client.get(f"{INBOX}{raised.reference}/")
    assert answer.headers["Location"] == f"/beheer/ontgrendelen/?volgende=%2Fbeheer%2Fmeldingen%2F{raised.reference}%2F"
    after_form = write(client, raised, "message", text="x")
    assert after_form.headers["Location"] == answer.headers["Location"]


def test_who_was_not_given_the_key_hears_so() -> None:
    world = make_world()
    raised = raise_one()
    newcomer = person("nieuw", Role.OFFICER, body=BODY)
    private = keys.make_person_key(account=newcomer, actor="test")
    answer = sign_in(Client(), newcomer, private).get(f"{INBOX}{raised.reference}/")
    assert answer.status_code == 403
    assert "vraag hem aan een collega" in answer.content.decode().lower()
    assert STORY not in answer.content.decode()
    assert world.client().get(f"{INBOX}{raised.reference}/").status_code == 200


def test_the_next_request_of_another_person_in_the_same_process_sees_nothing_of_the_first() -> None:
    world = make_world()
    raised = raise_one()
    mine, theirs = world.client(), world.other_client()
    assert STORY in page_of(mine, raised)
    assert theirs.get(f"{INBOX}{raised.reference}/").status_code == 404
    assert Client().get(f"{INBOX}{raised.reference}/").status_code == 302
    assert STORY in page_of(mine, raised)


def test_reading_is_noted_and_is_no_news_any_more() -> None:
    world = make_world()
    raised = raise_one()
    client = world.client()
    assert "nieuw bericht" in client.get(INBOX).content.decode()
    assert STORY in page_of(client, raised)
    entry = AuditEntry.objects.order_by("-position")[0]
    assert (entry.actor, entry.action, entry.target) == ("staal", "report.read", f"report:{raised.reference}")
    assert "nieuw bericht" not in client.get(INBOX).content.decode()


def test_a_grant_that_ended_closes_the_door() -> None:
    world = make_world()
    raised = raise_one()
    client = world.client()
    assert STORY in page_of(client, raised)
    world.staal.grants.update(ends_on=clock.today() - dt.timedelta(days=1))
    assert client.get(f"{INBOX}{raised.reference}/").status_code == 404


def test_the_confirmation_stands_ready_and_moves_the_term() -> None:
    world = make_world()
    raised = raise_one(days_ago=3)
    client = world.client()
    page = page_of(client, raised)
    assert "Bevestig de ontvangst" in page
    assert "Dank je wel. We hebben je melding ontvangen" in page
    assert write(client, raised, "acknowledgement", text="Dank").status_code == 302
    report = report_of(raised)
    assert (report.state, report.acknowledged_on) == (State.ACKNOWLEDGED, clock.today())
    page = page_of(client, raised)
    assert "Begin het onderzoek" in page
    assert "op tijd" in page
    assert 'id="schrijf-acknowledgement"' not in page


def test_a_late_confirmation_says_how_late() -> None:
    world = make_world()
    raised = raise_one(days_ago=9)
    client = world.client()
    assert "2 dagen te laat" in page_of(client, raised).lower()
    write(client, raised, "acknowledgement", text="Dank")
    assert "2 dagen na de termijn" in page_of(client, raised)


def test_the_investigation_begins_with_a_button() -> None:
    world = make_world()
    raised = raise_one()
    client = world.client()
    button = f"{INBOX}{raised.reference}/stand/"
    client.post(button)
    assert report_of(raised).state == State.RECEIVED
    write(client, raised, "acknowledgement", text="Dank")
    for _ in range(2):
        assert client.post(button).status_code == 302
    assert report_of(raised).state == State.IN_PROGRESS
    assert AuditEntry.objects.filter(action="report.state").count() == 1


def test_a_message_with_a_file_reaches_the_reporter() -> None:
    world = make_world()
    raised = raise_one()
    file = SimpleUploadedFile("brief.pdf", b"%PDF")
    assert write(world.client(), raised, "message", text="Zie de brief", attachments=file).status_code == 302
    client = reporter(raised)
    page = client.get("/postvak/melding/").content.decode()
    assert "Zie de brief" in page
    address = re.search(r'href="(/postvak/bestand/[^"]+)"', page)
    assert address
    assert b"".join(client.get(address[1]).streaming_content) == b"%PDF"


def test_sending_twice_makes_one_message() -> None:
    world = make_world()
    raised = raise_one()
    client, token = world.client(), uuid.uuid4()
    assert [write(client, raised, "message", text="Dag", token=token).status_code for _ in range(2)] == [302, 302]
    assert len(dialogue.read(mailbox_of(raised))) == 1


def test_a_question_for_permission_offers_what_fits_it() -> None:
    world = make_world()
    raised = raise_one()
    client = world.client()
    write(
        client, raised, "consent", about="identity", whom="de directeur\n van Voorbeelddienst", text="Hij vraagt het."
    )
    question = dialogue.read(mailbox_of(raised))[0]
    assert question.title == "Mogen we aan de directeur van Voorbeelddienst zeggen wie je bent?"
    assert question.explanation == "Hij vraagt het."
    assert question.content.options == ("identity", "no")


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [("message", "Schrijf het bericht"), ("consent", "Schrijf waarom"), ("feedback", "Schrijf de terugkoppeling")],
)
def test_what_is_missing_is_said_and_nothing_is_lost(kind: str, complaint: str) -> None:
    world = make_world()
    raised = raise_one()
    answer = write(world.client(), raised, kind, whom="Bureau Model")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert complaint in page
    assert "<title>Fout:" in page
    assert kind != "consent" or "Bureau Model" in page
    assert not dialogue.read(mailbox_of(raised))


@pytest.mark.parametrize("kind", ["", "answer", "minutes", "x" * 500, "<b>"])
def test_an_officer_writes_only_what_the_forms_offer(kind: str) -> None:
    world = make_world()
    raised = raise_one()
    assert write(world.client(), raised, kind, text="x").status_code == 404


def test_who_reported_is_shown_once_for_a_reason_in_the_trail() -> None:
    world = make_world()
    raised = raise_one(identity=Identity(disclosure="in_confidence", name="R. Fictief", phone="0123456789"))
    client = world.client()
    address = f"{INBOX}{raised.reference}/identiteit/"
    assert "R. Fictief" not in page_of(client, raised)
    refused = client.post(address, {"reason": "nieuwsgierig"})
    assert refused.status_code == 422
    assert "R. Fictief" not in refused.content.decode()
    shown = client.post(address, {"reason": "hearing"})
    assert "R. Fictief" in shown.content.decode()
    assert "Vertrouwelijk" in shown.content.decode()
    entry = AuditEntry.objects.get(action="report.identity")
    assert entry.summary == {"body": BODY, "reason": "hearing"}
    assert "R. Fictief" not in page_of(client, raised)
    assert client.get(address).status_code == 405


def test_a_file_of_a_report_opens_for_its_body_only() -> None:
    world = make_world()
    raised = raise_one()
    token = uuid.uuid4()
    file = SimpleUploadedFile("foto.jpg", b"beeld")
    reporter(raised).post("/postvak/bericht/", {"text": "Foto", "token": token, "attachments": file})
    id_ = dialogue.read(mailbox_of(raised))[0].content.files[0].id
    address = f"{INBOX}{raised.reference}/bestand/{id_}/"
    assert b"".join(world.client().get(address).streaming_content) == b"beeld"
    assert world.other_client().get(address).status_code == 404
    other = raise_one()
    assert world.client().get(f"{INBOX}{other.reference}/bestand/{id_}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_both_are_heard() -> None:
    """Numbers are given under the lock of the report: both messages stand, each with its own."""
    recovery = recovery_key()
    first, second = officer("staal", BODY, recovery), officer("proef", BODY, recovery)
    world = World(*first, *officer("denkbeeld", "mib", recovery))
    raised = raise_one()
    openers = [(world.opened(raised), name) for name in ("staal", "proef")]
    start = threading.Barrier(2)

    def send(number: int) -> None:
        opened, name = openers[number]
        start.wait()
        for turn in range(5):
            services.write_as_body(report=opened, kind="message", text=f"{name} {turn}", actor=name)
        connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = dialogue.read(mailbox_of(raised))
    assert [one.message.number for one in said] == list(range(1, 11))
    assert {one.content.text for one in said} == {f"{name} {turn}" for name in ("staal", "proef") for turn in range(5)}
    assert second[0].username == "proef"
