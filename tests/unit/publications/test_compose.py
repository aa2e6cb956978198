"""Definition, narrative and tables to one document."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hand_tables import MARGIN, SUBJECTS, YEARS, cases, requests, tables
from hypothesis import given
from hypothesis import strategies as st

from loket.core.badfile import BadFile
from loket.figures.compare import change
from loket.figures.model import Code, CodeList
from loket.figures.percent import SMALLEST_BASE
from loket.publications.text.compose import Edition, compose
from loket.publications.text.definition import Group, TableText, read_definition
from loket.publications.text.document import Document, FigureBlock, PrintedTable, TableBlock
from loket.publications.text.printing import print_table
from loket.publications.text.references import Scope
from loket.publications.text.values import Reference

DEFINITION = """\
id: annual-report
year: 2024
title: {nl: Integriteit in 2024, en: Integrity in 2024}
subtitle: {nl: Jaarrapportage, en: Annual report}
disclaimer: {nl: Voorbeeld., en: Sample.}
overview:
  lead: {nl: "Samen {{ cases[total] }} zaken.", en: "Together {{ cases[total] }} cases."}
  strokes:
    - {label: {nl: zonder, en: without}, value: "cases[none]"}
    - {label: {nl: met, en: with}, value: "cases[total] - cases[none]"}
  strokes_caption: {nl: Elk streepje is één zaak, en: Each stroke is one case}
  key_figures:
    - value: "cases[total]"
      label: {nl: zaken, en: cases}
      hint: {nl: "{{ cases[none] | share(of=cases[total]) }} zonder", en: none}
  figures: [classes]
  other_title: {nl: Anders, en: Other}
  other_figures: []
chapters:
  - {number: "1", slug: vragen, title: {nl: Vragen, en: Requests}, narrative: 1.md}
  - {number: A, slug: zaken, title: {nl: Zaken, en: Cases}, narrative: a.md, annex: true}
figures:
  - id: classes
    kind: blocks
    table: cases
    claim: {nl: "Bij {{ cases[measure] }} zaken een maatregel", en: "A measure in {{ cases[measure] }} cases"}
    subtitle: {nl: Elk blokje is één zaak., en: Each block is one case.}
    holds: ["cases[measure] < cases[none]"]
    beside: classes
tables:
  - {id: subjects, table: requests, rows: subject, columns: year, change: true}
  - {id: classes, table: cases, rows: class, shares: true, title: {nl: Zaken, en: Cases}}
"""
NARRATIVE = {
    "1.md": 'In 2024 {{ requests[2024, conduct] }}.\n\n{{ table("subjects") }}\n',
    "a.md": 'Zie [vragen](vragen.html).\n\n{{ figure("classes") }}\n',
}
LISTS = {"subject": CodeList("subject", {"nl": "Onderwerp", "en": "Subject"}, SUBJECTS)}
EDITION = Edition("2024/r1", 1, date(2025, 2, 25))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "publications").mkdir()
    (tmp_path / "publications" / "annual-report.yaml").write_text(DEFINITION)
    for language in ("nl", "en"):
        (tmp_path / "narrative" / language).mkdir(parents=True)
        for name, text in NARRATIVE.items():
            (tmp_path / "narrative" / language / name).write_text(text)
    return tmp_path


def composed(folder: Path, language: str = "nl") -> Document:
    return compose(
        definition=read_definition(folder),
        tables=tables(),
        lists=LISTS,
        organisation={"nl": "Voorbeelddienst", "en": "Sample Service"},
        edition=EDITION,
        year=2024,
        language=language,
    )


def refused(folder: Path, old: str, new: str, file: str = "publications/annual-report.yaml") -> str:
    """What is said, from the line on, when this part of a good publication is changed."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadFile) as error:
        composed(folder)
    return str(error.value).removeprefix(f"{folder}/")


def test_a_document_has_its_numbers_and_places(folder: Path) -> None:
    found = composed(folder)
    assert [type(block) for block in found.chapters[0].blocks][1] is TableBlock
    assert [type(block) for block in found.chapters[1].blocks][1] is FigureBlock
    assert (found.tables["subjects"].number, found.figures["classes"].number) == ("1.1", "A.1")
    assert found.figures["classes"].table == found.tables["classes"]
    assert found.tables["classes"].number == "A.1"
    assert found.figures["classes"].claim == "Bij 86 zaken een maatregel"
    assert found.overview.strokes == (("zonder", 100), ("met", 86))
    assert found.overview.lead == "Samen 186 zaken."
    assert (found.overview.key_figures[0].number.text, found.overview.key_figures[0].hint) == (
        "186",
        "54% zonder",
    )
    assert (found.organisation, found.reference_date) == ("Voorbeelddienst", "25 februari 2025")
    assert found.reconstructed


