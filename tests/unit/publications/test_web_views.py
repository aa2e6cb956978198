"""The publications on the web: only what the manifest names, as it was built; and the staff pages around a build."""

import datetime as dt
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from loket.accounts.models import Role
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts.models import AdviceRequest, SideActivity
from loket.publications import manifest, queries, services
from loket.publications.models import SILENCE, Build, Status
from loket.snapshots import queries as snapshots
from loket.snapshots import services as snapshots_services
from people import person

pytestmark = pytest.mark.django_db

FILES = {
    "nl/index.html": b"<!doctype html><title>Het jaar</title>",
    "en/index.html": b"<!doctype html><title>The year</title>",
    "nl/voorwoord.html": b"<!doctype html><title>Voorwoord</title>",
    "csv/t.csv": b"a,b\n1,2\n",
    "report-nl.pdf": b"%PDF-1.7",
    "tables.ods": b"PK",
    "figures.json": b"{}",
    "assets/theme.css": b"a{}",
}


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def publish(var: Path, year: int = 2024, slug: str = "", *, is_open: bool = True) -> Path:
    folder = queries.folder(year, slug)
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    made = manifest.Manifest(
        title={"nl": f"Integriteit in {year}", "en": f"Integrity in {year}"},
        year=year,
        snapshot=f"{year}/r1",
        revision=1,
        reference_date=f"{year + 1}-02-25",
        data="0" * 64,
        tools=manifest.tools(),
        files=manifest.hashes(folder),
        notices=(),
        chapters={"nl": [["1", "voorwoord", "Voorwoord"]]},
        slug=slug,
        subtitle={"nl": slug.capitalize(), "en": slug.capitalize()},
        open=is_open,
    )
    manifest.write(folder, made)
    (folder / "not-in-the-manifest.html").write_text("secret")
    return folder


@pytest.fixture
def officer(client: Client) -> Client:
    account = person("fictie", Role.POLICY_OFFICER, name="F. Fictie")
    client.force_login(account)
    return client


ADDRESSES = ("/publicaties/leiding/2024/", "/publicaties/leiding/2024/nl/index.html")


def test_what_is_not_for_everyone_is_there_for_the_policy_officer_only(var: Path, client: Client) -> None:
    publish(var, slug="leiding", is_open=False)
    publish(var)
    assert [client.get(address).status_code for address in ADDRESSES] == [404, 404]
    assert "Leiding" not in client.get("/publicaties/").content.decode()
    client.force_login(person("audit", Role.AUDITOR))
    assert [client.get(address).status_code for address in ADDRESSES] == [404, 404]
    client.force_login(person("fictie", Role.POLICY_OFFICER))
    assert client.get(ADDRESSES[0]).status_code == 200
    assert "Leiding" in client.get("/publicaties/").content.decode()
    with closing(client.get(ADDRESSES[1])) as report:
        assert (report.status_code, report.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nl/index.html", "text/html; charset=utf-8"),
        ("nl/", "text/html; charset=utf-8"),
        ("csv/t.csv", "text/csv; charset=utf-8"),
        ("report-nl.pdf", "application/pdf"),
        ("tables.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("assets/theme.css", "text/css; charset=utf-8"),
    ],
)
def test_each_file_comes_with_its_own_type(client: Client, var: Path, name: str, kind: str) -> None:
    publish(var)
    with closing(client.get(f"/publicaties/2024/{name}")) as answer:
        content = b"".join(answer.streaming_content)
    assert content == FILES[f"{name}index.html" if name.endswith("/") else name]
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_file_that_did_not_change_is_not_sent_again(client: Client, var: Path) -> None:
    publish(var)
    with closing(client.get("/publicaties/2024/figures.json")) as answer:
        etag = answer.headers["ETag"]
    again = client.get("/publicaties/2024/figures.json", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["not-in-the-manifest.html", "../2024/figures.json", "%2e%2e/secret-key", "/etc/passwd", "nl", "csv/"]
)
def test_nothing_else_is_served(client: Client, var: Path, name: str) -> None:
    publish(var)
    assert client.get(f"/publicaties/2024/{name}").status_code == 404


def test_tables_are_saved_and_not_shown(client: Client, var: Path) -> None:
    publish(var)
    with closing(client.get("/publicaties/2024/csv/t.csv")) as answer:
        disposition = answer.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="2024-t.csv"'


def test_without_publications_the_list_says_so(client: Client) -> None:
    assert "Er is nog geen jaarrapportage" in client.get("/publicaties/").content.decode()


