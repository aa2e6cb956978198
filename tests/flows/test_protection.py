"""The real tables of 2024, linked and protected, and the pages on which the policy officer sees it."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from loket.accounts.models import Role
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.figures.protection.linking import Linked, link
from loket.figures.protection.regions import World
from loket.publications.models import LONGEST, Protection, Status
from loket.publications.protection import kept, profiles, services
from loket.publications.protection.profile import Profile
from loket.snapshots import queries as snapshots
from loket.snapshots import services as freezing
from people import person

LIST = "/beheer/publicaties/bescherming/"
DOUANE = "publicatie=2024/vertrouwenspersonen-douane"
YEARS = (2022, 2023, 2024)


@pytest.fixture
def frozen(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Three frozen years, in a folder of this test."""
    settings.VAR = tmp_path
    facts.load(folder=settings.DATA, actor="test")
    for year in YEARS:
        freezing.freeze(year=year, reference_date=date(year + 1, 2, 25), reason="test", actor="test")


def linked(year: int, *names: str) -> Linked:
    snapshot = snapshots.open_snapshot(year)
    found = snapshots.compute_tables(snapshot)
    world = World(snapshot.definitions, snapshot.lists, snapshot.places())
    return link([found[name] for name in names or found], world)


def small(found: Linked) -> int:
    return sum(0 < count < 5 for count in found.lattice.counts)


def test_no_table_of_any_year_contradicts_another(frozen: None) -> None:
    for year in YEARS:
        assert len(linked(year).lattice.counts) > 500


def test_the_annexes_and_the_settled_cases_link_in_the_cells_that_they_share(frozen: None) -> None:
    annexes = linked(2024, *(f"advice_by_unit_{part}" for part in ("category", "accused", "settlement", "situation")))
    assert (len(annexes.lattice.counts), small(annexes)) == (516, 129)
    pairs = ("unit_violation", "unit_settlement", "violation_settlement")
    found = linked(2024, *(f"settled_by_{pair}" for pair in pairs))
    violations, settlements, units = (
        len(found.lattice.places[f"settled_by_{name}"])
        for name in ("unit_violation", "unit_settlement", "violation_settlement")
    )
    totals = {at for places in found.lattice.places.values() for at in places.values()}
    assert len(totals) == len(found.lattice.counts) < violations + settlements + units


def test_settlements_of_a_kind_add_up_to_the_kind_in_another_table(frozen: None) -> None:
    found = linked(2024, "settled_by_unit_settlement", "settled_by_unit_class")
    kind = found.lattice.places["settled_by_unit_class"]["douane", "disciplinary"]
    assert any(one.total == kind and len(one.parts) > 1 for one in found.lattice.relations)


def officer(client: Client) -> None:
    client.force_login(person("policy", Role.POLICY_OFFICER))


def ask(profile: Profile) -> Protection:
    return services.ask(year=2024, slug="vertrouwenspersonen-douane", profile=profile, actor="policy")


def test_the_page_asks_once_waits_and_then_shows_the_tables(frozen: None, settings: LazySettings) -> None:
    profile = profiles.read(settings.DATA)[0]
    row = ask(profile)
    assert ask(profile).pk == row.pk
    assert DBTaskResult.objects.count() == 1
    assert AuditEntry.objects.filter(action="publication.protect").count() == 1
    assert ask(profile.model_copy(update={"threshold": 4})).pk != row.pk
    services.run(row.pk)
    done = ask(profile)
    assert (done.status, done.error) == (Status.DONE, "")
    kept_of = kept.read(done.outcome)
    assert kept_of
    assert {table.id for table in kept_of.tables} >= {"advice_by_unit", "advice_by_unit_category", "settled_by_unit"}
    assert ask(profile).pk == done.pk
    settings.PROTECTED = settings.VAR / "elsewhere"
    assert ask(profile).status == Status.WAITING


@pytest.mark.parametrize("ended", [Status.RUNNING, Status.FAILED])
def test_one_that_fell_silent_or_failed_begins_again(frozen: None, settings: LazySettings, ended: Status) -> None:
    profile = profiles.read(settings.DATA)[0]
    row = ask(profile)
    Protection.objects.update(status=ended, heard_at=clock.now())
    assert ask(profile).status == ended
    Protection.objects.update(heard_at=clock.now() - 2 * LONGEST)
    assert ask(profile).status == Status.WAITING
    assert DBTaskResult.objects.count() == 2
    services.run(row.pk)
    assert ask(profile).status == Status.DONE


