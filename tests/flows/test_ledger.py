"""The ledger: what was published stays known, and what is new is protected together with it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from small_office import CROSS, NATURE, ROADS, ROADS_ONLY, STAFF, UNITS, Cases, frozen, office

from loket.accounts.models import Role
from loket.core.models import AuditEntry
from loket.figures.model import HIDDEN, TOTAL, Coordinates, Table, is_hidden
from loket.figures.protection.audit import audit
from loket.figures.protection.linking import link
from loket.figures.protection.rules import Status, is_primary
from loket.publications import build, catalogue, queries, services
from loket.publications.ledger import book, recall
from loket.publications.models import Published
from loket.publications.protection import gate
from loket.publications.protection.lists import with_lists
from loket.publications.protection.profiles import read
from loket.publications.source import Source, asked, open_source, protected
from loket.publications.truth import Truth, open_truth
from people import person

CASES: Cases = {(STAFF, "gifts", "talk"): 3, (ROADS, "gifts", "talk"): 20, (NATURE, "conduct", "reprimand"): 30}
NEXT: Cases = {(ROADS, "gifts", "talk"): 12, (NATURE, "conduct", "talk"): 15}
MANY: Cases = {
    (unit, violation, settlement): n
    for (unit, violation), (settlement, n) in zip(
        [(unit, violation) for unit in (STAFF, ROADS, NATURE) for violation in ("gifts", "procurement", "conduct")],
        [("talk", n) for n in (2, 9, 14, 7, 3, 11, 1, 16, 8)],
        strict=True,
    )
}


@pytest.fixture
def room(db: None, settings: LazySettings, tmp_path: Path) -> None:
    from loket import settings as product

    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA, settings.PROTECTED = tmp_path, tmp_path / "data", tmp_path / "protection"


def entered(source: Source, *names: str) -> Published | None:
    """Write down that these tables were published, as a build does."""
    assert source.profile
    return book.enter(
        year=source.year,
        slug="",
        revision=source.edition.revision,
        profile=source.profile,
        tables=[book.written(source.tables[name]) for name in names],
        seen=book.pages(),
        shown=source.tables,
        actor="test",
        target="publication:test",
    )


def hidden(table: Table) -> set[Coordinates]:
    return {at for at, n in table.cells.items() if is_hidden(n)}


def test_each_publication_has_a_page_and_the_same_again_adds_none(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    services.publish(year=2029, actor="policy")
    page = Published.objects.get()
    assert (page.number, page.year, page.slug, page.revision, page.profile) == (1, 2029, "", 1, "alle")
    (table,) = page.tables
    told = {tuple(at): value for at, value in table["cells"]}
    assert (told["total",], told[STAFF,], told[ROADS,], told[NATURE,]) == (53, None, None, 30)
    assert (page.cells, page.hidden) == (len(told), 2)
    entry = AuditEntry.objects.get(action=book.ACTION)
    assert (entry.actor, entry.summary["hash"]) == ("policy", page.hash)
    services.publish(year=2029, actor="policy")
    assert Published.objects.count() == 1
    assert AuditEntry.objects.filter(action="publication.build").count() == 2
    frozen(settings.DATA, 2029, CASES | {(NATURE, "gifts", "talk"): 9})
    services.publish(year=2029, actor="policy")
    assert [one.revision for one in Published.objects.all()] == [1, 2]
    assert list(book.verify()) == []


def test_the_database_refuses_to_change_a_page_and_what_is_changed_all_the_same_is_found(
    room: None, settings: LazySettings
) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    entered(open_source(year=2029, data=settings.DATA), "units")
    for attempt in (Published.objects.all().delete, lambda: Published.objects.update(hidden=0)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publications_published DISABLE TRIGGER USER")
    Published.objects.update(tables=[])
    assert list(book.verify()) == ["bladzijde 1 is veranderd"]
    Published.objects.all().delete()
    assert list(book.verify()) == ["bladzijde 1 staat in het logboek, maar is weg of vervangen"]


def test_a_year_later_what_was_hidden_stays_so_although_nothing_there_is_small(
    room: None, settings: LazySettings
) -> None:
    """Roads was hidden in 2029 for the sake of the staff. A year later a table of roads alone would show it."""
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    first = open_source(year=2029, data=settings.DATA)
    assert hidden(first.tables["units"]) == {(STAFF,), (ROADS,)}
    office(settings.DATA, ROADS_ONLY)
    frozen(settings.DATA, 2030, NEXT)
    alone = open_source(year=2030, data=settings.DATA).tables["roads"]
    assert hidden(alone) == set()
    assert alone.cells["2029", "total"] == 20
    entered(first, "units")
    together = open_source(year=2030, data=settings.DATA).tables["roads"]
    assert ("2029", "total") in hidden(together)
    assert hidden(together) > {("2029", "total")}
    assert together.cells["2030", "total"] == 12


def test_what_cannot_be_kept_from_readers_of_then_is_refused(room: None, settings: LazySettings) -> None:
    """With all its cells shown by a profile that hides only ones, the table of roads gives the staff away."""
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    entered(open_source(year=2029, data=settings.DATA), "units")
    office(settings.DATA, ROADS_ONLY, threshold=2)
    frozen(settings.DATA, 2030, NEXT)
    profile = read(settings.DATA)[0].model_copy(update={"threshold": 5})
    question = gate.Question(with_lists(open_truth(year=2030), profile), profile)
    shown = {name: replace(table) for name, table in question.truth.tables.items()}
    earlier = tuple(recall.known_to({"alle"}, question.truth, shown))
    found = gate.opened(replace(question, earlier=earlier), shown)
    assert {(one.at, one.lo, one.hi) for one in found} == {((STAFF,), 3, 3)}
    with pytest.raises(gate.Closed, match=r"Bestuursstaf: een lezer weet dat het 3 is; dat is eerder verborgen"):
        gate.refuse(question, found)


def test_who_hides_anew_knows_all_that_was_told_also_what_would_have_been_told_again(
    room: None, settings: LazySettings
) -> None:
    """Of two pages one tells what would be shown now, and the other more. What is hidden instead must fit with both."""
    office(settings.DATA, UNITS, CROSS)
    frozen(settings.DATA, 2029, CASES)
    plain = open_source(year=2029, data=settings.DATA)
    entered(plain, "cross")
    assert hidden(plain.tables["units"]) == {(STAFF,), (ROADS,)}
    told = {(STAFF,): HIDDEN, (ROADS,): 20, (NATURE,): HIDDEN, (TOTAL,): 53}
    units = replace(plain.tables["units"], cells=told)
    entered(replace(plain, tables={**plain.tables, "units": units}), "units")
    profile = read(settings.DATA)[0]
    question = gate.Question(with_lists(open_truth(year=2029), profile), profile)
    (earlier,) = gate.settled(question, (), lambda _: None).question.earlier
    assert {table.id.split()[-1] for table in earlier.tables} == {"units", "cross"}


def test_what_was_shown_once_is_known_and_asks_no_protection(room: None, settings: LazySettings) -> None:
    """Published when only ones were small; now fives are."""
    office(settings.DATA, UNITS, threshold=2)
    frozen(settings.DATA, 2029, CASES)
    lax = open_source(year=2029, data=settings.DATA)
    assert hidden(lax.tables["units"]) == set()
    entered(lax, "units")
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES | {(NATURE, "gifts", "talk"): 9})
    strict = open_source(year=2029, data=settings.DATA)
    assert strict.tables["units"].cells["total",] == 62
    (said,) = (one.text for one in queries.examine(2029) if "eerder" in one.text)
    assert said == "1 klein aantal is al eerder gepubliceerd, en dus bekend: Zaken units, Bestuursstaf."


def test_a_count_that_changed_is_another_cell(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    entered(open_source(year=2029, data=settings.DATA), "units")
    frozen(settings.DATA, 2029, {**CASES, (STAFF, "gifts", "talk"): 2})
    after = open_source(year=2029, data=settings.DATA)
    assert (STAFF,) in hidden(after.tables["units"])
    assert after.tables["units"].cells["total",] == 52


def test_a_page_that_the_snapshot_no_longer_gives_stops_everything(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    source = open_source(year=2029, data=settings.DATA)
    units = source.tables["units"]
    other = replace(units, cells={**units.cells, (NATURE,): 31, ("total",): 54})
    entered(replace(source, tables={"units": other}), "units")
    with pytest.raises(recall.NoLongerTrue, match=r"2029/r1 geeft tabel units, cel \[nature\], niet meer zoals"):
        open_source(year=2029, data=settings.DATA)


def test_the_whole_less_all_its_editions_gives_nothing(room: None, settings: LazySettings) -> None:
    """Every edition is a part of the same protected tables: what it tells, the whole tells too."""
    office(settings.DATA, CROSS, UNITS, editions=True)
    frozen(settings.DATA, 2029, MANY)
    truth, told = open_truth(year=2029), dict[Coordinates, float]()
    for offer in catalogue.offers(settings.DATA):
        tables = build.tables_of(protected(truth, data=settings.DATA, offer=offer), offer)
        for at, n in tables["cross"].cells.items():
            place = (offer.unit, *at) if offer.unit else at
            if not is_hidden(n):
                assert told.setdefault(place, n) == n
    whole = protected(truth, data=settings.DATA, offer=catalogue.find(settings.DATA, "")).tables
    assert told == {at: n for at, n in whole["cross"].cells.items() if not is_hidden(n)}
    for unit in (STAFF, ROADS, NATURE):
        left = whole["units"].cells["total",] - sum(
            whole["units"].cells[one,] for one in (STAFF, ROADS, NATURE) if one != unit
        )
        assert is_hidden(left) or left >= 5 or left == 0
    assert exposed(truth.tables, {"cross": told, "units": whole["units"].cells}, truth) == ()


def exposed(
    tables: Mapping[str, Table], told: Mapping[str, Mapping[Coordinates, float]], truth: Truth
) -> tuple[int, ...]:
    """What the audit finds of cells of which only these were told."""
    lattice = link(tables.values(), truth.world).lattice
    seen = {lattice.places[name][at] for name, cells in told.items() for at, n in cells.items() if not is_hidden(n)}
    statuses = [
        Status.SHOWN if cell in seen or not n else Status.PRIMARY if is_primary(n, 5) else Status.SECONDARY
        for cell, n in enumerate(lattice.counts)
    ]
    shown = [n if one is Status.SHOWN else None for n, one in zip(lattice.counts, statuses, strict=True)]
    finding = audit(lattice.relations, statuses, shown, 5)
    return (*finding.exposed, *finding.unprotectable)


def test_of_two_snapshots_at_once_the_last_is_compared_anew(room: None, settings: LazySettings) -> None:
    """While one is built, another goes out: the one was not compared with it, and is refused as a whole."""
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    slow = open_source(year=2029, data=settings.DATA)
    frozen(settings.DATA, 2030, NEXT)
    services.publish(year=2030, actor="test")
    with pytest.raises(book.Overtaken, match="bouw opnieuw"):
        services.publish(year=2029, actor="test", source=slow)
    assert [one.year for one in Published.objects.all()] == [2030]
    assert queries.standing() == [(2030, "")]
    services.publish(year=2029, actor="test")
    assert queries.standing() == [(2030, ""), (2029, "")]


def test_of_two_settings_at_once_the_last_is_compared_anew(room: None, settings: LazySettings) -> None:
    """The same snapshot, protected otherwise in between: what both hide may follow from the two."""
    office(settings.DATA, CROSS, ROADS_ONLY)
    frozen(settings.DATA, 2029, MANY)
    slow = open_source(year=2029, data=settings.DATA)
    office(settings.DATA, CROSS, ROADS_ONLY, threshold=10)
    services.publish(year=2029, actor="test")
    with pytest.raises(book.Overtaken, match="bouw opnieuw"):
        services.publish(year=2029, actor="test", source=slow)
    assert [page.threshold for page in Published.objects.all()] == [10]


def test_what_went_out_under_a_profile_that_is_gone_stays_known(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    services.publish(year=2029, actor="test")
    office(settings.DATA, UNITS, code="iedereen")
    text = settings.DATA / "publications" / "annual-report.yaml"
    text.write_text(text.read_text("utf-8").replace('"alle"', '"iedereen"'), "utf-8")
    (renamed,) = read(settings.DATA)
    assert asked(open_truth(year=2029), settings.DATA, renamed)[1] == ["alle"]


def test_editions_that_are_published_apart_are_entered_where_they_stand_in_the_whole(
    room: None, settings: LazySettings
) -> None:
    office(settings.DATA, CROSS, editions=True)
    frozen(settings.DATA, 2029, MANY)
    services.publish_all(year=2029, actor="test", offers=catalogue.offers(settings.DATA))
    pages = {page.slug: page for page in Published.objects.all()}
    assert len(pages) == 4
    (table,) = pages["nature"].tables
    assert {at[0] for at, _ in table["cells"]} == {NATURE}
    truth = open_truth(year=2029)
    assert recall.known_to({"alle"}, truth, open_source(year=2029, data=settings.DATA).tables) == []
    (earlier,) = recall.known_to({"alle"}, truth)
    assert len(earlier.tables) == 1
    assert services.publish_all(year=2029, actor="test", offers=catalogue.offers(settings.DATA))
    assert Published.objects.count() == 4


def test_the_policy_officer_sees_what_was_published(room: None, settings: LazySettings, client: Client) -> None:
    office(settings.DATA, UNITS)
    client.force_login(person("policy", Role.POLICY_OFFICER))
    assert "nog niets verschenen" in client.get("/beheer/publicaties/verschenen/").content.decode()
    frozen(settings.DATA, 2029, CASES)
    page = entered(open_source(year=2029, data=settings.DATA), "units")
    assert page
    said = client.get("/beheer/publicaties/verschenen/").content.decode()
    assert page.hash in said
    assert "Iedereen" in said