def test_the_list_leads_to_chapters_and_downloads(client: Client, var: Path) -> None:
    publish(var, 2023)
    publish(var, 2024)
    page = client.get("/publicaties/").content.decode()
    assert page.index("Integriteit in 2024") < page.index("Integriteit in 2023")
    for name in ("nl/index.html", "report-nl.pdf", "tables.ods", "figures.json"):
        assert f"/publicaties/2024/{name}" in page
    assert "/publicaties/2024/nl/voorwoord.html" in client.get("/publicaties/2024/").content.decode()


def test_a_publication_that_cannot_be_read_takes_no_page_down(officer: Client, var: Path) -> None:
    publish(var, 2023)
    (publish(var, 2024) / manifest.NAME).write_text("{}")
    assert "Integriteit in 2023" in officer.get("/publicaties/").content.decode()
    assert officer.get("/publicaties/2024/").status_code == 404
    assert officer.get("/beheer/publicaties/").status_code == 200
    assert queries.up_to_date(2024) is None


def test_a_file_that_is_gone_takes_no_page_down(client: Client, var: Path) -> None:
    (publish(var) / "report-nl.pdf").unlink()
    page = client.get("/publicaties/").content.decode()
    assert "tables.ods" in page
    assert "report-nl.pdf" not in page
    assert client.get("/publicaties/2024/report-nl.pdf").status_code == 404


def test_in_english_the_english_report_is_offered(client: Client, var: Path) -> None:
    publish(var)
    page = client.get("/en/publicaties/2024/").content.decode()
    assert "Integrity in 2024" in page
    assert "/publicaties/2024/en/index.html" in page


def test_the_staff_list_costs_the_same_for_many_builds(officer: Client, var: Path) -> None:
    publish(var)
    Build.objects.create(year=2024, started_by="F. Fictie", status=Status.DONE)
    one = cost(officer)
    Build.objects.bulk_create(
        Build(year=1900 + n % 120, started_by="F. Fictie", status=Status.DONE) for n in range(10_000)
    )
    assert cost(officer) == one


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/beheer/publicaties/").status_code == 200
    return len(asked)


def test_each_publication_of_a_year_has_its_own_address_and_files(client: Client, var: Path) -> None:
    publish(var)
    publish(var, slug="vertrouwenspersonen")
    publish(var, slug="vertrouwenspersonen-douane")
    assert queries.standing() == [(2024, ""), (2024, "vertrouwenspersonen"), (2024, "vertrouwenspersonen-douane")]
    page = client.get("/publicaties/").content.decode()
    places = [
        page.index(f'href="/publicaties/{one}2024/"')
        for one in ("", "vertrouwenspersonen/", "vertrouwenspersonen-douane/")
    ]
    assert places == sorted(places)
    page = client.get("/publicaties/vertrouwenspersonen-douane/2024/").content.decode()
    assert "Vertrouwenspersonen-douane" in page
    assert 'href="/publicaties/vertrouwenspersonen-douane/2024/nl/voorwoord.html"' in page
    with closing(client.get("/publicaties/vertrouwenspersonen-douane/2024/csv/t.csv")) as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="vertrouwenspersonen-douane-2024-t.csv"'


@pytest.mark.parametrize(
    "path",
    [
        "weg/2024/",
        "weg/2024/nl/index.html",
        "vertrouwenspersonen/1999/",
        "vertrouwenspersonen/2024/../2024/nl/",
        "2024/2024/",
        "-/99999999999999999999/",
    ],
)
def test_a_publication_that_is_not_there(client: Client, var: Path, path: str) -> None:
    publish(var, slug="vertrouwenspersonen")
    assert client.get(f"/publicaties/{path}").status_code == 404


def test_two_publications_of_a_year_are_built_apart(officer: Client, var: Path) -> None:
    """Each has its own button; the token of the page counts once for each."""
    frozen_year()
    token = uuid.uuid4()
    for slug in ("vertrouwenspersonen", "vertrouwenspersonen-douane", "vertrouwenspersonen"):
        answer = officer.post("/beheer/publicaties/2024/bouwen/", {"token": token, "publication": slug})
        assert answer.status_code == 302
    assert sorted(Build.objects.values_list("slug", flat=True)) == ["vertrouwenspersonen", "vertrouwenspersonen-douane"]
    targets = set(AuditEntry.objects.filter(action="publication.build").values_list("target", flat=True))
    assert targets == {"publication:2024/vertrouwenspersonen", "publication:2024/vertrouwenspersonen-douane"}
    page = officer.get(f"/beheer/publicaties/bouw/{Build.objects.latest('pk').pk}/").content.decode()
    assert "Jaarverslag van de vertrouwenspersonen: Douane 2024" in page
    assert "We bouwen een publicatie over 2024" in officer.get("/beheer/").content.decode()