def test_a_chart_says_in_words_what_it_shows(folder: Path) -> None:
    figure = composed(folder).figures["classes"]
    assert "Geen maatregel: Zaken 100, Aandeel 54%" in figure.alt
    assert figure.svg.startswith("<svg")
    assert figure.narrow != figure.paper


def test_each_language_has_its_own_text(folder: Path) -> None:
    found = composed(folder, "en")
    assert found.figures["classes"].claim == "A measure in 86 cases"
    assert found.tables["subjects"].columns[0].head == "Subject"
    assert found.tables["subjects"].rows[0].cells[1] == "1,683"
    assert found.reference_date == "25 February 2025"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('holds: ["cases[measure] < cases[none]"]', 'holds: ["cases[measure] > cases[none]"]',
         "annual-report.yaml:28:13: figuur 'classes' beweert iets dat niet klopt"),
        ('"cases[measure] < cases[none]"', '"cases[meazure] < cases[none]"', "'meazure' kan zijn: measure"),
        ('"Bij {{ cases[measure] }} zaken', '"Bij 86 zaken', "annual-report.yaml:26:17: '86' telt iets"),
        ('value: "cases[none]"', "value: \"fixed('100')\"", "hier hoort een cel"),
        ("table: requests", "table: request", "tabel 'request' bestaat niet"),
        ("rows: subject", "rows: topic", "geen dimensie 'topic'"),
        ("kind: blocks\n", "kind: blocks\n    options: {codes: [weg]}\n", "weg"),
        ("rows: subject,", "rows: subject, row_groups: [{codes: [new], label: {nl: De 12}}],", "'12' telt iets"),
        ("tables:\n", "tables:\n  - {id: los, table: cases, rows: class}\n", "tabel 'los' staat in geen"),
    ],
)  # fmt: skip
def test_a_definition_that_does_not_fit_its_tables_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    assert says in refused(folder, old, new)


def test_a_figure_must_stand_somewhere(folder: Path) -> None:
    path = folder / "publications" / "annual-report.yaml"
    path.write_text(path.read_text().replace("figures: [classes]", "figures: []").replace("    beside: classes\n", ""))
    placed = '{{ figure("classes") }}'
    assert "figuur 'classes' staat nergens" in refused(folder, placed, '{{ table("classes") }}', "narrative/nl/a.md")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('table("subjects")', 'table("subject")', "1.md:3:4: table('subject') bestaat niet"),
        (
            '{{ table("subjects") }}',
            '{{ table("subjects") }}\n\n{{ table("subjects") }}',
            "1.md:5:4: table('subjects') staat al",
        ),
        ("requests[2024, conduct]", "requests[2024, conduc]", "1.md:1:9: tabel requests heeft geen cel"),
    ],
)
def test_a_narrative_that_does_not_fit_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    assert says in refused(folder, old, new, "narrative/nl/1.md")


def test_a_table_beside_a_figure_stands_there_only(folder: Path) -> None:
    new = '{{ table("classes") }}\n\n{{ figure("classes") }}'
    assert "a.md:5:4: figure('classes') staat al" in refused(
        folder, '{{ figure("classes") }}', new, "narrative/nl/a.md"
    )


def printed(spec: TableText, name: str = "requests") -> PrintedTable:
    return print_table(spec, tables()[name], LISTS, "1.1", [], "nl")


def cells(table: PrintedTable) -> list[tuple[str, ...]]:
    return [(row.head, *row.cells) for row in table.rows]


def test_years_stand_side_by_side_and_what_was_not_counted_is_no_zero() -> None:
    table = printed(TableText(id="x", table="requests", rows="subject", columns="year", change=True))
    assert [column.head for column in table.columns] == [
        "Onderwerp", "2023", "2024", "Verschil", "Meer dan toeval",
    ]  # fmt: skip
    assert cells(table) == [
        ("Omgangsvormen", "606", "1.683", "+1.077", "ja"),
        ("Personeel", "467", "386", "−81", "ja"),
        ("Nieuw", "–", "12", "–", "–"),
        ("Oud", "–", "1", "–", "–"),
        ("Totaal", "1.073", "2.082", "+1.009", "ja"),
    ]
    assert table.rows[-1].kind == "total"
    assert any("toets" in note for note in table.notes)


