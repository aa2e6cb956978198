"""The pages of the network: who sees what, forms that keep what was typed, and lists that grow."""

import datetime as dt
import uuid
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from network_world import BOSS, REGISTERED, appointed, boss, many, signed_in

from loket.accounts.models import Role
from loket.advisers.models import Activity, Adviser, PeerGroup, Proposal, Requirement
from loket.advisers.network import growth
from loket.advisers.network.services import Place, change_place
from loket.facts import services as facts
from people import person

pytestmark = pytest.mark.django_db

ROOT = "/beheer/netwerk/"
APPOINT = {
    "account": "nieuw",
    "appointed_on": "1-9-2026",
    "unit": "douane",
    "is_coordinating": "nee",
    "group": "",
    "certification": REGISTERED,
    "certified_on": "25-2-2025",
    "vog_on": "",
}
ODD = ["\0", "😀" * 500, "9" * 40, "-1", "1e999", "' OR 1=1 --", "\u202e"]


def text(client: Client, path: str = "") -> str:
    answer = client.get(ROOT + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def post(client: Client, path: str, data: Mapping[str, object], status: int) -> str:
    answer = client.post(ROOT + path, data)
    assert answer.status_code == status, (path, answer.content.decode()[:2000])
    return answer.content.decode()


def test_an_adviser_sees_the_list_and_their_own_file_only() -> None:
    own, other = appointed("luister", name="L. Luister"), appointed("gehoor", name="G. Gehoor")
    growth.add_requirement(
        adviser=other, kind="training", month=dt.date(2026, 1, 1), half_hours=4, title="Geheime cursus",
        token=uuid.uuid4(), actor="gehoor",
    )  # fmt: skip
    client = signed_in(own.account)
    listing = text(client)
    assert "L. Luister" in listing
    assert "G. Gehoor" in listing
    assert "LVV" not in listing
    assert "L. Luister" in text(client, f"persoon/{own.slug}/")
    assert client.get(f"{ROOT}persoon/{other.slug}/").status_code == 404
    assert client.get(f"{ROOT}overzicht/").status_code == 404
    assert "Geheime" not in text(client, "mijn-certificaat/")
    national = signed_in(boss())
    assert "Geheime" not in text(national, f"persoon/{other.slug}/")
    assert "Geheime cursus" in text(signed_in(other.account), "mijn-certificaat/")


def test_appointing_by_clicking() -> None:
    client = signed_in(boss())
    person("nieuw", Role.ADVISER, name="N. Nieuw")
    assert "N. Nieuw" in text(client, "aanstellen/")
    assert "Kies ja of nee" in post(client, "aanstellen/", {**APPOINT, "is_coordinating": ""}, 422)
    post(client, "aanstellen/", APPOINT, 303)
    assert "N. Nieuw" not in text(client, "aanstellen/")
    adviser = Adviser.objects.get()
    assert (adviser.slug, adviser.certified_on) == ("n-nieuw", dt.date(2025, 2, 25))
    assert "N. Nieuw" in text(client)
    later = {"certification": REGISTERED, "vog_on": "1-1-2990"}
    late = post(client, f"persoon/{adviser.slug}/certificaat/", later, 422)
    assert "ligt in de toekomst" in late
    assert "1-1-2990" in late
    post(client, f"persoon/{adviser.slug}/certificaat/", {"certification": REGISTERED, "vog_on": "1-1-2026"}, 303)
    post(client, f"persoon/{adviser.slug}/plek/", {"unit": "toeslagen", "is_coordinating": "ja"}, 303)
    post(client, f"persoon/{adviser.slug}/beeindigen/", {"last_day": "2-9-2026"}, 303)
    adviser.refresh_from_db()
    assert (adviser.unit, adviser.is_coordinating, adviser.ended_on) == ("toeslagen", True, dt.date(2026, 9, 2))
    assert "N. Nieuw" not in text(client)
    assert "N. Nieuw" in text(client, "?wie=geweest")


def test_an_adviser_writes_down_their_own_hours() -> None:
    client = signed_in(appointed().account)
    good = {"kind": "training", "title": "Cursus", "month": "2026-05", "hours": "1,5", "token": str(uuid.uuid4())}
    wrong = post(client, "mijn-certificaat/nieuw/", {**good, "hours": "1,3"}, 422)
    assert "halve of hele uren" in wrong
    assert 'value="1,3"' in wrong
    assert "Cursus" in wrong
    for _ in range(2):
        post(client, "mijn-certificaat/nieuw/", good, 303)
    line = Requirement.objects.get()
    assert line.half_hours == 3
    assert "Cursus" in text(client, "mijn-certificaat/")
    other = signed_in(appointed("gehoor").account)
    post(other, f"mijn-certificaat/{line.pk}/weg/", {}, 404)
    post(client, f"mijn-certificaat/{line.pk}/weg/", {}, 303)
    post(client, f"mijn-certificaat/{line.pk}/weg/", {}, 404)


def test_the_profile_is_ones_own() -> None:
    adviser = appointed()
    client = signed_in(adviser.account)
    told = {"is_listed": "ja", "location": "Utrecht", "languages": ["nl", "fy"], "reach": "06", "profile": "Ik luister"}
    assert "Kies talen uit de lijst" in post(client, "mijn-profiel/", {**told, "languages": ["xx"]}, 422)
    post(client, "mijn-profiel/", told, 303)
    adviser.refresh_from_db()
    assert (adviser.is_listed, adviser.languages, adviser.profile) == (True, "nl fy", "Ik luister")
    assert "Ik luister" in text(client, "mijn-profiel/")


def test_a_group_is_for_its_members_and_the_national_adviser() -> None:
    group = PeerGroup.objects.create(name="Groep Noord")
    inside, outside = appointed("luister", name="L. Luister"), appointed("gehoor")
    change_place(adviser=inside, place=Place("douane", group=group), actor=BOSS)
    met = {"month": "2026-05", "hours": "2", "present": [inside.slug], "token": str(uuid.uuid4())}
    assert signed_in(outside.account).get(f"{ROOT}intervisie/{group.pk}/").status_code == 404
    client = signed_in(inside.account)
    assert "Kies wie er waren" in post(client, f"intervisie/{group.pk}/", {**met, "present": []}, 422)
    post(client, f"intervisie/{group.pk}/", met, 303)
    page = text(client, f"intervisie/{group.pk}/")
    assert "2 uur, 1 persoon" in page
    assert "Groep Noord" in text(signed_in(outside.account), "intervisie/")
    national = signed_in(boss())
    assert "andere naam" in post(national, "intervisie/nieuw/", {"name": "Groep Noord"}, 422)
    post(national, f"intervisie/{group.pk}/{group.meetings.get().pk}/weg/", {}, 303)


def test_an_activity_is_changed_by_who_wrote_it_or_the_national_adviser() -> None:
    writer, other = signed_in(appointed("luister", name="L. Luister").account), signed_in(appointed("gehoor").account)
    held = {"title": "Uitleg", "topic": "training", "unit": "douane", "month": "2026-05", "participants": "12"}
    post(writer, "voorlichting/", {**held, "token": str(uuid.uuid4()), "participants": "0"}, 422)
    post(writer, "voorlichting/", {**held, "token": str(uuid.uuid4())}, 303)
    number = Activity.objects.get().pk
    assert "L. Luister" in text(other, "voorlichting/")
    post(other, f"voorlichting/{number}/", {**held, "token": str(uuid.uuid4())}, 404)
    post(other, f"voorlichting/{number}/weg/", {}, 404)
    post(signed_in(boss()), f"voorlichting/{number}/", {**held, "token": str(uuid.uuid4()), "participants": ""}, 303)
    assert Activity.objects.get().participants is None
    post(writer, f"voorlichting/{number}/weg/", {}, 303)


def test_a_proposal_is_answered() -> None:
    proposal = Proposal.objects.create(code_list="subcategory", text="Voeg toe", by="luister", on=dt.date(2026, 5, 1))
    client = signed_in(boss())
    assert "Voeg toe" in text(client, "voorstellen/")
    post(client, f"voorstellen/{proposal.pk}/", {"answer": " "}, 422)
    post(client, f"voorstellen/{proposal.pk}/", {"answer": "Doen we"}, 303)
    assert "Doen we" in text(client, "voorstellen/")


def test_a_year_is_closed_by_clicking() -> None:
    client = signed_in(boss())
    day = {"reference_date": "31-12-2025"}
    assert "schreef in dit jaar uren op" in post(client, "jaar-afsluiten/?jaar=2025", day, 422)
    appointed()
    facts.yield_facts(facts=[("adviser_hours", 2025, {"core_function": "support", "minutes": 60})], actor="test")
    assert "Support 100,0%" in text(client, "jaar-afsluiten/?jaar=2025")
    answer = client.post(f"{ROOT}jaar-afsluiten/?jaar=2025", day, follow=True)
    assert "2025 is afgesloten: 1 vertrouwenspersoon is geteld" in answer.content.decode()
    assert client.get(f"{ROOT}jaar-afsluiten/?jaar=1999").status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_never_an_error_of_ours(odd: str) -> None:
    appointed()
    group = PeerGroup.objects.create(name="Groep")
    client = signed_in(person("beide", Role.ADVISER, Role.NATIONAL_ADVISER))
    appointed("beide")
    for path, fields in (
        ("aanstellen/", APPOINT),
        ("persoon/beide/certificaat/", APPOINT),
        ("persoon/beide/plek/", APPOINT),
        ("persoon/beide/beeindigen/", {"last_day": ""}),
        ("mijn-certificaat/nieuw/", dict.fromkeys(("kind", "title", "month", "hours", "token"))),
        ("mijn-profiel/", dict.fromkeys(("is_listed", "languages"))),
        (f"intervisie/{group.pk}/", dict.fromkeys(("month", "hours", "present", "token"))),
        ("intervisie/nieuw/", {"name": ""}),
        ("voorlichting/", dict.fromkeys(("title", "topic", "unit", "month", "participants", "token"))),
        ("jaar-afsluiten/", {"reference_date": ""}),
    ):
        answer = client.post(ROOT + path, dict.fromkeys(fields, odd))
        assert answer.status_code in (303, 404, 422), path
    for name in ("naam", "onderdeel", "certificering", "wie", "pagina"):
        assert client.get(ROOT, {name: odd}).status_code == 200
    assert client.get(f"{ROOT}jaar-afsluiten/", {"jaar": odd}).status_code == 404
    assert client.get(f"{ROOT}voorstellen/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize("path", ["", "overzicht/", "intervisie/", "voorlichting/", "voorstellen/"])
def test_the_number_of_queries_does_not_grow(path: str) -> None:
    client = signed_in(boss())
    client.get(ROOT + path)
    counts = []
    for n in (0, 1, 300):
        many(0 if n < 2 else n)
        if n:
            start = Proposal.objects.count()
            Proposal.objects.bulk_create(
                [Proposal(code_list="unit", text="t", by=f"w{i}", on=dt.date(2026, 1, 1)) for i in range(start, n)]
            )
            Activity.objects.bulk_create(
                [
                    Activity(unit="douane", topic="event", month=dt.date(2026, 1, 1), title="t", by=f"w{i}", fact=i)
                    for i in range(n)
                ]
            )
            PeerGroup.objects.bulk_create([PeerGroup(name=f"G{n} {i}") for i in range(n)])
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get(ROOT + path).content.decode()
        counts.append(len(captured))
    assert counts[2] - counts[0] <= 2, counts
    if path != "overzicht/":
        assert "Pagina 1 van 7" in page or "Pagina 1 van 6" in page