@pytest.mark.parametrize("slug", ["weg", "../weg", "\x00", "a" * 200])
def test_what_is_no_publication_is_not_built(officer: Client, var: Path, slug: str) -> None:
    frozen_year()
    answer = officer.post("/beheer/publicaties/2024/bouwen/", {"token": uuid.uuid4(), "publication": slug})
    assert answer.status_code == 404
    assert not Build.objects.exists()


def test_the_list_offers_what_there_are_facts_for(officer: Client) -> None:
    """Of a year without advice requests the advisers' report has nothing to say."""
    SideActivity.objects.create(year=2024, unit="customs", origin=SideActivity.Origin.RECORD)
    snapshots_services.freeze(year=2024, reference_date=dt.date(2025, 2, 25), reason="test", actor="test")
    page = officer.get("/beheer/publicaties/").content.decode()
    assert "Jaarrapportage" in page
    assert "Jaarverslag van de vertrouwenspersonen" not in page


def frozen_year() -> None:
    """2024 with one advice request."""
    codes = {
        "category": "undesirable_conduct",
        "subcategory": "intimidation",
        "unit": "douane",
        "accused": "direct_manager",
        "settlement": "three_way_talk",
        "situation": "situation_ongoing",
    }
    AdviceRequest.objects.create(year=2024, origin=AdviceRequest.Origin.RECORD, **codes)
    snapshots_services.freeze(year=2024, reference_date=dt.date(2025, 2, 25), reason="test", actor="test")


def start(year: int = 2024, token: uuid.UUID | None = None) -> Build:
    return services.start_build(year=year, actor="fictie", name="F. Fictie", token=token or uuid.uuid4())


def test_pressing_twice_starts_one_build() -> None:
    token = uuid.uuid4()
    assert start(token=token).pk == start(token=token).pk
    assert Build.objects.count() == 1
    assert DBTaskResult.objects.count() == 1


def test_two_years_of_one_page_are_two_builds() -> None:
    """The list has one token for all its buttons, and a browser's way back shows it again."""
    token = uuid.uuid4()
    assert [start(2024, token).year, start(2023, token).year] == [2024, 2023]
    assert Build.objects.count() == 2


def test_two_builds_of_a_year_do_not_run_at_once() -> None:
    start()
    with pytest.raises(services.AlreadyBuilding, match="2024 wordt al gebouwd"):
        start()
    assert start(2023).year == 2023


def test_the_build_and_its_trace_stand_or_fall_together() -> None:
    before = AuditEntry.objects.count()
    start()
    with pytest.raises(services.AlreadyBuilding):
        start()
    assert AuditEntry.objects.count() == before + 1
    assert DBTaskResult.objects.count() == 1


def test_a_build_that_cannot_be_made_says_why() -> None:
    build = start(1999)
    services.run_build(build.pk)
    build.refresh_from_db()
    assert build.status == Status.FAILED
    assert "1999 is niet vastgelegd" in build.error


def test_a_build_that_was_stopped_before_its_turn_does_not_run() -> None:
    build = start()
    services.stop_build(build_id=build.pk, actor="fictie")
    services.run_build(build.pk)
    build.refresh_from_db()
    assert (build.status, build.started_at) == (Status.STOPPED, None)


def test_a_build_whose_process_is_gone_makes_room_for_a_new_one(officer: Client) -> None:
    build = start()
    long_ago = clock.now() - SILENCE - dt.timedelta(seconds=1)
    Build.objects.filter(pk=build.pk).update(status=Status.RUNNING, heard_at=long_ago)
    page = officer.get(f"/beheer/publicaties/bouw/{build.pk}/").content.decode()
    assert "Onderbroken" in page
    assert "Bouw opnieuw" in page
    assert start().pk != build.pk
    build.refresh_from_db()
    assert build.status == Status.INTERRUPTED