def test_rows_are_joined_ordered_sorted_and_left_out() -> None:
    groups = [Group(codes=["conduct", "staff"], label={"nl": "Samen"}), Group(codes=["new"])]
    spec = TableText(id="x", table="requests", rows="subject", at={"year": "2023"}, row_groups=groups, sort=True)
    assert cells(printed(spec)) == [("Samen", "1.073"), ("Totaal", "1.073")]
    spec = replace_spec(spec, at={"year": "2024"})
    assert cells(printed(spec)) == [("Nieuw", "12"), ("Samen", "2.069"), ("Totaal", "2.082")]
    spec = TableText(id="x", table="cases", rows="class", zeros=False, total=False, short=True)
    assert cells(printed(spec, "cases")) == [("Geen maatregel", "100"), ("Maatregel", "86")]


def replace_spec(spec: TableText, **changes: object) -> TableText:
    return spec.model_copy(update=changes)


def test_parts_stand_below_their_main_row() -> None:
    table = printed(TableText(id="x", table="nested", rows="subject", within="part"), "nested")
    assert [(row.kind, row.head, row.cells) for row in table.rows] == [
        ("main", "Omgangsvormen", ("3",)),
        ("sub", "Schreeuwen", ("3",)),
        ("main", "Personeel", ("0",)),
        ("total", "Totaal", ("3",)),
    ]


def test_joined_rows_have_no_parts() -> None:
    both = [Group(codes=["conduct", "staff"], label={"nl": "Samen"})]
    table = printed(TableText(id="x", table="nested", rows="subject", within="part", row_groups=both), "nested")
    assert cells(table) == [("Samen", "3"), ("Totaal", "3")]


def test_a_small_base_gets_no_percentages() -> None:
    spec = TableText(id="x", table="cases", rows="class", shares=True)
    few, enough = (print_table(spec, cases(n, 9), LISTS, "1", [], "nl") for n in (10, 11))
    assert [row.cells[1] for row in few.rows] == ["–", "–", "–"]
    assert few.notes == ("Geen percentages: het zijn er samen minder dan 20.",)
    assert [row.cells[1] for row in enough.rows] == ["55%", "45%", "100%"]
    assert enough.notes == ()


def test_a_table_and_a_sentence_say_the_same_of_chance() -> None:
    """Alone it would stand out; beside nineteen others that stayed the same it does not."""
    counts = {(year, code.code): 50 for year in ("2023", "2024") for code in MANY}
    table = replace(requests({**counts, ("2023", "s0"): 30, ("2024", "s0"): 50}), labels=(YEARS, (*MANY, MARGIN)))
    spec = TableText(id="x", table="requests", rows="subject", columns="year", change=True, total=False)
    assert change(50, 30).can_be_chance is False
    assert print_table(spec, table, LISTS, "1", [], "nl").rows[0].cells == ("30", "50", "+20", "nee")
    value, _ = Scope({"requests": table}).evaluate("requests[2024, s0] | chance(requests[2023, s0])")
    assert isinstance(value, Reference)
    assert value.form(value.value, "nl") == "kan toeval zijn"


MANY = tuple(Code(f"s{n}", {"nl": f"S {n}"}) for n in range(20))


@given(st.lists(st.integers(0, 10**5), min_size=4, max_size=4).filter(lambda counts: sum(counts) >= SMALLEST_BASE))
def test_shares_add_up_to_a_hundred_and_cells_to_their_total(counts: list[int]) -> None:
    codes = [code.code for code in SUBJECTS]
    table = requests({("2024", code): n for code, n in zip(codes, counts, strict=True)})
    spec = TableText(id="x", table="requests", rows="subject", at={"year": "2024"}, shares=True)
    *rows, total = print_table(spec, replace(table, year=2024), LISTS, "1", [], "nl").rows
    assert sum(int(row.cells[1].rstrip("%")) for row in rows) == 100
    assert total.cells == (f"{sum(counts):,}".replace(",", "."), "100%")
    assert sum(int(row.cells[0].replace(".", "")) for row in rows) == sum(counts)
