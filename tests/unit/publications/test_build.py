"""A build is all or nothing, gives the same bytes twice, and never replaces what is not a publication."""

import json
import multiprocessing
import os
import signal
from pathlib import Path

import odfdo
import pikepdf
import pytest
from apart import call
from lxml import etree
from small_folder import source, table, write_folder

from loket.core.badfile import BadFile
from loket.figures.model import TOTAL
from loket.publications import build, checks, manifest, swap
from loket.publications.steps import Cancelled, Step
from loket.publications.truth import check


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "data")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_building_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    made = build.build_from(source(data), out=tmp_path / "one")
    build.build_from(source(data), out=tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    names = {
        "report-nl.pdf",
        "report-en.pdf",
        "tables.ods",
        "csv/by_unit.csv",
        "csv/csv-metadata.json",
        "figures.json",
        "lists.rdf",
    }
    assert names < made.files.keys()
    assert manifest.verify(tmp_path / "one") == []


def test_the_code_lists_come_along_with_the_identifiers_of_the_organisation(data: Path, tmp_path: Path) -> None:
    build.build_from(source(data), out=tmp_path / "out")
    found = etree.parse(tmp_path / "out" / "lists.rdf").getroot()
    names = {one.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") for one in found}
    assert names == {f"https://example.org/lists/unit{code}" for code in ("", "/douane", "/other")}


@pytest.mark.parametrize(
    ("disclaimer", "publisher"),
    [("disclaimer: {nl: Voorbeeld, en: Sample}\n", "Integriteitsloket"), ("", "Bureau Model")],
)
def test_a_sample_report_does_not_say_that_the_organisation_made_it(
    data: Path, tmp_path: Path, disclaimer: str, publisher: str
) -> None:
    definition = data / "publications" / "annual-report.yaml"
    text = definition.read_text()
    definition.write_text(text.replace("disclaimer: {nl: Voorbeeld, en: Sample}\n", disclaimer))
    out = tmp_path / "out"
    build.build_from(source(data), out=out)
    with pikepdf.open(out / "report-nl.pdf").open_metadata() as metadata:
        assert metadata["dc:creator"] == [publisher]
    assert odfdo.Document(out / "tables.ods").meta.creator == publisher
    described = json.loads((out / "csv" / "csv-metadata.json").read_text())
    assert {"@value": publisher, "@language": "nl"} in described["dc:publisher"]


def test_a_text_about_another_year_is_refused_with_its_place(data: Path, tmp_path: Path) -> None:
    definition = data / "publications" / "annual-report.yaml"
    definition.write_text(definition.read_text().replace("year: 2024", "year: 2023"))
    with pytest.raises(BadFile, match=r"annual-report.yaml:2:7: deze tekst gaat over 2023"):
        build.build_from(source(data), out=tmp_path / "out")


def test_it_tells_what_was_noticed(data: Path, tmp_path: Path) -> None:
    reconstructed, protected = build.build_from(source(data), out=tmp_path / "out").notices
    assert reconstructed.startswith("1 tabel gebruikt gegevens die zijn gereconstrueerd")
    assert protected == "Beschermd voor “Openbaar”: niets hoefde verborgen te worden."


def test_the_steps_come_in_order_and_end(data: Path, tmp_path: Path) -> None:
    seen: list[tuple[Step, int, int]] = []
    build.build_from(
        source(data),
        out=tmp_path / "out",
        progress=lambda step, done, total, _: seen.append((step, done, total)),
    )
    steps = [step for step, _, _ in seen]
    assert sorted(steps, key=list(Step).index) == steps
    ended = {step for step, done, total in seen if done == total}
    assert ended == {Step.TEXT, Step.LAYOUT, Step.INVENTORY}


@pytest.mark.parametrize("when", [Step.TEXT, Step.LAYOUT, Step.INVENTORY])
def test_whoever_cancels_keeps_the_old_publication(data: Path, tmp_path: Path, when: Step) -> None:
    out = tmp_path / "out"
    build.build_from(source(data), out=out)
    before = contents(out)

    def stop(step: Step, *_: object) -> None:
        if step == when:
            raise Cancelled

    with pytest.raises(Cancelled):
        build.build_from(source(data, {("douane",): 32, ("other",): 2, (TOTAL,): 34}), out=out, progress=stop)
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.lock", "data", "out"]


def killed(data: Path, out: Path, when: Step) -> None:
    """Build in this process, and die by SIGKILL at a step."""

    def die(step: Step, *_: object) -> None:
        if step == when:
            os.kill(os.getpid(), signal.SIGKILL)

    build.build_from(source(data, {("douane",): 32, ("other",): 2, (TOTAL,): 34}), out=out, progress=die)


@pytest.mark.parametrize("when", [Step.LAYOUT, Step.INVENTORY])
def test_killed_at_any_point_there_is_the_old_publication_and_the_next_build_works(
    data: Path, tmp_path: Path, when: Step
) -> None:
    out = tmp_path / "out"
    build.build_from(source(data), out=out)
    before = contents(out)
    child = multiprocessing.get_context("spawn").Process(
        target=call, args=(killed.__module__, killed.__name__, data, out, when)
    )
    child.start()
    child.join(timeout=60)
    assert child.exitcode == -signal.SIGKILL
    assert contents(out) == before
    assert (tmp_path / ".out.new").exists()
    build.build_from(source(data), out=out)
    assert contents(out) == before
    assert not (tmp_path / ".out.new").exists()


def test_killed_while_changing_places_the_old_one_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".out.old").mkdir()
    (tmp_path / ".out.old" / "page").write_text("old")
    with pytest.raises(ZeroDivisionError), swap.prepared(tmp_path / "out"):
        raise ZeroDivisionError
    assert (tmp_path / "out" / "page").read_text() == "old"


def test_two_builds_of_the_same_folder_do_not_meet(tmp_path: Path) -> None:
    with (
        swap.prepared(tmp_path / "out"),
        pytest.raises(swap.Busy, match="al gebouwd"),
        swap.prepared(tmp_path / "out"),
    ):
        pass


def test_a_folder_with_something_else_is_never_replaced(tmp_path: Path, data: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").touch()
    with pytest.raises(build.NotAPublication, match="kies een nieuwe of lege map"):
        build.build(year=2024, out=tmp_path / "home", data=data)
    assert (tmp_path / "home" / "letter.txt").exists()


def test_a_number_without_a_cell_is_refused_with_its_place_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    text = data / "narrative" / "nl" / "01-zaken.md"
    text.write_text("Het waren {{ by_unit[total] }} zaken,\nwaarvan 31 bij de Douane.\n")
    with pytest.raises(BadFile, match=r"01-zaken\.md:2:9"):
        build.build_from(source(data), out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_tables_that_do_not_add_up_are_refused_by_cell() -> None:
    with pytest.raises(checks.DoesNotAddUp, match=r"by_unit, cel \[total\]: er staat 34, maar de som is 33"):
        check([table({("douane",): 31, ("other",): 2, (TOTAL,): 34})])


def test_a_whole_table_has_nothing_to_refuse() -> None:
    assert list(checks.sums([table()])) == []