def test_progress_is_told_in_words(officer: Client) -> None:
    build = start()
    Build.objects.filter(pk=build.pk).update(
        status=Status.RUNNING, heard_at=clock.now(), step="tables", done=27, total=42, tables=42
    )
    page = officer.get(f"/beheer/publicaties/bouw/{build.pk}/").content.decode()
    assert "27 <span>van 42</span>" in page
    assert page.count('<li class="done"></li>') == 27
    assert page.count('<li class="later"></li>') == 14
    assert 'aria-live="polite"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_faulty_freeze_form_keeps_what_was_typed(officer: Client) -> None:
    data = {"year": "1066", "reference_date": "32-1-2025", "reason": "een reden", "token": uuid.uuid4()}
    answer = officer.post("/beheer/publicaties/vastleggen/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout: " in page
    assert 'value="32-1-2025"' in page
    assert 'value="een reden"' in page
    assert "Kies een jaar van 2000 tot en met" in page


@pytest.mark.parametrize("year", ["2024.0", "２０２４", "02024"])
def test_a_year_is_four_plain_digits(officer: Client, year: str) -> None:
    data = {"year": year, "reference_date": "25-2-2025", "reason": "test", "token": uuid.uuid4()}
    answer = officer.post("/beheer/publicaties/vastleggen/", data)
    assert (answer.status_code, "Vul het jaar in met vier cijfers" in answer.content.decode()) == (422, True)


def test_a_reason_that_turns_the_text_around_is_refused(officer: Client) -> None:
    data = {"year": "2024", "reference_date": "25-2-2025", "reason": "goed\u202eedeog", "token": uuid.uuid4()}
    assert "onzichtbare tekens" in officer.post("/beheer/publicaties/vastleggen/", data).content.decode()


def test_a_page_that_came_back_damaged_can_be_sent_again(officer: Client) -> None:
    data = {"year": "2024", "reference_date": "25-2-2025", "reason": "test", "token": "kapot"}
    page = officer.post("/beheer/publicaties/vastleggen/", data).content.decode()
    assert "Deze pagina was niet compleet" in page
    assert 'value="kapot"' not in page
    assert 'value="25-2-2025"' in page


def test_a_damaged_snapshot_is_named_to_staff_and_is_no_500(officer: Client, var: Path) -> None:
    broken = var / "snapshots" / "2024" / "r1"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{")
    for path in ("/beheer/", "/beheer/publicaties/", "/beheer/publicaties/controles/"):
        answer = officer.get(path)
        assert (answer.status_code, "manifest.json" in answer.content.decode()) == (409, True)
    assert Client().get("/publicaties/").status_code == 200


def test_a_year_without_facts_is_refused_at_its_field(officer: Client) -> None:
    data = {"year": "2020", "reference_date": "25-2-2021", "reason": "test", "token": uuid.uuid4()}
    page = officer.post("/beheer/publicaties/vastleggen/", data).content.decode()
    assert "Over 2020 zijn nog geen feiten ingelezen" in page


def test_the_same_form_twice_freezes_once_and_a_refused_one_may_be_sent_again(officer: Client) -> None:
    data = {"year": "2024", "reference_date": "25-2-2025", "reason": "eerste keer", "token": uuid.uuid4()}
    assert officer.post("/beheer/publicaties/vastleggen/", data).status_code == 422
    SideActivity.objects.create(year=2024, unit="customs", origin=SideActivity.Origin.RECORD)
    for _ in range(2):
        answer = officer.post("/beheer/publicaties/vastleggen/", data)
        assert answer.headers["Location"] == "/beheer/publicaties/"
    (frozen,) = snapshots.list_snapshots()
    assert (frozen.name, frozen.reason, frozen.actor) == ("2024/r1", "eerste keer", "fictie")
    assert AuditEntry.objects.filter(action="snapshot.freeze", target="snapshot:2024/r1").count() == 1


@pytest.mark.parametrize("year", ["abc", "1999", "99999", "-1", "２０２４"])
def test_checks_of_a_year_that_is_not_there(officer: Client, year: str) -> None:
    assert officer.get("/beheer/publicaties/controles/", {"jaar": year}).status_code in (200, 404)


def test_a_failed_build_names_the_file_but_not_where_the_folder_stands(officer: Client) -> None:
    build = start()
    error = f"{settings.DATA}/narrative/nl/01-voorwoord.md:1:1: onbekende cel"
    Build.objects.filter(pk=build.pk).update(status=Status.FAILED, error=error)
    page = officer.get(f"/beheer/publicaties/bouw/{build.pk}/").content.decode()
    assert '<p class="verbatim" lang="nl">narrative/nl/01-voorwoord.md:1:1: onbekende cel</p>' in page


def test_a_build_that_runs_says_that_the_old_report_stays_and_when_the_new_one_is_public(officer: Client) -> None:
    build = start()
    page = officer.get(f"/beheer/publicaties/bouw/{build.pk}/").content.decode()
    assert "Lukt alles, dan staat het rapport meteen bij Jaarrapportages, voor iedereen." in page
    assert "Wat er al is" not in page