def test_what_cannot_be_done_is_said(frozen: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(profiles.read(settings.DATA)[0])
    Protection.objects.update(year=1999)
    services.run(row.pk)
    row.refresh_from_db()
    assert row.status == Status.FAILED
    assert "1999 is niet vastgelegd" in row.error


CELL = re.compile(r"<td(?: class=\"(\w+)\")?>(.*?)</td>")


def cells(page: str, name: str) -> list[tuple[str, str]]:
    """Of the grid of this name, the kind and the words of each cell."""
    (grid,) = re.findall(rf"<caption class=\"hidden\">{name}:.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [(kind, re.sub("<[^>]+>", "", words)) for kind, words in CELL.findall(grid)]


def test_a_table_is_shown_before_and_after_and_who_looked_is_written_down(
    frozen: None, settings: LazySettings, client: Client
) -> None:
    officer(client)
    page = client.get(f"{LIST}?{DOUANE}&manier=suppress").content.decode()
    assert "We rekenen dit nu uit" in page
    services.run(Protection.objects.get().pk)
    page = client.get(f"{LIST}?{DOUANE}&manier=suppress").content.decode()
    (address,) = set(re.findall(rf'href="([^"]*{LIST}advice_by_unit_category/[^"]*)"', page))
    page = client.get(unescape(address)).content.decode()
    before, after = cells(page, "Voor"), cells(page, "Na")
    assert len(before) == len(after) > 40
    kinds = {kind for kind, _ in after}
    assert kinds <= {"", "small", "extra"}
    assert "small" in kinds
    for (marked, seen), (kind, words) in zip(before, after, strict=True):
        if kind:
            assert words.startswith("x")
            assert not re.search(r"\d", words)
            assert (marked == "few") == (kind == "small")
        else:
            assert words == seen
    entry = AuditEntry.objects.get(action="publication.protect-view")
    assert (entry.actor, entry.target) == ("policy", "publication:2024/vertrouwenspersonen-douane")
    assert entry.summary == {"table": "advice_by_unit_category"}
    english = client.get("/en" + unescape(address)).content.decode()
    assert "What a reader can" in english


def test_what_was_merged_is_shown_with_its_name_and_what_it_cost(frozen: None, client: Client) -> None:
    officer(client)
    client.get(f"{LIST}?{DOUANE}")
    services.run(Protection.objects.get().pk)
    page = client.get(f"{LIST}advice_by_unit_category/?{DOUANE}").content.decode()
    before, after = cells(page, "Voor"), cells(page, "Na")
    assert len(before) > len(after) > 40
    assert f"De tabel heeft daardoor {len(before) - len(after)} cellen minder." in page
    told = Protection.objects.get()
    found = kept.read(told.outcome)
    assert found
    assert not [one.id for one in found.tables if one.unprotectable]
    (table,) = (one for one in found.tables if one.id == "advice_by_unit_category")
    assert table.merged
    assert all(merge.label["nl"] in unescape(page) for merge in table.merged)
    assert not {"belastingdienst", "douane", "toeslagen"} & {code for merge in table.merged for code in merge.codes}


def test_other_settings_can_be_tried_and_nonsense_is_told_in_place(
    frozen: None, settings: LazySettings, client: Client
) -> None:
    officer(client)
    page = client.get(f"{LIST}?{DOUANE}&drempel=3&manier=round&profiel=internal").content.decode()
    asked = Protection.objects.get()
    assert (asked.profile["threshold"], asked.profile["method"], asked.profile["code"]) == (3, "round", "internal")
    services.run(asked.pk)
    page = client.get(f"{LIST}?{DOUANE}&drempel=3&manier=round&profiel=internal").content.decode()
    assert "samen afgerond" in page
    for nonsense in ("drempel=1", "drempel=x", "manier=x", "profiel=x", "publicatie=x"):
        answer = client.get(f"{LIST}?{nonsense}")
        assert answer.status_code == 200
        assert "Kies een waarde uit de lijst bij: " in answer.content.decode()


def test_a_table_that_the_publication_does_not_have_is_not_there(
    frozen: None, settings: LazySettings, client: Client
) -> None:
    officer(client)
    services.run(ask(profiles.read(settings.DATA)[0]).pk)
    for name in ("nothing", "settled_by_violation"):
        assert client.get(f"{LIST}{name}/?{DOUANE}").status_code == 404


@pytest.mark.django_db
def test_before_anything_is_frozen_the_page_says_so(settings: LazySettings, tmp_path: Path, client: Client) -> None:
    settings.VAR = tmp_path
    officer(client)
    assert "nog geen jaar vastgelegd" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}settled_by_unit/").status_code == 404
