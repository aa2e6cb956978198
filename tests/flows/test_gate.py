"""The gate on a small organisation: what goes out is audited, whatever decided what to hide."""

import json
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from dying import AT_ENTRY, publish_and_die
from small_office import CROSS, NATURE, ROADS, STAFF, UNITS, frozen, office

from loket import settings as product
from loket.core import audit
from loket.core.badfile import BadFile
from loket.core.models import AuditEntry
from loket.figures.model import is_hidden
from loket.figures.protection.optimise import Progress
from loket.publications import build, catalogue, queries, services
from loket.publications.ledger import book
from loket.publications.models import Build, Published, Status
from loket.publications.protection import kept
from loket.publications.protection.gate import Closed
from loket.publications.source import open_source
from loket.publications.steps import Cancelled, Step
from loket.publications.text.document import Number, Paragraph

CASES = {(STAFF, "gifts", "talk"): 3, (ROADS, "gifts", "talk"): 20, (NATURE, "conduct", "reprimand"): 30}
FOUR_ONES = {
    (unit, violation, "talk"): 1 for unit, violation in zip((STAFF, ROADS), ("gifts", "procurement"), strict=True)
}


@pytest.fixture
def room(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Folders of this test, the kept answers too; only the typeface is the launcher's."""
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA, settings.PROTECTED = tmp_path, tmp_path / "data", tmp_path / "protection"


@pytest.fixture
def frozen_2029(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)


def kept_file(settings: LazySettings) -> Path:
    (found,) = Path(settings.PROTECTED).glob("*.json")
    return found


def test_a_small_count_and_one_beside_it_are_hidden_in_all_that_is_made(frozen_2029: None) -> None:
    made = services.publish(year=2029, actor="test")
    assert made.notices == ("Beschermd voor “Iedereen”: 2 aantallen zijn verborgen, in 1 tabel.",)
    folder = queries.folder(2029)
    (table,) = json.loads((folder / "figures.json").read_text("utf-8"))["tables"]
    assert "20" not in json.dumps(table["cells"] if "cells" in table else table["rows"])
    assert [one.slug for one in services.publish_if_needed(year=2029, actor="test")] == []


def test_what_was_kept_is_not_sought_again_but_audited_again(frozen_2029: None, settings: LazySettings) -> None:
    said: list[str] = []

    def listen(step: Step, _done: int, _total: int, words: str) -> None:
        if step is Step.PROTECTION:
            said.append(words)

    before = open_source(year=2029, data=settings.DATA, progress=listen).tables["units"]
    assert any("verborgen" in words for words in said)
    said.clear()
    after = open_source(year=2029, data=settings.DATA, progress=listen).tables["units"]
    assert not any("verborgen" in words for words in said)
    assert {at for at, n in before.cells.items() if is_hidden(n)} == {
        at for at, n in after.cells.items() if is_hidden(n)
    }


@pytest.mark.parametrize("harm", ["show", "hide", "number", "cut", "all"])
def test_a_file_that_was_changed_lets_nothing_out(frozen_2029: None, settings: LazySettings, harm: str) -> None:
    open_source(year=2029, data=settings.DATA)
    path = kept_file(settings)
    content = json.loads(path.read_text())
    (table,) = (one for one in content["tables"] if one["id"] == "units")
    match harm:
        case "show":
            table["changed"] = [one for one in table["changed"] if one["kind"] != "small"]
        case "hide":
            table["changed"] = [one for one in table["changed"] if one["kind"] == "small"]
        case "number":
            table["changed"][0]["printed"] = 4
        case "all":
            table["changed"], content["open"] = [], ["settled_case"]
    path.write_text(json.dumps(content)[: 100 if harm == "cut" else None])
    try:
        cells = open_source(year=2029, data=settings.DATA).tables["units"].cells
    except Closed:
        return
    assert sum(map(is_hidden, cells.values())) == 2
    assert is_hidden(cells[STAFF,])


def test_what_nothing_hides_is_refused_by_name_and_all_stays_as_it_was(room: None, settings: LazySettings) -> None:
    """Under suppression nothing hides ones under a total below the threshold."""
    office(settings.DATA, CROSS)
    frozen(settings.DATA, 2029, {**FOUR_ONES, (NATURE, "conduct", "talk"): 1, (NATURE, "gifts", "talk"): 1})
    with pytest.raises(Closed) as refused:
        services.publish(year=2029, actor="test")
    said = str(refused.value)
    assert "terug te rekenen" in said
    assert "Bestuursstaf, Geschenken" in said
    assert "een lezer weet dat het 1 is" in said
    assert "voeg samen" in said or "rond de aantallen af" in said
    assert len(said.splitlines()) <= 12
    assert not queries.folder(2029).exists()
    assert not Published.objects.exists()
    assert not AuditEntry.objects.filter(action__in=["publication.build", book.ACTION]).exists()
    assert any("terug te rekenen" in one.text for one in queries.examine(2029) if one.level == "refused")


def test_rounding_lets_out_what_suppression_cannot(room: None, settings: LazySettings) -> None:
    office(settings.DATA, CROSS, method="round")
    frozen(settings.DATA, 2029, {**FOUR_ONES, (NATURE, "conduct", "talk"): 1, (NATURE, "gifts", "talk"): 1})
    cells = open_source(year=2029, data=settings.DATA).tables["cross"].cells
    assert all(n % 5 == 0 for n in cells.values())
    assert "afgerond op veelvouden van 5" in services.publish(year=2029, actor="test").notices[-1]


def test_a_text_cannot_reach_a_hidden_cell(frozen_2029: None, settings: LazySettings) -> None:
    """Not by its name, not by what is left of the total, and not by asking whether it is large."""
    asked = ["units[executive_staff]", "units[total] - units[roads_and_dikes] - units[nature]"]
    said = "\n\n".join(f"Er zijn er {{{{ {one} }}}}." for one in asked)
    for language in ("nl", "de"):
        (settings.DATA / "narrative" / language / "a-tabellen.md").write_text(f'{{{{ table("units") }}}}\n\n{said}\n')
    source = open_source(year=2029, data=settings.DATA)
    document = build.fill_in(source)[0]
    blocks = [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
    numbers = [run for block in blocks for run in block.runs if isinstance(run, Number)]
    assert [(one.text, is_hidden(one.n)) for one in numbers] == [("x", True)] * 2
    weighed = settings.DATA / "narrative" / "nl" / "a-tabellen.md"
    weighed.write_text('{{ says("weinig", units[executive_staff] < 5) }}\n')
    with pytest.raises(BadFile, match=r"a-tabellen\.md:1"):
        build.fill_in(source)


def test_an_unknown_profile_is_refused_with_its_place(room: None, settings: LazySettings) -> None:
    office(settings.DATA, UNITS)
    text = settings.DATA / "publications" / "annual-report.yaml"
    text.write_text(text.read_text().replace('"profile": "alle"', '"profile": "niemand"'))
    with pytest.raises(BadFile, match=r"annual-report\.yaml:4:\d+: profiel 'niemand' staat niet in protection\.yaml"):
        catalogue.offers(settings.DATA)


def test_a_build_can_be_stopped_while_it_protects(frozen_2029: None, settings: LazySettings) -> None:
    def stop(step: Step, *_: object) -> None:
        if step is Step.PROTECTION:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.publish(year=2029, actor="test", progress=stop)
    assert not queries.folder(2029).exists()
    assert not Published.objects.exists()


def test_a_build_in_the_background_says_how_it_protects_and_enters_what_it_made(
    frozen_2029: None, settings: LazySettings
) -> None:
    row = Build.objects.create(year=2029, actor="policy", started_by="P. Beleid")
    services.run_build(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error) == (Status.DONE, "")
    assert "protection" in row.seconds
    entry = AuditEntry.objects.get(action=book.ACTION)
    assert (entry.actor, entry.target) == ("policy", "publication:2029")


def test_two_that_ask_the_same_seek_once(frozen_2029: None, settings: LazySettings) -> None:
    """The second waits for the first, and then reads what that kept."""
    from loket.publications.protection.lists import with_lists
    from loket.publications.protection.profiles import read
    from loket.publications.truth import open_truth

    profile = read(settings.DATA)[0]
    question = kept.Question(with_lists(open_truth(year=2029), profile), profile)
    waiting, found = threading.Event(), []

    def hold(_: Progress) -> None:
        waiting.wait(5)

    first = threading.Thread(target=lambda: found.append(kept.made(question, hold)))
    first.start()

    def told(progress: Progress) -> None:
        assert not progress.hidden
        waiting.set()

    while not list(Path(settings.PROTECTED).glob("*.lock")):
        pass
    second = kept.made(question, told)
    first.join()
    assert found == [second]
    assert len(list(Path(settings.PROTECTED).glob("*.json"))) == 1


@pytest.mark.parametrize("when", ["PROTECTION", "INVENTORY", AT_ENTRY])
def test_killed_on_the_way_the_old_publication_stands_and_the_next_build_works(
    trail_as_it_was: list[str], settings: LazySettings, tmp_path: Path, when: str
) -> None:
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA, settings.PROTECTED = tmp_path, tmp_path / "data", tmp_path / "protection"
    office(settings.DATA, UNITS)
    frozen(settings.DATA, 2029, CASES)
    services.publish(year=2029, actor="test")
    before = queries.publication(2029)
    frozen(settings.DATA, 2029, CASES | {(NATURE, "gifts", "talk"): 9})
    database = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    child = multiprocessing.get_context("spawn").Process(target=publish_and_die, args=(database, tmp_path, when))
    child.start()
    child.join(timeout=120)
    assert child.exitcode == -signal.SIGKILL
    assert queries.publication(2029) == before
    assert Published.objects.count() == (2 if when == AT_ENTRY else 1)
    made = services.publish(year=2029, actor="test")
    assert (made.revision, Published.objects.count()) == (2, 2)
    assert list(book.verify()) == trail_as_it_was


@pytest.fixture
def trail_as_it_was(transactional_db: None) -> Iterator[list[str]]:
    """Emptying the database leaves the trail alone, and with it the pages that are gone, also of tests before this one:
    those are given. What was added goes, past the triggers."""
    before = audit.newest().position
    yield list(book.verify())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM core_auditentry WHERE position > %s", [before])
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
